"""A stretch of a clause to the comparisons that code can make, and whether they say all of it.

What is not surely understood gives no predicate: a person judges it. A predicate that says only part of the words is
marked as incomplete, so that meeting it never counts as meeting the condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from docs_store import regions
from docs_store.provisions import Fact, Op, Predicate
from ingest.provisions import titles
from ingest.provisions.numbers import NUMBER, limits, value_of

_HEDGE = re.compile(r"原则上|一般(?:应|不)|除外|不受此限|不受[^,。;]{0,6}限制|以外的|放宽|视情|特殊|可不|酌情")
_MODAL = r"(?:应当|应该|应|须|必须|需|要|均|都|一般|原则上|为|在)*"
# A period that is more than one year: the profile's yearly values do not answer it by themselves.
_LONG_PERIOD = re.compile(r"(?:近|前|连续|最近)[两二三四五2-5]个?(?:会计)?年|累计|平均|年均|合计|预计|力争|新增")
_CHANGE = re.compile(r"增长|增速|增幅|提高|下降")
_YEAR = re.compile(
    r"(?P<last>上一?(?:个)?(?:会计|纳税|自然)?年度?|上年|去年|近一个?(?:会计)?年度?|最近一个?(?:会计)?年度?)|(?P<calendar>20\d\d)年(?:度|全年)?"
)
_OTHER_SUBJECT = re.compile(
    r"项目|产品|技术|平台|基地|园区|合同|团队|负责人|申报人|基金|机构(?!性)|院所|高校|个人|人才"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a stretch of text stands in.

    Attributes:
        region: the document's place, full path, or empty.
        subject: the one title that the document is about (高新技术企业), or empty.
        strict_below: the document says that 以下 excludes the number.
        about: name of the measure whose own clause is read, to tell which investment is meant.
    """

    region: str = ""
    subject: str = ""
    strict_below: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Predicates of a stretch, whether they cover its words, and whether the words leave room for exceptions."""

    predicates: tuple[Predicate, ...]
    complete: bool
    hedged: bool


@dataclass(frozen=True, slots=True)
class _Found:
    predicate: Predicate
    start: int
    end: int


def read(text: str, context: Context) -> Reading:
    """Read one stretch of folded reading text, one requirement or a few without exceptions between them."""
    found: list[_Found] = []
    for rule in _RULES:
        taken = [(f.start, f.end) for f in found]
        found += [hit for hit in rule(text, context) if not any(a < hit.end and hit.start < b for a, b in taken)]
    hedged = _HEDGE.search(text) is not None
    if re.search(r"(?<![每])或者?|之一|任一", text) and len(found) > 0 and not _alternatives_read(text, found):
        return Reading(tuple(f.predicate for f in found), complete=False, hedged=True)
    return Reading(tuple(f.predicate for f in found), complete=bool(found) and _covered(text, found), hedged=hedged)


_FILLER = re.compile(
    r"申报|申请|企业|牵头|单位|主体|应当|应该|必须|同时|符合|满足|具备|具有|拥有|已经|依法|均|须|应|需|要|且|并|其|的|为|在|有|已|内|等|,|、|和|及|;|。|:"
    r"|\s|下列|条件|要求|对|以上述|该|本|其中|持有|经|认定|获得|取得|有效期|证书|入库登记编号|入库|国家|有效|中|总|额|达到|申领"
)


def _covered(text: str, found: list[_Found]) -> bool:
    kept = list(text)
    for hit in found:
        kept[hit.start : hit.end] = "\0" * (hit.end - hit.start)
    rest = "".join(kept).replace("\0", "")
    return not _FILLER.sub("", rest)


def _alternatives_read(text: str, found: list[_Found]) -> bool:
    """Whether each 或 of the text stands inside one predicate that knows of alternatives."""
    return all(
        any(hit.start <= m.start() and m.end() <= hit.end and _has_choice(hit.predicate) for hit in found)
        for m in re.finditer(r"(?<![每])或者?|之一|任一", text)
    )


def _has_choice(p: Predicate) -> bool:
    return bool(p.facts) or (isinstance(p.value, tuple) and len(p.value) > 1)


# --- yearly amounts ------------------------------------------------------------------------------------------------

_RD = r"(?:(?:企业)?(?:研发|研究开发|研究与试验发展|R&D)(?:\(R&D\))?(?:费用|投入|经费|支出)(?:总额|支出|投入|总数)?)"
_INCOME = r"(?:主营业务|营业|销售|主营)(?:总)?(?:收入|额)(?:总额)?|营收|年产值"
_STAFF = r"(?:企业)?(?:当年|同期|本企业)*(?:职工|员工|从业人员|在职职工|人员)(?:总数|总人数|人数|总量|总额)?"
_OF = r"(?:同期|当年|年度|企业|同年|本企业|全年)*"
_SHARE = r"的?(?:比例|比重|比率|占比|比)?"
_MEASURES: tuple[tuple[Fact, str, str], ...] = (
    (Fact.RD_RATIO, rf"(?:{_RD}占{_OF}(?:{_INCOME}){_SHARE}|{_RD}占比|研发投入强度|研发强度)", "%"),
    (Fact.RD_STAFF_RATIO, rf"(?:从事)?(?:研发|研究开发)(?:活动)?(?:的)?(?:科技)?人员(?:数)?占{_STAFF}{_SHARE}", "%"),
    (Fact.TECH_STAFF_RATIO, rf"(?:从事)?科技(?:活动)?人员(?:数)?占{_STAFF}{_SHARE}", "%"),
    (Fact.RD_GROWTH, rf"{_RD}(?:比|较)(?:前一年度?|上一?年度?|上年(?:同期)?)增长", "%"),
    (Fact.RD_SPENDING, rf"{_RD}(?:总额)?", "元"),
    (Fact.REVENUE, rf"(?:(?<![上去前本一])年度?)?(?:{_INCOME})(?:总额)?", "元"),
    (Fact.ASSETS, r"(?<!净)(?:资产总额|总资产|资产总计)", "元"),
    (
        Fact.TAX,
        r"(?:(?<![上去前本一])年度?)?(?:纳税|缴税|缴纳税[收金款]|上缴税[金收]|实缴税[金收]|入库税收)(?:总?额)?",
        "元",
    ),
    (Fact.RD_STAFF, r"(?:专职)?(?:从事)?(?:研发|研究开发)(?:活动)?人员(?:数量?|总数|人数)?", "人|名"),
    (Fact.STAFF, r"(?:职工|员工|从业人员|在职职工)(?:总数|总人数|人数|总量)?", "人|名"),
)
_YEARLY = frozenset({Fact.RD_RATIO, Fact.RD_SPENDING, Fact.RD_GROWTH, Fact.REVENUE, Fact.TAX, Fact.ASSETS})


def _measures(text: str, context: Context) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for fact, subject, unit in _MEASURES:
        for match in re.finditer(subject, text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            gap = re.compile(_MODAL).match(text, match.end())
            at = gap.end() if gap else match.end()
            for candidate in dict.fromkeys((at, match.end(), max(match.end(), at - 1))):
                stated = limits(text, candidate, unit)
                if stated:
                    break
            taken.append(match.span())
            if not stated or not _plain(text, match, fact):
                continue
            year, start = _year_before(text, match.start(), fact)
            for limit in stated:
                op = (
                    Op.LT
                    if limit.op is Op.LE and context.strict_below and "以下" in text[limit.start : limit.end]
                    else limit.op
                )
                yield _Found(Predicate(fact=fact, op=op, value=limit.value, year=year), start, limit.end)


def _plain(text: str, match: re.Match[str], fact: Fact) -> bool:
    """Whether the number is the enterprise's own, of one year, and no growth."""
    clause = re.split("[,;。]", text[: match.start()])[-1]
    behind = text[match.end() : match.end() + 10]
    if _LONG_PERIOD.search(clause) or _LONG_PERIOD.search(behind) or _OTHER_SUBJECT.search(clause):
        return False
    if fact is not Fact.RD_GROWTH and _CHANGE.search(behind):
        return False
    return not re.search(r"(?:境内|境外|产品|主导|人均|每|单位|服务|中)$", clause)


def _year_before(text: str, start: int, fact: Fact) -> tuple[int, int]:
    """The year a measure is of (-1: the year before), and where its words begin."""
    if fact not in _YEARLY:
        year_words = list(_YEAR.finditer(text, 0, start))
        return 0, year_words[-1].start() if year_words and year_words[-1].end() == start else start
    for match in _YEAR.finditer(text, 0, start):
        between = text[match.end() : start]
        if len(between) <= 4 and not re.search("[,;。]", between):  # 上年度企业研发费用
            return (int(match["calendar"]) if match["calendar"] else -1), match.start()
    return -1, start


# --- where and how long --------------------------------------------------------------------------------------------

_PLACE = (
    r"(?P<place>本[省市区县]|我[省市区县]|全[省市区县]|[\u4e00-\u9fff]{2,9}?[省市区县州盟旗]|[\u4e00-\u9fff]{2,8}?(?:开发区"
    r"|高新区|新区|自治区)|中国境内|中华人民共和国境内)"
)
_PLACE2 = _PLACE.replace("<place>", "<place2>")
_REGISTERED = re.compile(
    rf"(?:在{_PLACE}(?:行政区域|行政区划|辖区|范围|区域|境)?(?:内|以内)?(?:依法|已)?(?:登记|工商)?注册(?:登记|成立|纳税|并(?:依法)?纳税)?(?:、纳税)?"
    rf"|注册(?:地|登记地|地址|或登记地)(?:和[^,。;]{{0,8}})?(?:均)?(?:须|应|需)?(?:在|为){_PLACE2}(?:行政区域"
    rf"|范围|境)?内?)"
    r"(?:时间)?(?:不少于|超过|满|达到|达)?"
)
_AGE = re.compile(rf"\s*{NUMBER}\s*个?(?P<unit>年|个月)(?:以上|及以上)?")
_FOUNDED = re.compile(
    rf"(?:(?:企业|公司)?(?:注册)?成立(?:时间|年限)?|登记注册(?:时间)?|注册时间|持续经营(?:时间)?|正常经营(?:时间)?){_MODAL}"
    rf"(?P<cmp>不少于|不低于|不超过|超过|满|达到|达|不足|未满|不满)?\s*{NUMBER}\s*个?(?:完整)?(?:会计)?年(?:度)?(?P<after>\(含\))?(?P<tail>以上"
    rf"|及以上|以内|以下|之内)?(?P<after2>\(含\))?"
)


_AGE_BEFORE = {
    **dict.fromkeys(("不少于", "不低于", "满", "达到", "达"), Op.GE),
    "超过": Op.GT,
    "不超过": Op.LE,
    **dict.fromkeys(("不足", "未满", "不满"), Op.LT),
}
_AGE_AFTER = {
    **dict.fromkeys(("以上", "及以上"), Op.GE),
    **dict.fromkeys(("以内", "之内", "以下"), Op.LE),
}


def _registered(text: str, context: Context) -> Iterator[_Found]:
    whole = re.fullmatch(r"(?P<place>全[省市区县])(?:范围|域)?(?:内)?", text.strip())
    where = resolve_place(whole["place"], context.region) if whole else None
    if whole and where:
        yield _Found(Predicate(fact=Fact.REGION, op=Op.WITHIN, value=(where,)), 0, len(text))
    for match in _REGISTERED.finditer(text):
        place = resolve_place(match["place"] or match["place2"], context.region)
        if place is None:
            continue
        end = match.end()
        age = _AGE.match(text, end) if re.search(r"(?:不少于|超过|满|达到|达)$", match.group()) else None
        if age is not None:
            end = age.end()
            years = value_of(age["number"])
            if age["unit"] == "个月":
                years = years / 12
            op = Op.GT if match.group().endswith("超过") else Op.GE
            yield _Found(Predicate(fact=Fact.REGISTERED_YEARS, op=op, value=years), match.start(), end)
        yield _Found(Predicate(fact=Fact.REGION, op=Op.WITHIN, value=(place,)), match.start(), end)


def resolve_place(name: str, home: str) -> str | None:
    """A place as a clause names it: by name, or as 本市 seen from the document's own place. `None` when unclear."""
    if name in ("中国境内", "中华人民共和国境内"):
        return "全国"
    if name[0] in "本我全" and len(name) == 2:
        region = regions.parse_path(home)
        if region is None:
            return home if home.endswith(name[1]) else None
        for at in (region, *regions.ancestors(region)):
            ending = "市" if name[1] == "市" else name[1]
            full = at.full_name
            if at.name.endswith(ending) or (name[1] == "省" and at.name.endswith("自治区")):
                return full
        return None
    if home.endswith(name) or name in home:
        return home[: home.index(name) + len(name)]
    region = regions.parse_path(name)
    return region.full_name if region is not None else None


def _founded(text: str, context: Context) -> Iterator[_Found]:
    for match in _FOUNDED.finditer(text):
        word, tail = match["cmp"] or "", match["tail"] or ""
        bound = (match["after"] or "") + (match["after2"] or "")
        op = _AGE_BEFORE.get(word) or _AGE_AFTER.get(tail)
        if op is None:
            continue
        if bound and op is Op.GT:
            op = Op.GE
        yield _Found(Predicate(fact=Fact.AGE, op=op, value=value_of(match["number"])), match.start(), match.end())


# --- what the enterprise is ------------------------------------------------------------------------------------------

_FLAGS: tuple[tuple[Fact, str], ...] = (
    (
        Fact.LEGAL_PERSON,
        r"(?:具有|具备|是|为)?(?:依法[^,。;]{0,6})?(?:独立(?:承担民事责任的?)?)?(?:的)?(?:企业)?法人(?:资格|地位)",
    ),
    (Fact.SUPER_DEDUCTION, r"(?:依法)?享受研发费用(?:税前)?加计扣除(?:税收)?(?:优惠)?(?:政策)?"),
    (Fact.ABOVE_SCALE, r"规模以上(?:工业|服务业)?(?:企业)?|规上(?:工业|服务业)?(?:企业)?"),
    (Fact.RELOCATED, r"从?[县市区省]外整体(?:搬)?迁入(?:的企业|的)?"),
)


def _flags(text: str, context: Context) -> Iterator[_Found]:
    for fact, pattern in _FLAGS:
        match = re.search(pattern, text)
        if match is not None and not re.search(
            r"不|未|非|拟|计划|首次(?!通过)", text[max(0, match.start() - 3) : match.start()]
        ):
            yield _Found(Predicate(fact=fact, op=Op.IS, value=True), *match.span())


# 证书期满后重新通过认定: of the one title that the document is about.
_OWN_TITLE = re.compile(r"(?:证书)?(?:(?:有效)?期满|到期)?后?重新通过认定|首次通过认定|证书在有效期内")
_AGAIN = re.compile(r"(?:证书)?(?:(?:有效)?期满|到期)?后?重新通过$")
_NOT_YET = re.compile(
    r"拟申[报请]|正在申[报请]|申[报请](?:[国省市县]家?级?)?$|未[被获取]|非$|推荐(?:申报)?$|培育$|争创|认定奖励"
)


def _titles(text: str, context: Context) -> Iterator[_Found]:
    found = titles.find(text)
    if not found:
        match = _OWN_TITLE.search(text) if context.subject else None
        if match is not None:
            detail = "renewed" if "重新" in match.group() else "first" if "首次" in match.group() else ""
            yield _Found(Predicate(fact=Fact.TITLE, op=Op.HAS, value=(context.subject,), detail=detail), *match.span())
        return
    if not found or any(_NOT_YET.search(text[:start]) for _, _, start, _ in found):
        return
    names = tuple(dict.fromkeys(f"{level}{name}" for name, level, _, _ in found))
    start, end = found[0][2], found[-1][3]
    if len(names) > 1 and not re.search("或|、", text[start:end]):
        return
    if re.search("且|同时|和", text[start:end]):
        return
    before, behind = text[:start], text[end:]
    detail = ""
    if re.search(r"首次(?:通过|获得|被)?$", before) and re.match(r"(?:的)?(?:认定)?", behind):
        detail, start = "first", start - len(re.search(r"首次(?:通过|获得|被)?$", before).group())  # type: ignore[union-attr]
    elif (again := _AGAIN.search(before)) is not None:
        detail, start = "renewed", again.start()
    role = re.search(
        r"(?:列入|纳入|入选|获得|取得|通过|属于|具有|拥有|经认定(?:为)?的?|认定为|有效期内的?|为|国家|持有|证书在有效期内的)[县市区省国家]*$",
        text[:start],
    )
    if role is not None:
        start -= len(role.group())
    elif (
        start > 0
        and not re.search(r"[,;。、]$|^(?:申报|申请)?(?:企业|单位)?(?:应|须|需|应当)?(?:是|为)$", text[:start])
    ) or (
        detail == ""
        and not re.match(r"(?:的)?(?:资格|称号|资质|认定|证书|企业)?[,;。]?(?:的)?$", behind)
        and start == 0
    ):
        return
    yield _Found(Predicate(fact=Fact.TITLE, op=Op.HAS, value=names, detail=detail), start, end)


_SIZE = re.compile(r"(?<!科技型)(?<!创新型)(?<!专精特新)(?P<size>中小微企业|中小企业|小微企业|大型企业)")
_SIZES = {
    "中小微企业": ("中型", "小型", "微型"),
    "中小企业": ("中型", "小型", "微型"),
    "小微企业": ("小型", "微型"),
    "大型企业": ("大型",),
}
_INDUSTRY = re.compile(
    r"(?:属于|从事|处于)(?P<list>[\u4e00-\u9fff]{2,12}(?:业|服务)(?:[、或和]者?[\u4e00-\u9fff]{2,12}(?:业"
    r"|服务))*)(?:领域|行业|范围)?(?:的|$|,|;|。)"
)


def _kind(text: str, context: Context) -> Iterator[_Found]:
    match = _SIZE.search(text)
    if match is not None and re.search(r"(?:的|为|是|属于|^)$", text[: match.start()]):
        yield _Found(Predicate(fact=Fact.SIZE, op=Op.ANY_OF, value=_SIZES[match["size"]]), *match.span())
    found = _INDUSTRY.search(text)
    if found is not None and "企业" not in found["list"] and not re.search(r"主导|行业|产业|专业|事业", found["list"]):
        names = tuple(re.split("、|或者|或|和", found["list"]))
        yield _Found(Predicate(fact=Fact.INDUSTRY, op=Op.ANY_OF, value=names), found.start(), found.end("list"))


_LED_BY = re.compile(r"可?由(?P<list>[\u4e00-\u9fff、]{2,30}?)(?:牵头|申报|申请|承担)(?:申报)?")
_APPLICANTS = r"企业|机关|学校|高校|高等院校|科研院所|研究机构|事业单位|社会组织|创业团队|个人"
_APPLICANT = re.compile(rf"(?:{_APPLICANTS})(?:(?:、|或者|或|和)(?:{_APPLICANTS}))*")


def _applicants(text: str, context: Context) -> Iterator[_Found]:
    for match in _LED_BY.finditer(text):
        words = match["list"].removeprefix("可")
        if _APPLICANT.fullmatch(words):
            names = tuple(re.split("、|或者|或|和", words))
            yield _Found(Predicate(fact=Fact.APPLICANT, op=Op.ANY_OF, value=names), *match.span())


_PATENTS = {
    "发明专利": Fact.PATENTS_INVENTION,
    "实用新型专利": Fact.PATENTS_UTILITY,
    "实用新型": Fact.PATENTS_UTILITY,
    "外观设计专利": Fact.PATENTS_DESIGN,
    "外观设计": Fact.PATENTS_DESIGN,
    "软件著作权": Fact.PATENTS_SOFTWARE,
}
_ONE_PATENT = r"(?:发明专利|实用新型(?:专利)?|外观设计(?:专利)?|(?:计算机)?软件著作权)"
_PATENT = re.compile(
    rf"(?:拥有|具有|取得|获得|授权|有效|自主)*(?P<list>{_ONE_PATENT}(?:(?:、|或者|或|和){_ONE_PATENT})*)(?:授权)?(?:数量|累计)?(?=[不至达超满]|\d)"
)


def _patents(text: str, context: Context) -> Iterator[_Found]:
    for match in _PATENT.finditer(text):
        if re.search(r"发明人|团队|个人|新增|当年|近|PCT|转让|购买|和", text[: match.end()]):
            continue
        stated = limits(text, match.end(), "件|项|个")
        if len(stated) != 1 or stated[0].op not in (Op.GE, Op.GT):
            continue
        names = re.split("、|或者|或", match["list"])
        facts = tuple(_PATENTS[name.removeprefix("计算机")] for name in names)
        predicate = Predicate(fact=facts[0], op=stated[0].op, value=stated[0].value)
        if len(facts) > 1:
            predicate = replace(predicate, facts=facts)
        yield _Found(predicate, match.start(), stated[0].end)


_PLATFORM = re.compile(
    rf"(?:建有|设有|拥有|具有|(?<=设立)|(?<=建成)|(?<=新建))(?P<level>国家级|省级|市级|区级|县级|省部级)?(?:(?:及)?以上)?的?(?P<kind>{titles.PLATFORMS})"
)


def _platforms(text: str, context: Context) -> Iterator[_Found]:
    for match in _PLATFORM.finditer(text):
        level = match["level"] or ""
        if level == "省部级":
            continue
        yield _Found(
            Predicate(fact=Fact.PLATFORM, op=Op.HAS, value=(match["kind"],), detail=level), match.start(), match.end()
        )


_INVESTED = re.compile(
    r"(?:项目|设备|固定资产|实际|总|新增|建设|技改|设备购置|改造)*(?:投资|投入)(?:总?额|金额|规模)?(?:应|须|需|在|为|达到|达|应当)*"
)


def _investments(text: str, context: Context) -> Iterator[_Found]:
    for match in _INVESTED.finditer(text):
        if re.search(r"研发|研究|经费|自筹", text[max(0, match.start() - 6) : match.end()]):
            continue
        for at in (match.end(), max(match.start() + 2, match.end() - 1), max(match.start() + 2, match.end() - 2)):
            stated = limits(text, at, "元")
            if stated:
                break
        for limit in stated:
            yield _Found(
                Predicate(
                    fact=Fact.INVESTMENT, op=limit.op, value=limit.value, detail=f"{context.about} {text}".strip()
                ),
                match.start(),
                limit.end,
            )


# --- records -----------------------------------------------------------------------------------------------------

_RECORD_KINDS: tuple[tuple[str, str], ...] = (
    ("research", r"科研(?:严重)?(?:失信|诚信)(?:行为|记录)?|科研不端"),
    ("safety", r"安全(?:生产)?"),
    ("quality", r"质量"),
    ("environment", r"环境(?:污染|违法)?|环保|生态环境"),
    ("loan", r"逾期贷款|贷款逾期"),
    ("tax", r"欠税|偷税|逃税|骗税|偷漏税"),
    (
        "dishonest",
        r"(?:被)?列入(?:严重)?(?:违法)?失信(?:主体|企业|被执行人)?(?:名单)?|严重失信(?:主体名单|记录|行为)?|失信(?:行为|记录)",
    ),
    ("illegal", r"(?:重大)?违法(?:违规)?(?:记录|行为)?"),
)
_NO_RECORD = re.compile(
    r"(?:(?:近|最近|申报前|前)(?P<years>[一二两三四五六七八九十\d]+)年(?:内|来)?(?:,)?)?(?P<not>未发生过?|没有|无|不存在|未被?|未出现)(?P<what>[^。;]*)"
)
_RECORD_WORDS = re.compile(
    r"重大|特大|一般|较大|严重|事故|事件|违法|违规|行为|记录|主体|名单|不良|信用|发生|受到|行政处罚|被|未|没有|无|或者|和|、|与|及|等|,|的|情况|存在|在"
)


def _records(text: str, context: Context) -> Iterator[_Found]:
    match = _NO_RECORD.search(text)
    if match is None:
        if re.search(r"依法(?:诚信)?纳税", text):
            tax = re.search(r"依法(?:诚信)?纳税", text)
            yield _Found(Predicate(fact=Fact.RECORD, op=Op.CLEAN, value=("tax",)), *tax.span())  # type: ignore[union-attr]
        return
    what, years = match["what"], match["years"]
    kinds, rest = [], what
    for kind, pattern in _RECORD_KINDS:
        if re.search(pattern, rest):
            kinds.append(kind)
            rest = re.sub(pattern, "", rest)
    if not kinds:
        return
    back = str(value_of(years)) if years else ""
    unread = _RECORD_WORDS.sub("", rest)
    end = match.end() if not unread else match.start("what")
    yield _Found(
        Predicate(fact=Fact.RECORD, op=Op.CLEAN, value=tuple(kinds), detail=back),
        match.start(),
        max(end, match.start() + 1),
    )


_COOPERATION = re.compile(
    r"与(?:[国境]内外)?(?:高等院校|高校|科研院所|科研机构)(?:(?:、|或者|或|和)(?:高等院校|高校|科研院所|科研机构))*(?:签有|签订|签署|建立)(?:了)?"
    r"(?:产学研)?(?:合作)?(?:协议|关系)(?:且(?:仍在|正在)履行)?"
)


def _contracts(text: str, context: Context) -> Iterator[_Found]:
    for match in _COOPERATION.finditer(text):
        yield _Found(Predicate(fact=Fact.CONTRACT, op=Op.HAS, value=("产学研", "校企合作")), *match.span())


_Rule = Callable[[str, Context], Iterator[_Found]]
_RULES: tuple[_Rule, ...] = (
    _measures,
    _registered,
    _founded,
    _flags,
    _titles,
    _kind,
    _applicants,
    _patents,
    _platforms,
    _investments,
    _contracts,
    _records,
)


def tier(cell: str, fact: Fact, unit: str, context: Context) -> tuple[Predicate, ...]:
    """A cell of a table as a range of one fact: `5000万元以上、2亿元以下`."""
    return tuple(
        Predicate(
            fact=fact,
            op=Op.LT
            if limit.op is Op.LE and context.strict_below and "以下" in cell[limit.start : limit.end]
            else limit.op,
            value=limit.value,
            year=-1 if fact in _YEARLY else 0,
        )
        for limit in limits(cell.strip(), 0, unit)
    )


def fact_of(header: str) -> tuple[Fact, str] | None:
    """The fact and unit that a table's column of limits is about: 上年度营业收入 → revenue in 元."""
    for fact, subject, unit in _MEASURES:
        if re.search(subject, header):
            return fact, unit
    return None
