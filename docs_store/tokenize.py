"""Text to search terms: by words and by character bigrams.

Both begin alike: the text is NFKC-normalised and lower-cased, then split into runs of Chinese characters, numbers and
other letters; everything else (punctuation, spaces, signs) is dropped. Numbers and Latin words are terms as they stand
(`72.5`, `gdp`, `5g`); only the Chinese runs differ. No term holds white space.

    words("新增47家高新技术企业")    → 新增 47 家 高新 技术 高新技术 企业
    bigrams("新增47家高新技术企业")  → 新增 47 家高 高新 新技 技术 术企 企业

Index and query must be split alike: whoever stores terms also stores `TOKENIZER_VERSION`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from docs_store import lazy_re
from docs_store.segmentation import cut_for_search

# To be raised with every change that gives any text other terms, a newer dictionary of rjieba included.
TOKENIZER_VERSION = 1

# Han with 々〆〇, kana, hangul, and the Han planes beyond the first.
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
_CHINESE = lazy_re.compile(f"([{_CJK}]+)")

# A decimal is one term; a dotted date or version (`2024.12.1`) is not a decimal.
_OTHER = lazy_re.compile(r"(?<![0-9.])[0-9]+\.[0-9]+(?!\.?[0-9])|[^\W_]+")

# `1,434.3` is read as 1434.3. Only the ASCII comma joins: a Chinese one stands between two numbers.
_GROUPED = lazy_re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")


def words(text: str) -> list[str]:
    """Words by jieba's dictionary, in reading order, with the shorter words inside a long one beside it."""
    terms: list[str] = []
    for run, is_chinese in _runs(text):
        if is_chinese:
            terms.extend(cut_for_search(run))
        else:
            terms.append(run)
    return terms


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters, in reading order; a character standing alone is a term by itself."""
    terms: list[str] = []
    for run, is_chinese in _runs(text):
        if is_chinese and len(run) > 2:
            terms.extend(map(str.__add__, run, run[1:]))
        else:
            terms.append(run)
    return terms


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of the normalised text, in reading order, each with whether it is Chinese."""
    for i, piece in enumerate(_CHINESE.split(_normalise(text))):  # Chinese ones have odd numbers
        if i % 2:
            yield piece, True
        else:
            yield from ((run, False) for run in _OTHER.findall(piece))


def _normalise(text: str) -> str:
    if "," in text:
        text = _GROUPED.sub(lambda number: number[0].replace(",", ""), text)
    return unicodedata.normalize("NFKC", text).lower()
