"""Whether each number of a sentence stands in its passages, bound to the same year, place, limit, way and thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.check import formulas
from assistant.check.amounts import FAILING, anchor, bounds, is_rival, limits_agree, same_amount, same_length, same_unit
from assistant.check.asked import TO_ASKER, Asked
from assistant.check.bindings import Bound, bound_quantities, likeness, sequences, tells_for
from assistant.check.cells import cell_of
from assistant.check.faults import Fault, FaultKind
from assistant.check.names import related
from assistant.check.quotes import Ground
from assistant.check.times import operand_years, tells_reached
from assistant.understand.places import name_of
from docs_store import lazy_re
from docs_store.language.periods import years_in
from docs_store.language.quantities import Quantity, quantities
from docs_store.textnorm import fold
from docs_store.types import Kind, Status

_BREAK = 40  # characters of a page's foot and head
_VERY_ALIKE = 0.5  # likeness of labels from which two numbers are told of one thing
_LISTED = lazy_re.compile(r"(?m)^[^\S\n]*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|[-•])|、|;")
_CLASSIFIERS = frozenset("张款个项件份台套家种批")
_SPOKEN_MONEY = frozenset(("块", "块钱", "链", ""))  # 120块: the lexer knows 块 as what chains have
_COUNT_UNITS = frozenset("项类种个条点方面档份步件家次")


def wrong_numbers(text: str, grounds: Sequence[Ground], asked: Asked, formula: str) -> list[Fault]:
    """Numbers that no passage gives, or gives of another year, place, limit, way or thing.

    Args:
        formula: how a number was computed; empty for none.
    """
    held = [(ground, bound) for ground in grounds for bound in bounds(ground)]
    held += _across_breaks(grounds)
    numbers = [b.quantity for _, b in held]
    spoken = "\n".join((asked.text, *(g.text for g in grounds)))
    known: list[int | Decimal] = [*operand_years(grounds, asked), *formulas.halves(spoken)]
    computed = formulas.results(formula, numbers, quantities(asked.text), known)
    found: list[Fault] = []
    said = bound_quantities(text)
    years = {int(value) for value in computed if value == int(value)} & years_in(text)
    is_day = formula and tells_reached(text, grounds, asked)  # 5月10日 and 20 days make 5月30日, whatever is added up
    if formula and not years and not is_day and not any(formulas.is_result(b.quantity, computed) for b in said):
        found.append(Fault(FaultKind.COMPUTED, formula))
    if formula and formulas.is_misnamed(text, formula):
        found.append(Fault(FaultKind.COMPUTED, formula))
    sentence_years = [b.years for b in said if b.years]
    for bound in said:
        quantity = bound.quantity
        if quantity.is_article:
            if other := _counted_otherwise(text, quantity, held):
                found.append(Fault(FaultKind.NUMBER, other))
            continue
        equal = [(ground, other) for ground, other in held if same_amount(quantity, other.quantity, ground)]
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
        if formulas.is_result(quantity, computed):
            continue  # that the passages give the same number of something else as well says nothing
        if all(reasons) and not _is_askers(bound, text, asked, held) and not (capped and not quantity.comparator):
            found.append(next(reason for reason in reasons if reason))
    return found + _reordered(text, grounds)


def _reordered(text: str, grounds: Sequence[Ground]) -> list[Fault]:
    """Numbers one after another (依次为40%、30%、30%) that every passage which has them has in another order."""
    held = [_values(run) for ground in grounds for run in sequences(ground.text)]
    found = []
    for run in sequences(text):
        values = _values(run)
        same = [other for other in held if sorted(other) == sorted(values)]
        if same and values not in same:
            found.append(Fault(FaultKind.BINDING, "、".join(q.text for q in run)))
    return found


def _values(run: Sequence[Quantity]) -> list[tuple[Decimal, str]]:
    return [(q.value, q.unit) for q in run]


def _counted_otherwise(text: str, article: Quantity, held: Sequence[tuple[Ground, Bound]]) -> str:
    """What 一项奖励 says where the passage counts the very thing otherwise (两项奖励); empty where it does not."""
    behind = fold(text)[article.end : article.end + 2]
    values = [
        b.quantity.value
        for ground, b in held
        if same_unit(b.quantity.unit, article.unit) and fold(ground.text)[b.quantity.end :].startswith(behind)
    ]
    return article.text + behind if behind and values and article.value not in values else ""


def _across_breaks(grounds: Sequence[Ground]) -> list[tuple[Ground, Bound]]:
    """Numbers of quotes that go on after each other in one source, a page's foot and head between them."""
    found: list[tuple[Ground, Bound]] = []
    for one, other in pairwise(grounds):
        if one.source is other.source and 0 <= other.start - one.end <= _BREAK:
            joined = bound_quantities(one.quote + other.quote, anchor(one.source))
            found += [(one, b) for b in joined if b.quantity.start < len(one.quote) < b.quantity.end]
    return found


def _missing(quantity: Quantity, held: Sequence[tuple[Ground, Bound]], tried: bool) -> Fault:
    if any(quantity.value == other.quantity.value and quantity.unit != other.quantity.unit for _, other in held):
        return Fault(FaultKind.UNIT, quantity.text)
    return Fault(FaultKind.COMPUTED if tried else FaultKind.NUMBER, quantity.text)


def _is_askers(bound: Bound, text: str, asked: Asked, held: Sequence[tuple[Ground, Bound]]) -> bool:
    """Whether a number is the asker's own, said back to them (营收800万元的, 58岁已超龄).

    Only beside a rule: a report's number is never the asker's. And not where a passage gives another number for the
    very thing, for then the question was wrong.
    """
    quantity = bound.quantity
    given = any(_is_said_back(quantity, q) or same_length(quantity, q) for q in quantities(asked.text))
    if not given or any(ground.source.kind is Kind.WORK_SUMMARY for ground, _ in held):
        return False
    rule = any(same_amount(b.quantity, other.quantity, g) for b in bound_quantities(text) for g, other in held)
    if TO_ASKER.search(text) or (asked.tells_case and rule):
        return True
    rivals = [b for _, b in held if is_rival(b.quantity, quantity)]
    return not any(likeness(bound.label, rival.label) >= _VERY_ALIKE for rival in rivals)


def _is_said_back(quantity: Quantity, askers: Quantity) -> bool:
    """Whether a number is one of the asker's, its unit left out or another word for it."""
    if (quantity.value, quantity.upper, quantity.comparator) != (askers.value, askers.upper, askers.comparator):
        return False
    return same_unit(quantity.unit, askers.unit) or not askers.unit or _is_alike(quantity.unit, askers.unit)


def _is_alike(unit: str, askers: str) -> bool:
    """Whether a number of the asker's is said back with another word: 三款灯 as 三张证书, 120块 as 120元."""
    return {unit, askers} <= _CLASSIFIERS or (unit == "元" and askers in _SPOKEN_MONEY)


def _counts_items(quantity: Quantity, grounds: Sequence[Ground]) -> bool:
    """Whether a small number counts the items of what is quoted (以下5项材料)."""
    if quantity.comparator or quantity.unit not in _COUNT_UNITS or not 2 <= quantity.value <= 30:
        return False
    marks = [len(_LISTED.findall(fold(ground.text))) for ground in grounds]
    units = Counter(q.unit for ground in grounds for q in quantities(ground.text))
    return quantity.value in (
        len(grounds), sum(marks), sum(marks) + 1, *marks, *(m + 1 for m in marks), *units.values()
    )  # fmt: skip


def _is_in_name(quantity: Quantity, grounds: Sequence[Ground], asked: Asked) -> bool:
    """Whether a number is part of a name: of a title (十八条措施), or bare as the question has it (12345)."""
    around = "\n".join(part for g in grounds for part in (g.source.title, g.source.doc_number, *g.source.heading))
    whole = re.compile(rf"(?<![\d.]){re.escape(quantity.text)}(?![\d.%])")
    if whole.search(fold(around)):
        return True
    return not quantity.unit and whole.search(fold(asked.text)) is not None


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
    is_report = source.kind is Kind.WORK_SUMMARY
    compared = (said.quantity.comparator, other.quantity.comparator)
    fails_it = asked.tells_case and not is_report and compared in FAILING
    if not fails_it and not limits_agree(said, other, ground, held) and not _says_head(text, said, other, ground):
        return Fault(FaultKind.LIMIT, words)
    if said.edge and other.edge and said.edge != other.edge:
        return Fault(FaultKind.LIMIT, words)
    if said.way and other.way and said.way != other.way:
        return Fault(FaultKind.DIRECTION, words)
    if is_report and other.is_expected and not said.is_expected and asked.status is not Status.EXPECTED:
        return Fault(FaultKind.STATUS, "预计")
    years = other.years or (frozenset(source.own_years) if is_report else frozenset())
    # a rule names years for much else (自2024年起, 2025年入驻的); there only a year right beside the number is its own
    is_bound = is_report or (said.is_year_near and other.is_year_near)
    if is_bound and said.years and years and not said.years & years:
        return Fault(FaultKind.YEAR, words)
    if is_report and not names_years and years and asked.years and not set(asked.years) & years:
        return Fault(FaultKind.YEAR, words)
    if said.place and not _is_placed(said.place, other, ground):
        return Fault(FaultKind.PLACE, words)
    rivals = [(g, b) for g, b in held if b is not other and is_rival(b.quantity, other.quantity)]
    if any(_is_rivals(said, other, ground, rival, of) for of, rival in rivals):
        return Fault(FaultKind.BINDING, words)
    return None


def _says_head(text: str, said: Bound, other: Bound, ground: Ground) -> bool:
    """Whether a sentence has the head of the number's column before it, and so what limits it (最高补助额：30万元)."""
    head = cell_of(ground, other.quantity.start)[1] if "|" in ground.text else ""
    return bool(head) and fold(text)[: said.quantity.start].rstrip(": 为是").endswith(fold(head))


def _is_rivals(said: Bound, other: Bound, ground: Ground, rival: Bound, rivals_ground: Ground) -> bool:
    """Whether a sentence says of one number what its passage says of another.

    In a table two numbers of one column differ in their rows' first cells, two of one row in their columns' heads.
    """
    if "|" not in ground.text or "|" not in rivals_ground.text:
        return tells_for(said.label, _label(rival, rivals_ground), _label(other, ground))
    row, head = cell_of(ground, other.quantity.start)
    rivals_row, rivals_head = cell_of(rivals_ground, rival.quantity.start)
    if not head or not rivals_head:
        return False  # the first cell names its row
    if row == rivals_row:
        return tells_for(said.label, rivals_head, head)
    return head == rivals_head and tells_for(said.label if said.is_listed else said.phrase, rivals_row, row)


def _label(bound: Bound, ground: Ground) -> str:
    """What a number of a passage counts; in a table what its row's first cell and its column's head say."""
    if "|" not in ground.text:
        return bound.label
    return " ".join(cell_of(ground, bound.quantity.start))


def _is_placed(place: str, other: Bound, ground: Ground) -> bool:
    """Whether a number of a passage may be told of a place: its own, its source's, or one the passage names itself."""
    if other.place:
        return related(place, other.place) or name_of(place) in ground.text
    return not ground.source.is_region_sure or related(place, ground.source.region) or name_of(place) in ground.text


def rests_on_asker(text: str, grounds: Sequence[Ground]) -> bool:
    """Whether a sentence gives a number, or a limit of one, that no passage gives: it is then of the asker's case."""
    held = [b.quantity for ground in grounds for b in bounds(ground)]
    return any(
        not q.is_article and not any((q.value, q.comparator) == (h.value, h.comparator) for h in held)
        for q in quantities(text)
    )
