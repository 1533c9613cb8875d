"""The numbering of Chinese official documents.

A marker opens a heading or a list item. Its rank says how deep it stands: a lower rank encloses a higher one. The order
is that of GB/T 9704 (一、 > (一) > 1. > (1)), with 编/章/节/条 above and 1)/①/一是 below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CHINESE_NUMBER = "一二三四五六七八九十百零〇两"
_N = f"(?:[{CHINESE_NUMBER}]{{1,5}}|\\d{{1,3}})"
_HAN = f"[{CHINESE_NUMBER}]{{1,5}}"


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering at the start of a line.

    Attributes:
        rank: depth; lower encloses higher.
        label: the numbering as written, `(二)`, `第三条`.
        end: offset in the line where the text after the numbering begins.
    """

    rank: int
    label: str
    end: int


RANK_ATTACHMENT = 1
RANK_PART = 2
RANK_CHAPTER = 3
RANK_SECTION = 4
RANK_ARTICLE = 5
RANK_CHINESE = 6
RANK_CHINESE_BRACKET = 7
RANK_DIGIT = 8
RANK_DIGIT_BRACKET = 9
RANK_DIGIT_CLOSED = 10
RANK_CIRCLE = 11
RANK_POINT = 12

_PATTERNS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (RANK_ATTACHMENT, re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}(?=\s|$)")),
    (RANK_PART, re.compile(rf"第{_N}(?:编|部分)(?=[\s:、]|$)")),
    (RANK_CHAPTER, re.compile(rf"第{_N}章(?=[\s:]|$|[\u4e00-\u9fff])")),
    (RANK_SECTION, re.compile(rf"第{_N}节(?=[\s:]|$|[\u4e00-\u9fff])")),
    (RANK_ARTICLE, re.compile(rf"第{_N}条(?:之{_N})?(?=[\s:【\[]|$|[\u4e00-\u9fff])")),
    (RANK_CHINESE, re.compile(rf"{_HAN}\s*(?:、|\.(?!\d))")),
    (RANK_CHINESE_BRACKET, re.compile(rf"[(]\s*{_HAN}\s*[)][、.]?")),
    (RANK_DIGIT, re.compile(r"\d{1,2}\s*(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年))")),
    (RANK_DIGIT_BRACKET, re.compile(r"[(]\s*\d{1,2}\s*[)][、.]?")),
    (RANK_DIGIT_CLOSED, re.compile(r"\d{1,2}\s*[)][、.]?")),
    (RANK_CIRCLE, re.compile(r"[①-⑳]")),
    (RANK_POINT, re.compile(rf"{_HAN}是(?=[\u4e00-\u9fff“《])")),
)
_FIRST = re.compile(rf"[附第(\d①-⑳{CHINESE_NUMBER}]")  # what a marker begins with: most lines do not


def parse(line: str) -> Marker | None:
    """The marker at the start of a line (leading white space aside), or `None`."""
    indent = len(line) - len(line.lstrip())
    if _FIRST.match(line, indent) is None:
        return None
    for rank, pattern in _PATTERNS:
        match = pattern.match(line, indent)
        if match:
            return Marker(rank=rank, label="".join(match.group().split()), end=match.end())
    return None


def starts_with_marker(line: str) -> bool:
    """Whether a line opens a heading or list item, or is a heading in Markdown."""
    return line.startswith("#") or parse(line) is not None
