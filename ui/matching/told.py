"""What is said of a match, in words, for every form in which it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.matching.results import Judged, JudgedGroup, Match, Matched, Opening, Reason, State, Step, StepKind, Sum
from docs_store.provisions import Part
from ui.texts import Words

_NAMED = 3  # measures that a step names


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A result with who it is about and the language it is told in."""

    matched: Matched
    name: str
    words: Words


def field_name(field: str, words: Words) -> str:
    """A profile field in words: `years.2025.revenue` → 2025年营业收入."""
    match = re.fullmatch(r"years\.(\d{4})\.(\w+)", field)
    if match:
        return words("profile.years", year=match[1], fact=words(f"profile.{match[2]}"))
    return words(f"profile.{field}")


def clause(part: Part) -> str:
    """The headings that a part stands under, in one line."""
    return " ".join(part.clause)


def one_line(text: str) -> str:
    """Text without its line breaks."""
    return " ".join(text.split())


def money(value: Decimal) -> str:
    """A sum with thousands set off: 1,200,000."""
    text = f"{value:,.2f}"
    return text.removesuffix(".00")


def working(worked: Sum, words: Words) -> str:
    """How a sum was worked out; empty when it was not."""
    rule = worked.rule
    if worked.amount is None:
        return ""
    if worked.base is not None and worked.uncapped is not None:
        values = {"base": money(worked.base), "ratio": rule.ratio, "uncapped": money(worked.uncapped)}
        if rule.cap is None:
            return words("match.working", **values)
        return words("match.working_cap", **values, cap=money(rule.cap), amount=money(worked.amount))
    return words("match.up_to" if rule.up_to else "match.fixed", amount=money(worked.amount))


def window(found: Match, words: Words) -> str:
    """When applications are taken."""
    dates = found.dates
    if dates.opening is Opening.ALWAYS:
        return words("match.window.always")
    if dates.opens is None and dates.closes is None:
        proposed = next(iter(found.row.provision.proposed_windows), None)
        if proposed is None:
            return words("match.window.unstated")
        quote = " ".join(proposed.part.quote.split())
        days = {"opens": proposed.opens or "…", "closes": proposed.closes}
        return words("match.window.proposed", model=proposed.model, quote=quote, **days)
    return words(
        "match.window",
        opens=dates.opens.isoformat() if dates.opens else "…",
        closes=dates.closes.isoformat() if dates.closes else "…",
    )


def reason(told: Reason, words: Words) -> str:
    """One reason as a sentence."""
    return words(f"reason.{told.code}", **{name: one_line(value) for name, value in told.values.items()})


def step(one: Step, words: Words) -> str:
    """What is one step away: the fact to say or the thing to get, and the first measures that it opens."""
    name = field_name(one.name, words) if one.kind is StepKind.FACT else one.name
    measures = "、".join(one_line(found.row.provision.measure) for found in one.matches[:_NAMED])
    return words(f"match.step.{one.kind}", name=name, count=len(one.matches), measures=measures)


def judged(one: Judged, words: Words) -> str:
    """How one condition stands: its words, what the enterprise has, what is missing."""
    text = one_line(one.condition.part.text).rstrip("。；;，,")
    shown = "、".join(dict.fromkeys(_value(c.value, words) for c in one.comparisons if c.value))
    missing = dict.fromkeys(field_name(name, words) for c in one.comparisons for name in c.missing)
    text += words("match.value", value=shown) if shown else ""
    if one.state is State.MISSING:
        text += words("match.needs", fields="、".join(missing))
    if one.model:
        text += words("match.judged", model=one.model, fact=one.fact)
    return text + (words("match.said") if one.said else "")


def _value(value: str, words: Words) -> str:
    return words(f"profile.{value}") if value in ("true", "false") else value


def conditions(group: JudgedGroup, words: Words, depth: int = 0) -> Iterator[tuple[int, str, Judged | None]]:
    """The tree as lines: depth, words, and the condition where the line is one."""
    for item in group.items:
        if isinstance(item, Judged):
            yield depth, judged(item, words), item
        elif item.one_of:
            yield depth, words("match.one_of"), None
            yield from conditions(item, words, depth + 1)
        else:
            yield from conditions(item, words, depth)
