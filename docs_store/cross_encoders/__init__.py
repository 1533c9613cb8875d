"""The seam of cross-encoders: models that read a question with a passage, and say how surely that answers it.

Importing this package loads no machine-learning library; making a cross-encoder does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class CrossEncoder(Protocol):
    """Reads question and passage together.

    Attributes:
        name: what the person calls it.
        fingerprint: changes whenever scores would. Thresholds hold for one fingerprint alone.
    """

    @property
    def name(self) -> str:
        """See the class."""
        ...

    @property
    def fingerprint(self) -> str:
        """See the class."""
        ...

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """For each passage the log-odds that it answers the question, in the order given. Long texts are cut."""
        ...


def load_cross_encoder(name: str, *, download: bool = False) -> CrossEncoder:
    """A cross-encoder of sentence-transformers: a folder, or a hub name.

    Raises:
        ModelError: not installed, or not to be loaded.
    """
    from docs_store.cross_encoders.sentence_transformer import SentenceTransformerCrossEncoder  # noqa: PLC0415

    return SentenceTransformerCrossEncoder(str(Path(name)) if Path(name).is_dir() else name, download=download)
