"""The text that is embedded and indexed for a chunk.

It is not the text that is quoted: it puts before the reading text what a reader of the whole document knows (place,
years, title, headings). It is computed, not stored, so that a corrected region or title reaches the index without
reading the file again.
"""

from __future__ import annotations

from docs_store.textnorm import clean_chunk, is_cjk
from docs_store.types import Chunk, Metadata

_SURE = 0.5  # a guess less sure than this would put a chunk where it may not belong


def embed_text(metadata: Metadata, chunk: Chunk) -> str:
    """Context line, then the chunk's reading text. Headings that open the chunk are not repeated."""
    body = clean_chunk(chunk).text
    years = chunk.years or (metadata.years.value if metadata.years else ())
    region = metadata.region
    context = [
        region.value if region and region.certainty >= _SURE else "",
        "、".join(f"{year}年" for year in years),
        metadata.title.value if any(map(is_cjk, metadata.title.value)) else "",  # `scan0012` says nothing
        *(heading for heading in chunk.heading if not body.startswith(heading)),
    ]
    line = " ".join(part for part in context if part)
    return f"{line}\n{body}" if line else body
