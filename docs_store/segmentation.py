"""Chinese text cut into words, as jieba cuts it.

rjieba reads its dictionary of 349,045 words when it is imported, which takes 0.1 s and 40 MB: a quarter of the time of
one question on the command line. But a text is cut by the words that occur in it alone. So the first short texts of a
process are cut by a dictionary of these words, looked up in `data/words.tsv`; whoever has more to cut gets the whole.
Both cut alike, for the file is rjieba's own dictionary (see `tools/update_words.py`).
"""

from __future__ import annotations

import mmap
import sys
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Protocol

WORDS = Path(__file__).parent / "data" / "words.tsv"
OCCURRENCES = 60_101_964
"""Sum of the frequencies in `WORDS`. A word weighs as much as its share of them."""

_SHORT = 100  # characters; up to here the words of a text are looked up in less than 2 ms
_shorts_left = iter(range(50))
_COMPILED = "rjieba.rjieba"
_loading = Lock()  # of either: the module lock of an import covers the package and not its compiled part
_LONGEST = 16  # characters of a word
_NO_CHARACTER = "\U0010ffff"


class _Segmenter(Protocol):
    """What `rjieba.Jieba` and the package of its whole dictionary have in common."""

    def cut(self, text: str, hmm: bool = True) -> list[str]: ...

    def cut_for_search(self, text: str) -> list[str]: ...

    def tag(self, text: str) -> list[tuple[str, str]]: ...


def cut(text: str) -> list[str]:
    """Words of the dictionary, in order; what is in none comes out in single characters."""
    return _segmenter(text).cut(text, False)


def cut_for_search(text: str) -> list[str]:
    """Words in order, each after the shorter words inside it; new words are guessed."""
    return _segmenter(text).cut_for_search(text)


def tag(text: str) -> list[tuple[str, str]]:
    """Words in order with their parts of speech, in the tags of jieba; new words are guessed."""
    return _segmenter(text).tag(text)


def _segmenter(text: str) -> _Segmenter:
    if "rjieba" not in sys.modules and len(text) <= _SHORT and next(_shorts_left, None) is not None:
        return _of_words_in(text)
    with _loading:
        import rjieba  # noqa: PLC0415 - reads its dictionary

        whole: _Segmenter = rjieba
        return whole


def _of_words_in(text: str) -> _Segmenter:
    """A segmenter that knows the words that occur in a text, at the weights that they have among all."""
    segmenter = _compiled().Jieba.empty()
    others = OCCURRENCES
    for word, frequency, part_of_speech in _dictionary().words_in(text):
        segmenter.add_word(word, frequency, part_of_speech)
        others -= frequency
    segmenter.add_word(_NO_CHARACTER, others, "")
    found: _Segmenter = segmenter
    return found


def _compiled() -> ModuleType:
    """The compiled part of rjieba. It is the package around it that reads the whole dictionary."""
    with _loading:
        if _COMPILED not in sys.modules:
            package = find_spec("rjieba")
            spec = PathFinder.find_spec(_COMPILED, package.submodule_search_locations if package else None)
            if spec is None or spec.loader is None:
                raise ModuleNotFoundError("No module named 'rjieba'", name="rjieba")
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            sys.modules[_COMPILED] = module  # where the package will find it
        return sys.modules[_COMPILED]


class _Dictionary:
    """Lines of word, frequency and part of speech, sorted by the words' UTF-8."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def words_in(self, text: str) -> set[tuple[str, int, str]]:
        """Words that occur in a text, with frequency and part of speech."""
        found = set()
        for start in range(len(text)):
            at = 0
            for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
                beginning = text[start:end].encode()
                at = self._first(beginning, at)
                line = self._lines[at : self._lines.find(b"\n", at)]
                if not line.startswith(beginning):  # no word begins so, nor with more of the text
                    break
                word, frequency, part_of_speech = line.split()
                if word == beginning:
                    found.add((word.decode(), int(frequency), part_of_speech.decode()))
        return found

    def _first(self, wanted: bytes, low: int) -> int:
        """Where the first line from `low` on starts that is not smaller than `wanted`; the end where there is none."""
        high = len(self._lines)
        while low < high:
            middle = (low + high) // 2
            start = self._lines.rfind(b"\n", low, middle) + 1 or low
            end = self._lines.find(b"\n", middle) + 1
            if self._lines[start:end] < wanted:
                low = end
            else:
                high = start
        return low


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary(WORDS)
