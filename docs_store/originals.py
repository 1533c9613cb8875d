"""The files themselves, for documents whose pages are shown: `LIBRARY/originals/SHA256`, one per content.

The catalog says which of them there must be. A file is put in place before the transaction that names it, and deleted
after the one that no longer does; so a kill leaves at most a file too many, which the next writer sweeps away.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from docs_store import permissions
from docs_store.errors import InputError, StorageError

_FOLDER = "originals"
_BLOCK = 1 << 20


def path_of(library: Path, file_hash: str) -> Path:
    """Where the file with this content is, or would be."""
    return library / _FOLDER / file_hash


def keep(library: Path, file: Path, file_hash: str) -> int:
    """Copy a file into the library, durably; its size in bytes.

    Raises:
        InputError: it no longer has the content `file_hash`, or cannot be read.
        StorageError: it cannot be written.
    """
    place = path_of(library, file_hash)
    part = place.with_name(f"{file_hash}.part")
    try:
        source = file.open("rb")
    except OSError as error:
        raise _changed(file) from error
    try:
        permissions.make_folder(place.parent)
        digest = hashlib.sha256()
        with source, open(part, "wb", opener=permissions.opener) as copy:
            while block := source.read(_BLOCK):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
            size = copy.tell()
        if digest.hexdigest() != file_hash:
            part.unlink()
            raise _changed(file)
        part.replace(place)
        _sync_folder(place.parent)
    except OSError as error:
        raise StorageError(
            f"A copy of {file.name} cannot be kept in the library: {error.strerror or error}.",
            remedy="Check the library folder's rights and the free space.",
        ) from error
    return size


def sweep(library: Path, wanted: Iterable[str]) -> None:
    """Delete every kept file but those with these contents."""
    folder = library / _FOLDER
    if not folder.is_dir():
        return
    stay = set(wanted)
    for entry in folder.iterdir():
        if entry.name not in stay:
            entry.unlink(missing_ok=True)
    if not stay:
        shutil.rmtree(folder, ignore_errors=True)


def problems(library: Path, wanted: Mapping[str, int]) -> list[str]:
    """Sentences on kept files that are missing or not what they were; `wanted` is content hash → size in bytes."""
    found = []
    for file_hash, size in wanted.items():
        path = path_of(library, file_hash)
        try:
            with path.open("rb") as file:
                sound = path.stat().st_size == size and hashlib.file_digest(file, "sha256").hexdigest() == file_hash
        except OSError:
            sound = False
        if not sound:
            found.append(f"The kept copy of a file is missing or damaged ({_FOLDER}/{file_hash}); ingest it again.")
    return found


def _changed(file: Path) -> InputError:
    return InputError(
        f"{file.name} was changed or removed while it was being read.", remedy="Ingest it again.", code="changed"
    )


def _sync_folder(folder: Path) -> None:
    """Make a rename in it durable, where the system lets folders be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
