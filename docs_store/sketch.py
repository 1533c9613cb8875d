"""Sketches of texts: how alike two texts are, without comparing them word by word.

A text's shingles are its runs of `SHINGLE` letters, digits and Chinese characters, punctuation and spaces left out. Its
sketch is the `SIZE` smallest of their hashes, which is a sample of the shingles that does not depend on where they
stand. The share of common values among the smallest of both estimates the Jaccard similarity of the two sets, with a
standard error of about sqrt(s * (1 - s) / SIZE), 0.03 at 0.9 (Broder, "On the resemblance and containment of
documents", 1997).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from docs_store import lazy_re

SHINGLE = 5  # characters
SIZE = 128  # hashes in a sketch
KEYS = 32  # of these, the smallest, by which sketches are looked up
_LEAST = 100  # shingles; shorter texts (forms, cover letters) are alike by chance
_BASE = np.uint64(0x9E3779B97F4A7C15)
_SILENT = lazy_re.compile(r"[\W_]+")


def sketch(text: str) -> tuple[int, ...]:
    """The sketch of a reading text: up to `SIZE` signed 64-bit numbers, ascending; empty for too short a text."""
    codes = np.frombuffer(_SILENT.sub("", text).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = codes.size - SHINGLE + 1
    if count < _LEAST:
        return ()
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(SHINGLE):
        hashes = hashes * _BASE + codes[at : at + count]
    hashes = _mixed(hashes).view(np.int64)
    if hashes.size > 8 * SIZE:  # the smallest few times as many, so that sorting is cheap and repeats do not matter
        hashes = hashes[hashes <= np.partition(hashes, 8 * SIZE)[8 * SIZE]]
    return tuple(int(value) for value in np.unique(hashes)[:SIZE])


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimated Jaccard similarity of two texts in 0..1, by their sketches; 0 where one has none."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[: min(SIZE, max(len(one), len(other)))]
    common = {*one} & {*other}
    return sum(value in common for value in union) / len(union)


def _mixed(hashes: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Every bit of the result depends on every bit of the hash (the finalizer of SplitMix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
