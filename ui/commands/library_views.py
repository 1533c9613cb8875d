"""Showing what the library holds: as a list, one document, or everything."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docs_store.catalog import DocumentInfo, SourceRow
from docs_store.errors import InputError, UsageError
from docs_store.library import Library
from docs_store.types import Document, FileStatus, Inferred
from ui import jsonout
from ui.commands.console import Console
from ui.commands.reading_views import guessed_lines, near_lines, reading_lines, reading_object
from ui.commands.relations import relations_lines, relations_object
from ui.matching.objects import provision_object
from ui.texts import Words, columns, safe

Entry = Inferred[Any]


def show_list(library: Library, console: Console) -> None:
    """All documents, and the files that could not be read."""
    infos = library.infos()
    failed = [row for row in library.sources() if row.error is not None]
    if console.as_json:
        console.emit({"documents": [_info_object(info) for info in infos], "failed": list(map(_failed_object, failed))})
        return
    words = console.words
    if infos:
        head = words("library.columns").split("|")
        for line in columns([head, *(_row(info, words) for info in infos)]):
            console.line(line)
        chunks = sum(info.chunks for info in infos)
        console.line(words("library.count", documents=len(infos), chunks=chunks, library=str(library.folder)))
    else:
        console.line(words("library.empty"))
    _show_failed("library.failed", [row for row in failed if row.status is not FileStatus.QUARANTINED], console)
    _show_failed("library.quarantined", [row for row in failed if row.status is FileStatus.QUARANTINED], console)


def _show_failed(heading: str, rows: Sequence[SourceRow], console: Console) -> None:
    if rows:
        console.line(console.words(heading))
    for row in rows:
        if row.error is not None:
            reason = console.words.reason(row.error.code, row.error.message, general=InputError.code, named=True)
            console.line(f"- {safe(row.name)}  {reason}")


def show_document(library: Library, info: DocumentInfo, console: Console, *, with_text: bool) -> None:
    """One document: what is known of it, or with `with_text` its text and nothing else."""
    document = library.document(info.id)
    if document is None:  # removed by another process since
        raise UsageError(console.words("usage.no_document", name=info.id))
    source = library.source(info.source_key)
    if console.as_json:
        warnings = source.warnings if source else ()
        provisions = [provision_object(row.provision) for row in library.provisions([info.id])]
        found = _document_object(document) | {
            "chunks": info.chunks,
            "warnings": list(warnings),
            "provisions": provisions,
        }
        found |= relations_object(info, library.infos(), date.today())
        found["reading"] = reading_object(source.report if source else None, [info], library)
        console.emit(found | {"text": document.text} if with_text else found)
    elif with_text:
        sys.stdout.flush()
        sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))  # exactly: no line ends are changed
        sys.stdout.buffer.flush()
    else:
        for line in _describe(document, info, library, source, console.words):
            console.line(line)
        rows = library.provisions([info.id])
        measures = [row.provision.measure for row in rows if row.provision.grants]
        if measures:
            console.line(console.words("library.provisions", count=len(measures)))
        for measure in measures:
            console.line(f"- {safe(' '.join(measure.split()))}")


def export(library: Library, output: str | None, console: Console) -> None:
    """Every document as one JSON object a line.

    Args:
        output: file to write; `None` is standard output. The file is there whole, or not at all.
    """
    infos = library.infos()
    if output is None:
        for found in _exported(library, infos):
            console.emit(found)
        return
    target = Path(output)
    partial = target.with_name(f"{target.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            for found in _exported(library, infos):
                file.write(jsonout.to_json(found) + "\n")
        partial.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(console.words("usage.no_output", path=output, reason=reason)) from error
    finally:
        partial.unlink(missing_ok=True)
    console.note(console.words("library.exported", documents=len(infos), path=output))


def _exported(library: Library, infos: Iterable[DocumentInfo]) -> Iterator[dict[str, Any]]:
    for info in infos:
        document = library.document(info.id)
        if document is not None:
            chunks = [jsonout.chunk_object(chunk) for chunk in library.chunks_of(info.id)]
            yield _document_object(document) | {"text": document.text, "chunks": chunks}


def _info_object(info: DocumentInfo) -> dict[str, Any]:
    return {"id": info.id, "source": info.source, **jsonout.metadata_values(info.metadata), "chunks": info.chunks}


def _failed_object(row: SourceRow) -> dict[str, Any]:
    error = row.error
    return {
        "source": row.name,
        "status": str(row.status),
        "error": error and {"code": error.code, "message": error.message, "page": error.page},
    }


def _document_object(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "position": document.position,
        "file_hash": document.file_hash,
        "reader": document.reader,
        "metadata": jsonout.metadata_object(document.metadata),
        "pages": [{"number": page.number, "start": page.start, "end": page.end} for page in document.pages],
        "sections": [jsonout.section_object(section) for section in document.sections],
        "characters": len(document.text),
    }


def _row(info: DocumentInfo, words: Words) -> list[str]:
    metadata = info.metadata
    years = metadata.years.value if metadata.years else ()
    return [
        info.id,
        ", ".join(map(str, years)),
        safe(metadata.region.value if metadata.region else ""),
        words(f"kind.{metadata.kind.value}"),
        str(info.chunks),
        safe(metadata.title.value),
    ]


def _describe(
    document: Document, info: DocumentInfo, library: Library, source: SourceRow | None, words: Words
) -> Iterator[str]:
    yield document.id
    rows = [[words("field.source"), safe(document.source)]]
    for name in document.metadata.__dataclass_fields__:
        entry: Entry | None = getattr(document.metadata, name)
        if entry is not None:
            origin = words.origin(entry.source)
            text = words("library.sure", value=_shown(name, entry, words), source=origin, certainty=entry.certainty)
            rows.append([words(f"field.{name}"), text])
    yield from columns(rows)
    yield from relations_lines(info, library.infos(), date.today(), words)
    yield from near_lines(library.near_duplicates(info.id), words)
    yield from guessed_lines(document.metadata, words)
    if source and source.report:
        yield words("reading.heading")
        for line in reading_lines(source.report, words):
            yield f"- {line}"
    yield words("library.chunks", chunks=info.chunks, characters=len(document.text))
    if document.sections:
        yield words("library.sections")
    for section in document.sections:
        yield "  " * section.level + safe(section.path[-1])
    warnings = source.warnings if source else ()
    if warnings:
        yield words("library.warnings")
    for warning in warnings:
        yield f"- {safe(words.warning(warning))}"


def _shown(name: str, entry: Entry, words: Words) -> str:
    if name in ("kind", "standing"):
        return words(f"{name}.{entry.value}")
    return "、".join(map(str, entry.value)) if isinstance(entry.value, tuple) else str(entry.value)
