"""Any cross-encoder that sentence-transformers can run, from a folder or from the model hub's cache on this machine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from docs_store.embedders.encodable import encodable
from docs_store.embedders.sentence_transformer import folder_digest, loaded, revision
from docs_store.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SURE = 1e-7  # a share nearer to 0 or 1 has no finite log-odds that 32-bit floats tell apart


class SentenceTransformerCrossEncoder:
    """A cross-encoder with one output, such as `BAAI/bge-reranker-base`. Safe for many threads; they take turns.

    Args:
        name_or_folder: a folder in sentence-transformers format, or a hub name.
        download: let the library bring a hub name that is not on this machine. Otherwise the network is not used.

    Raises:
        ModelError: sentence-transformers is not installed, or the model is not to be had or not to be loaded.
    """

    def __init__(self, name_or_folder: str, *, download: bool = False) -> None:
        self._name = name_or_folder
        self._model = _load(name_or_folder, download)
        folder = Path(name_or_folder)
        self._fingerprint = f"folder@{folder_digest(folder)}" if folder.is_dir() else revision(name_or_folder)
        self._turn = Lock()

    @property
    def name(self) -> str:
        """The folder or hub name as given."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Hub name and commit; for a folder a digest of its files, wherever the folder lies."""
        return self._fingerprint

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """See `CrossEncoder`."""
        if not passages:
            return []
        from torch.nn import Sigmoid  # noqa: PLC0415  # loaded with the model

        pairs = [(encodable(question), encodable(passage)) for passage in passages]
        with self._turn:
            shares = self._model.predict(pairs, activation_fn=Sigmoid(), show_progress_bar=False)
        return [_log_odds(float(share)) for share in shares]


def _log_odds(share: float) -> float:
    share = min(max(share, _SURE), 1 - _SURE)
    return math.log(share / (1 - share))


def _load(name: str, download: bool) -> CrossEncoder:
    def make() -> CrossEncoder:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415  # seconds, and PyTorch with it

        made: CrossEncoder = CrossEncoder(name, local_files_only=not download)
        return made

    model = loaded(name, make, "Give the name of a cross-encoder on the model hub, or a folder that holds one.")
    if model.num_labels != 1:
        raise ModelError(
            f"The model {name} gives {model.num_labels} scores for a pair of texts, where a cross-encoder gives one.",
            remedy="Give a reranker, such as BAAI/bge-reranker-base.",
        )
    return model
