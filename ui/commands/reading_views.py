"""How well a file was read: for programs, and for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docs_store.catalog import DocumentInfo
from docs_store.library import Library
from docs_store.reading_report import NearDuplicate, ReadingReport
from docs_store.types import Inferred, Metadata
from ui.texts import Words

GUESSED_BELOW = 0.8
"""Certainty under which a metadata value counts as guessed: a person should look at it."""

_MOST_PAGES_NAMED = 10


def reading_object(report: ReadingReport | None, infos: Sequence[DocumentInfo], library: Library) -> dict[str, Any]:
    """The object `reading` of `ingest --json` and `library show --json`.

    Args:
        report: as kept with the file; `None` for a file that could not be read.
        infos: the file's documents.
    """
    found: dict[str, Any] = {}
    if report is not None:
        found = {
            "characters": report.characters,
            "unreadable": report.unreadable,
            "characters_per_page": list(report.pages),
            "ocr_share": round(report.ocr_share, 3),
            "confidence": report.confidence,
            "suspect_pages": [{"page": page.number, "reason": page.reason} for page in report.suspects],
            "tables": report.tables,
            "dropped": [
                {
                    "kind": kind.kind,
                    "count": kind.count,
                    "characters": kind.characters,
                    "examples": list(kind.examples),
                }
                for kind in report.dropped
            ],
        }
    return found | {
        "guessed": [
            {"document_id": info.id, "field": name, "value": entry.value, "certainty": entry.certainty}
            for info in infos
            for name, entry in _guessed(info.metadata)
        ],
        "near_duplicates": [
            {
                "document_id": info.id,
                "of": twin.document_id,
                "title": twin.title,
                "source": twin.source,
                "similarity": twin.similarity,
            }
            for info in infos
            for twin in library.near_duplicates(info.id)
        ],
    }


def reading_lines(report: ReadingReport, words: Words) -> Iterator[str]:
    """The report of a file, line by line."""
    fields = {"characters": report.characters, "tables": report.tables, "pages": len(report.pages)}
    if report.pages:
        per_page = (min(report.pages), round(sum(report.pages) / len(report.pages)), max(report.pages))
        yield words("reading.pages", least=per_page[0], mean=per_page[1], most=per_page[2], **fields)
    else:
        yield words("reading.size", **fields)
    if report.recognised:
        yield words("reading.ocr", share=report.ocr_share, confidence=report.confidence or 0.0)
    if report.unreadable:
        yield words("reading.unreadable", count=report.unreadable)
    if report.suspects:
        named = [
            words("reading.suspect", page=page.number, reason=words(f"page_fault.{page.reason}"))
            for page in report.suspects[:_MOST_PAGES_NAMED]
        ]
        yield words("reading.suspects", count=len(report.suspects), pages=words("reading.comma").join(named))
    for kind in report.dropped:
        examples = words("reading.comma").join(kind.examples)
        name = words(f"dropped.{kind.kind}")
        yield words("reading.dropped", kind=name, count=kind.count, characters=kind.characters, examples=examples)


def guessed_lines(metadata: Metadata, words: Words) -> Iterator[str]:
    """One line that names the fields a person should look at, if there are any."""
    names = [words(f"field.{name}") for name, _ in _guessed(metadata)]
    if names:
        yield words("reading.guessed", fields=words("reading.comma").join(names))


def near_lines(near: Sequence[NearDuplicate], words: Words) -> Iterator[str]:
    """One line for each document that is a reprint."""
    for twin in near:
        yield words(
            "reading.near", title=twin.title, source=twin.source, id=twin.document_id, similarity=twin.similarity
        )


def _guessed(metadata: Metadata) -> Iterator[tuple[str, Inferred[Any]]]:
    for name in metadata.__dataclass_fields__:
        entry: Inferred[Any] | None = getattr(metadata, name)
        if entry is not None and entry.certainty < GUESSED_BELOW:
            yield name, entry
