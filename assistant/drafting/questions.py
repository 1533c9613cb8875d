"""Which lines and cells of a list are questions, as one would copy them out by hand.

A list is lines of text, or rows of a table. Numbering goes; headings, header rows, empty and repeated questions are
left out, and what was left out is told, so that nothing is lost unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.bounds import MAX_QUESTION
from docs_store import lazy_re
from docs_store.textnorm import fold

MAX_QUESTIONS = 200
_MOST_NUMBERS = 3  # in front of one question: 问题3：(1)… has two
_HEADER_ROWS = 10  # rows among which a table's header is looked for

_NUMBER = lazy_re.compile(
    r"""^\s*(?:
        第\s*[0-9一二三四五六七八九十百]+\s*[个条问题]+\s*[:、.]?
      | (?:问题|问|提问|Q|q)\s*+[0-9一二三四五六七八九十百]*+\s*+[:、.]
      | [(\[【][0-9一二三四五六七八九十百]{1,3}[)\]】]\s*[:、.]?
      | [0-9]{1,3}\s*(?:[、)]|[.:](?![0-9]))
      | [一二三四五六七八九十百]{1,3}\s*[、.:]
      | [①-⑳]
      | [-*•·●]\s+
    )\s*""",
    re.VERBOSE,
)
_ANSWER = lazy_re.compile(r"^\s*(?:答|答复|回复|A|a)\s*:")
_ASKS = lazy_re.compile(
    r"\?|吗|呢|多少|几[家个项月年]|如何|怎[么样]|哪[些个里]|什么|是否|能否|可否|何时|为何|请问|有没有|谁"
)
_HEADER = lazy_re.compile(r"问题|咨询|诉求|提问|困难|需求|内容|question", re.IGNORECASE)
_OTHER_HEADER = lazy_re.compile(
    r"^(?:序号|编号|号码|no\.?|id|企业(?:名称)?|单位(?:名称)?|公司(?:名称)?|姓名|提问人|联系人|电话|日期|时间|地区|备注"
    r"|类别|类型|部门|答复|回复|company|name|date|answer|reply)$",
    re.IGNORECASE,
)


class Skipped(StrEnum):
    """Why a line was left out."""

    HEADING = "heading"
    DUPLICATE = "duplicate"
    ANSWER = "answer"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The questions of a list in order, and what was left out of it: its text, and why."""

    questions: tuple[str, ...]
    skipped: tuple[tuple[str, Skipped], ...] = ()


def of_lines(lines: Iterable[str]) -> Questions:
    """Questions among lines of running text.

    In a numbered list, what stands before the first number is a heading, and a line without a number goes on with the
    question above it until that has its question mark. In other lists each line is a question, but for lines of header
    words, and for one that asks nothing where nearly all others do.
    """
    kept = [line for line in (" ".join(line.split()) for line in lines) if line]
    numbered = [bool(_NUMBER.match(fold(line))) for line in kept]
    listed = sum(numbered) >= max(2, len(kept) / 3)
    asking = [bool(_ASKS.search(fold(line))) for line in kept]
    mostly = len(kept) > 2 and sum(asking) >= len(kept) * 0.8
    asked: list[list[str]] = []  # the lines of each question
    skipped: list[tuple[str, Skipped]] = []
    for line, has_number, asks in zip(kept, numbered, asking, strict=True):
        if _ANSWER.match(fold(line)):
            skipped.append((line, Skipped.ANSWER))
        elif listed and not has_number and asked:
            if asked[-1][-1].endswith(("?", "？")):
                asked.append([line])
            else:
                asked[-1].append(line)
        elif _of_header_words(line) or (not has_number and (listed or (mostly and not asks))):
            skipped.append((line, Skipped.HEADING))
        else:
            asked.append([unnumbered(line)])
    return _gathered(["".join(lines) for lines in asked], skipped)


def of_rows(rows: Sequence[Sequence[str]]) -> Questions:
    """Questions among the rows of a table: of the column that its header, or else its content, shows to hold them."""
    cleaned = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    cleaned = [row for row in cleaned if any(row)]
    header, column = _header(cleaned)
    if column is None:
        column = _asking_column(cleaned)
    skipped = [(" ".join(filter(None, row)), Skipped.HEADING) for row in cleaned[: header + 1]]
    found = [unnumbered(row[column]) for row in cleaned[header + 1 :] if column < len(row) and row[column]]
    return _gathered(found, skipped)


def joined(parts: Iterable[Questions]) -> Questions:
    """The questions of several lists as one, a question that stands in two of them once."""
    parts = list(parts)
    return _gathered(
        [question for part in parts for question in part.questions],
        [entry for part in parts for entry in part.skipped],
    )


def unnumbered(line: str) -> str:
    """A line without the number in front of it; `2023年…` is no number."""
    stripped = line.strip()
    for _ in range(_MOST_NUMBERS):
        match = _NUMBER.match(fold(stripped))  # folding keeps the length
        if match is None or match.end() == len(stripped):
            break
        stripped = stripped[match.end() :]
    return stripped


def _gathered(found: Sequence[str], skipped: Sequence[tuple[str, Skipped]]) -> Questions:
    kept: dict[str, str] = {}
    left = list(skipped)
    for question in found:
        key = re.sub(r"[\s,.?!。、，？！:]", "", fold(question)).casefold()
        if len(question) > MAX_QUESTION:
            left.append((question, Skipped.TOO_LONG))
        elif not key:
            continue
        elif key in kept:
            left.append((question, Skipped.DUPLICATE))
        else:
            kept[key] = question
    return Questions(questions=tuple(kept.values()), skipped=tuple(left))


def _of_header_words(line: str) -> bool:
    return all(_is_header_cell(cell) for cell in re.split(r"[\s,，|｜/]+", line))


def _is_header_cell(cell: str) -> bool:
    return bool(_OTHER_HEADER.match(cell)) or (
        len(cell) <= 10 and bool(_HEADER.search(cell)) and not re.search(r"[?？。，,]", cell)
    )


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, int | None]:
    """Number of the header row (-1 without one) and of the column that it calls the questions."""
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        filled = [cell for cell in row if cell]
        if all(_is_header_cell(cell) for cell in filled):
            named = [n for n, cell in enumerate(row) if cell and _HEADER.search(cell)]
            if named:
                return at, named[0]
            if len(filled) > 1:
                return at, None
    return -1, None


def _asking_column(rows: Sequence[Sequence[str]]) -> int:
    """The column with the most cells that ask something; among equals the one with the most text."""
    widest = max((len(row) for row in rows), default=1)

    def weight(column: int) -> tuple[int, int]:
        cells = [row[column] for row in rows if column < len(row)]
        return sum(bool(_ASKS.search(fold(cell))) for cell in cells), sum(map(len, cells))

    return max(range(widest), key=weight)
