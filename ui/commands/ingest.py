"""`ingest`: files and folders into the library."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from docs_store.errors import InputError, PolicyAssistantError
from docs_store.types import FileReport, FileStatus
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui import jsonout, wiring
from ui.commands.console import Console
from ui.commands.fields import parse_fields
from ui.commands.hints import library_hints

_NOT_IN = frozenset({FileStatus.FAILED, FileStatus.QUARANTINED})


def run(args: argparse.Namespace, console: Console) -> int:
    """Read the files; exit code 1 when some did not get in."""
    fields = parse_fields(args.pairs, console)
    chosen = wiring.settings(args.library, args.embedder)
    started = time.perf_counter()
    reports: list[FileReport] = []

    def report(found: FileReport) -> None:
        reports.append(found)
        _show(found, console)

    with closing(wiring.open_library(chosen, create=True)) as library:
        try:
            sources = _sources([Path(path) for path in args.paths], args.recursive, report)
            ingest(library, sources, settings=fields, report=report)
        except PolicyAssistantError as error:
            _stopped(reports, error, time.perf_counter() - started, console)
            raise
        hints = library_hints(library, chosen, console.words)
    if console.as_json:
        console.emit(jsonout.ingest_object(reports, hints, time.perf_counter() - started))
    else:
        _summary(reports, chosen.library, console)
    for hint in hints:
        console.note(hint)
    return 1 if any(report.status in _NOT_IN for report in reports) else 0


def _sources(paths: Sequence[Path], recursive: bool, report: Callable[[FileReport], None]) -> Iterator[Source]:
    """The files to read; what cannot be looked into is reported instead."""
    for found in find_sources(paths, recursive=recursive):
        if isinstance(found, FileReport):
            report(found)
        else:
            yield found


def _show(report: FileReport, console: Console) -> None:
    """One line for a file, as soon as it is done; beside the result when that is JSON."""
    words = console.words
    status = words(f"ingest.status.{report.status}")
    if report.error is not None:
        reason = words.reason(report.error.code, report.error.message, general=InputError.code)
        if report.error.page is not None:
            reason += words("ingest.page", page=report.error.page)
        text = words("ingest.failed", status=status, source=report.source, reason=reason)
    elif report.chunks:
        text = words(
            "ingest.line",
            status=status,
            source=report.source,
            documents=len(report.document_ids),
            chunks=report.chunks,
            seconds=report.seconds,
        )
    else:
        text = words("ingest.same", status=status, source=report.source)
    tell = console.note if console.as_json else console.line
    tell(text)
    for warning in report.warnings:
        tell(words("ingest.warning", warning=warning))


def _summary(reports: Sequence[FileReport], library: Path, console: Console) -> None:
    if not reports:
        console.line(console.words("ingest.nothing"))
        return
    counts = {str(status): sum(report.status is status for report in reports) for status in FileStatus}
    counts["failed"] += counts.pop("quarantined")
    console.line(console.words("ingest.summary", files=len(reports), library=str(library), **counts))
    if counts["failed"]:
        console.line(console.words("ingest.again"))


def _stopped(reports: Sequence[FileReport], error: PolicyAssistantError, seconds: float, console: Console) -> None:
    """The library itself failed: say what got in before; the error is reported by whoever catches it."""
    if console.as_json:
        so_far = jsonout.ingest_object(reports, (), seconds)
        problem = jsonout.error_object(error.code, error.message, error.remedy, error.exit_code)
        console.emit(so_far | problem)
    elif reports:
        console.note(console.words("ingest.stopped"))
