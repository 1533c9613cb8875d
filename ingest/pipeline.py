"""Files and folders into the library, one report per file."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docs_store.catalog import SourceRow
from docs_store.changes import Origin
from docs_store.errors import InputError, LibraryError, ModelError, PolicyAssistantError, UnreadableFileError
from docs_store.library import Library
from docs_store.library_files import belongs_to_library
from docs_store.types import FileError, FileReport, FileStatus
from docs_store.writer import Writer
from ingest.archives import Archives
from ingest.isolation import ReaderProcess
from ingest.proposals import Proposals, Proposer
from ingest.readings import READING_VERSION, FileReading
from ingest.sources import Source, content_hash

log = logging.getLogger(__name__)
Report = Callable[[FileReport], None]
Read = Callable[[Path, str, str, str], FileReading]
"""See `file_reading.documents_of`."""


@dataclass(slots=True)
class _Run:
    """One ingest: what is known of the library, and the reports so far.

    Attributes:
        reports: by the file's place in the order given.
        put: keys and content hashes of the files handed to the writer, which may not be visible yet.
        copies: files that hold what another file in the library held when it was looked at; settled at the end.
    """

    library: Library
    writer: Writer
    read: Read
    settings: Mapping[str, object]
    accept: bool
    report: Report
    proposals: Proposals
    reports: dict[int, FileReport] = field(default_factory=dict)
    put: set[str] = field(default_factory=set)
    copies: list[tuple[int, Source]] = field(default_factory=list)

    def is_copy(self, source: Source) -> bool:
        """Whether a file waits for what becomes of another with the same content."""
        return any(source is other for _, other in self.copies)

    def finish(self, order: int, report: FileReport) -> None:
        self.reports[order] = report
        self.report(report)


def ingest(
    library: Library,
    sources: Iterable[Source | FileReport],
    *,
    settings: Mapping[str, object] | None = None,
    accept: bool = False,
    report: Report = lambda _: None,
    read: Read | None = None,
    wait_s: float = 0.0,
    waiting: Callable[[], None] = lambda: None,
    origin: Origin | None = None,
    proposer: Proposer | None = None,
) -> list[FileReport]:
    """Read files into the library. What one file does wrong never keeps another out.

    Args:
        sources: files, as `find_sources` gives them; a report among them is passed on.
        settings: metadata fields set by hand for every file.
        accept: take files in even if they are read badly, now and in later versions.
        report: called for each file as soon as its documents can be found, or it is known that they will not be.
        read: what a file says; by default `documents_of` in a process of its own, with bounds on time and memory.
        wait_s, waiting, origin: see `Library.writer`.
        proposer: a language model that is asked about what the rules are unsure of; see `ingest.proposals`.

    Returns:
        One report for each of `sources`, in their order; for an archive, one for each file in it.

    Raises:
        LibraryError, ModelError: the library itself cannot be continued; files reported so far are in it.
    """
    with (
        library.writer(wait_s=wait_s, waiting=waiting, origin=origin) as writer,
        ReaderProcess() as process,
        Archives(process) as archives,
    ):
        writer.check_embedder()
        run = _Run(
            library=library,
            writer=writer,
            read=read or process.documents,
            settings=settings or {},
            accept=accept,
            report=report,
            proposals=Proposals(proposer, library),
        )
        documents = _without_library(sources, library.folder)
        for order, source in enumerate(archives.open(documents, keep=run.is_copy)):
            if isinstance(source, FileReport):
                run.finish(order, source)
            else:
                _try(run, order, source, _ingest_file)
        _forget_missing(run, archives.held)
        while run.copies:
            writer.flush()  # what takes another's place must be seen to have done so
            _try(run, *run.copies.pop(0), _settle_copy)
    return [run.reports[order] for order in sorted(run.reports)]


def _without_library(sources: Iterable[Source | FileReport], library: Path) -> Iterator[Source | FileReport]:
    """The sources, with an error for those that are a library's own files: nothing may open them."""
    for source in sources:
        if isinstance(source, Source) and source.error is None and belongs_to_library(source.path, library):
            error = UnreadableFileError(
                f"{source.name} is a library's own file.", remedy="Name documents.", code="library_file"
            )
            yield replace(source, error=error)
        else:
            yield source


def _forget_missing(run: _Run, held: Mapping[str, set[str]]) -> None:
    """Remove the documents of files that an archive used to hold: its new version takes the place of the old one."""
    gone: list[str] = []
    for row in run.library.sources() if held else ():
        archive = next((key for key in held if row.key.startswith(f"{key}/")), None)
        if archive is not None and row.key not in held[archive]:
            gone += run.library.ids_of_source(row.key)
    run.writer.remove(gone)


def _try(run: _Run, order: int, source: Source, step: Callable[[_Run, int, Source, float], None]) -> None:
    started = time.perf_counter()
    try:
        step(run, order, source, started)
    except (LibraryError, ModelError):
        raise
    except PolicyAssistantError as error:
        _fail(run, order, source, error, started)
    except Exception as error:  # the one catch-all: a fault in reading one file must not stop the others
        log.exception("reading %s", source.name)
        _fail(run, order, source, InputError(f"Reading failed: {error!r}.", code="internal"), started)


def _ingest_file(run: _Run, order: int, source: Source, started: float) -> None:
    if source.error is not None:
        raise source.error
    raw_hash = content_hash(source.path)
    if not run.put.isdisjoint((source.key, raw_hash)):
        run.writer.flush()  # the same file or content again: it must be seen to be there
    known = run.library.ids_of_source(source.key)
    before = run.library.source(source.key)
    same = before is not None and (before.file_hash, before.reading) == (raw_hash, READING_VERSION)
    infos = run.library.infos_of(known)
    if before and known and same and run.library.is_as_read(source.key) and not run.proposals.are_due(before, infos):
        status = FileStatus.UPDATED if _apply_settings(run, known) else FileStatus.UNCHANGED
        report = _report(source, status, started, document_ids=known, warnings=before.warnings)
        run.finish(order, replace(report, reading=before.report))
        return
    accepted = run.accept or (before is not None and before.accepted)
    if before and _still_quarantined(before, raw_hash) and not accepted:
        run.finish(order, replace(_report(source, before.status, started), error=before.error, reading=before.report))
        return
    if any(key != source.key for key in run.library.sources_with_hash(raw_hash)):
        run.copies.append((order, source))  # the other file may be about to change
        return
    read = run.read(source.path, source.name, source.key, raw_hash)
    reason = None if accepted else read.fault
    if reason is not None:
        if not known:  # an earlier, readable version stays
            row = _row(source, raw_hash, FileStatus.QUARANTINED, error=reason)
            run.writer.note_source(replace(row, report=read.report))
        report = _report(source, FileStatus.QUARANTINED, started, warnings=read.warnings)
        run.finish(order, replace(report, error=reason, reading=read.report))
        return
    if not any(content.chunks for content in read.contents):
        raise UnreadableFileError("The file holds no text.", remedy="Check that it is the right file.", code="empty")
    read = run.proposals.added_to(read, before, infos, run.settings)
    status = FileStatus.UPDATED if known else FileStatus.ADDED
    row = replace(_row(source, raw_hash, status, warnings=read.warnings), report=read.report, accepted=accepted)
    report = _counted(_report(source, status, started, warnings=read.warnings), read)
    run.put |= {source.key, raw_hash}
    run.writer.put(
        row,
        read.contents,
        done=lambda: run.finish(order, _timed(report, started)),
        corrections=run.settings,
        original=source.path if read.shows_pages else None,
    )


def _still_quarantined(before: SourceRow, raw_hash: str) -> bool:
    """Whether a file was quarantined as it is now: it need not be read again to say so again."""
    as_now = (before.file_hash, before.reading) == (raw_hash, READING_VERSION)
    return before.status is FileStatus.QUARANTINED and as_now


def _apply_settings(run: _Run, document_ids: Sequence[str]) -> bool:
    """Carry settings given with an unchanged file over to its documents; whether that changed anything."""
    wanted = [
        info.id
        for info in run.library.infos()
        if info.id in document_ids
        and any(_as_set(info.metadata, name) != value for name, value in run.settings.items())
    ]
    if wanted:
        run.writer.correct(wanted, run.settings)
    return bool(wanted)


def _as_set(metadata: object, name: str) -> object:
    entry = getattr(metadata, name, None)
    value = getattr(entry, "value", None)
    return list(value) if isinstance(value, tuple) else value


def _settle_copy(run: _Run, order: int, source: Source, started: float) -> None:
    """Nothing is added twice: a file leaves its content to another that has it, unless that one is about to change."""
    raw_hash = content_hash(source.path)
    changing = {other.key for _, other in run.copies}
    twins = [key for key in run.library.sources_with_hash(raw_hash) if key != source.key]
    twin_key = next((key for key in twins if key not in changing and run.library.is_as_read(key)), None)
    if twin_key is None:
        run.writer.remove([id_ for key in twins for id_ in run.library.ids_of_source(key)])
        _ingest_file(run, order, source, started)
        return
    twin = run.library.source(twin_key)
    warning = f"Same content as {twin.name if twin else twin_key}, which is in the library already."
    run.writer.remove(run.library.ids_of_source(source.key))
    run.writer.note_source(_row(source, raw_hash, FileStatus.UNCHANGED, warnings=(warning,)))
    ids = run.library.ids_of_source(twin_key)
    run.finish(order, _report(source, FileStatus.UNCHANGED, started, document_ids=ids, warnings=(warning,)))


def _fail(run: _Run, order: int, source: Source, error: PolicyAssistantError, started: float) -> None:
    reason = FileError(code=error.code, message=str(error), page=getattr(error, "page", None))
    seconds = round(time.perf_counter() - started, 3)
    if source.key not in run.put and not run.library.ids_of_source(source.key):  # an earlier, readable version stays
        before = run.library.source(source.key)
        row = _row(source, "", FileStatus.FAILED, error=reason)
        run.writer.note_source(replace(row, accepted=before is not None and before.accepted))
    run.finish(order, FileReport(source=source.name, status=FileStatus.FAILED, error=reason, seconds=seconds))


def _report(
    source: Source,
    status: FileStatus,
    started: float,
    *,
    document_ids: Sequence[str] = (),
    warnings: tuple[str, ...] = (),
) -> FileReport:
    seconds = round(time.perf_counter() - started, 3)
    return FileReport(
        source=source.name, status=status, document_ids=tuple(document_ids), warnings=warnings, seconds=seconds
    )


def _timed(report: FileReport, started: float) -> FileReport:
    return replace(report, seconds=round(time.perf_counter() - started, 3))


def _counted(report: FileReport, read: FileReading) -> FileReport:
    return replace(
        report,
        document_ids=tuple(content.document.id for content in read.contents),
        chunks=sum(len(content.chunks) for content in read.contents),
        figures=sum(len(content.figures) for content in read.contents),
        provisions=sum(one.grants for content in read.contents for one in content.provisions),
        reading=read.report,
    )


def _row(
    source: Source,
    file_hash: str,
    status: FileStatus,
    *,
    warnings: tuple[str, ...] = (),
    error: FileError | None = None,
) -> SourceRow:
    try:
        found = source.path.stat()
        size, modified = found.st_size, found.st_mtime_ns
    except OSError:
        size = modified = 0
    return SourceRow(
        key=source.key,
        name=source.name,
        file_hash=file_hash,
        size=size,
        modified_ns=modified,
        status=status,
        error=error,
        warnings=warnings,
        reading=READING_VERSION,
    )
