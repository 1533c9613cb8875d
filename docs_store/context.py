"""What a reader of the whole document knows before reading a chunk: place, years, title, headings.

It is not quoted. It is computed, not stored, so that a corrected region or title reaches the indexes without reading
the file again. The keyword index takes it with the chunk's text; for vectors see `docs_store.chunk_vectors`.
"""

from __future__ import annotations

from dataclasses import dataclass

from docs_store.textnorm import clean_chunk, is_cjk
from docs_store.types import Chunk, Metadata

_SURE = 0.5  # a guess less sure than this would put a chunk where it may not belong


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A chunk's reading text and its context line, either of which may be empty."""

    context: str
    body: str

    @property
    def text(self) -> str:
        """Both, one after the other."""
        return f"{self.context}\n{self.body}" if self.context else self.body


def placed(metadata: Metadata, chunk: Chunk) -> Placed:
    """A chunk in its context. Headings that open the chunk are not repeated."""
    body = clean_chunk(chunk).text
    years = chunk.years or (metadata.years.value if metadata.years else ())
    region = metadata.region
    context = [
        region.value if region and region.certainty >= _SURE else "",
        "、".join(f"{year}年" for year in years),
        metadata.title.value if any(map(is_cjk, metadata.title.value)) else "",  # `scan0012` says nothing
        *(heading for heading in chunk.heading if not body.startswith(heading)),
    ]
    return Placed(context=" ".join(part for part in context if part), body=body)
