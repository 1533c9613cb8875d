"""The vector of a chunk: that of its text and that of its context, added.

A document's chunks share few contexts (the 3,074 chunks of 31 reports: 605), so each is embedded once, and a chunk's
text alone: a fifth less for the model than each text with its context before it, and nothing is found worse
(`docs/decisions/0015-vectors-of-text-and-context.md`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from docs_store.context import placed
from docs_store.embedding import Embedder, Vectors
from docs_store.types import Chunk, Metadata

CONTEXT_WEIGHT = 1.0  # of the context's vector beside the text's


def chunk_vectors(embedder: Embedder, metadata: Metadata, chunks: Sequence[Chunk]) -> Vectors:
    """Vectors of shape (len(chunks), dimensions), in the order given. No text is embedded twice."""
    parts = [placed(metadata, chunk) for chunk in chunks]
    texts = list(dict.fromkeys(text for part in parts for text in (part.body, part.context) if text))
    row = {text: n for n, text in enumerate(texts)}
    made = embedder.embed_passages(texts)
    vectors = np.zeros((len(chunks), embedder.dimensions), np.float32)
    for vector, part in zip(vectors, parts, strict=True):
        if part.body:
            vector += made[row[part.body]]
        if part.context:
            vector += CONTEXT_WEIGHT * made[row[part.context]]
        length = np.linalg.norm(vector)
        if length > 0:
            vector /= length
    return vectors
