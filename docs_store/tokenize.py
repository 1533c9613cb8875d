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

from docs_store import lazy_re
from docs_store.segmentation import cut_for_search

# To be raised with every change that gives any text other terms, a newer dictionary of rjieba included.
TOKENIZER_VERSION = 1

Runs = list[tuple[str, str]]
"""Of the normalised text, in reading order: a Chinese run and nothing, or nothing and another run."""

# Han with 々〆〇, kana, hangul, and the Han planes beyond the first.
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"

# Either a Chinese run, or a number or word. A decimal is one term; a dotted date or version (`2024.12.1`) is not one.
_RUN = lazy_re.compile(rf"([{_CJK}]+)|((?<![0-9.])[0-9]+\.[0-9]+(?!\.?[0-9])|[^\W_{_CJK}]+)")

# `1,434.3` is read as 1434.3. Only the ASCII comma joins: a Chinese one stands between two numbers.
_GROUPED = lazy_re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")


def words(text: str) -> list[str]:
    """Words by jieba's dictionary, in reading order, with the shorter words inside a long one beside it."""
    return _words(_runs(text))


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters, in reading order; a character standing alone is a term by itself."""
    return _bigrams(_runs(text))


def words_and_bigrams(text: str) -> tuple[list[str], list[str]]:
    """Both at once, which is faster."""
    runs = _runs(text)
    return _words(runs), _bigrams(runs)


def _words(runs: Runs) -> list[str]:
    terms: list[str] = []
    for chinese, other in runs:
        if chinese:
            terms += cut_for_search(chinese)
        else:
            terms.append(other)
    return terms


def _bigrams(runs: Runs) -> list[str]:
    terms: list[str] = []
    for chinese, other in runs:
        if len(chinese) > 2:
            terms += map(str.__add__, chinese, chinese[1:])
        else:
            terms.append(chinese or other)
    return terms


def _runs(text: str) -> Runs:
    return _RUN.findall(_normalise(text))


def _normalise(text: str) -> str:
    if "," in text:
        text = _GROUPED.sub(lambda number: number[0].replace(",", ""), text)
    return unicodedata.normalize("NFKC", text).lower()
