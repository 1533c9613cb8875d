"""Reading files into the library and telling of each, on behalf of `ingest`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docs_store.changes import Origin
from docs_store.errors import InputError, PolicyAssistantError
from docs_store.library import Library
from docs_store.types import FileReport, FileStatus
from ingest.pipeline import ingest
from ingest.proposals import Proposer
from ingest.sources import Source
from ui import jsonout
from ui.commands.console import Console
from ui.commands.ingest_progress import IngestProgress
from ui.commands.interrupts import Deferred
from ui.commands.reading_views import near_lines, reading_object

_MOST_LISTED = 20
_INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one run of `ingest` works with.

    Attributes:
        fields: metadata set by hand for every file.
        accept: take files in even if they are read badly.
        hints: what concerns the whole library, asked for at the end.
        wait_s: how long to wait, in seconds, for another process that writes.
        origin: where the changes come from, as for `Library.writer`.
        proposer: the language model that is asked about what reading is unsure of, if any.
    """

    library: Library
    fields: Mapping[str, object]
    accept: bool
    console: Console
    hints: Callable[[], Sequence[str]]
    wait_s: float
    origin: Origin | None = None
    proposer: Proposer | None = None

    def read(self, found: Sequence[Source | FileReport], extra: Mapping[str, object] | None = None) -> list[FileReport]:
        """Read files, tell of each, and with `--json` give the object that tells of all.

        An interrupt lets the file at hand be finished, and a second one does not. Either way the library holds what was
        told of, and the next run goes on from there.

        Args:
            extra: more fields for that object.
        """
        started = time.perf_counter()
        reports: list[FileReport] = []
        progress = IngestProgress(found, self.console.words)

        def report(one: FileReport) -> None:
            reports.append(one)
            progress.clear()
            self._show(one)

        def told(error: Mapping[str, object]) -> None:
            seconds = time.perf_counter() - started
            readings = [self._reading(one) for one in reports]
            whole = jsonout.ingest_object(reports, self.hints(), seconds, readings)
            self.console.emit(whole | dict(extra or {}) | dict(error))

        try:
            with Deferred(lambda: self.console.note(self.console.words("ingest.stopping"))) as interrupts:
                sources = _checked(progress.through(found), interrupts)
                ingest(
                    self.library,
                    sources,
                    settings=self.fields,
                    accept=self.accept,
                    report=report,
                    wait_s=self.wait_s,
                    waiting=self.console.waiting(self.wait_s),
                    origin=self.origin,
                    proposer=self.proposer,
                )
        except PolicyAssistantError as error:
            progress.clear()
            if self.console.as_json:
                told(jsonout.error_object(error.code, error.message, error.remedy, error.exit_code))
            elif reports:
                self.console.note(self.console.words("ingest.stopped"))
            raise
        except KeyboardInterrupt:
            progress.clear()
            words = self.console.words("ingest.interrupted")
            if self.console.as_json:
                told(jsonout.error_object("interrupted", words, "", _INTERRUPTED))
            elif reports:
                self.summary(reports)
            self.console.note(words)
            raise
        progress.clear()
        if self.console.as_json:
            told({})
        return reports

    def summary(self, reports: Sequence[FileReport]) -> None:
        """What a person should know at the end, and do."""
        words, line = self.console.words, self.console.line
        if not reports:
            line(words("ingest.nothing"))
            return
        counts = {str(status): sum(report.status is status for report in reports) for status in FileStatus}
        line(words("ingest.summary", files=len(reports), library=str(self.library.folder), **counts))
        for status, heading in ((FileStatus.FAILED, "ingest.again"), (FileStatus.QUARANTINED, "ingest.quarantined")):
            listed = [report for report in reports if report.status is status]
            if listed:
                line(words(heading))
            for report in listed[:_MOST_LISTED]:
                line(words("ingest.item", source=report.source, reason=self._why(report)))
            if len(listed) > _MOST_LISTED:
                line(words("ingest.more", count=len(listed) - _MOST_LISTED))
        for text in self._reprints(reports):
            line(text)

    def _show(self, report: FileReport) -> None:
        """One line for a file, as soon as it is done; beside the result when that is JSON."""
        words = self.console.words
        status = words(f"ingest.status.{report.status}")
        if report.error is not None:
            text = words("ingest.failed", status=status, source=report.source, reason=self._why(report))
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
        tell = self.console.note if self.console.as_json else self.console.line
        tell(text)
        for warning in report.warnings:
            tell(words("ingest.warning", warning=words.warning(warning)))

    def _why(self, report: FileReport) -> str:
        assert report.error is not None
        words, error = self.console.words, report.error
        reason = words.reason(error.code, error.message, general=InputError.code, named=True)
        return reason + (words("ingest.page", page=error.page) if error.page is not None else "")

    def _reading(self, report: FileReport) -> dict[str, object] | None:
        if report.reading is None:
            return None
        return reading_object(report.reading, self.library.infos_of(report.document_ids), self.library)

    def _reprints(self, reports: Sequence[FileReport]) -> Iterator[str]:
        """New documents that the library holds already in nearly the same words."""
        for report in reports:
            if report.status in (FileStatus.ADDED, FileStatus.UPDATED):
                for id_ in report.document_ids:
                    for line in near_lines(self.library.near_duplicates(id_)[:1], self.console.words):
                        yield self.console.words("ingest.item", source=report.source, reason=line)


def _checked(sources: Iterator[Source | FileReport], interrupts: Deferred) -> Iterator[Source | FileReport]:
    """The same files, with a moment to stop before each."""
    for source in sources:
        interrupts.check()
        yield source
