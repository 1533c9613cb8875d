"""支持标准: sums, ratios of a base, caps, and how often they are paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docs_store.provisions import Amount, Fact, Frequency, Part, Rule
from docs_store.textnorm import sentences
from ingest.provisions import amount_tables, money
from ingest.provisions.lines import Line
from ingest.provisions.money import Kind, Money
from ingest.provisions.roles import Role
from ingest.provisions.rules import Context

_FIRST_YEAR = re.compile(r"(?:其中)?,?(?:第一|首|第1)年")
_AGGREGATE = re.compile(r"累计|总额|合计|每年|年度|当年|当期|全年|每家|单家|单个企业|单户|同一|总计")
_PER = re.compile(
    r"每(?!年|家|个?企业|户)(?P<unit>[^,。;\d]{1,16}?)(?:,?(?:另|再)?(?:给予|奖励|补助|补贴|资助|按)|(?=\d))"
)
_TRIGGER_END = re.compile(
    r"[,的](?=(?:(?:对[^,]{0,8})?(?:一次性|给予|按照?|可|奖励|补助|补贴|资助|每|最高|分|再|另|单个|予以|安排|对|额外|连续))|最高)"
)


def read(lines: Sequence[Line], context: Context, kind: str = "") -> tuple[Amount, ...]:
    """The amounts of one measure's lines, a line each.

    Args:
        kind: what the measure is called, to tell which investment is meant.
    """
    tables = [line for line in lines if line.cells]
    found = [_of_line(line, kind, tiered=bool(tables)) for line in lines if not line.cells]
    if tables:
        found.append(amount_tables.of_tiers(tables, context, amount_tables.base_of(lines)))
    frequencies = {amount.frequency for amount in found} - {Frequency.UNSTATED}
    if len(frequencies) == 1:
        found = [replace(amount, frequency=next(iter(frequencies))) for amount in found]
    return tuple(found)


def trigger(text: str) -> int:
    """How much of a sentence says when money is given, before it says how much; 0 when it begins with the money."""
    for match in _TRIGGER_END.finditer(text):
        cut = match.start() + (text[match.start()] == "的")
        before = text[:cut]
        if re.search(r"为(?:补助)?基数", before):
            continue
        limit = re.search(r"以上|以下|达到|超过|不低于|不少于|满", before)
        promised = (money.SUM.search(before) or "%" in before) and (
            money.GRANTS.search(before) or money.CAP.search(before)
        )
        return 0 if promised and not limit else cut
    return 0


def _of_line(line: Line, kind: str, *, tiered: bool) -> Amount:
    rules: list[Rule] = []
    if not tiered:
        for start, end in sentences(line.text):
            rules = _joined(rules, _Sentence.of(line, start, end, kind))
    return Amount(part=line.part(), rules=tuple(rules), frequency=money.frequency(line.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence of a granting line.

    Attributes:
        told: what it says behind the words that say when money is given.
        label: those words.
        per: it counts by piece (每件, 每平方米).
        granted: what it grants.
    """

    part: Part
    text: str
    told: str
    label: str
    kind: str
    per: bool
    in_standard: bool
    granted: Sequence[Money]

    @staticmethod
    def of(line: Line, start: int, end: int, kind: str) -> _Sentence:
        text = line.text[start:end]
        cut = trigger(text)
        told = text[cut:]
        return _Sentence(
            part=line.part(start, end), text=text, told=told, label=text[:cut].strip(",的 "), kind=kind,
            per=_PER.search(told) is not None, in_standard=Role.AMOUNT in line.roles, granted=money.granted(told),
        )  # fmt: skip

    def of_kind(self, kind: Kind) -> list[Money]:
        return [given for given in self.granted if given.kind is kind]


def _joined(before: list[Rule], sentence: _Sentence) -> list[Rule]:
    """The rules of a line's sentences so far, and those of its next; a cap of its own is that of the ratios before it."""
    if before and _FIRST_YEAR.match(sentence.text) and any(rule.cap or rule.up_to for rule in before):
        return before  # the years in which the sum before is paid
    own = [_ratio(sentence, given) for given in sentence.of_kind(Kind.RATIO)]
    own += [_sum(sentence, given) for given in sentence.of_kind(Kind.SUM)]
    caps = sentence.of_kind(Kind.CAP)
    capped, loose = _shared_cap(caps)
    if own:
        if capped is not None:
            own = [replace(rule, cap=capped.value) if rule.cap is None else rule for rule in own]
        return [*before, *own, *(_ceiling(sentence, cap) for cap in loose)]
    uncapped = [rule for rule in before if rule.ratio is not None and rule.cap is None]
    if capped is not None and uncapped:
        mended = [replace(rule, cap=capped.value) if rule in uncapped else rule for rule in before]
        return [*mended, *(_ceiling(sentence, cap) for cap in loose)]
    if not (money.GRANTS.search(sentence.text) or sentence.in_standard):
        return before
    return [*before, *(_ceiling(sentence, cap) for cap in caps)]


def _shared_cap(caps: Sequence[Money]) -> tuple[Money | None, Sequence[Money]]:
    """The ceiling of what a ratio gives, and the others of its sentence.

    `单笔不超过200万元,每家每年总额不超过500万元` has one, and one over several grants; `国际首创产品不超过500万元,国内首创产品不超过300万元` has
    one for each of two cases, and none of both.
    """
    if not caps:
        return None, ()
    first, *others = caps
    if all(_AGGREGATE.search(cap.subject) for cap in others) and not (others and _AGGREGATE.search(first.subject)):
        return first, others
    return None, caps


def _ratio(sentence: _Sentence, given: Money) -> Rule:
    fact = money.base(given.base + sentence.label if re.search("增量|部分", given.base) else given.base)
    alone = len(sentence.of_kind(Kind.RATIO)) == 1
    return Rule(
        part=sentence.part, ratio=given.value, base=fact, base_text=given.base, label=sentence.label,
        base_detail=f"{sentence.kind} {sentence.text}" if fact is Fact.INVESTMENT else "",
        computable=fact is not None and not sentence.per and alone, up_to=given.up_to,
    )  # fmt: skip


def _sum(sentence: _Sentence, given: Money) -> Rule:
    clear = not sentence.per and len(sentence.of_kind(Kind.SUM)) == 1 and not given.up_to
    return Rule(part=sentence.part, fixed=given.value, up_to=given.up_to, label=sentence.label, computable=clear)


def _ceiling(sentence: _Sentence, cap: Money) -> Rule:
    clear = not sentence.per and len(sentence.of_kind(Kind.CAP)) == 1
    return Rule(part=sentence.part, fixed=cap.value, up_to=True, label=sentence.label, computable=clear)
