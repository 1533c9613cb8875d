"""Places in documents, as file, offsets and digest: labels say where something stands and hold none of its words.

Offsets count characters of the text that the product reads out of a file (`Document.text`), all its documents one after
the other where it holds several. The digest tells whether the text there is still the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DIGEST = 16  # hex digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`text[start:end]` of document `position` (1-based) of a file.

    Attributes:
        file: path of the file inside the corpus, with `/`.
        digest: first 16 hex digits of the SHA-256 of the span's characters, white space left out.
    """

    file: str
    position: int
    start: int
    end: int
    digest: str

    def as_json(self) -> dict[str, Any]:
        """The fields of one JSON object."""
        return {
            "file": self.file, "position": self.position, "start": self.start, "end": self.end, "digest": self.digest,
        }  # fmt: skip

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> Span:
        """The span of one JSON object."""
        return cls(file=row["file"], position=row["position"], start=row["start"], end=row["end"], digest=row["digest"])


def digest(text: str) -> str:
    """Digest of a text, whatever white space stands in it."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:_DIGEST]


def locate(words: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, white space on either side left out; `None` where they do not stand there once.

    Returns:
        Start and end in `text`, of the first of several places.
    """
    kept = [(char, at) for at, char in enumerate(text) if not char.isspace()]
    wanted = "".join(words.split())
    start = "".join(char for char, _ in kept).find(wanted) if wanted else -1
    return None if start < 0 else (kept[start][1], kept[start + len(wanted) - 1][1] + 1)
