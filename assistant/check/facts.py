"""Whether the facts of a sentence hold in the passages it quotes: numbers, years, days, places, names, codes, status.

Words are not compared here; a sentence may say a thing otherwise. What may not differ is a fact, nor what it is bound
to: a number belongs to the same year, place, status, direction and thing counted as in the passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.check import formulas
from assistant.check.bindings import Bound, bound_quantities, cell_label, likeness, tells_for
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from assistant.places import name_of
from assistant.turn import Source
from docs_store import lazy_re, regions
from docs_store.language.periods import day_mentions, year_mentions, years_in
from docs_store.language.quantities import Quantity, codes, quantities
from docs_store.language.word_classes import WordClass, has
from docs_store.textnorm import fold
from docs_store.titles import title_key
from docs_store.types import Kind, Status

_ALIKE_UNITS = (frozenset("家户个所"), frozenset("项件个条类种"), frozenset(("人", "个")), frozenset(("年", "周年")))
_IN_NAME = lazy_re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE = lazy_re.compile("[《〈]([^《》〈〉]{2,60})[》〉]")
_DOC_NUMBER = lazy_re.compile(r"[〔\[(【]\s*((?:19|20)\d{2})\s*[〕\])】]\s*第?\s*(\d{1,5})\s*号")
_LATIN = lazy_re.compile(r"[A-Za-z][A-Za-z0-9&+./-]*[A-Za-z0-9+]|[A-Za-z]")
_BODY = lazy_re.compile(
    r"[\u4e00-\u9fff]{1,14}?(?:委员会|管委会|办公室|事务所|研究院|研究所|有限公司|集团|大学|学院|医院|银行|协会|商会|联合会|街道办)"
    r"|[\u4e00-\u9fff]{0,8}?(?:科学技术|科技|经济和信息化|经信|工业和信息化|工信|财政|税务|商务|发展改革|发展和改革|教育|民政|人力资源和社会保障"
    r"|人社|农业农村|文化和旅游|文旅|卫生健康|卫健|交通运输|住房和城乡建设|住建|生态环境|水利|林业|审计|统计|市场监管|市场监督管理"
    r"|自然资源|应急管理|公安|司法|医疗保障|医保|金融|知识产权|数据)(?:局|厅|委(?!托)|部(?!门|分|署))"
)
_BREAK = 40  # characters of a page's foot and head
_NEAR = 200  # characters around a quoted sentence in which a name may stand
_VERY_ALIKE = 0.5  # likeness of labels from which two numbers are told of one thing
_FUNCTION = lazy_re.compile("[到的由在向和或及后去找是为与从把对可需应]")  # a body's name begins behind such a word
_LISTED = lazy_re.compile(r"(?m)^\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|[-•])|、|;")
_COUNT_UNITS = frozenset("项类种个条点方面档份步件家次")
_TO_ASKER = lazy_re.compile("您|贵|你们?|提问|这家|该企业|如果|若|按|以.{0,8}为例|所问|提到|符合|达不到|低于|未满|不满")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the question gives: its text, its years and places, and the day.

    Attributes:
        text: the question, and what its asker states.
        places: full names of the places it names.
        years: years it asks about.
        tells_case: whether its asker tells a case (facts of their own, amounts) that a rule may be applied to.
    """

    text: str
    places: tuple[str, ...]
    years: tuple[int, ...]
    today: date
    tells_case: bool = False


def faults(text: str, grounds: Sequence[Ground], asked: Asked, formula: str = "") -> list[Fault]:
    """What of a sentence's facts does not hold.

    Args:
        grounds: its quotes where they stand; several together may hold it.
        formula: how it computes a number; empty for none.
    """
    return [
        *_numbers(text, grounds, asked, formula),
        *_years(text, grounds, asked),
        *_days(text, grounds, asked),
        *_places(text, grounds, asked),
        *_codes(text, grounds, asked),
        *_names(text, grounds, asked),
        *_status(text, grounds),
    ]


def applies(text: str) -> bool:
    """Whether a sentence applies a rule to the asker's case."""
    return _TO_ASKER.search(text) is not None


# --- numbers ---------------------------------------------------------------------------------------------------


def _numbers(text: str, grounds: Sequence[Ground], asked: Asked, formula: str) -> list[Fault]:
    held = [(ground, bound) for ground in grounds for bound in _bounds(ground)]
    held += _across_breaks(grounds)
    computed = formulas.results(formula, [b.quantity for _, b in held], quantities(asked.text))
    found: list[Fault] = []
    said = bound_quantities(text)
    sentence_years = [b.years for b in said if b.years]
    for bound in said:
        quantity = bound.quantity
        if quantity.is_article:
            continue
        equal = [(ground, other) for ground, other in held if _same_amount(quantity, other.quantity, ground)]
        if not equal:
            if not (
                formulas.is_result(quantity, computed)
                or _is_askers(bound, text, asked, held)
                or _counts_items(quantity, grounds)
                or _is_in_name(quantity, grounds, asked)
            ):
                found.append(_missing(quantity, held, bool(formula)))
            continue
        reasons = [_unbound(bound, other, ground, held, text, asked, bool(sentence_years)) for ground, other in equal]
        capped = any(
            b is not bound and b.quantity.comparator == "≤" and b.quantity.value == quantity.value for b in said
        )
        if all(reasons) and not _is_askers(bound, text, asked, held) and not (capped and not quantity.comparator):
            found.append(next(reason for reason in reasons if reason))
    return found


def _across_breaks(grounds: Sequence[Ground]) -> list[tuple[Ground, Bound]]:
    """Numbers of quotes that go on after each other in one source, a page's foot and head between them."""
    found: list[tuple[Ground, Bound]] = []
    for one, other in pairwise(grounds):
        if one.source is other.source and 0 <= other.start - one.end <= _BREAK:
            joined = bound_quantities(one.quote + other.quote, _anchor(one.source))
            found += [(one, b) for b in joined if b.quantity.start < len(one.quote) < b.quantity.end]
    return found


def _bounds(ground: Ground) -> tuple[Bound, ...]:
    return bound_quantities(ground.text, _anchor(ground.source))


def _anchor(source: Source) -> int | None:
    """The year that 今年 means in a report: the only one its section speaks of. In a rule it means any year."""
    if source.kind is not Kind.WORK_SUMMARY:
        return None
    years = source.own_years or source.years
    return years[0] if len(years) == 1 else None


def _missing(quantity: Quantity, held: Sequence[tuple[Ground, Bound]], tried: bool) -> Fault:
    if any(quantity.value == other.quantity.value and quantity.unit != other.quantity.unit for _, other in held):
        return Fault(FaultKind.UNIT, quantity.text)
    return Fault(FaultKind.COMPUTED if tried else FaultKind.NUMBER, quantity.text)


def _same_amount(said: Quantity, held: Quantity, ground: Ground) -> bool:
    """Whether two quantities are one amount; one end of a range counts where a limit says which."""
    if _same_unit(said.unit, held.unit):
        if said.value == held.value and said.upper == held.upper:
            return True
        if held.upper is not None and said.upper is None:
            return said.value in (held.value, held.upper)
        return abs(said.value) == abs(held.value) and said.upper == held.upper and said.unit == "%"
    if said.unit and not held.unit:  # a cell of a table, its unit in the head or title
        written = said.text.lstrip("0123456789.,-—~至到 ")
        around = ground.source.around + ground.source.text
        return _digits(said.text) == _digits(held.text) and bool(written) and written in fold(around)
    return not said.unit and held.unit != "%" and said.value == held.value and held.unit != "元"


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", text)


def _same_unit(one: str, other: str) -> bool:
    if one == other:
        return True
    one, other = one.replace("个工作日", "工作日"), other.replace("个工作日", "工作日")
    return one == other or any(one in group and other in group for group in _ALIKE_UNITS)


def _is_askers(bound: Bound, text: str, asked: Asked, held: Sequence[tuple[Ground, Bound]]) -> bool:
    """Whether a number is the asker's own, said back to them (营收800万元的, 58岁已超龄).

    Only beside a rule: a report's number is never the asker's. And not where a passage gives another number for the
    very thing, for then the question was wrong.
    """
    quantity = bound.quantity
    given = any(
        (quantity.value, quantity.upper, quantity.comparator) == (q.value, q.upper, q.comparator)
        and (_same_unit(quantity.unit, q.unit) or not q.unit)
        for q in quantities(asked.text)
    )
    if not given or any(ground.source.kind is Kind.WORK_SUMMARY for ground, _ in held):
        return False
    if _TO_ASKER.search(text):
        return True
    rivals = [b for _, b in held if _is_rival(b.quantity, quantity)]
    return not any(likeness(bound.label, rival.label) >= _VERY_ALIKE for rival in rivals)


def _counts_items(quantity: Quantity, grounds: Sequence[Ground]) -> bool:
    """Whether a small number counts the items of what is quoted (以下5项材料)."""
    if quantity.comparator or quantity.unit not in _COUNT_UNITS or not 2 <= quantity.value <= 30:
        return False
    marks = [len(_LISTED.findall(fold(ground.text))) for ground in grounds]
    return quantity.value in (len(grounds), sum(marks), sum(marks) + 1, *marks, *(m + 1 for m in marks))


def _is_in_name(quantity: Quantity, grounds: Sequence[Ground], asked: Asked) -> bool:
    """Whether a number is part of a name: of a title (十八条措施), or bare as the question has it (12345)."""
    around = "\n".join(ground.source.around for ground in grounds)
    if quantity.text in fold(around):
        return True
    return not quantity.unit and re.search(rf"(?<!\d){re.escape(quantity.text)}(?!\d)", fold(asked.text)) is not None


def _unbound(
    said: Bound,
    other: Bound,
    ground: Ground,
    held: Sequence[tuple[Ground, Bound]],
    text: str,
    asked: Asked,
    names_years: bool,
) -> Fault | None:
    """What a number is bound to otherwise than in one place where it stands; `None` if nothing."""
    source = ground.source
    words = said.quantity.text
    fails_it = asked.tells_case and (said.quantity.comparator, other.quantity.comparator) in _FAILING
    if not fails_it and not _limits_agree(said.quantity, other.quantity, ground, held):
        return Fault(FaultKind.LIMIT, words)
    if said.way and other.way and said.way != other.way:
        return Fault(FaultKind.DIRECTION, words)
    is_report = source.kind is Kind.WORK_SUMMARY
    years = other.years or (frozenset(source.own_years) if is_report else frozenset())
    # a rule names years for much else (自2024年起, 2025年入驻的); there only a year right beside the number is its own
    is_bound = is_report or (said.is_year_near and other.is_year_near)
    if is_bound and said.years and years and not said.years & years:
        return Fault(FaultKind.YEAR, words)
    if is_report and not names_years and years and asked.years and not set(asked.years) & years:
        return Fault(FaultKind.YEAR, words)
    if said.place and not _is_placed(said.place, other, ground):
        return Fault(FaultKind.PLACE, words)
    label = _label(other, ground)
    rivals = [_label(b, g) for g, b in held if b is not other and _is_rival(b.quantity, other.quantity)]
    if any(tells_for(said.label, rival, label) for rival in rivals):
        return Fault(FaultKind.BINDING, words)
    return None


def _label(bound: Bound, ground: Ground) -> str:
    """What a number of a passage counts; in a table what its column's head says."""
    if "|" not in ground.text:
        return bound.label
    return cell_label(ground.text, bound.quantity.start, ground.source.text[: ground.wide_start], ground.source.heading)


def _is_placed(place: str, other: Bound, ground: Ground) -> bool:
    """Whether a number of a passage may be told of a place: its own, its source's, or one the passage names itself."""
    if other.place:
        return _related(place, other.place) or name_of(place) in ground.text
    return not ground.source.is_region_sure or _related(place, ground.source.region) or name_of(place) in ground.text


def _is_rival(one: Quantity, other: Quantity) -> bool:
    return _same_unit(one.unit, other.unit) and (one.value, one.upper) != (other.value, other.upper)


def _limits_agree(said: Quantity, held: Quantity, ground: Ground, every: Sequence[tuple[Ground, Bound]]) -> bool:
    if said.comparator == held.comparator:
        return True
    if held.upper is not None and said.upper is None:  # one end of a range
        wanted = "≤" if said.value == held.upper else "≥"
        return said.comparator in (wanted, "<" if wanted == "≤" else ">")
    if not said.comparator:
        return False
    if not held.comparator:
        # the limit stands in the head or lead-in (最高补助, 万元), or is the greatest or least of the amounts told
        if any(q.comparator == said.comparator for q in quantities(f"{ground.source.around}\n1")) or _limit_word(
            said.comparator, ground.source.around + ground.source.text[: ground.wide_start][-80:]
        ):
            return True
        same = [b.quantity.value for _, b in every if _same_unit(b.quantity.unit, said.unit)]
        return len(same) > 1 and (
            (said.comparator == "≤" and said.value == max(same)) or (said.comparator == "≥" and said.value == min(same))
        )
    return {said.comparator, held.comparator} <= {"≈", "≲"}


# What is said of a case that fails a limit (未满一年, 超过15万元), by the limit; 满一年 has no limiting word.
_FAILING = frozenset({("<", "≥"), ("<", ""), (">", "≤"), (">", ""), ("≤", ">"), ("≥", "<")})
_LIMIT_WORDS = {
    "≤": "最高|最多|上限|限额|不超过|以内|以下",
    "≥": "最低|下限|至少|不低于|不少于|以上",
    ">": "超过",
    "<": "不足|低于",
}


def _limit_word(comparator: str, text: str) -> bool:
    words = _LIMIT_WORDS.get(comparator)
    return words is not None and re.search(words, fold(text)) is not None


def _related(one: str, other: str) -> bool:
    return one == other or regions.is_same_or_within(one, other) or regions.is_same_or_within(other, one)


# --- years, days -----------------------------------------------------------------------------------------------


def _years(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Years that neither a quote nor what is known of its source gives."""
    known: set[int] = {asked.today.year}
    is_open = False  # whether a source is of no year, so that the question's may be meant
    for ground in grounds:
        source = ground.source
        known |= years_in(ground.text, _anchor(source)) | years_in(source.around) | set(source.own_years)
        if not source.own_years:
            known |= set(source.years)
        known |= {int(day[:4]) for day in (source.published, source.expires) if day}
        known |= {int(year) for year in _IN_NAME.findall(f"{source.title} {source.file}")}
        is_open = is_open or not (source.own_years or years_in(ground.text, _anchor(source)))
    is_rule = all(ground.source.kind is not Kind.WORK_SUMMARY for ground in grounds)
    if is_rule and (is_open or _TO_ASKER.search(text)):
        known |= set(asked.years) | years_in(asked.text, asked.today.year)
    denied = _DENIED.search(text) is not None
    found = []
    for mention in year_mentions(text):
        ends = {min(mention.years), max(mention.years)}
        if not ends <= known and not (denied and mention.years <= years_in(asked.text, asked.today.year)):
            found.append(Fault(FaultKind.YEAR, text[mention.start : mention.end]))
    return found


_DENIED = lazy_re.compile("不是|并非|而非|不属于|未|没有")


def _days(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    held: set[tuple[int | None, int | None]] = {(asked.today.month, asked.today.day), (asked.today.month, None)}
    if applies(text):
        held |= {(m.month, m.day) for m in day_mentions(asked.text)}
    for ground in grounds:
        for mention in day_mentions(ground.text):
            held |= {(mention.month, mention.day), (None, mention.day)}
            held.add((mention.month, None))
        for day in (ground.source.published, ground.source.expires):
            if day:
                held |= {(int(day[5:7]), int(day[8:10])), (int(day[5:7]), None)}
        held |= {(m.month, m.day) for m in day_mentions(ground.source.around)}
    days_alone = {day for _, day in held}
    found = []
    for mention in day_mentions(text):
        key = (mention.month, mention.day)
        if key not in held and not (mention.month is None and mention.day in days_alone):
            found.append(Fault(FaultKind.DATE, text[mention.start : mention.end]))
    return found


# --- places, names, codes --------------------------------------------------------------------------------------


def _places(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Places that are neither named by a quote or its source's title, nor the source's own or around it."""
    found = []
    known = "\n".join(f"{ground.text}\n{ground.source.around}" for ground in grounds)
    own = [ground.source.region for ground in grounds if ground.source.region]
    for mention in regions.find_mentions(fold(text)):
        names = [region.full_name for region in mention.region_candidates]
        if mention.surface in known or any(_around(name, region) for name in names for region in own):
            continue
        if any(name in asked.places for name in names) and not own:
            found.append(Fault(FaultKind.PLACE, mention.surface))  # of no known place is of no place
        elif any(_around(region, name) for name in names for region in own) and any(n in asked.places for n in names):
            continue  # a province's rule for its county, which is what was asked about
        else:
            found.append(Fault(FaultKind.PLACE, mention.surface))
    return found


def _around(wide: str, narrow: str) -> bool:
    """Whether a place is another or lies around it."""
    return wide == narrow or regions.is_same_or_within(narrow, wide)


def _codes(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    held = fold("\n".join(f"{ground.text}\n{ground.source.around}" for ground in grounds))
    digits = {code for code, _, _ in codes(held)} | {code for code, _, _ in codes(asked.text)}
    found = [
        Fault(FaultKind.CODE, text[a:b])
        for code, a, b in codes(text)
        if not any(code in d or d in code for d in digits)
    ]
    numbers = {(m[1], int(m[2])) for m in _DOC_NUMBER.finditer(held + fold(asked.text))}
    folded = fold(text)
    found += [
        Fault(FaultKind.CODE, m.group()) for m in _DOC_NUMBER.finditer(folded) if (m[1], int(m[2])) not in numbers
    ]
    return found


def _names(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    held = fold("\n".join(f"{_window(g)}\n{g.source.around}\n{g.source.file}" for g in grounds))
    bare = re.sub(r"\s", "", held)
    keys = title_key(held)
    known = (bare + re.sub(r"\s", "", fold(asked.text))).lower()
    found = []
    for match in _TITLE.finditer(text):
        if re.sub(r"\s", "", fold(match[1])) not in bare and title_key(match[1]) not in keys:
            found.append(Fault(FaultKind.NAME, match.group()))
    for match in _LATIN.finditer(fold(text)):
        if match.group().lower() not in known:
            found.append(Fault(FaultKind.NAME, match.group()))
    for match in _BODY.finditer(fold(text)):
        name = _FUNCTION.split(match.group())[-1]
        if not any(name[i:] in known for i in range(max(1, len(name) - 2))):
            found.append(Fault(FaultKind.NAME, name))
    return found


def _window(ground: Ground) -> str:
    """The text around a quoted sentence, where a name that it goes on about may stand."""
    return ground.source.text[max(0, ground.wide_start - _NEAR) : ground.wide_end + _NEAR]


# --- status ----------------------------------------------------------------------------------------------------


def _status(text: str, grounds: Sequence[Ground]) -> list[Fault]:
    """A plan or forecast said as a result, or a result said as a plan. Only reports tell results and plans."""
    said = {b.quantity.value: b for b in bound_quantities(text)}
    is_plan, is_forecast = has(text, WordClass.TARGET), has(text, WordClass.EXPECTED)
    held: set[Status] = set()
    for ground in grounds:
        if ground.source.kind is not Kind.WORK_SUMMARY:
            return []
        numbers = [b for b in _bounds(ground) if abs(b.quantity.value) in {abs(v) for v in said}]
        held |= {_status_of(ground.source, bound) for bound in numbers} or {
            _status_of(ground.source, None, ground.text)
        }
    if held == {Status.TARGET} and not (is_plan or is_forecast):
        return [Fault(FaultKind.STATUS, "目标或计划")]
    if held == {Status.EXPECTED} and not (is_plan or is_forecast):
        return [Fault(FaultKind.STATUS, "预计")]
    if held == {Status.ACTUAL} and is_forecast and not is_plan:
        return [Fault(FaultKind.STATUS, "已完成的结果")]
    if held == {Status.ACTUAL} and _PLANNED.search(text):
        return [Fault(FaultKind.STATUS, "已完成的结果")]
    return []


_PLANNED = lazy_re.compile("力争|拟(?!定)|争取|目标(?:是|为|值)|计划(?:达|实|完|到|新)|将(?:达|实|新|超|突)")
_STILL_OPEN = lazy_re.compile("预计|预期|有望|力争")


def _status_of(source: Source, bound: Bound | None, text: str = "") -> Status:
    if source.status is Status.TARGET:
        return Status.TARGET
    if source.status is Status.ACTUAL:
        is_expected = bound.is_expected if bound else has(text, WordClass.EXPECTED)
        return Status.EXPECTED if is_expected else Status.ACTUAL
    target = bound.is_target if bound else _PLANNED.search(text) is not None
    expected = bound.is_expected if bound else _STILL_OPEN.search(text) is not None
    if expected:
        return Status.EXPECTED
    return Status.TARGET if target else source.status
