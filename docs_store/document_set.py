"""All visible documents of one revision, with what only all of them together tell: what is in force, which places
there are.

A question asks for these several times, and each takes a look at every document. So they are computed once for a
revision (and a day), when first asked for; the next revision has a set of its own.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from docs_store import validity
from docs_store.catalog import DocumentInfo
from docs_store.textnorm import fold

_DAYS = 40  # days kept: today, and the last days of the years that questions name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """How the documents stand on one day."""

    superseded: Mapping[str, str]
    not_yet: frozenset[str]
    in_force: frozenset[str]


class DocumentSet(tuple[DocumentInfo, ...]):
    """Documents in the library's order. Safe for many threads.

    It is a tuple, so it fits wherever documents are only gone through.
    """

    def __init__(self, _: Iterable[DocumentInfo] = ()) -> None:
        self._days: dict[date, _Day] = {}
        self._lock = threading.Lock()

    @cached_property
    def by_id(self) -> Mapping[str, DocumentInfo]:
        """Documents by id, in order."""
        return {info.id: info for info in self}

    @cached_property
    def chunks(self) -> int:
        """How many chunks they have."""
        return sum(info.chunks for info in self)

    @cached_property
    def by_region(self) -> Mapping[str, tuple[DocumentInfo, ...]]:
        """Full path of each place → the documents of it, in order; those of no known place under an empty path."""
        found: dict[str, list[DocumentInfo]] = defaultdict(list)
        for info in self:
            found[info.metadata.region.value if info.metadata.region else ""].append(info)
        return {path: tuple(infos) for path, infos in found.items()}

    @cached_property
    def regions(self) -> frozenset[str]:
        """Full paths of the places that documents are of."""
        return frozenset(self.by_region) - {""}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that documents cover, earliest first."""
        return tuple(sorted({year for info in self if info.metadata.years for year in info.metadata.years.value}))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Id of each document → its title, folded."""
        return {info.id: fold(info.metadata.title.value) for info in self}

    def superseded(self, on: date) -> Mapping[str, str]:
        """See `validity.superseded`."""
        return self._day(on).superseded

    def not_yet(self, on: date) -> frozenset[str]:
        """See `validity.not_yet`."""
        return self._day(on).not_yet

    def in_force(self, on: date) -> frozenset[str]:
        """Ids of the documents that nothing speaks against on a day: neither replaced, nor ended, nor to come, nor a
        draft. What has no term at all (a report, a notice) is among them.
        """
        return self._day(on).in_force

    def _day(self, on: date) -> _Day:
        with self._lock:
            day = self._days.pop(on, None) or self._stand(on)
            self._days[on] = day  # asked for last stands last
            while len(self._days) > _DAYS:
                del self._days[next(iter(self._days))]
            return day

    @cached_property
    def _replaced_ever(self) -> Mapping[str, str]:
        return validity.superseded(self, date.max)

    def _stand(self, on: date) -> _Day:
        replaced = validity.superseded(self, on)
        coming = validity.not_yet(self.by_id, on, replaced, self._replaced_ever)
        return _Day(
            superseded=replaced,
            not_yet=coming,
            in_force=frozenset(
                info.id
                for info in self
                if not (
                    info.id in replaced
                    or info.id in coming
                    or validity.expired(info, on)
                    or validity.is_draft(info)
                    or validity.is_marked_repealed(info)
                )
            ),
        )
