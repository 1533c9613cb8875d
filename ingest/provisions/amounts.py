"""支持标准: sums, ratios of a base, caps, and how often they are paid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docs_store.provisions import Amount, Fact, Frequency, Part, Rule
from docs_store.textnorm import sentences
from docs_store.types import Role
from ingest.provisions import amount_tables, money
from ingest.provisions.lines import Line
from ingest.provisions.money import Kind, Money
from ingest.provisions.rules import Context

_FIRST_YEAR = re.compile(r"(?:其中)?,?(?:第一|首|第1)年")
_LATER_YEAR = re.compile(r"第[二三四五2-5]")
# What a ceiling is over, from one grant to all that an enterprise may ever have.
_OF_ONE_GRANT = re.compile(
    r"[单每](?:个|一)?(?:项目|笔|项|次|件|场|人|台|套|产品|平台|合同|活动|标准|课题)|(?:一|单)次性"
)
_OF_ENTERPRISE = re.compile(r"每年|年度|当年|当期|全年|[每单](?:家|户|个(?:企业|单位|机构|主体))|同一")
_OF_ALL = re.compile(r"累计|总额|合计|总计|总共")
_PER = re.compile(
    r"每(?!年|家|个?企业|户)(?P<unit>[^,。;\d]{1,16}?)(?:,?(?:另|再)?(?:给予|奖励|补助|补贴|资助|按)|(?=\d))"
)
_OPENS_RATIO = re.compile(r"(?:额|费用?|投入|支出|投资|成本|预算|租金|价)的$")
_ONLY_JOINS = re.compile("其中|此外|同时|另外|对于|对")
_LONGEST = 1000  # characters of a sentence that are kept with each of its rules
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
    given = money.granted(text)
    first = given[0].start if given else len(text)
    base = re.search(r"为(?:补助)?基数", text)
    for match in _TRIGGER_END.finditer(text):
        cut = match.start() + (text[match.start()] == "的")
        if base is not None and base.end() <= cut:
            return 0
        if _ONLY_JOINS.fullmatch(text, 0, cut) or _OPENS_RATIO.search(text, max(0, cut - 8), cut):
            continue
        return 0 if first < cut else cut
    return 0


def _of_line(line: Line, kind: str, *, tiered: bool) -> Amount:
    rules: list[Rule] = []
    listed: Kind | None = None
    by_year = False
    if not tiered:
        for start, end in sentences(line.text):
            words = line.text[start:end]
            listed = money.leads_list(words) or listed
            if _is_paid_by_year(words, rules) or (by_year and _LATER_YEAR.match(words)):
                by_year = True
                continue
            rules = _joined(rules, _Sentence.of(line, start, end, kind, listed))
            listed = listed if line.text[end - 1] == ";" else None
    return Amount(part=line.part(), rules=tuple(rules), frequency=money.frequency(line.text))


def _is_paid_by_year(text: str, before: Sequence[Rule]) -> bool:
    """Whether a sentence begins to tell the years in which the sum before it is paid."""
    return _FIRST_YEAR.match(text) is not None and any(rule.cap or rule.up_to for rule in before)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence of a granting line.

    Attributes:
        told: what it says behind the words that say when money is given.
        label: those words.
        per: it counts by piece (每件, 每平方米).
        granted: what it grants, in order.
        kinds: the same, by kind.
    """

    part: Part
    text: str
    told: str
    label: str
    kind: str
    per: bool
    in_standard: bool
    granted: Sequence[Money]
    kinds: Mapping[Kind, Sequence[Money]]

    @staticmethod
    def of(line: Line, start: int, end: int, kind: str, listed: Kind | None) -> _Sentence:
        text = line.text[start:end]
        cut = trigger(text)
        told = text[cut:]
        granted = money.granted(told, listed)
        return _Sentence(
            part=line.part(start, end), text=text, told=told, label=text[:cut].strip(",的 ")[:_LONGEST], kind=kind,
            per=_PER.search(told) is not None, in_standard=Role.AMOUNT in line.roles, granted=granted,
            kinds={kind: [given for given in granted if given.kind is kind] for kind in Kind},
        )  # fmt: skip


def _joined(before: list[Rule], sentence: _Sentence) -> list[Rule]:
    """The rules of a line so far and those of its next sentence. A cap that stands alone is of the ratios before."""
    own = [(given, _ratio(sentence, given)) for given in sentence.kinds[Kind.RATIO]]
    own += [(given, _sum(sentence, given)) for given in sentence.kinds[Kind.SUM]]
    capped, loose = _shared_cap(sentence.kinds[Kind.CAP])
    if own:
        since = _last_clause(sentence, capped)
        rules = [
            rule if capped is None or given.end <= since else replace(rule, cap=capped.value) for given, rule in own
        ]
        return [*before, *rules, *(_ceiling(sentence, cap) for cap in loose)]
    uncapped = [rule for rule in before if rule.ratio is not None and rule.cap is None]
    if capped is not None and uncapped:
        mended = [replace(rule, cap=capped.value) if rule in uncapped else rule for rule in before]
        return [*mended, *(_ceiling(sentence, cap) for cap in loose)]
    if not (money.GRANTS.search(sentence.text) or sentence.in_standard):
        return before
    return [*before, *(_ceiling(sentence, cap) for cap in sentence.kinds[Kind.CAP])]


def _shared_cap(caps: Sequence[Money]) -> tuple[Money | None, Sequence[Money]]:
    """The ceiling of one grant, and the others of its sentence.

    `单笔不超过200万元,每家每年总额不超过500万元` has one of a grant, and one over several.
    `国际首创产品不超过500万元,国内首创产品不超过300万元` has one for each of two cases, and none of both.
    """
    if not caps:
        return None, ()
    first, *others = caps
    rising = all(_reach(first) < _reach(cap) for cap in others)
    return (first, others) if rising else (None, caps)


def _reach(cap: Money) -> int:
    """How much a ceiling is over: one grant 0, what an enterprise gets in a year 1, all that it gets 2."""
    if _OF_ALL.search(cap.subject):
        return 2
    if _OF_ONE_GRANT.search(cap.subject):
        return 0
    return 1 if _OF_ENTERPRISE.search(cap.subject) else 0


def _last_clause(sentence: _Sentence, cap: Money | None) -> int:
    """Where the last clause with a ratio or sum before a ceiling begins, which alone has that ceiling; -1 for none."""
    before = [given for given in sentence.granted if cap and given.kind is not Kind.CAP and given.start < cap.start]
    return max(sentence.told.rfind(mark, 0, before[-1].start) for mark in ",;") if before else -1


def _ratio(sentence: _Sentence, given: Money) -> Rule:
    fact = money.base(given.base + sentence.label if re.search("增量|部分", given.base) else given.base)
    alone = len(sentence.kinds[Kind.RATIO]) == 1
    return Rule(
        part=sentence.part, ratio=given.value, base=fact, base_text=given.base, label=sentence.label,
        base_detail=f"{sentence.kind} {sentence.text[:_LONGEST]}" if fact is Fact.INVESTMENT else "",
        computable=fact is not None and not sentence.per and alone, up_to=given.up_to,
    )  # fmt: skip


def _sum(sentence: _Sentence, given: Money) -> Rule:
    clear = not sentence.per and len(sentence.kinds[Kind.SUM]) == 1 and not given.up_to
    return Rule(part=sentence.part, fixed=given.value, up_to=given.up_to, label=sentence.label, computable=clear)


def _ceiling(sentence: _Sentence, cap: Money) -> Rule:
    clear = not sentence.per and len(sentence.kinds[Kind.CAP]) == 1
    return Rule(part=sentence.part, fixed=cap.value, up_to=True, label=sentence.label, computable=clear)
