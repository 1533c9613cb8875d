"""ZIP archives among what is ingested: the files in them, each a source called `archive.zip/folder/name.docx`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from docs_store.errors import InputError, UnreadableFileError
from docs_store.types import FileReport
from ingest.isolation import ReaderProcess
from ingest.readings import Member
from ingest.sources import Source


class Archives:
    """Unpacks archives among sources. To be used as a context: what was unpacked is there until its end.

    Args:
        process: unpacks.

    Attributes:
        held: keys of the files in each archive that could be unpacked, by the archive's key.
    """

    def __init__(self, process: ReaderProcess) -> None:
        self.held: dict[str, set[str]] = {}
        self._process = process
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def open(
        self, sources: Iterable[Source | FileReport], *, keep: Callable[[Source], bool]
    ) -> Iterator[Source | FileReport]:
        """The sources, with an archive's members in its place; what cannot be unpacked carries its error.

        Args:
            sources: as `find_sources` gives them.
            keep: whether a member's file is still wanted when the next source is asked for.
        """
        for source in sources:
            if isinstance(source, FileReport) or source.path.suffix.lower() != ".zip" or source.error is not None:
                yield source
            else:
                yield from self._members(source, keep)

    def _members(self, archive: Source, keep: Callable[[Source], bool]) -> Iterator[Source]:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="policy-assistant-")
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        try:
            found = self._process.call("unpack", archive.path, folder, path=archive.path)
        except InputError as error:
            yield replace(archive, error=error)
            return
        if found is None:  # another format under an archive's name
            yield archive
            return
        kept = False
        self.held[archive.key] = {f"{archive.key}/{member.name}" for member in cast("tuple[Member, ...]", found)}
        for member in cast("tuple[Member, ...]", found):
            source = Source(
                path=member.path or archive.path,
                key=f"{archive.key}/{member.name}",
                name=f"{archive.name}/{member.name}",
                error=None if member.reason is None else _error(*member.reason),
            )
            yield source
            if keep(source):
                kept = True
            elif member.path is not None:
                member.path.unlink(missing_ok=True)
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _error(message: str, remedy: str, code: str) -> UnreadableFileError:
    return UnreadableFileError(message, remedy=remedy, code=code)
