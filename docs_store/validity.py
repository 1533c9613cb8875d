"""Which documents are in force, by what they and their successors say of themselves.

All of it is computed from what the library holds: who repealed whom changes with every document added or removed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from docs_store.catalog import DocumentInfo
from docs_store.proposals import proposer
from docs_store.textnorm import fold
from docs_store.titles import number_key, title_key
from docs_store.types import Inferred, Kind, Standing

_AMENDED_AFTER = 366  # days between a law's own first day and its latest version's day that tell of an amendment


class Force(StrEnum):
    """Whether a document is in force on a day, and if not, why. The values are part of the JSON."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    DRAFT = "draft"
    NO_TERM = "no_term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a law or policy.

    Attributes:
        begins: ISO date from which it applies; empty when the library does not know.
    """

    info: DocumentInfo
    begins: str


def superseded(infos: Iterable[DocumentInfo], on: date) -> dict[str, str]:
    """Id of each document that is no longer in force on a day → id of the one that took its place.

    A repeal names what it ends by title or by document number; a later version of a policy of the same title ends the
    earlier one without saying so. Neither reaches across places: two counties may have measures of one name. Neither
    works before the day on which it takes effect, and a draft ends nothing.
    """
    documents = list(infos)
    found: dict[str, str] = {}
    for versions in _histories(documents).values():
        begun = [version for version in versions if version.begins <= on.isoformat()]
        if begun:
            latest = begun[-1]
            found.update({v.info.id: latest.info.id for v in begun if v.begins < latest.begins})
    by_title, by_number = _by_names(documents)
    for later in documents:
        begins = begins_on(later)
        if later.metadata.repeals is None or is_draft(later) or (begins and begins > on.isoformat()):
            continue
        for name in later.metadata.repeals.value:
            for earlier in (*by_title.get(title_key(name), ()), *by_number.get(number_key(name), ())):
                if _can_end(later, earlier):
                    found[earlier.id] = later.id
    return found


def not_yet(
    documents: Mapping[str, DocumentInfo], on: date, gone: Mapping[str, str], ever: Mapping[str, str]
) -> frozenset[str]:
    """Ids of the documents that will take the place of one in force, but have not begun on a day.

    Args:
        documents: by id.
        gone: `superseded` for that day.
        ever: `superseded` for the last of all days.
    """
    return frozenset(
        later for earlier, later in ever.items() if earlier not in gone and begins_on(documents[later]) > on.isoformat()
    )


def versions(info: DocumentInfo, infos: Iterable[DocumentInfo]) -> list[Version]:
    """All versions of a law or policy that the library holds, the document itself among them, oldest first.

    Drafts are none. Empty for a document that has no other version.
    """
    for found in _histories(infos).values():
        if any(version.info.id == info.id for version in found):
            return found if len({version.begins for version in found}) > 1 else []
    return []


def in_force_on(found: Sequence[Version], on: date) -> Version | None:
    """The version that applies on a day; `None` before the first one, or when it has run out."""
    begun = [version for version in found if version.begins <= on.isoformat()]
    return begun[-1] if begun and not expired(begun[-1].info, on) else None


def repealed_by(info: DocumentInfo, infos: Iterable[DocumentInfo]) -> dict[str, DocumentInfo]:
    """Each name that a document repeals → the document of the library that bears it."""
    if info.metadata.repeals is None:
        return {}
    by_title, by_number = _by_names(infos)
    found: dict[str, DocumentInfo] = {}
    for name in info.metadata.repeals.value:
        for earlier in (*by_title.get(title_key(name), ()), *by_number.get(number_key(name), ())):
            if _can_end(info, earlier):
                found[name] = earlier
    return found


def force(info: DocumentInfo, on: date, successors: Mapping[str, str]) -> Force:
    """How a document stands on a day.

    Args:
        successors: `superseded` for that day.
    """
    if is_draft(info):
        return Force.DRAFT
    if is_marked_repealed(info):
        return Force.REPEALED
    if info.id in successors:
        return Force.SUPERSEDED
    if expired(info, on):
        return Force.EXPIRED
    begins = begins_on(info)
    if begins and begins > on.isoformat() and _day(info.metadata.effective):
        return Force.NOT_YET
    return Force.IN_FORCE if info.metadata.kind.value is Kind.POLICY else Force.NO_TERM


def may_be_reprint(one: DocumentInfo, other: DocumentInfo) -> bool:
    """Whether two documents of like text can be one paper: not of different number, year in the title, or version."""
    numbers = {number_key(i.metadata.doc_number.value) for i in (one, other) if i.metadata.doc_number}
    years = [frozenset(re.findall(r"20\d\d|19\d\d", info.metadata.title.value)) for info in (one, other)]
    if len(numbers) > 1 or (all(years) and years[0] != years[1]) or is_draft(one) != is_draft(other):
        return False
    return not versions(one, (one, other))


def expired(info: DocumentInfo, on: date) -> bool:
    """Whether the document's own last day in force lies before `on`."""
    last = last_day(info)
    return last is not None and last < on


def last_day(info: DocumentInfo) -> date | None:
    """The document's own last day in force, where it is known."""
    expires = _day(info.metadata.expires)
    return date.fromisoformat(expires) if expires else None


def is_draft(info: DocumentInfo) -> bool:
    """Whether the document is only put out for comment."""
    return info.metadata.standing is not None and info.metadata.standing.value is Standing.DRAFT


def is_marked_repealed(info: DocumentInfo) -> bool:
    """Whether the document itself, or the page it comes from, says that it is void."""
    return info.metadata.standing is not None and info.metadata.standing.value is Standing.REPEALED


def begins_on(info: DocumentInfo) -> str:
    """ISO date from which this version of a document applies; empty when nothing tells.

    An amended law keeps the clause on its first day in force, years before; then the version's own day counts.
    """
    published, effective = _day(info.metadata.published), _day(info.metadata.effective)
    if not published or not effective:
        return effective or published
    apart = date.fromisoformat(published) - date.fromisoformat(effective)
    return published if apart.days > _AMENDED_AFTER else effective


def _day(entry: Inferred[str] | None) -> str:
    """A day that may decide; empty for one that a language model proposed and nobody has confirmed."""
    return "" if entry is None or proposer(entry) else entry.value


def _histories(infos: Iterable[DocumentInfo]) -> dict[tuple[str, str], list[Version]]:
    """Policies of one name and place, each with its versions from the oldest to the latest."""
    named: dict[str, list[Version]] = defaultdict(list)
    for info in infos:
        begins = begins_on(info)
        if info.metadata.kind.value is Kind.POLICY and begins and not is_draft(info):
            named[title_key(info.metadata.title.value)].append(Version(info=info, begins=begins))
    found: dict[tuple[str, str], list[Version]] = {}
    for title, alike in named.items():
        places = {_place(version.info) for version in alike} - {""}
        for version in alike:
            # a version whose place was not found belongs to the one place there is
            place = _place(version.info) or (next(iter(places)) if len(places) == 1 else "")
            found.setdefault((title, place), []).append(version)
    return {key: sorted(group, key=lambda v: (v.begins, v.info.id)) for key, group in found.items()}


def _by_names(
    infos: Iterable[DocumentInfo],
) -> tuple[dict[str, list[DocumentInfo]], dict[str, list[DocumentInfo]]]:
    by_title: dict[str, list[DocumentInfo]] = defaultdict(list)
    by_number: dict[str, list[DocumentInfo]] = defaultdict(list)
    for info in infos:
        by_title[title_key(info.metadata.title.value)].append(info)
        if info.metadata.doc_number:
            by_number[number_key(info.metadata.doc_number.value)].append(info)
    return by_title, by_number


def _can_end(later: DocumentInfo, earlier: DocumentInfo) -> bool:
    """Whether a repeal by name can mean this document: of one place, and not itself the later one.

    A law often repeals the one it follows, of the same name. Its own versions are no part of that.
    """
    if later.id == earlier.id or (_place(later) and _place(earlier) and _place(later) != _place(earlier)):
        return False
    if fold(later.metadata.title.value) == fold(earlier.metadata.title.value):
        return "" < _day(earlier.metadata.published) < _day(later.metadata.effective)
    begins, began = begins_on(later), begins_on(earlier)
    return not (begins and began and began > begins)


def _place(info: DocumentInfo) -> str:
    return info.metadata.region.value if info.metadata.region else ""
