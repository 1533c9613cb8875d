"""Letter-spaced words and figures of a PDF page, closed up: 通 知, 6 0 %.

Titles are set apart letter by letter, and lines are stretched to the margin. What reads the page then has a space after
each letter. Where letters stand one by one, a space is dropped if it is no wider than the others of the run; a wider
one parts words, and stays. Digits that only follow each other may be numbers of their own: they are closed up in a run
with words, or before a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers._pdf_boxes import Letters

_SPACE = "[ \u00a0\u2002-\u200a\u3000]"
_HANZI = "[\u3400-\u9fff]"
_DIGIT = "[0-9\uff10-\uff19]"
_POINT = "[.,\uff0e\uff0c]"
_MARK = "[%\uff05\u2030.,:;\uff0e\uff0c\u3002\u3001\uff1b\uff1a\uff08\uff09()\u300a\u300b\u201c\u201d]"
_ONE = rf"(?:{_MARK}?(?:{_HANZI}|{_DIGIT}){_MARK}{{0,2}}+|{_MARK}{{1,2}}+)"
_UNIT = "[%\uff05\u2030万亿元年月日个家户人名件项倍号条]"
_RUN = re.compile(
    # the digits of a figure, and letters behind it
    rf"(?<![0-9\uff10-\uff19.,\uff0e]){_DIGIT}(?:{_SPACE}{{1,3}}(?:{_POINT}{_SPACE}{{0,3}})?{_DIGIT}){{1,12}}"
    rf"{_SPACE}{{0,3}}{_UNIT}(?:{_SPACE}{{1,8}}{_ONE}){{0,200}}"
    # letters each apart: three words of one letter, five where the first and last may belong to longer ones
    rf"|(?<!\S){_ONE}(?:{_SPACE}{{1,8}}{_ONE}){{2,200}}(?!\S)"
    rf"|{_HANZI}(?:{_SPACE}{{1,8}}{_ONE}){{4,200}}"
    # a line of two letters
    rf"|(?m:^){_HANZI}{_SPACE}{{1,8}}{_HANZI}(?m:$)"
)
_GAP = re.compile(f"{_SPACE}+")
_IS_DIGIT = re.compile(_DIGIT)
# Where a run has no such gap its spaces are those around a number in a sentence (年 1 月), which the typesetter put.
_BETWEEN_WORDS = re.compile(rf"{_HANZI}{_MARK}*{_SPACE}+{_MARK}?{_HANZI}")
_BETWEEN_DIGITS = re.compile(rf"{_DIGIT}{_POINT}?{_SPACE}+(?:{_POINT}{_SPACE}*)?{_DIGIT}")
_WITH_UNIT = re.compile(rf"{_DIGIT}{_SPACE}*{_UNIT}")
_WIDEST = 1.6  # widths of a Chinese character; columns of a table are farther apart
_WIDEST_OF_DIGITS = 1.0
_SPREAD = 1.3  # a gap so many times the usual one parts words
_TYPED = 0.5  # widths of a space whose letters have no place


def close_up(letters: Letters) -> Letters:
    """A page's letters without the spaces inside letter-spaced words and figures."""
    text = "".join(char for char, _ in letters)
    dropped = {i for run in _RUN.finditer(text) for i in _inside(letters, text, run.start(), run.end())}
    return [letter for i, letter in enumerate(letters) if i not in dropped] if dropped else letters


def _inside(letters: Letters, text: str, start: int, end: int) -> Iterator[int]:
    """Places of the spaces of a run that part no words."""
    gaps = [gap.span() for gap in _GAP.finditer(text, start, end)]
    run = text[start:end]
    digits = _IS_DIGIT.findall(run)
    spaced = _BETWEEN_WORDS.search(run) is not None
    figure = (spaced or _WITH_UNIT.search(run) is not None) and not _counts_up(digits)
    if not spaced and not (figure and _BETWEEN_DIGITS.search(run)):
        return
    em = max((box[2] - box[0] for char, box in letters[start:end] if box and not char.isascii()), default=0)
    em = em or 2 * max((box[2] - box[0] for _, box in letters[start:end] if box), default=0)
    widths = [_width(letters, a, b, em) for a, b in gaps]
    usual = sorted(widths)[len(widths) // 4]
    alone = len(gaps) == 1 and not digits
    for (a, b), width in zip(gaps, widths, strict=True):
        between_digits = bool(_IS_DIGIT.match(text[a - 1]) and _IS_DIGIT.match(text[b]))
        widest = _WIDEST_OF_DIGITS if between_digits else _WIDEST
        if alone or (width <= min(widest, _SPREAD * usual + 0.1) and (figure or not between_digits)):
            yield from range(a, b)


def _width(letters: Letters, start: int, end: int, em: int) -> float:
    """Width of a gap, in widths of a Chinese character."""
    before, behind = letters[start - 1][1], letters[end][1]
    if before is None or behind is None or not em:
        return _TYPED * (end - start)
    return (behind[0] - before[2]) / em


def _counts_up(digits: Sequence[str]) -> bool:
    """Whether digits are 1 2 3, the numbers of columns or months."""
    return len(digits) > 2 and all(int(b) == int(a) + 1 for a, b in pairwise(digits))
