"""Which documents are in force, by what they and their successors say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from docs_store.catalog import DocumentInfo
from docs_store.textnorm import fold
from docs_store.types import Kind


def superseded(infos: Iterable[DocumentInfo]) -> dict[str, str]:
    """Id of each document that is no longer in force → id of the one that took its place.

    A repeal names what it ends by title or by document number; a later version of a policy of the same title ends the
    earlier one without saying so. Neither reaches across places: two counties may have measures of one name.
    """
    documents = list(infos)
    found: dict[str, str] = {}
    for later in documents:
        if later.metadata.repeals is None:
            continue
        names = {_key(name) for name in later.metadata.repeals.value}
        for earlier in documents:
            if earlier.id == later.id or not _same_place(earlier, later):
                continue
            number = earlier.metadata.doc_number
            if _key(earlier.metadata.title.value) in names or (number and _key(number.value) in names):
                found[earlier.id] = later.id
    return _earlier_versions(documents) | found


def _earlier_versions(documents: Iterable[DocumentInfo]) -> dict[str, str]:
    """Id of each earlier version of a policy → id of its latest, by title, place and date."""
    versions: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for info in documents:
        metadata = info.metadata
        day = metadata.published or metadata.effective
        if metadata.kind.value is Kind.POLICY and day is not None:
            place = metadata.region.value if metadata.region else ""
            versions.setdefault((_key(metadata.title.value), place), []).append((day.value, info.id))
    found = {}
    for dated in versions.values():
        latest_day, latest = max(dated)
        found.update({id_: latest for day, id_ in dated if day < latest_day})
    return found


def expired(info: DocumentInfo, on: date) -> bool:
    """Whether the document's own last day in force lies before `on`."""
    expires = info.metadata.expires
    return expires is not None and date.fromisoformat(expires.value) < on


def _same_place(a: DocumentInfo, b: DocumentInfo) -> bool:
    if a.metadata.region is None or b.metadata.region is None:
        return True
    return a.metadata.region.value == b.metadata.region.value


def _key(name: str) -> str:
    return re.sub(r"[\s《》〔〕\[\]()【】]", "", fold(name))
