"""One file, several documents: `篇1 … 篇2 …`, or a summary's title coming again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import markers
from ingest.lines import Line

_NUMBER = rf"(?:\d{{1,2}}|[{markers.CHINESE_NUMBER}]{{1,3}})"
_PART = re.compile(
    rf"(?:(?P<before>.{{0,60}}?)[\s(【\[]*篇\s*(?P<a>{_NUMBER})[)】\]]*"
    rf"|[(【\[]?\s*(?:第\s*(?P<b>{_NUMBER})\s*篇|篇\s*(?P<c>{_NUMBER})|范文\s*(?P<d>{_NUMBER}))[)】\]]?\s*+[:、]?\s*+(?P<after>.{{0,60}}))"
)
_REPORT_TITLE = re.compile(r".{2,50}(?:工作总结|总结|工作报告|工作要点|工作计划|工作安排|工作思路)(?:\([^)]{1,12}\))?")
_SENTENCE = re.compile("[。;!?]")


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file.

    `title` is what the dividing line calls it; empty when nothing does. `is_card`: it is one of many cards (`cards`).
    """

    start: int
    end: int
    title: str
    is_card: bool = False


def split(lines: Sequence[Line], length: int) -> list[Part]:
    """The documents of a file, in order; one that covers everything when nothing divides it.

    Args:
        lines: folded lines of the file, navigation left out.
        length: characters of the file's text.
    """
    starts = _numbered_parts(lines) or _repeated_titles(lines)
    if len(starts) < 2:
        return [Part(0, length, "")]
    ends = [line.start for line, _ in starts[1:]] + [length]
    return [Part(line.start, end, title) for (line, title), end in zip(starts, ends, strict=True)]


def _numbered_parts(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Lines that say 篇1, 篇2, … counting up from one."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        text = line.text.strip()
        match = _PART.fullmatch(text) if len(text) <= 80 and not _SENTENCE.search(text) else None
        if match is None:
            continue
        number = _value(next(g for g in (match["a"], match["b"], match["c"], match["d"]) if g))
        if number == len(found) + 1:
            found.append((line, text))
    return found


def _repeated_titles(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Title lines of like reports, where the numbering 一、二、… begins anew after each."""
    found: list[tuple[Line, str]] = []
    reached = 0  # how far the top numbering has come since the last title
    attached = False
    for i, line in enumerate(lines):
        text = line.text.strip()
        marker = markers.parse(text)
        if marker and marker.rank == markers.RANK_ATTACHMENT:
            attached = True
        if marker and marker.rank == markers.RANK_CHINESE:
            reached = _value(marker.label.rstrip("、. "))
        if marker is not None or attached or not _REPORT_TITLE.fullmatch(text):
            continue
        if (not found and i < 12) or (found and reached >= 2 and _restarts(lines[i + 1 :])):
            found.append((line, text))
            reached = 0
    return found


def _restarts(lines: Sequence[Line]) -> bool:
    """Whether the next top-level number is 一."""
    for line in lines:
        marker = markers.parse(line.text)
        if marker and marker.rank == markers.RANK_CHINESE:
            return marker.label.startswith("一")
    return False


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    digits = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
    tens, ten, ones = number.rpartition("十")
    if ten:
        return (digits.get(tens, 1) if tens else 1) * 10 + digits.get(ones, 0)
    return digits.get(number, 0)
