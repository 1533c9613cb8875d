"""Whether the years and days of a sentence are those of its passages, or of their documents."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.amounts import anchor
from assistant.check.asked import TO_ASKER, Asked, applies
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from docs_store import lazy_re
from docs_store.language.periods import day_mentions, year_mentions, years_in
from docs_store.types import Kind

_IN_NAME = lazy_re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DENIED = lazy_re.compile("不是|并非|而非|不属于|未|没有")


def wrong_years(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Years that neither a quote nor what is known of its source gives."""
    known: set[int] = {asked.today.year}
    is_open = False  # whether a source is of no year, so that the question's may be meant
    for ground in grounds:
        source = ground.source
        known |= years_in(ground.text, anchor(source)) | years_in(source.around) | set(source.own_years)
        if not source.own_years:
            known |= set(source.years)
        known |= {int(day[:4]) for day in (source.published, source.expires) if day}
        known |= {int(year) for year in _IN_NAME.findall(f"{source.title} {source.file}")}
        is_open = is_open or not (source.own_years or years_in(ground.text, anchor(source)))
    is_rule = all(ground.source.kind is not Kind.WORK_SUMMARY for ground in grounds)
    if is_rule and (is_open or TO_ASKER.search(text)):
        known |= set(asked.years) | years_in(asked.text, asked.today.year)
    denied = _DENIED.search(text) is not None
    found = []
    for mention in year_mentions(text):
        ends = {min(mention.years), max(mention.years)}
        if not ends <= known and not (denied and mention.years <= years_in(asked.text, asked.today.year)):
            found.append(Fault(FaultKind.YEAR, text[mention.start : mention.end]))
    return found


def wrong_days(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Days and months that no passage gives; today may be named."""
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
