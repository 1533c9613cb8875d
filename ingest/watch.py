"""Following folders: which files were added, changed or removed since they were last read.

By polling modification time and size: it needs no package, and works on network shares and container mounts, where
notifications of the operating system do not arrive.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docs_store.catalog import SourceRow
from docs_store.types import FileReport
from ingest.sources import Source, find_sources

Stamp = tuple[int, int]
"""Size in bytes and modification time in nanoseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be done.

    Attributes:
        changed: files that are new or different, and have stood still between two polls.
        removed: keys of files that are gone.
    """

    changed: tuple[Source, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed)


class FolderWatch:
    """What has become of the files in some folders.

    Args:
        folders: folders to follow.
        recursive: those below them too.
        known: what the library remembers of files; such as lie elsewhere are passed over.
    """

    def __init__(self, folders: Sequence[Path], *, recursive: bool, known: Iterable[SourceRow]) -> None:
        self._folders = {folder: _device(folder) for folder in folders}
        self._recursive = recursive
        roots = [os.path.realpath(folder) for folder in folders]
        self._done: dict[str, Stamp] = {
            row.key: (row.size, row.modified_ns) for row in known if _lies_in(row.key, roots, recursive)
        }
        self._seen: dict[str, Stamp] = {}
        self._missing: set[str] = set()

    def poll(self) -> Changes:
        """Look once. A file is told of at the second look that finds it as the first one did.

        What is told is told again until `done` says that it was dealt with.
        """
        now: dict[str, tuple[Source, Stamp]] = {}
        for found in find_sources(list(self._folders), recursive=self._recursive):
            stamp = None if isinstance(found, FileReport) else _stamp(found.path)
            if stamp is not None and isinstance(found, Source):
                now[found.key] = (found, stamp)
        changed = tuple(
            source
            for key, (source, stamp) in now.items()
            if self._done.get(key) != stamp and self._seen.get(key) == stamp
        )
        missing = {key for key in self._done.keys() - now.keys() if _is_gone(key)} if self._all_there() else set()
        removed = tuple(sorted(missing & self._missing))
        self._seen = {key: stamp for key, (_, stamp) in now.items()}
        self._missing = missing
        return Changes(changed=changed, removed=removed)

    def done(self, changes: Changes) -> None:
        """What `poll` told of was dealt with, well or badly."""
        for source in changes.changed:
            self._done[source.key] = self._seen[source.key]
        for key in changes.removed:
            self._done.pop(key, None)

    def _all_there(self) -> bool:
        """Whether the folders can be looked into and are on the disks they were on: a share gone removes nothing."""
        return all(device is not None and _device(folder) == device for folder, device in self._folders.items())


def _lies_in(key: str, roots: Sequence[str], recursive: bool) -> bool:
    for root in roots:
        if key.startswith(root.rstrip(os.sep) + os.sep):
            first, *below = Path(key[len(root.rstrip(os.sep)) + 1 :]).parts
            return recursive or not below or first.lower().endswith(".zip")
    return False


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _device(folder: Path) -> int | None:
    try:
        os.scandir(folder).close()
        return folder.stat().st_dev
    except OSError:
        return None


def _is_gone(key: str) -> bool:
    """Whether there is no such file, as opposed to one that cannot be looked at now, or that an archive holds."""
    try:
        os.stat(key)  # noqa: PTH116  Path.stat differs in nothing, and Path.exists hides a lack of rights
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False
