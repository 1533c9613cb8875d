"""Reading and writing model files, with the operating system's refusals turned into clear errors."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from docs_store.errors import ModelIntegrityError, StorageError
from docs_store.models.registry import ModelFile

CHUNK_BYTES = 1 << 20
"""How much is read, written and hashed at a time."""

_SPARE_BYTES = 200_000_000  # a package on its way, unpacked and not

Progress = Callable[[int, int | None, str], None]
"""Called with (bytes done, bytes in all or None when unknown, words on what is being done)."""


def quiet(done: int, total: int | None, words: str) -> None:
    """A Progress that shows nothing."""


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of an open file, piece by piece."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def write_chunks(
    chunks: Iterable[bytes], target: Path, file: ModelFile, progress: Progress, *, append: bool = False
) -> None:
    """Write `file`'s content to `target` and have it on the disk on return.

    Raises ModelIntegrityError as soon as there is more than the file should hold: a wrong source must not fill the
    disk. OSError of the disk is left to the caller's `storage_errors`.
    """
    with target.open("ab" if append else "wb") as output:
        done = output.tell()
        for chunk in chunks:
            done += len(chunk)
            if done > file.bytes:
                raise ModelIntegrityError(f"{file.name} is longer than its {file.bytes} bytes.")
            output.write(chunk)
            progress(done, file.bytes, file.name)
        output.flush()
        os.fsync(output.fileno())


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for chunk in chunks_of(stream):
            digest.update(chunk)
    return digest.hexdigest()


def check_files(files: Iterable[ModelFile], folder: Path, progress: Progress = quiet) -> None:
    """Raise ModelIntegrityError unless every file is there with the pinned SHA-256."""
    for file in files:
        progress(file.bytes, file.bytes, f"checking {file.name}")
        path = folder / file.name
        if not path.is_file():
            raise ModelIntegrityError(f"{file.name} is missing.")
        found = sha256_of(path)
        if found != file.sha256:
            raise ModelIntegrityError(f"{file.name} is not the pinned file: its SHA-256 is {found}, not {file.sha256}.")


def check_room(folder: Path, needed: int) -> None:
    """Raise StorageError unless the disk of `folder` has room for so many bytes, and some more to work with."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_BYTES:
        raise StorageError(
            f"The disk has {free / 1e9:.1f} GB free in {folder}; {(needed + _SPARE_BYTES) / 1e9:.1f} GB are needed.",
            remedy="Free some space, or set POLICY_ASSISTANT_MODELS to a folder on another disk.",
        )


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn OSError inside the block into StorageError about `folder`.

    Only for the disk: whoever reads from a network or from someone's folder translates its own errors first.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = f"The disk is full: no room for models in {folder}."
        elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
            what = f"The model folder {folder} may not be written ({error.strerror})."
        else:
            what = f"The model folder {folder} cannot be used ({error})."
        remedy = "Free some space or allow writing there, or set POLICY_ASSISTANT_MODELS to another folder."
        raise StorageError(what, remedy=remedy) from error
