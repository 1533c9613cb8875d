"""What a number counts: the words around it, made into the name of an indicator.

The name is what is written, less the number and less the words that only introduce it. Where the counted noun
follows (`新增4个国家级创新平台`), the name is the words before and after joined: 新增国家级创新平台. Where doers follow
with what they did (`5家企业使用科技创新券`), it is the doing and then the doers: 使用科技创新券企业.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from docs_store.units import Unit

_YEAR = r"(?:19|20)\d{2}年(?:度|底|末|全年|上半年)?"
_LEAD = re.compile(
    rf"^(?:[、,:;。·)\s]|[①-⑳]|[(](?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[)]|[一二三四五六七八九十]{{1,3}}(?:是"
    rf"|、)|\d{{1,2}}[、.](?=[\u4e00-\u9fff])|——?"
    rf"|(?:截至|截止|到|至)?{_YEAR}|近[两三四五六七八九十\d]{{1,2}}年|历时\d{{1,2}}年(?:建设|努力)?|{_YEAR}[-—至]{_YEAR}|\d{{1,2}}(?:[-—~至]\d{{1,2}})?月(?:份|底|末)?|截至目前"
    rf"|截至\d{{1,2}}月底|目前|当前|上半年|前[三3]季度|[一二三四]季度|全年|年内|今年(?:以来)?|去年"
    r"|年底|年末|其中|同时|此外|另外|并且|并(?![网购联轨])|且|而|及(?!时)|和(?![美谐平睦])|与|以及|则|使(?!用)|让"
    r"|把|将(?!军)|也|还(?![款贷原田林建])|又|再(?![生贷融担制])|已经|已|共(?![建享同创育办青和有])|总共|共计"
    r"|合计(?!\S)|预计|预期|有望|力争|争取(?=新增|达到|实现|获批|创建)"
    r"|确保|努力|计划|拟(?!态)|分别|均(?!衡)|都(?![市匀江])|仅|达到|达|为(?=\d)|实现|完成(?=\S{4})|进一步|成功"
    r"|顺利|圆满|全力|超额|我们|要(?=新|建|完成|实现|培育|引进|改造|确保|力争|达到|突破)|我[省市区县州]|在全[国省市区县州旗](?=率先|首)|全[省市区县州旗](?![域场])|一年来|五年来"
    r"|截至年底|历史性|首次|率先|如|超过|突破|约(?!谈)|近(?![海零岸年])|超(?![算低高级长大临声导充薄市前聚])"
    r"|的(?=\S)|了|但(?!是否)|含(?=年初|20)|以[^,、]{1,8}为(?:重点|契机|抓手|载体|依托|牵引|引领|目标|导向))+"
)
_TRAIL = re.compile(r"(?:[、,:;·\s]|和|(?<!参)与|(?<![惠涉普可遍])及|以及|并|其中|的|了|等(?!$)|[(]){1,40}$")
_TAIL_ENDS = re.compile(r"[,。;:!?\n]")
# A predicate follows, not the noun that is counted.
PREDICATE = re.compile(
    r"(?:的)?(?:居(?![民住家])|位居|位列|排|占(?!地)|同比|环比|比[上去]年|较[上去]年|比20|较20|增长|增速|下降|提高|提升|增加"
    r"|减少|高于|低于|快于|达|为(?!民)|是|其中|均|已|都|用于|在(?![建校册岗编役读职营售研地])|从|由|被|将(?!军)|获|得到|实现|完成"
    r"|并|和|及|与|以及|或|而|且|惠及|带动|落户|列入|入选|入围|入库|纳入|投入|拨付|以上|左右|以内|及以上|目标|任务"
    r"|的(?:目标|规模|水平|基础|高位|台阶|关口|大关)(?=[,。;、)]|$)"
    r"|大关|台阶|关口|行列|目标任务|速度|,|。|;|、|[)(])"
)
_DOERS = re.compile(
    r"(?P<kind>[\u4e00-\u9fff“”]{0,10}?(?:企业|公司|单位|院所|机构|高校|医院|学校|项目|产品|人才|学生|群众|家庭"
    r"|农户|团队))(?P<doing>了?(?:获|申报|申创|使用|入选|入围|入驻|参加|参与|通过|被|开展|完成|享受|纳入|列入|认定"
    r"|落户|实现|签约|建成|投产|上市|加入|晋升|新晋|成为|进入"
    r"|跻身|荣获|得到|购买|兑现|组建|备案|注册|挂牌|融资|登陆|评为|上榜)[^,。;]*)$"
)
# A verb in the middle of a stretch: what stands before it belongs to the number before.
EVENT = re.compile(
    r"获得|获批|获评|荣获|获(?=[国省市20])|完成(?!率)|实现|发放|带动|兑现(?!率)|惠及|引进|建成|新建|新增|创建|推荐"
    r"|组建|签约|开展|举办|申报|申创|追回|拉动|退出|涉及|培育|融资|达到|(?:规上|规模以上)?(?:工业|农业"
    r"|产业)?(?:营业收入|营收|总?产值)|拥有"
    r"|认定|支持|化解|融入|使用|参加|新晋|入选|晋升|升格|购买|覆盖|新签订|签订|入驻|集聚|开工建设|实施|划分"
)
_NAMES = re.compile(
    r"^(?P<verb>推荐|支持|组织实施|组织|帮助|推动|促进|培育|引进|新增|获批|组建|建设|实施|形成|打造|共建|推进|完成|办好"
    r"|发布|签署|启动|建成|举办|开展|辅导|动员|指导|助力|联合|包括|评选|认定)?.*等(?:各类|多)?$"
)
_NEW = re.compile(
    r"^(?:新增治理|新建(?:和|、)?改造|建成投用|建成投运|建成开放|(?:累计)?(?:新(?:增|建|培育|入选|认定|备案|入库|获批|引进|引育|评定|设|登记|签约"
    r"|开工|布局|改建|改扩建|创建|晋升?|添|招引|签|发展|组建|建成|认证|注册|结对|开通)|净增加?|累计新增|评价入库"
    r"|入库|累计"
    r"|(?:支持|加快|推进|组织)(?:培养|培育|建设|实施|推广)|培育壮大|培养"
    r"|培育|引进|获批|认定|遴选支持|建成|建设(?!用地)|实施|完成|创建|改造建设|改造|新建和改造提升|推荐|征集推荐"
    r"|清单化项目化改造|办理|办结|推出|开通|布局|举办|开展|组织|发放|发布|制定修改废止|制定修订|制定|出台|培训"
    r"|治理|修复|开工建设|开工|推广|打造|选派|获得|荣获|授权(?!点)|受理|查处|解决|入围|争取|力推|投放|投用|更新"
    r"|提升|支持)|争创|打造)(?!率)"
)
RELATIVE = re.compile(
    r"(?:(?:总|年|累计|合计|平均|户均|人均)?(?:数量|总数|总量|总额|总规模|总面积|总投资|规模|面积|投资|产值|产量"
    r"|总产值?|增加值|利润|在校学?生|毕业生|教职工|专任教师|增量|投资金额|投资额|贡献率|总指数|现价总量|收入总[量计]|支出总[量计]|营收|营业收入|交易额|成交额|成交价|合同额|转化金额|金额|资金|合同收入|吸纳额|输出额|销售额"
    r"|增速|增幅|涨幅|降幅|位次|提升幅度|进位幅度|占比|比重|份额|累计|总装机|装机|单产|亩产|到位资金|化解率|兑现率"
    r"|办结率|覆盖率|涉及资金|涉及金额|惠及企业|惠及群众|受益企业|受益群众|参与人数|获奖数|损失数|发明专利|完成投资))"
)
_CHANGED = re.compile(
    r"(?P<subject>[^,]{2,24}?)(?:历史性|首次|再次|成功|稳步|持续|继续|大幅|快速|再|连续[^,]{1,3}年|实现)*"
    r"(?:翻番|翻[一两]番|倍增|创[^,]{0,6}新高$|(?:连跨|跨越|迈上|跨上|跃上|站上|突破)[^,]*(?:台阶|大关|关口)|(?:小幅|温和|平稳|略有|总体)(?:上涨|下降|回落|上升|回升|平稳)$)"
)
_TOTAL = re.compile(r"^(?:总数|总量|数量|累计|合计|总计)$")
_BARE = 4  # characters; a name this short behind 其中 needs its parent


@lru_cache(maxsize=1024)  # the same head is asked of again while one number is read
def tidy(text: str) -> str:
    """A name without what introduces it: connecting words, time, 全省 / 我县, list numbers; and without loose ends."""
    text = text.replace("\n", "")
    if any(word in text for word in ("下", "以", "辖")):  # few names have them, all are looked through
        text = _ASIDE.sub("", text)
    before = None
    while before != text:
        before = text
        text = _TRAIL.sub("", _LEAD.sub("", text))
    if text.startswith(("”", "》")):
        text = text[1:]
    return _balanced(text)


# 装备制造业在项目带动下实现增加值; 粮食产量自2010年以来
_ASIDE = re.compile(
    r"\(以下简称[^()]{1,20}\)|(?<=辖)(?:\d{1,3}个?[镇乡村]、?)+|(?<=..)在[^,、。;]{1,12}(?:带动|推动|拉动|影响|支撑|作用)下|自?(?:19|20)\d\d年以来"
)
_BROUGHT = re.compile(
    r"(?<=..)(?:共|累计)?(?:实现|完成)(?=(?:增加值|零售额|总?产值|营业收入|主营业务收入|利润总?额?|税收|投资额?|总?产量|销售额|销售收入)$)"
)


def without_bringing(name: str) -> str:
    """A name without the verb between the thing and its measure: 第一产业实现增加值 is 第一产业增加值."""
    return _BROUGHT.sub("", name) if "实现" in name or "完成" in name else name


_MEANS = re.compile("^(?:通过|围绕|聚焦|面向|依托|针对|立足|瞄准|对接|结合|盯紧|聚力)")
_DOING = re.compile(
    r"(?=(?:组织|举办|承办|组建|共建|开展|新增|新设|新建|建设|建成|引进|培育|获批|完成|实施|服务|发布|布局|推出|设立|谋划|选派|打造|推动|支持|帮助))"
)
_LAST_WORDS = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]+$")
_OCCASION = re.compile(r"^(?:.*?在)?(?P<at>[^,、在]{3,20}?)(?:中|上)共?(?P<won>荣获|获得|夺得|勇夺|斩获|夺|获)$")
# An explanation in quotes behind what it explains: 领军项目“…研究”
_EXPLAINED = re.compile("(?<=项目|课题|工程|成果)“[^“”]{8,}”")
_EACH_YEAR = re.compile("(?:连续[^,。]{1,3}年)?每年$")
_RISEN = re.compile("(?<=..)(?<!分别)(?:均|都|各)?(?P<rise>累计|新增|净增|新认定|新培育)$")


def without_means(head: str) -> str:
    """What is done, without what for and by which means: 围绕做强主导产业建设 is 建设."""
    if _MEANS.match(head) and (words := _LAST_WORDS.search(head)):
        doing = [match.start() for match in _DOING.finditer(head, words.start())]
        if doing:
            return head[doing[-1] :]
    won = _OCCASION.match(head)
    return won["at"] + won["won"] if won else head


def in_order(name: str) -> str:
    """A name with 累计 or 新增 in front of what it is said of, wherever the text has it."""
    risen = _RISEN.search(name)
    return risen["rise"] + _EACH_YEAR.sub("", name[: risen.start()]) if risen else name


def noun_follows(head: str, tail: str, unit: Unit) -> bool:
    """Whether the counted noun stands behind the number."""
    if not tail:
        return False
    if not unit.name and _PEOPLE.match(tail):  # 服务310万农户
        return not PREDICATE.match(tail)
    if unit.is_classifier and head.endswith("等") and tail[0] not in "、,)和及与":
        return True
    if unit.is_classifier and head in ("", "其中") and _WON.match(tail):  # 其中1项获一等奖
        return True
    if PREDICATE.match(tail):
        return False
    if unit.is_classifier:
        return True
    return not head or _WANTS_OBJECT.search(head) is not None or tail.startswith("的")


_PEOPLE = re.compile("[^,。;、]{0,8}(?:人口|群众|农民|农户|居民|学生|职工|老人|妇女|儿童|劳动力|毕业生|师生|人员)")
_WON = re.compile("获|荣获|入选|入围|列入|被")
_WANTS_OBJECT = re.compile(
    r"(?:获批|获得|争取|发放|安排|落实|用好|下达|释放|投放|投入|给予|筹集|设立|组建|提供|发行|建设|建成|新建|改造"
    r"|新增|完成|实施|发挥|加快|盘活|治理|修复|覆盖|淘汰|回收|推进|拥有|形成|贡献了?\S{0,4}|(?:集聚|汇聚)全[国省市]|带动|推动|促进|支持|服务|惠及|的)$"
)


_VERB_BEFORE_NAMES = re.compile(
    "(?:推荐|支持|帮助|培育|引进|新增|获批|创建|组建|建设|实施|形成|打造|共建|推进|建成|加快|入选|设立|成立)+"
)


def named_first(head: str, count: Decimal) -> str | None:
    """The verb before names that are counted only then, empty where there is none: 获批创建 in `获批创建A、B2个园区`.

    `None` where the head does not name just as many things as are counted.
    """
    verb = max(_VERB_BEFORE_NAMES.finditer(head), key=lambda match: match.start(), default=None)
    names = _BETWEEN_NAMES.split(head[verb.end() if verb else 0 :])
    if not 2 <= count == len(names) or any(not 2 <= len(name) <= _LONGEST_NAME for name in names):
        return None
    return verb.group() if verb else ""


_MEASURE_OF = re.compile("(?P<measure>(?:总|域内|计划|概算)?投资|全长|总长|总?里程|总?面积|总?规模|总?装机)的?$")
_DONE_TO = re.compile(
    "(?:顺利|全部|全面|提前|成功|正式|实质性|如期|加快|加速|[一二三四五六七八九十]年){0,6}(?:开工|启动|全线|建成|投产|投用|投运|竣工|开通"
    r"|签约|落户|落地|推进|获批|揭牌|挂牌|建设(?:$|[,、]))"
)
_BETWEEN_NAMES = re.compile("、|以及|[和与及]")
_LONGEST_NAME = 16
_CONJOINED = re.compile("(?:和|与|(?<![惠涉普可遍])及|以及)$")


def with_following(head: str, tail: str) -> str:
    """Name of a counted noun behind its number: what stands before and behind, or the doing and the doers."""
    of_thing = tail.startswith("的")
    tail = tidy_tail(tail)
    if _CONJOINED.search(head):  # 合肥至欧洲航线及5条沿线国家航线
        head = prefix_of(tidy(head)) or ("" if len(head) > 4 else head)
    if of_thing and (measured := _MEASURE_OF.search(head)) and (thing := _DONE_TO.split(tail)[0]):
        return tidy(thing) + measured["measure"]  # 总投资711亿元的一体化项目开工建设
    head = _EXPLAINED.sub("", without_means(head))
    names = _NAMES.match(head)
    named = _NAMED.fullmatch(head)
    if len(tail) >= 2 and head.endswith(tail[:2]):  # A投资基金、B投资基金2支基金: named first, then counted
        head = ""
    elif names:
        head = names["verb"] or ""
    elif named:  # 武汉东湖、襄阳、宜昌3家高新区: named first, then counted
        head = named["verb"] or ""
    if title := _TITLE.search(tail):
        return title["title"]
    head = tidy(head).removesuffix("以") if len(head) < _BARE else tidy(head)
    doers = _DOERS.match(tail)
    if (
        doers
        and doers["doing"]
        and not doers["doing"].startswith(("的", "数", "总", "和", "与", "及", "集群", "库", "、"))
    ):
        kind = doers["kind"]
        if kind.endswith(("企业", "公司", "单位", "院所", "机构")):
            doing = re.sub(r"^(获得?|申报|使用|通过|入选)了", r"\1", doers["doing"].lstrip("了"))
            tail = doing if doing.endswith(kind) else doing + kind
    return tidy(head + tail)


_NAMED = re.compile(
    r"(?P<verb>推荐|支持|帮助|推动|促进|培育|引进|新增|获批|组建|牵头组建|建设|实施|形成|打造|共建|推进|建成|加快)?"
    r"(?:[\u4e00-\u9fffA-Za-z()]{2,12}、)+[\u4e00-\u9fffA-Za-z()]{2,12}"
)
# 3家实验室被评为年度优秀实验室
_TITLE = re.compile("被?[^,。]{0,10}(?:评估|评选|评定|认定|评|授予)为(?P<title>[^,。]{4,80})$")


_AMONG_THEM = re.compile("(?<=...)(?<![高初集水空年期])中$")  # 82种工业产品中,…
_NEXT_NUMBER = re.compile(r"[、和与及](?=\d)")  # 23次强降水和59天高温天气


def tidy_tail(tail: str) -> str:
    """What follows a number up to the end of its clause, without the particle in front."""
    ends = _TAIL_ENDS.search(tail)
    tail = tail[: ends.start()] if ends else tail
    tail = _NEXT_NUMBER.split(tail)[0]
    closing = tail.find("”")
    if closing >= 0 and "“" not in tail[:closing]:  # the quote was opened before the number
        tail = tail[:closing]
    return _AMONG_THEM.sub("", tail.strip("、 ").removeprefix("的"))


def prefix_of(name: str) -> str:
    """The word a list shares (新增 in `新增高新技术企业3500家、科技型中小企业7533家`), empty where there is none."""
    found = _NEW.match(name)
    return found.group() if found else ""


def is_verbal(name: str) -> bool:
    """Whether a name begins with a verb of its own, so that no 新增 before it is meant."""
    return _VERBAL.match(name) is not None


_VERBAL = re.compile(
    r"获|荣|被|发放|兑现|涉及|惠及|签约|签订|签署|举办|办理|办结|完成|实现|投入|争取|争创|支持|推动|推进|推广|引进"
    r"|吸引|建成|建设|改建|扩建|改扩建|培育|培训|认定|打造|改造|修复|治理|处置|受理|解决|选派|输送|承办|承接|转移"
    r"|退出|入选|入库|入围|带动|拉动|帮助|组织|组建|开展|开通|开工|开行|开设|落实|落地|减免|减少|增加|增补|提升"
    r"|提供|扩大|资助|提请|接待|盘活|发布|出台|制定|促进|清理|新(?![能材型三])|淘汰|关闭|撤销|共|整治|审议|筹措"
    r"|挽回"
)


def changed(clause: str) -> str:
    """What a clause without figures says has changed: 地区生产总值 in `地区生产总值连跨4个千亿台阶`; else nothing."""
    found = _CHANGED.match(clause)
    name = tidy(found["subject"]) if found else ""
    return name if len(name) >= 2 else ""


def is_relative(name: str) -> bool:
    """Whether a name says nothing without what it belongs to (总数, 交易额, 增速)."""
    return RELATIVE.fullmatch(name) is not None


def school_of(parent: str) -> str:
    """What is counted before, where it is schools, to which those who are taken in belong; else empty."""
    return parent if parent.endswith(("学校", "高中", "初中", "小学", "院校", "中学", "幼儿园")) else ""


def related(parent: str, name: str) -> str:
    """A relative name with its parent: 全国重点实验室 + 总数."""
    if not name.endswith(("额", "量", "数")) and _TOTAL_OF.fullmatch(parent):  # 总面积227平方公里,其中耕地…
        return name
    if not parent or parent.endswith(name):
        return parent or name
    parent = without_rise(parent)
    if _TOTAL.match(name):
        parent = without_new(parent)
        return f"累计{parent}" if name == "累计" else parent + name
    base = without_new(parent)
    if _MEASURED.fullmatch("某某" + name, 2) and (measure := _MEASURED.search(base)):
        base = base[: measure.start()]
        base = "" if base in ("播种", "种植", "生产") else base
    base = _UNDER_WAY.sub("", base)
    if _OF_SCHOOL.fullmatch(name):  # 共有特殊教育学校7所,在校生840人
        base = _SCHOOLS.sub("", base)
    for overlap in (2, 1):
        if base.endswith(name[:overlap]):
            return base + name[overlap:]
    return base + name


_OF_SCHOOL = re.compile("招生|在校学?生|毕业生|教职工|专任教师")
_SCHOOLS = re.compile("^共?(?:设|建)?有(?=....)|(?<=[育段])学校(?:总?数)?$")
_TOTAL_OF = re.compile("总(?:面积|人口|户数|人数)")
_UNDER_WAY = re.compile("(?<=项目|工程)(?:加快推进|(?:集中|全面)?开工(?:建设)?|顺利实施|建成投产|落户|签约|落地)$")
_MEASURED = re.compile(
    r"(?<=..)(?:招生|在校学?生|毕业生|教职工|专任教师|播种面积|播面|种植面积|面积|总?产量|单产|总产|签约金额|金额|装机容量|合同额|投资额|总?数量?|总额"
    r"|到位资金|收入|(?:受理|发案|立案|查处|损失)数|业务量|(?<!进)出口额|(?<!出)进口额|总产值|产值)$"
)


def without_new(name: str) -> str:
    """A name without a first verb of bringing about (新增, 制定), where something is left."""
    shorter = _NEW.sub("", name)
    return shorter if len(shorter) >= 2 else name


def before_statement(head: str) -> str:
    """What a statement behind 、 belongs to: 5A级景区 in `5A级景区新增某城、总数达到16家`."""
    cut = head.rfind("、")
    if cut <= 0 or not _STATEMENT.match(head, cut + 1):
        return ""
    return re.split("新增|净增", tidy(head[:cut]))[0]


def without_push(name: str) -> str:
    """A name without a first 推动: what is to rise or reach a value is the thing (`推动战略性新兴产业占比达30%`)."""
    return re.sub("^(?:推动|促进|引导|确保|保持|至少)(?=....)", "", name)


def without_fall(name: str) -> str:
    """A name without a last word of falling, so that another can be put there."""
    return re.sub(r"(?<=..)(?:下降|压降|压减|减少|降低|下跌)$", "", name)


def without_rise(name: str) -> str:
    """A name without a last 净增: `企业净增15万户、达157万户` has the number of 企业 second."""
    return re.sub(r"(?<=..)(?:净增|新增)$", "", name)


def without_gain(name: str) -> str:
    """A name without 新增 or 净增 in front: what is then reached is all of it."""
    return re.sub("^(?:新增|净增)(?=..)", "", name)


def without_total(name: str) -> str:
    """A name without 累计 in front: what is ranked is the thing."""
    return name.removeprefix("累计") if len(name) > 4 else name


def tells_new(name: str) -> bool:
    """Whether a name says somewhere that it counts what is new (`集聚区新投产项目`)."""
    return _TELLS_NEW.search(name) is not None


_TELLS_NEW = re.compile("新(?:投产|开工|建|增|认定|入库|引进|签约)")


def goes_on(prefix: str, name: str) -> bool:
    """Whether a 新增 before a comma is also meant for a bare name behind it (`新增A 2家,B 12家`)."""
    return _SPREADS.fullmatch(prefix) is not None and not _VERBAL.match(name) and _OWN_COUNT.search(name) is None


_SPREADS = re.compile("(?:累计)?新(?:增|认定|培育|备案|获批|入库)|争创|评价入库")
_OWN_COUNT = re.compile("新增|净增|增加|总数|总量|累计|减员|减少|退出|注销|死亡")


def is_bare(name: str) -> bool:
    """Whether a name is too short to stand without its parent behind 其中."""
    return len(name) <= _BARE and not _NEW.match(name)


def last_statement(head: str) -> str:
    """A head without what 、 parts from it as another statement (`中心获批、全年开行班列909列`)."""
    cut = head.rfind("、")
    apart = cut > 0 and (_STATEMENT.match(head, cut + 1) or _FINISHED.search(head, 0, cut))
    return head[cut + 1 :] if apart else head


# 改革试点顺利推进、执法事项综合率达到71.9%
_FINISHED = re.compile(
    "[^、]{4}(?:(?:顺利|加快|有序|全面|深入|扎实)(?:推进|实施|建设)|落地见效|揭牌成立|建成(?:投用|投产|通车))$"
)
_STATEMENT = re.compile("全年|累计|总|新增|完成|实现|新开|力争|确保|争取|挽回|追回|带动|拉动|惠及")


def shortened(name: str, longest: int = 44) -> str:
    """A long name from its last telling verb on."""
    if len(name) <= longest:
        return name
    cuts = [m.start() for m in EVENT.finditer(name) if 0 < m.start() <= len(name) - 4]
    return name[cuts[-1] :] if cuts else name


_HALVES = re.compile("[()“”《》]")


def _balanced(text: str) -> str:
    """Without a bracket or quote whose other half is not there."""
    if not _HALVES.search(text):
        return text
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    for opening, closing in ("()", "《》"):
        if text.count(opening) > text.count(closing):
            at = text.rfind(opening)
            text = text[at + 1 :] if at < len(text) / 2 else text[:at]
        elif text.count(closing) > text.count(opening):
            at = text.find(closing)
            text = text[at + 1 :] if at < len(text) / 2 else text[:at]
    return text
