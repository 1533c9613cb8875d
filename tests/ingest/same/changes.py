"""Changes of a text's lines that leave what it says as it is: what pages and sites put in, numbering, line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from docs_store.textnorm import fold
from docs_store.types import PageSpan
from ingest.markers import starts_with_marker
from ingest.readers import _bar_tables
from ingest.readers.base import RawText

Lines = Sequence[str]
Change = Callable[[Lines], list[str]]

_HAN = "一二三四五六七八九"
_INDENT = "\u3000\u3000"


def raw(lines: Lines) -> RawText:
    """Lines as a plain text file."""
    text = "\n".join(lines) + "\n"
    return RawText(text=text, reader="text", tables=tuple(_bar_tables.find(text)))


# --- furniture ---------------------------------------------------------------------------------------------------


def above(*more: str) -> Change:
    """Lines before the first."""
    return lambda lines: [*more, *lines]


def below(*more: str) -> Change:
    """Lines after the last."""
    return lambda lines: [*lines, *more]


def under_title(*more: str) -> Change:
    """Lines after the title."""
    return lambda lines: [lines[0], *more, *lines[1:]]


def around(top: Lines, bottom: Lines) -> Change:
    """Lines before the first and after the last."""
    return lambda lines: [*top, *lines, *bottom]


def between(line: str, *, every: int = 7) -> Change:
    """A line after each so many lines, `{}` in it the how manieth; not between rows, which it would take the header."""

    def change(lines: Lines) -> list[str]:
        changed, count = [], 0
        for number, own in enumerate(lines, start=1):
            changed.append(own)
            if number % every == 0 and number < len(lines) and " | " not in own:
                count += 1
                changed.append(line.format(count))
        return changed

    return change


def behind_sentences(words: str, *, every: int = 5) -> Change:
    """Words behind each so many sentences that another one follows on the same line."""

    def change(lines: Lines) -> list[str]:
        count = 0

        def put(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            return match[0] + (words if count % every == 0 else "")

        return [re.sub("。(?=[\u4e00-\u9fff])", put, line) for line in lines]

    return change


# --- pages -------------------------------------------------------------------------------------------------------


def paged(lines: Lines, rows: int, *, width: int = 36, head: str = "", foot: str = "", mark: str = "") -> RawText:
    """Lines broken at a width, as pages of so many rows at most, three at least: two prove no running head.

    Args:
        head, foot: what stands first and last on each page; `{}` is its number.
        mark: what stands in the middle of each page.
    """
    printed = wrapped(width)(lines)
    rows = max(1, min(rows, len(printed) // 3))
    text, spans = "", []
    for number, at in enumerate(range(0, len(printed), rows), start=1):
        own = printed[at : at + rows]
        middle = len(own) // 2
        if mark and " | " not in own[middle - 1]:  # what parts a table drawn with bars takes the header from its rows
            own.insert(middle, mark)
        page = "".join(f"{line}\n" for line in (head.format(number), *own, foot.format(number)) if line)
        spans.append(PageSpan(number=number, start=len(text), end=len(text) + len(page)))
        text += page
    return RawText(text=text, reader="pdf", pages=tuple(spans), tables=tuple(_bar_tables.find(text)))


def wrapped(width: int) -> Change:
    """Lines broken at a width in characters, half-width ones counted as halves.

    The first is not, as how a title goes on is for `ingest.title`; nor are rows, which nobody could put together again.
    """

    def change(lines: Lines) -> list[str]:
        return [*lines[:1], *(piece for line in lines[1:] for piece in _broken(line, width))]

    return change


def _broken(line: str, width: int) -> list[str]:
    """A line in pieces.

    None opens with a mark, as typesetting has it. None opens with numbering, which inside the line opened no part, and
    none closes with a sentence, after which a paragraph may end: a reader of such lines could not know better.
    """
    if not line or " | " in line:
        return [line]
    pieces, own, used, at = [], "", 0.0, 0
    for char in re.findall(r"\d+。\d+|[A-Za-z0-9.%]+|.", line):
        wide = len(char) / 2 if char.isascii() else len(char)
        may_break = char not in "，。；：、！？）》”％" and own[-1:] not in tuple("。；：！？”）》…")
        if own and used + wide > width and may_break and not starts_with_marker(fold(line[at:])):
            pieces.append(own)
            own, used = "", 0.0
        own += char
        used += wide
        at += len(char)
    return [*pieces, own]


# --- numbering ---------------------------------------------------------------------------------------------------


def _value(number: str) -> int:
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _HAN.index(number) + 1
    return 10 * (_HAN.index(tens) + 1 if tens else 1) + (_HAN.index(ones) + 1 if ones else 0)


_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"


def all_in_digits(lines: Lines) -> list[str]:
    """`一、`, `（一）` and `1.` as `1.`, `1）` and `①`; lines as they are where they go deeper, or count beyond ⑳."""
    if any(
        re.match(r"\s*(?:2[1-9]|[3-9]\d)[.．、]|\s*[（(]\d{1,2}[）)]|\s*\d{1,2}[）)]|\s*[①-⑳]", line) for line in lines
    ):
        return list(lines)
    return [*lines[:1], *map(_in_digits, lines[1:])]  # a compilation numbers its papers' titles


def _in_digits(line: str) -> str:
    if part := re.match(rf"(\s*)({_HAN_NUMBER})、", line):
        # 1.2024年 would be a number
        return f"{part[1]}{_value(part[2])}{'、' if line[part.end() :][:1].isdigit() else '.'}{line[part.end() :]}"
    if bracket := re.match(rf"(\s*)[（(]({_HAN_NUMBER})[）)]", line):
        return f"{bracket[1]}{_value(bracket[2])}）{line[bracket.end() :]}"
    if digit := re.match(r"(\s*)(\d{1,2})[.．、](?!\d)", line):
        return f"{digit[1]}{chr(0x245F + int(digit[2]))}{line[digit.end() :]}" if int(digit[2]) <= 20 else line
    return line


def brackets_in_digits(lines: Lines) -> list[str]:
    """`（一）` as `1）`; lines as they are where they are numbered in digits already."""
    if any(re.match(r"\s*[（(]?\d{1,2}[）).．、](?!\d)", line) for line in lines):
        return list(lines)
    return [re.sub(rf"^(\s*)[（(]({_HAN_NUMBER})[）)]", lambda m: f"{m[1]}{_value(m[2])}）", line) for line in lines]


def articles_in_digits(lines: Lines) -> list[str]:
    """`第一条` as `第1条`."""
    return [re.sub(rf"第({_HAN_NUMBER})条", lambda m: f"第{_value(m[1])}条", line) for line in lines]
