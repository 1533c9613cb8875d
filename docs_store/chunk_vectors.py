"""The vector of a chunk: that of its text and that of its context, added.

A document's chunks share few contexts (the 3,074 chunks of 31 reports: 605), so each is embedded once, and a chunk's
text alone: a fifth less for the model than each text with its context before it, and nothing is found worse. A long
text is embedded in parts: a sentence weighs more in a part than in the whole, so that it is found more often, and the
model's attention costs the square of a length (`docs/decisions/0015-vectors-of-text-and-context.md`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from docs_store import lazy_re
from docs_store.context import placed
from docs_store.embedding import Embedder, Vectors
from docs_store.types import Chunk, Metadata

CONTEXT_WEIGHT = 1.0  # of the context's vector beside the text's
PART = 160  # characters of a part, about; decision 0015 has 120 and 200 too
_WHOLE = 208  # characters up to which a text is not cut: two parts of it would be much shorter than that
_AS = "text and context, parts of 160"  # named anew when a chunk's vector is put together otherwise
_SENTENCE = lazy_re.compile(r"[^。；！？\n]*[。；！？\n]+|[^。；！？\n]+$")


def fingerprint(embedder: Embedder) -> str:
    """Changes whenever chunks' vectors would: that of the model, and how they are put together from what it makes."""
    return f"{embedder.fingerprint}; {_AS}"


def chunk_vectors(embedder: Embedder, metadata: Metadata, chunks: Sequence[Chunk]) -> Vectors:
    """Vectors of shape (len(chunks), dimensions), in the order given. No text is embedded twice."""
    pairs = [placed(metadata, chunk) for chunk in chunks]
    parts = {text: parts_of(text) for pair in pairs for text in (pair.body, pair.context) if text}
    each = list(dict.fromkeys(part for of_text in parts.values() for part in of_text))
    made = dict(zip(each, embedder.embed_passages(each), strict=True))
    vectors = np.zeros((len(chunks), embedder.dimensions), np.float32)
    for vector, pair in zip(vectors, pairs, strict=True):
        if pair.body:
            vector += _of_parts(parts[pair.body], made)
        if pair.context:
            vector += CONTEXT_WEIGHT * _of_parts(parts[pair.context], made)
        length = np.linalg.norm(vector)
        if length > 0:
            vector /= length
    return vectors


def parts_of(text: str) -> list[str]:
    """A text cut at ends of sentences into parts of like length, `PART` characters or less on average.

    Joined they are the text. It stays whole up to 208 characters, and a sentence always does.
    """
    if len(text) <= _WHOLE:
        return [text]
    wanted = len(text) / math.ceil(len(text) / PART)
    parts = [""]
    for sentence in _SENTENCE.findall(text):
        if parts[-1] and len(parts[-1]) + len(sentence) / 2 > wanted:
            parts.append("")
        parts[-1] += sentence
    return parts


def _of_parts(parts: Sequence[str], made: Mapping[str, Vectors]) -> Vectors:
    """The vector of a text, of length 1: those of its parts, each as heavy as it is long."""
    if len(parts) == 1:
        return made[parts[0]]
    vector: Vectors = np.sum([np.float32(len(part)) * made[part] for part in parts], axis=0)
    length = np.linalg.norm(vector)
    return vector / length if length > 0 else vector
