"""Understanding a question without a language model: where, when, which status, what is asked, about what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.read.rules import claims
from assistant.read.rules.kinds import STANDARD, Asked, asked_kind
from assistant.read.rules.lexicon import canonical, topic_words
from assistant.read.rules.numbers import UNIT, Measure, measure_of, quantities
from assistant.read.rules.wants import MEANING, UNFIT, Wants
from docs_store import lazy_re
from docs_store.textnorm import fold, normalise
from docs_store.types import Status
from docs_store.units import SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Wants):
    """A question as understood.

    Attributes:
        text: the question as reading text, folded.
        years: calendar years it asks about, ascending.
        document_years: years that only name a document (`2025年政府工作报告`).
        status: result, forecast or target; `UNKNOWN` when it does not say.
        asked: kind of answer wanted.
        measures: kinds of quantity it asks for, empty for any.
        units: units of counting that would answer (家 for 多少家, and what stands for it); empty for any.
        topic: words on what it is about, with weights in 0..1; canonical names. Of a very long one the first.
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

    def for_years(self, years: tuple[int, ...]) -> Question:
        """The same question about other years."""
        return replace(self, years=years)


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
    r"([\u4e00-\u9fff]{1,12}?)\s*[〔\[(【]\s*((?:19|20)\d\d)\s*[〕\])】]\s*+第?\s*+(\d{1,4})\s*号"
)

_NEVER_CLAIMED = frozenset((Asked.VALIDITY, Asked.GREETING, Asked.REASON))
_DENIED = lazy_re.compile(
    f"(?<![能可是要会行])不(?:能|可以?|得|予|支持|包括|允许|属于|享受)(?!超过|低于|高于|少于|不)|{UNFIT}"
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
_MOST_WORDS = 100  # of what a question is about; each is looked for in some hundred sentences
ALIKE = {
    unit: frozenset(group)
    for group, units in (("家户个", "家户"), ("项件个", "项件"), ("人名位", "人名"), ("家户个项件所支条座", "个"))
    for unit in units
} | {"岁": frozenset(("岁", "周岁"))}
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
        topic=tuple(_topic(text, asked, places, number)[:_MOST_WORDS]),
        limit_words=_LIMIT.search(text) is not None,
        negative=claim is None and _DENIED.search(text) is not None,
        document_number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        titles=tuple(re.findall(r"《([^《》]{3,60})》", text)),
        claim=replace(claim, text=_bare(claim.text, places)) if claim else None,
    )


def _topic(text: str, asked: Asked, places: tuple[str, ...], number: re.Match[str] | None) -> list[tuple[str, float]]:
    if match := MEANING.search(text):  # the word itself is the topic
        text = text.replace(match.group(), match.group().partition(match["is"])[2] if match["is"] else "")
    words = topic_words(_without(text, places, number)) + _quantities(text)
    if asked is Asked.LIST and re.search(STANDARD, text):
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
