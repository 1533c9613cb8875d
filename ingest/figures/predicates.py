"""How the words before (and right after) a number say what kind of statement it is.

`技术合同交易额同比增长13.75%`: the subject is 技术合同交易额 and the number is its growth. A head is the text from the
last boundary to the number, without its comparing words; reading it from its end gives predicate and subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from docs_store.language.word_classes import FALLING, RISING
from docs_store.units import DURATIONS, PERCENTS, POINTS
from ingest.figures.model import Aspect
from ingest.figures.numbers import Form, Quantity

# Words that only lead to the number.
_LINK = re.compile(
    r"(?P<to>增长到|增加到|提高到|提升到|上升到|下降到|降低到|减少到|扩大到|发展到|扩展到|扩展至|压缩到|缩短到"
    r"|缩小到|控制到|增至|升至|降至|减至"
    r"|提高至|提升至|上升至|下降至|降低至|减少至|增加至|增长至|扩大至|缩小至|压缩至|缩短至|压减至|攀升至|跃升至"
    r"|扩至|跃升到|回升至|提至|拓展至|拓展到"
    r"|优化重组(?:至|到|为)|重组(?:至|到)|稳定在|保持在|维持在|控制在|稳定保持在|压降至|优化至|突破至)$"
    r"|(?P<range>(?:由|从)(?:(?:上年|去年|年初|20\d\d年(?:底|末|初)?|[^,。;、]{1,4}年前)的?)?)$"
    r"|(?P<each>每(?:人|户|亩|吨)?每?(?:[年月天日]|学年))$"
    r"|(?P<now>(?:增加|增长|提高|提升|上升|下降|降低|减少|扩大|缩小|发展)到(?:目前|现在|如今|今年)的?)$"
    r"|(?:达到了|达到|到达|高达|(?<![发抵传雷通])达|(?<![成作行])为|是|拥有|现有|(?<![持国所占])有"
    r"|(?<![签节合公履违契])约|突破|超过|超|(?<![附最临])近|了|于|共|各"
    r"|(?<![人亩户月年日平])均|都|分别|(?<!收入)(?<!支出)总计|共计|合计|预计|预期|有望|力争|(?<![许认])可|将|已|仅|只有|仍|再|又"
    r"|(?<=[入出资值税额量门])(?:累计|预计)?(?:完成|实现)"  # 预算收入完成12亿元
    r"|(?<![模虚草])拟|都要|首次|历史性|(?<![人户])平均|在|(?<![收得受拿接])到|(?<![甚乃])至"
    r"|迈上|跨上|站上|跻身|迈过|跨过|跨越|稳步|双双|(?<!无)双|保持|继续|持续|连续[一二两三四五六七八九十\d]{1,3}年|一举"
    r"|成功|率先|以内|其中|我[省市区县])$"
)
_UP = f"增长率|{RISING}|增速|增幅|涨幅|攀升|回升|跃升|扩大|加快|上扬|增|升|涨|前移|前进"
_DOWN = f"改善|负增长|{FALLING}|降幅|压减|压降|压缩|缩短|缩减|缩小|收窄|下浮|精简|退后|后退|削减|节约|跌|降|减"
_NEITHER = ("改善",)  # of which it is not said whether the number rose or fell
_GAP = "高于|低于|快于|高出|优于|好于|领先|多于|少于|超过|(?<![提新])高(?=全[国省市])"
_THAN = (
    r"(?:(?:同比|环比|[三四五]年年均|年均|比上年同期|较上年同期|比上年度|较上年度|比上年|较上年|比去年|较去年|比上[次届]|较上[次届]|比年初|较年初"
    r"|[比较](?:上年|去年|20\d\d年)[末底]|[比较]上[月季]|[比较]同期"
    r"|[比较与](?:去年|上年|前年)?同期|十年|[一二三四五六七八九十]{1,3}年(?:来|间)"
    r"|(?:按照?)?(?:同|可比)口径(?:计算|相比|下)?|按可比价格?|按不变价格?|名义|实际|[比较]20\d\d年度?|累计|平均|合计|均|都|分别|各|再|又|总体|逆势|净){0,6})"
)
_CHANGE = re.compile(rf"{_THAN}(?P<verb>(?<![新净])(?:{_UP})|(?<=净)增长|(?P<down>{_DOWN}))(?:了|幅度)?$")
_COMPARED = re.compile("(?:同比|环比|比上年|较上年)$")
_ABOVE = re.compile(rf"(?P<gap>(?:均|都|分别|始终|持续|继续){{0,4}}(?:{_GAP})[^,。;、]{{0,18}})$")
_EACH = re.compile("^(?:均|都|分别|始终|持续|继续)+")
_EACH_LAST = re.compile("(?:均|都|分别){1,4}$")
_EACH_SHARE = re.compile("(?:均|都|分别){1,4}占")
_SHARE = re.compile(r"占(?![地有])[^,。;]{0,26}$|(?:比重|占比|份额|之比)(?:\([^()]*\))?$")
_COMPLETION = re.compile(
    # 为年预算的32.3%
    r"(?P<part>(?:为|占|达到?|完成)?(?:全年|年度|年初|调整后|年)(?:预算|计划|目标|任务)(?:任务|目标|数|总数)?的?)$"
    r"|(?P<rate>(?:任务|计划|目标|投资)?完成率)$|(?P<done>(?:超额)?完成(?:率|了?(?:全年|年度|年初|市定|省定"
    r"|下达)?[^,。;]{0,8}(?:任务|计划|目标|进度|序时)(?:数|总数|量)?的?)?)$"
)
_RANKED = re.compile(
    r"(?:[,、])?(?:并列|均|都|分别|稳|继续|持续|仍|保持|连续\S{1,4}|蝉联|跃|其中){0,6}"
    r"(?:跃居|稳居|蝉联|位居|居于|居|位列|名列|列|排名|排在|排到|排|升至|升到|跃升至|跃升到|跃升|上升至|上升到"
    r"|提升到|提升至|前移至|前移到|晋升|进入|进位至|位于|保持|综合排名|(?<![成作])为)"
    r"(?P<scope>[^,。;、]{0,16})$"
)
_OF_ALL = re.compile(r"(?:连续[一二两三四五六七八九十\d]{1,3}年)?全[国省市区县球]$")
# 六县市排名第三: among which, not of what
_AMONG_PLACES = re.compile(
    rf"(?:{_OF_ALL.pattern[:-1]}|(?:在|居)?(?:全[省市区县]|[两三四五六七八九十\d]{{1,3}})个?(?:县市区|县区|县市|市县|区县|市州|县|市|区|镇|乡|街道)(?:中)?)$"
)
_PLANNED = re.compile(
    "(?:完成|占|为|达到?)了?(?:全年|年度|年初|年)?[^,。;、]{0,6}(?:目标|任务|计划|预算)(?:任务|目标|数|值)?(?:的?总数)?$"
)
_THAN_PLANNED = re.compile("[比较](?:全年|年度|年初|年)?(?:的)?(?:目标|计划|预期)(?:任务|目标|值|数)?$")
FASTER = "增速"
"""What a number of percentage points changes that follows a rate of growth: 增长7.4%,较去年同期加快4.8个百分点."""
_FROM = re.compile("(?:由|从)[^,。;、]{1,16}$")
_RISES_TO = re.compile("(?:提高|增加|增长|上升|提升|下降|降低|减少|扩大|缩小|发展|压缩|缩短)?[到至]")
_PULLS = re.compile(
    "(?P<pulls>(?:分别|共同|合计|正向|负向){0,2}(?:拉动|带动|推动|影响)[^,。;、]{1,16}?"
    "(?:增长|上涨|上升|下降|回落|提高|投资|工业|生产总值|GDP|经济|消费|增速))(?:了|约)?$"
)
_FASTER = re.compile(
    r"[比较与](?:(?:去年|上年|前年|20\d\d年)(?:同期|全年|度)?|同期|上[月季]|上半年|[前一二三]{1,2}季度|1-\d{1,2}月份?)相?比?(?:的?(?:增速|增幅|涨幅|降幅))?"
    "(?:(?:高出?|加?快|提高|扩大|加快)|(?P<slower>低|放?慢|回落|放缓|收窄|下降|降低))了?$"
)
_RATE_OF_RISE = re.compile("(?:涨幅|增幅|增速|降幅)$")
_RISEN_FROM = re.compile("(?:由|从)[^,。;、]{0,8}$")  # 由全国第11位跃升至第5位
_NOUN = re.compile("[\u4e00-\u9fff“](?<![和与及并或、])")
_SERVES = re.compile(
    "(?:投向|用于|服务于|投入|留[^,。;]{0,4}就业|由[^,。;]{1,12}(?:牵头|承担|提供|贡献|实施)|来自|来源于|集中在|流向|从事)"
)
_TAIL_GROWTH = re.compile(r"的?(?:速度)?(?:增长|增速|增幅)|的速度")


_FROM_YEAR = re.compile(r"[从由](?:19|20)\d\d年[底末初]?的?$")
_TO_YEAR = re.compile(r"(?<=[到至为])(?:19|20)\d\d年[底末初]?的?$")


@dataclass(frozen=True, slots=True)
class Head:
    """A head read from its end.

    Attributes:
        subject: the text before the predicate.
        aspect: what the number is of the subject.
        keeps: words of the predicate that change the meaning (下降, 高于全国) and stay in the indicator.
        falls: the number is by how much the subject fell; its value is below zero.
        from_value: the number is where a change started (`由52%提高到…`).
        planned: the number is what was planned for the year, of which a rate of fulfilment follows.
    """

    subject: str
    aspect: Aspect
    keeps: str = ""
    from_value: bool = False
    falls: bool = False
    planned: bool = False


def read_head(text: str, quantity: Quantity, tail: str) -> Head:
    """Aspect and subject of the head of a quantity.

    Args:
        text: the head.
        quantity: the quantity behind it.
        tail: what follows the quantity in its clause.
    """
    percent = quantity.unit.name in PERCENTS
    if dated := _FROM_YEAR.search(text, _last(text, 18)):  # 由1997年的7.4万亿元增加到2002年的10.2万亿元
        return Head(text[: dated.start()], "level")
    text = _TO_YEAR.sub("", text)
    if quantity.form is Form.RANK:
        if risen := _RISEN_FROM.search(text):
            return Head(text[: risen.start()], "rank", from_value=True)
        ranked = _RANKED.search(text, _last(text, 40))
        return Head(_AMONG_PLACES.sub("", text[: ranked.start()] if ranked else text), "rank")
    if _RISES_TO.match(tail) and (risen := _FROM.search(text, _last(text, 18))):  # 从年标准1680元提高到2760元
        return Head(text[: risen.start()], "level", from_value=True)
    if _THAN_PLANNED.search(text, _last(text, 16)):
        return Head("", "level", from_value=True)
    if not percent and tail.startswith("的") and (planned := _PLANNED.search(text, _last(text, 24))):
        return Head(text[: planned.start()], "level", planned=True)
    if percent and (done := _COMPLETION.search(_strip(text)[0])):
        return Head(_EACH_LAST.sub("", _strip(text)[0][: done.start()]), "completion")
    body, to = _strip(text)
    if to == "from":
        return Head(body, "level", from_value=True)
    if quantity.unit.name in POINTS or not to or _RATE_OF_RISE.search(body):  # 涨幅保持在2%
        change = _change(body, quantity, percent, counted=quantity.unit.is_classifier and _NOUN.match(tail) is not None)
        if change is not None:
            return change
    if percent and _TAIL_GROWTH.match(tail):
        return Head(body, "growth")
    if to:
        body = _strip(body)[0]
        if risen := _FROM.search(body, _last(body, 18)):
            body = body[: risen.start()]
    if percent and _SHARE.search(body, _last(body, 30)):
        return Head(_EACH_SHARE.sub("占", body), "share")
    if (percent and tail.startswith("的")) or (percent and body.endswith("的")):
        return Head(body, "share")
    if percent and _SERVES.match(tail):
        return Head(body, "share")
    if percent and not body and _NOUN.match(tail):  # 85%以上农户参与产业化经营
        return Head(body, "share")
    if percent and _NOUN.match(tail) and _OF_ALL.search(body):  # 集聚全国30%以上产业链企业
        return Head(body, "share")
    if quantity.form is Form.FRACTION and "占" in body:
        return Head(body, "share")
    return Head(body, "level")


def _change(body: str, quantity: Quantity, percent: bool, *, counted: bool) -> Head | None:
    points = quantity.unit.name in POINTS
    if points and (pulls := _PULLS.search(body, _last(body, 32))):
        return Head(_strip(body[: pulls.start()])[0], "change", keeps=_EACH.sub("", pulls["pulls"]))
    if points and (than := _FASTER.search(body, _last(body, 32))):
        subject = _strip(body[: than.start()])[0]
        return Head(subject, "change", keeps="" if subject else FASTER, falls=than["slower"] is not None)
    if points and (above := _ABOVE.search(body, _last(body, 32))):
        return Head(_strip(body[: above.start()])[0], "change", keeps=_EACH.sub("", above["gap"]))
    rate = percent or quantity.unit.name == "倍"
    found = _CHANGE.search(body, _last(body, 20))
    if counted or (not (percent or points) and body.endswith(("改造提升", "建设提升"))):  # 改造提升3000个行政村村道
        found = None
    if found is not None and found["verb"] in _NEITHER and not (percent or points):  # 林相改善6.88万亩
        found = None
    if found is not None and found["verb"] in ("增", "升", "涨", "跌", "降", "减") and not (percent or points):
        found = None
    if found is not None:
        aspect: Aspect = "growth" if rate else "change"
        subject = body[: found.start()]
        compared = found.start() < found.start("verb")  # 比上年减少0.04万人, but 减少贫困人口4万人
        measured = percent or points or quantity.unit.name in DURATIONS or compared
        falls = found["down"] is not None and measured and found["verb"] not in _NEITHER
        keeps = "" if falls or not found["down"] else found["verb"].replace("降幅", "下降")
        return Head(_strip(subject)[0], aspect, keeps=keeps, falls=falls)
    if (
        percent
        and (above := _ABOVE.search(body, _last(body, 32)))
        and _EACH.sub("", above["gap"]).startswith(("高于", "低于", "快于"))
    ):
        return Head(_strip(body[: above.start()])[0], "change", keeps=_EACH.sub("", above["gap"]))
    if percent and (same := _COMPARED.search(body)):
        return Head(_strip(body[: same.start()])[0], "growth")
    return Head(body, "change") if points else None


def _last(text: str, length: int) -> int:
    """Where the last characters of a text begin: what is sought at its end need not be tried before them."""
    return max(0, len(text) - length)


@lru_cache(maxsize=1024)  # asked of again while one number is read
def _strip(text: str) -> tuple[str, str]:
    """A head without the words that lead to the number, and whether a change to a value (`to`) or from one is told."""
    to = ""
    text = text.rstrip("、:· ")
    while (found := _LINK.search(text, _last(text, 8))) is not None and found.group():
        if found["to"]:
            to = "to"
        elif found["range"]:
            return _EACH_LAST.sub("", text[: found.start()]), "from"
        elif found.group() in ("到", "至"):
            to = "to"
        text = text[: found.start()].rstrip("、· ")
        if not text:
            break
    if to:
        verb = re.search(rf"(?:{_UP}|{_DOWN})$", text)
        if verb and not text.endswith(("增速", "增幅", "涨幅", "降幅", "增长率")):
            text = text[: verb.start()]
    return text, to
