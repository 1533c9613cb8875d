"""Understanding a question without a language model: where, when, which status, what is asked, about what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import claims
from assistant.lexicon import canonical, tagged, topic_words
from assistant.numbers import SCALE, UNIT, Measure, measure_of, quantities
from docs_store import lazy_re
from docs_store.textnorm import fold, normalise
from docs_store.types import Status


class Asked(StrEnum):
    """What kind of answer a question wants."""

    VALUE = "value"
    LIST = "list"
    REASON = "reason"
    TIME = "time"
    CONTACT = "contact"
    PERSON = "person"
    OFFICE = "office"
    NUMBER = "number"
    VALIDITY = "validity"
    FACT = "fact"
    GREETING = "greeting"
    SEVERAL = "several"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as understood.

    Attributes:
        text: the question as reading text, folded.
        years: calendar years it asks about, ascending.
        document_years: years that only name a document (`2025年政府工作报告`).
        status: result, forecast or target; `UNKNOWN` when it does not say.
        asked: kind of answer wanted.
        measures: kinds of quantity it asks for, empty for any.
        units: units of counting that would answer (家 for 多少家, and what stands for it); empty for any.
        topic: words on what it is about, with weights in 0..1; canonical names.
        limit_words: whether it asks for a limit (最高, 上限), so that only a stated limit answers it.
        negative: whether it asks what is not so (哪些不能买), so that only a sentence that denies answers it.
        document_number: 文号 it names, normalised to 〔〕.
        titles: titles in 《》 that it names.
        claim: what it claims, for a yes/no question; all other fields are then of the open question behind it.
    """

    text: str
    years: tuple[int, ...]
    document_years: tuple[int, ...]
    status: Status
    asked: Asked
    measures: frozenset[Measure]
    units: frozenset[str]
    topic: tuple[tuple[str, float], ...]
    limit_words: bool
    negative: bool
    document_number: str
    titles: tuple[str, ...]
    claim: claims.Claim | None = None

    @property
    def asks_yearly(self) -> bool:
        """Whether it asks for what there is in a year (一年能领多少), not for one contract or project."""
        return _YEARLY.search(self.text) is not None

    @property
    def ranks_places(self) -> bool:
        """Whether it asks where there is most or least of a thing."""
        return _MOST_OF_PLACES.search(self.text) is not None

    @property
    def asks_duration(self) -> bool:
        """Whether it asks how long, not when."""
        return _LENGTH.search(self.text) is not None

    @property
    def asks_frequency(self) -> bool:
        """Whether it asks how often."""
        return re.search(rf"(?:{_LENGTH.pattern})[^,。?]{{0,6}}一[次回批]", self.text) is not None

    @property
    def asks_day(self) -> bool:
        """Whether a year alone would not answer when."""
        return re.search("[月天日号]|截止|到期|期限", self.text) is not None

    @property
    def asks_result(self) -> bool:
        """Whether it asks what has been done so far (已经发放了多少), which no rule tells."""
        return _DONE.search(self.text) is not None

    @property
    def asks_how_soon(self) -> bool:
        """Whether a span of days would answer when: 什么时候到账, within 30 days."""
        return re.search("什么时候|何时|什么时间", self.text) is not None and _TAKES_TIME.search(self.text) is not None

    @property
    def asks_method(self) -> bool:
        """Whether it asks how something is worked out: by the rule that says so, not by a single amount."""
        return (
            re.search("(?:怎么|如何|怎样)(?:来|去)?(?:计?算|核[算定]|折算)|算法|计算(?:方法|办法|方式)", self.text)
            is not None
        )

    @property
    def asks_how_given(self) -> bool:
        """Whether it asks by what rule money is given: by its amount or rate, else as the rule puts it."""
        return re.search(_HOW_GIVEN, self.text) is not None

    @property
    def asks_benefits(self) -> bool:
        """Whether it asks what one gets: that stands in what is given, not in whom it is for or what to hand in."""
        return self.asked is Asked.LIST and _BENEFITS.search(self.text) is not None

    @property
    def undone(self) -> str:
        """What has not been done in the case asked about: 通过 of 项目没通过验收怎么办; empty for other questions."""
        match = _UNDONE.search(self.text) if self.claim is None else None
        return match[1] if match and tagged(match[1])[0][1].startswith(("v", "p")) else ""

    @property
    def asks_sum(self) -> bool:
        """Whether it asks what sum one gets: the sums in conditions are not such."""
        return self.asked is Asked.VALUE and re.search("[领拿兑补奖][^,。?占]{0,4}多少", self.text) is not None

    @property
    def asks_standard(self) -> bool:
        """Whether it asks what a measure gives by the word 标准, which few rules use of themselves."""
        return self.asks_benefits and re.search(_STANDARD, self.text) is not None

    @property
    def asks_stacking(self) -> bool:
        """Whether it asks if two measures may be had together."""
        return _TOGETHER.search(self.text) is not None

    @property
    def asks_barred(self) -> bool:
        """Whether it asks who or what is kept out (哪些企业不能申报): by what bars, not by the conditions."""
        return self.negative and _BARRED.search(self.text) is not None

    @property
    def asks_payment(self) -> bool:
        """Whether it asks in what way money is paid."""
        return self.asked is Asked.FACT and re.search(_PAYMENT, self.text) is not None

    def for_years(self, years: tuple[int, ...]) -> Question:
        """The same question about other years."""
        return replace(self, years=years)


_METHOD = lazy_re.compile("(?:怎么|如何|怎样)(?:来|去)?(?:计?算|核[算定]|折算)|算法|计算(?:方法|办法|方式)")
_DONE = lazy_re.compile(
    "已经|已(?:发|兑|拨|支)|(?:完成|发放|兑现|兑付|拨付|实现|花|发|奖)了|(?:累计|一共|共)(?:发|兑|拨)"
)
_UNDONE = lazy_re.compile("(?<!有)(?:没有?|未能?)([\u4e00-\u9fff]{2})(?!的?(?:多少|几))")
_TAKES_TIME = lazy_re.compile("到账|拨|兑|发放|打款|支付|审[核批查]|办[结理完]|答复|公示|批下来|出结果")
# 几个月 is a length of time, 几月 a date, 近几年 neither
_LENGTH = lazy_re.compile("(?:(?<![第月])多少|(?<![第月哪近这])几)(?:个?工作日|个月|个?小时|天|日|年)|多久|多长")
_DOCUMENT = lazy_re.compile(r"(?P<year>20\d\d)年?(?:度)?[^,。?0-9]{0,12}?(?:政府工作报告|工作报告|工作总结|报告|总结)")
_YEAR = lazy_re.compile(r"(?<!\d)(20[0-4]\d|19[89]\d)(?=年|[-—~至/]|\s|$|[^\d])")
_RELATIVE = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_TARGET = lazy_re.compile(
    "目标|计划(?!项目)|打算|力争|拟|准备|想(?:达到|新增)|要(?:达到|新增|推动|超过|突破|发展)|安排|预期"
)
_EXPECTED = lazy_re.compile("预计|预期能|估计")
_ACTUAL = lazy_re.compile("实际(?!使用|利用|到位|吸收)|完成了|已经|结果|做到了|实现了")
_WHEN = lazy_re.compile(r"(?:19|20)\d\d年?(?:度|底|年底)?|[去今明前后上]年")
_NUMBER_OF = lazy_re.compile(
    r"([\u4e00-\u9fff]{1,12}?)\s*[〔\[(【]\s*((?:19|20)\d\d)\s*[〕\])】]\s*第?\s*(\d{1,4})\s*号"
)
_GREETING = lazy_re.compile(
    r"(?:你好|您好|早上好|下午好|晚上好|谢谢|多谢|感谢|再见|辛苦了|hi|hello|thanks?)[!。,~]*(?:你们?|您)?[!。~]*"
)

_GAIN = "(?:支持|扶持|补[贴助偿]|奖补|奖[励金]|资助|激励|优惠|待遇|好处)"
_STANDARD = "标准(?:是什么|有哪些|呢|[?。]*$)"
_TOGETHER = lazy_re.compile(
    "同时(?:能|可以?)?(?:[拿享领兑]|申[报请领])|叠加|重复(?:享受|申[报请领]|支持)"
    "|(?:两个?|都)(?:能|可以)(?:拿|领|享受|申[报请领])"
)
_BENEFITS = lazy_re.compile(
    f"{_STANDARD}|(?:什么|哪些|啥){_GAIN}(?!对象|条件|范围)"
    f"|{_GAIN}(?:政策|措施|内容)?(?:都|分别)?(?:有|是)(?:哪些|什么|啥)"
)
# 怎么拨付, 分几次发; 怎么发展 asks for something else
_PAYMENT = "(?:怎么|如何|怎样|分几[次年批期])(?:发(?![展现明布挥])|拨|兑[现付]|支付|给付)"
# 怎么补贴, 如何奖励 ask for amounts and rates; 怎么补交 does not
_HOW_GIVEN = "(?:怎么|如何|怎样)(?:[补奖](?:[贴助偿励]|(?=[?。,]|$))|贴息)"
# 能买什么, 什么服务; 什么是创新券 asks for one sentence
_WHAT_KIND = (
    f"(?:[能可]以?(?:用来|用于)?|用于|支持|包括|提供)[^,。?什]{{0,6}}什么|什么(?:服务|项目|方向|领域|范围|{_GAIN})"
)
_ASKED: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (Asked.VALIDITY, lazy_re.compile("有效吗|还有效|是否有效|失效|废止|作废|过期|还能用|还执行|现行有效")),
    (Asked.REASON, lazy_re.compile("为什么|为何|原因|怎么会|什么造成|何以")),
    (Asked.CONTACT, lazy_re.compile("电话|联系方式|怎么联系|找谁|咨询谁|热线")),
    (Asked.NUMBER, lazy_re.compile("文号|发文字号|文件号|几号文")),
    (Asked.OFFICE, lazy_re.compile("哪个(?:部门|单位|科室|窗口|机构|局)|什么部门|归谁|[由归]哪|谁(?:负责|受理|主管)")),
    (
        Asked.PERSON,
        lazy_re.compile("(?<!部门|单位|机构|企业|主体|对象)是谁|谁是|叫什么名字|姓名|哪位(?:领导|同志|负责)"),
    ),
    (Asked.TIME, lazy_re.compile(rf"什么时候|何时|什么时间|哪[一几]?[年月天日]|几月|几号|{_LENGTH.pattern}")),
    (
        Asked.VALUE,
        lazy_re.compile(
            rf"多少|百分之几|第几|几个?(?:{SCALE}|{UNIT}|成)|多大|多高|比例|占比|金额|规模|目标数|{_HOW_GIVEN}|(?:上限|最高|目标)呢?(?:[?。,]|$)"
        ),
    ),
    (Asked.TIME, lazy_re.compile("截止|到期|期限|申报时间|日期|时间")),
    (Asked.FACT, lazy_re.compile(_PAYMENT)),
    (
        Asked.LIST,
        lazy_re.compile(
            rf"哪些|哪几|有什么|什么材料|什么条件|{_WHAT_KIND}|{_STANDARD}|条件|材料|要求|流程|步骤|程序|怎么样|如何|怎么|怎样|情况|做了什么|内容|措施"
        ),
    ),
    # 当涂县2023年高企数量: names a quantity and nothing more
    (
        Asked.VALUE,
        lazy_re.compile(
            "(?:[数产销]量|[家总户人件项]数|总[量额值]|[金余成交]额|产值|增加值|[占比]比重?|比例|强度|[增涨降]幅|增速|增长率|面积"
            "|(?:财政|预算|支配|经营|营业|销售)收入|投入|支出)(?:数|呢)?[?。!]*$"
        ),
    ),
)
_NEVER_CLAIMED = frozenset((Asked.VALIDITY, Asked.GREETING, Asked.REASON))
_ASKS = lazy_re.compile("多少|几|什么|哪|谁|吗|呢|怎么|怎样|如何|为何|何时|是否|能否|能不能|可不可以|多[大高长久]")
_UNFIT = "(?<!有)(?:没有?|无)(?:[申报请领]{2})?资格|(?:[领拿报]|申[报请领]|享受|获得?)不[到了上]|不给(?=[补报奖贴])"
_DENIED = lazy_re.compile(
    f"(?<![能可是要会行])不(?:能|可以?|得|予|支持|包括|允许|属于|享受)(?!超过|低于|高于|少于|不)|{_UNFIT}"
)
_BARRED = lazy_re.compile(
    "(?<![能可是要会行])不(?:能|可以?|得|予|允许)(?:再)?(?:申[报请领]|享受|[领拿补报参]|获得?|得到|支持|受理|认定|入库|奖励|资助)"
    f"|{_UNFIT}"
)
# The unit asked for: 多少家, 几个人, 多少亿斤. A scale without a unit (多少万) asks for money.
_UNIT_ASKED = lazy_re.compile(rf"(?:多少|(?<!第)几)(?:个(?=人))?(?P<scale>{SCALE})?(?P<unit>{UNIT})?")
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    (Measure.GROWTH, lazy_re.compile("增长|增速|增幅|涨|幅度|同比|(?:提高|下降|降低?|减少|多)了?(?:多少|百分之几)")),
    (
        Measure.PERCENT,
        lazy_re.compile(
            "百分比|比例|占比|比重|强度|占.{0,12}(?:多少|百分之几)|按多少|(?<!超过|低于|高于)的多少(?:$|[?,。给予发兑补奖])|(?:[^效税长]|利)率(?!先)|[补贴兑拨]多少|怎么[补贴]"
        ),
    ),
    (
        Measure.MONEY,
        # 增加值 asks for money, 增加值的占比 and 收入增速 do not
        lazy_re.compile(
            "(?:资金|经费|收入|产值|总值|[交记纳同资信总余售]额|费用|支出|增加值)(?!的?(?:占|比|增|同比|年均|20)|相当于)"
            "|多少钱|金额|授信多少|[领拿兑拨]多少|[奖补贴助励息]有?多少|报销多少|最高给多少|最多能领多少|怎么[补贴]"
        ),
    ),
    (Measure.COUNT, lazy_re.compile("数量|拥有量|(?<!指)数是多少|目标数")),
    (Measure.AREA, lazy_re.compile("面积")),
    (Measure.RANK, lazy_re.compile("第几|排名|排第|位次|名次")),
)
ALIKE = {
    unit: frozenset(group)
    for group, units in (("家户个", "家户"), ("项件个", "项件"), ("人名位", "人名"), ("家户个项件所支条座", "个"))
    for unit in units
} | {"岁": frozenset(("岁", "周岁"))}
_MOST_OF_PLACES = lazy_re.compile("(?:哪个|哪一个|哪些|哪几个|哪)(?:省|市|县|区|地方|地区)[^,。;?]*最[多少]")
_YEARLY = lazy_re.compile(
    "(?:(?<![前上满近去今首第\\d])一年|每年|每个?年度|一个?年度)[^,。;?]{0,4}(?:能|可以?|最多|最高|[领补奖给拿贴]|有?多少)"
)
_LIMIT = lazy_re.compile("最高.{0,6}(?:多少|几|[?。,]|$)|最多|上限|封顶|限额|不超过")


def understand(question: str, *, places: tuple[str, ...], this_year: int) -> Question:
    """Read a question.

    Args:
        question: as the person typed it (or as made standalone).
        places: names of places as they stand in the question; they are no topic.
        this_year: what 今年 means.
    """
    text = fold(normalise(question)).strip()
    asked = asked_kind(text)
    claim = claims.read(text) if asked not in _NEVER_CLAIMED else None
    if claim and claim.asking != claim.text:
        text = claim.asking
        asked = asked_kind(text)
    documents = list(_DOCUMENT.finditer(text))
    document_years = tuple(sorted({int(match["year"]) for match in documents}))
    number = _NUMBER_OF.search(text)
    rest = text.replace(number.group(), " ") if number else text
    for match in documents:
        rest = rest.replace(match["year"], "    ", 1)
    years = {int(match.group(1)) for match in _YEAR.finditer(rest)}
    years |= {this_year + shift for word, shift in _RELATIVE.items() if word in rest and f"{word}以来" not in rest}
    measures, units = _quantity_asked(text) if asked is Asked.VALUE else (frozenset(), frozenset())
    return Question(
        text=text,
        years=tuple(sorted(years)),
        document_years=document_years,
        status=_status(rest),
        asked=asked,
        measures=measures,
        units=units,
        topic=tuple(_topic(text, asked, places, number)),
        limit_words=_LIMIT.search(text) is not None,
        negative=claim is None and _DENIED.search(text) is not None,
        document_number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        titles=tuple(re.findall(r"《([^《》]{3,60})》", text)),
        claim=replace(claim, text=_bare(claim.text, places)) if claim else None,
    )


def _topic(text: str, asked: Asked, places: tuple[str, ...], number: re.Match[str] | None) -> list[tuple[str, float]]:
    words = topic_words(_without(text, places, number)) + _quantities(text)
    if asked is Asked.LIST and re.search(_STANDARD, text):
        return [(word, 0.35 if word == "标准" else weight) for word, weight in words]
    return words


def _quantity_asked(text: str) -> tuple[frozenset[Measure], frozenset[str]]:
    """Kinds of quantity asked for, and the units that would answer, with those used for the same things."""
    measures = {measure for measure, pattern in _MEASURES if pattern.search(text)}
    units: set[str] = set()
    for match in _UNIT_ASKED.finditer(text):
        if unit := match["unit"]:
            measures.add(measure_of(unit))
            units |= ALIKE.get(unit, {unit})
        elif match["scale"]:
            measures.add(Measure.MONEY)
    if "百分之几" in text and not measures & {Measure.GROWTH, Measure.PERCENT}:
        measures.add(Measure.PERCENT)
    return frozenset(measures), frozenset(units)


def _quantities(text: str) -> list[tuple[str, float]]:
    """Quantities that the question itself states (营业收入2亿元以上的企业): they pick out a case."""
    numbers = [q for q in quantities(text) if q.value is not None and text[q.start].isdigit()]
    stated = [q for q in numbers if q.unit or text[q.end - 1] in "万亿"]
    return [(text[q.start : q.end] + _bound(text[q.end :]), 0.8) for q in stated]


def _bound(text: str) -> str:
    return text[:2] if text.startswith(("以上", "以下", "以内")) else ""


def asked_kind(text: str) -> Asked:
    """What kind of answer a question wants, by its asking words alone."""
    if _GREETING.fullmatch(text.lower()):
        return Asked.GREETING
    kind = next((kind for kind, pattern in _ASKED if pattern.search(text)), Asked.FACT)
    return Asked.TIME if kind is Asked.VALIDITY and _LENGTH.search(text) else kind  # 多久不用就作废


def asks(text: str) -> bool:
    """Whether folded text asks for something, so that it may be one question of several."""
    return _ASKS.search(text) is not None


def _status(text: str) -> Status:
    if _EXPECTED.search(text):
        return Status.EXPECTED
    if _ACTUAL.search(text):
        return Status.ACTUAL
    return Status.TARGET if _TARGET.search(text) else Status.UNKNOWN


def _bare(text: str, places: tuple[str, ...]) -> str:
    """A claim without places and years: those are kept by what may be evidence at all."""
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, "")
    return _WHEN.sub("", text)


def _without(text: str, places: tuple[str, ...], number: re.Match[str] | None) -> str:
    """The question without what other fields hold: places, years, the document number."""
    if number:
        text = text.replace(number.group(), " ")
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, " ")
    text = re.sub("(?:我们?|咱们?|本|贵|小)的?公司", " ", text)  # the asker, whom no document speaks of
    text = re.sub(rf"{_WHEN.pattern}|\d{{1,2}}(?:月|日)(?:份)?", " ", text)
    return canonical(text)
