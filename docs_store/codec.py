"""Nouns to JSON and back, for the catalog's columns."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docs_store.errors import UsageError
from docs_store.types import (
    Aspect,
    Chunk,
    Document,
    Figure,
    Inferred,
    Kind,
    Metadata,
    PageFault,
    PageReading,
    PageSpan,
    ReadBy,
    Section,
    Standing,
    Status,
)

if TYPE_CHECKING:
    from docs_store.reading_report import ReadingReport

_TUPLE_FIELDS = frozenset({"years", "repeals", "attachments"})
_ENUM_FIELDS: dict[str, type[Kind] | type[Standing]] = {"kind": Kind, "standing": Standing}
CHUNK_COLUMNS = 'id, document_id, ordinal, start, "end", page, heading, removed, years, status'
"""Of every library. A later one has `statements` behind them."""
FIGURE_COLUMNS = (
    "indicator, canonical, value, upper, unit, base_value, base_unit, comparator, status, aspect, period, certainty,"
    ' start, "end", value_start, value_end'
)
METADATA_FIELDS = tuple(Metadata.__dataclass_fields__)


def metadata_to_json(metadata: Metadata) -> str:
    """Metadata as one JSON object: field → [value, source, certainty], and the quote where there is one."""
    row: dict[str, Any] = {}
    for name in METADATA_FIELDS:
        entry: Inferred[Any] | None = getattr(metadata, name)
        if entry is not None:
            row[name] = [entry.value, entry.source, entry.certainty, *([entry.quote] if entry.quote else [])]
    return json.dumps(row, ensure_ascii=False)


def metadata_from_json(text: str) -> Metadata:
    """Inverse of `metadata_to_json`."""
    fields = {}
    for name, (value, source, certainty, *quote) in json.loads(text).items():
        fields[name] = Inferred(value=typed(name, value), source=source, certainty=certainty, quote="".join(quote))
    return Metadata(**fields)


def typed(name: str, value: Any) -> Any:
    """A JSON value as the type the metadata field has."""
    if name in _ENUM_FIELDS:
        return _ENUM_FIELDS[name](value)
    return tuple(value) if name in _TUPLE_FIELDS else value


def correction_to_json(name: str, value: object) -> str:
    """A value that a person sets a metadata field to, as `typed` reads it.

    Raises:
        UsageError: there is no such field, or it cannot hold the value.
    """
    if name not in METADATA_FIELDS:
        raise UsageError(f"There is no metadata field {name!r}.", remedy=f"Fields: {', '.join(METADATA_FIELDS)}.")
    if name in _TUPLE_FIELDS:
        wanted = int if name == "years" else str
        fits = isinstance(value, list | tuple) and all(type(item) is wanted for item in value)
    else:
        fits = isinstance(value, str) and (name not in _ENUM_FIELDS or value in set(_ENUM_FIELDS[name]))
    if not fits:
        known = f"It is one of {', '.join(_ENUM_FIELDS[name])}." if name in _ENUM_FIELDS else ""
        raise UsageError(
            f"The field {name!r} cannot be {value!r}.", remedy=known or "Dates and names are text, years a list."
        )
    return json.dumps(value, ensure_ascii=False)


def layout_to_json(document: Document) -> str:
    """Pages, how they were read, sections and removed spans of a document as one JSON object."""
    return json.dumps(
        {
            "pages": [[p.number, p.start, p.end] for p in document.pages],
            "readings": [[r.number, r.characters, r.by, r.confidence, r.fault] for r in document.readings],
            "sections": [[s.level, list(s.path), s.start, s.end] for s in document.sections],
            "removed": [list(span) for span in document.removed],
        },
        ensure_ascii=False,
    )


def layout_from_json(text: str) -> dict[str, Any]:
    """Inverse of `layout_to_json`, as keyword arguments of `Document`."""
    row = json.loads(text)
    return {
        "pages": tuple(PageSpan(number=n, start=a, end=b) for n, a, b in row["pages"]),
        "readings": tuple(_reading(*reading) for reading in row["readings"]),
        "sections": tuple(Section(level=k, path=tuple(path), start=a, end=b) for k, path, a, b in row["sections"]),
        "removed": tuple((a, b) for a, b in row["removed"]),
    }


def _reading(number: int, characters: int, by: str, confidence: float, fault: str | None) -> PageReading:
    return PageReading(
        number=number,
        characters=characters,
        by=ReadBy(by),
        confidence=confidence,
        fault=None if fault is None else PageFault(fault),
    )


def chunk_to_row(chunk: Chunk) -> tuple[Any, ...]:
    """Values of `CHUNK_COLUMNS` and `statements`."""
    return (
        chunk.id,
        chunk.document_id,
        chunk.ordinal,
        chunk.start,
        chunk.end,
        chunk.page,
        json.dumps(chunk.heading, ensure_ascii=False),
        json.dumps(chunk.removed),
        json.dumps(chunk.years),
        chunk.status,
        chunk.statements,
    )


def chunk_from_row(row: tuple[Any, ...], document_text: str) -> Chunk:
    """Inverse of `chunk_to_row`; the chunk's text is cut out of its document's. The last column may be missing."""
    id_, document_id, ordinal, start, end, page, heading, removed, years, status, *kept = row
    return Chunk(
        id=id_,
        document_id=document_id,
        ordinal=ordinal,
        text=document_text[start:end],
        heading=tuple(json.loads(heading)),
        start=start,
        end=end,
        page=page,
        removed=tuple((a, b) for a, b in json.loads(removed)),
        years=tuple(json.loads(years)),
        status=Status(status),
        statements=kept[0] if kept else None,
    )


def figure_to_row(figure: Figure) -> tuple[Any, ...]:
    """Values of `FIGURE_COLUMNS`; decimals as text, so that no digit is lost."""
    return (
        figure.indicator,
        figure.canonical,
        str(figure.value),
        None if figure.upper is None else str(figure.upper),
        figure.unit,
        str(figure.base_value),
        figure.base_unit,
        figure.comparator,
        figure.status,
        figure.aspect,
        figure.period,
        figure.certainty,
        figure.start,
        figure.end,
        figure.value_start,
        figure.value_end,
    )


def figure_from_row(row: tuple[Any, ...]) -> Figure:
    """Inverse of `figure_to_row`."""
    names = [name.strip(' "') for name in FIGURE_COLUMNS.split(",")]
    fields = dict(zip(names, row, strict=True))
    fields |= {name: Decimal(fields[name]) for name in ("value", "base_value")}
    fields["upper"] = None if fields["upper"] is None else Decimal(fields["upper"])
    return Figure(**fields | {"status": Status(fields["status"]), "aspect": Aspect(fields["aspect"])})


def report_to_json(report: ReadingReport) -> str:
    """A reading report as one JSON object."""
    return json.dumps(asdict(report), ensure_ascii=False)


def report_from_json(text: str) -> ReadingReport:
    """Inverse of `report_to_json`."""
    from docs_store.reading_report import Dropped, ReadingReport, SuspectPage  # noqa: PLC0415 - for no question

    row = json.loads(text)
    return ReadingReport(
        **row
        | {
            "pages": tuple(row["pages"]),
            "suspects": tuple(SuspectPage(**page) for page in row["suspects"]),
            "dropped": tuple(Dropped(**kind | {"examples": tuple(kind["examples"])}) for kind in row["dropped"]),
        }
    )
