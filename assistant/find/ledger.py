"""Rows of the figure ledger as sources: those that give the indicator that is wanted, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.find.sourcer import Sourcer
from assistant.turn import Source
from assistant.understand.figures import Route, Wanted
from assistant.understand.indicators import Name, is_same, name_of
from assistant.understand.places import name_of as place_name
from docs_store import lazy_re
from docs_store.library import LedgerRow, Library
from docs_store.types import Aspect, Chunk, Figure

_RATIO = lazy_re.compile(r"(?:比重|占比|之比|比例|强度|率)(?:\([^()]*\))?$")
_SURE = 0.8  # certainty below which a row answers nothing by itself


def wanted_rows(wanted: Wanted, library: Library) -> list[LedgerRow]:
    """Rows that may have a part in the answer: of the indicator, of the places and years asked about."""
    rows = about(wanted.name, library.figures(_documents(library, wanted)))
    aspects = {wanted.aspect, Aspect.LEVEL}
    if wanted.route in (Route.GROWTH, Route.SOURCES):
        aspects.add(Aspect.GROWTH)
    return [
        row
        for row in rows
        if any(_is_of_aspect(row, aspect) for aspect in aspects)
        and (not wanted.years or last_year(row.figure) in wanted.years)
    ]


def as_sources(rows: Sequence[LedgerRow], library: Library, today: date) -> tuple[Source, ...]:
    """Sources of rows, in their order; a row that stands in no chunk has none."""
    sourcer = Sourcer(library.infos(), today)
    made: dict[str, Source] = {}
    found: list[Source] = []
    for row in rows:
        chunk = _chunk_of(row, library)
        if chunk is not None:
            source = made.setdefault(chunk.id, sourcer.of_chunks([chunk], chunk))
            found.append(replace(source, number=len(found) + 1, row=row))
    return tuple(found)


def about(name: Name, rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """Rows that surely give an indicator, of whatever aspect, place, year and status."""
    return [
        row for row in rows if row.figure.certainty >= _SURE and row.figure.upper is None and is_same(name, _name(row))
    ]


def of_aspect(rows: Iterable[LedgerRow], aspect: Aspect) -> list[LedgerRow]:
    """Rows of the quantity itself, or of its growth, share or rank. An indicator that is a ratio is its own share."""
    return [row for row in rows if _is_of_aspect(row, aspect)]


def _is_of_aspect(row: LedgerRow, aspect: Aspect) -> bool:
    own = row.figure.aspect
    return own is aspect or bool(aspect is Aspect.LEVEL and own is Aspect.SHARE and _RATIO.search(row.figure.indicator))


def region_of(row: LedgerRow) -> str:
    """The place a row speaks of; empty where its document names none."""
    return row.info.metadata.region.value if row.info.metadata.region else ""


def last_year(figure: Figure) -> int:
    """Calendar year that a figure's period ends in; 0 where it has none."""
    last = figure.period.split("..")[-1][:4]
    return int(last) if last.isdigit() else 0


def _name(row: LedgerRow) -> Name:
    """A row's indicator without the place that its document is of."""
    place = place_name(region_of(row))
    return name_of(row.figure.indicator.removeprefix(place) if place else row.figure.indicator)


def _documents(library: Library, wanted: Wanted) -> list[str] | None:
    """Ids of the documents of the places asked about; `None` for all where there are none."""
    paths = {place.path for place in wanted.places}
    if not paths:
        return None
    return [info.id for info in library.infos() if info.metadata.region and info.metadata.region.value in paths]


def _chunk_of(row: LedgerRow, library: Library) -> Chunk | None:
    figure = row.figure
    chunks = library.chunks_of(row.info.id)
    return next((c for c in chunks if c.start <= figure.start and figure.end <= c.end), None)
