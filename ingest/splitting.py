"""One file, several documents: `篇1 … 篇2 …`, a summary's title coming again, or official papers bundled together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docs_store.numerals import value_of
from ingest import markers
from ingest.lines import Line

_NUMBER = rf"(?:\d{{1,2}}|[{markers.CHINESE_NUMBER}]{{1,3}})"
_PART = re.compile(
    rf"(?:(?P<before>.{{0,60}}?)[\s(【\[]*篇\s*(?P<a>{_NUMBER})[)】\]]*"
    rf"|[(【\[]?\s*(?:第\s*(?P<b>{_NUMBER})\s*篇|篇\s*(?P<c>{_NUMBER})|范文\s*(?P<d>{_NUMBER}))[)】\]]?\s*+[:、]?\s*+(?P<after>.{{0,60}}))"
)
_REPORT_TITLE = re.compile(r".{2,50}(?:工作总结|总结|工作报告|工作要点|工作计划|工作安排|工作思路)(?:\([^)]{1,12}\))?")
_SENTENCE = re.compile("[。;!?]")
_NUMBER_LINE = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d{1,4}号")
_LISTED = re.compile(r"\d{1,3}[.、]\s*")
_DATED = re.compile(r"\((?:19|20)\d\d\s*年[^()]{1,12}日\)$")
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_PAPER_TITLE = re.compile(r"[^。;!?]{0,60}关于[^。;!?]{4,90}(?:通知|意见|办法|决定|公告|通告|批复|方案|规定|细则|函)")
_SENT_TO = re.compile("[各省市县区州]|单位|部门|公司|委员会|企业")
_NEAR = 14  # lines that a title, with the number and the addressees, takes at most
_LONGEST_LINE = 80
_LEAST_REST = 100  # characters ahead of the first paper of a bundle that are a document


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
    papers = _bundled_papers(lines) if len(starts) < 2 else []
    starts = papers or starts
    if len(starts) < 2:
        return [Part(0, length, "")]
    ends = [line.start for line, _ in starts[1:]] + [length]
    parts = [Part(line.start, end, title) for (line, title), end in zip(starts, ends, strict=True)]
    ahead = sum(len(line.text.strip()) for line in lines if line.start < parts[0].start)
    # the rest of a paper whose beginning is in another file is a document too; a heading of the bundle is not
    return [Part(0, parts[0].start, ""), *parts] if papers and ahead >= _LEAST_REST else parts


def _numbered_parts(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Lines that say 篇1, 篇2, … counting up from one."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        text = line.text.strip()
        match = _PART.fullmatch(text) if len(text) <= 80 and not _SENTENCE.search(text) else None
        if match is None:
            continue
        number = int(value_of(next(g for g in (match["a"], match["b"], match["c"], match["d"]) if g)) or 0)
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
            reached = int(value_of(marker.label.rstrip("、. ")) or 0)
        if marker is not None or attached or not _REPORT_TITLE.fullmatch(text):
            continue
        if (not found and i < 12) or (found and reached >= 2 and _restarts(lines[i + 1 :])):
            found.append((line, text))
            reached = 0
    return found


def _bundled_papers(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Where each of several official papers begins: its number on a line of its own, its title and whom it is sent to.

    The title stands above the number, as in a compilation, or below, as on the paper itself (GB/T 9704).
    """
    found: list[tuple[Line, str]] = []
    numbers: set[str] = set()
    for i, line in enumerate(lines):
        number = "".join(line.text.split())
        if not _NUMBER_LINE.fullmatch(number) or number in numbers:
            continue
        sent = next((j for j in range(i + 1, min(i + _NEAR, len(lines))) if _is_sent_to(lines[j].text)), None)
        if sent is None:
            continue
        first, title = _title_above(lines, i)
        if not title:
            first, title = i, _title_of(lines[i + 1 : sent])
        if title:
            numbers.add(number)
            found.append((lines[first], title))
    return found if len(found) > 1 else []


def _title_above(lines: Sequence[Line], at: int) -> tuple[int, str]:
    """Index of the first line of the title above a line, its numbering included, and the title; empty for none."""
    first = at
    while first > max(0, at - _NEAR):
        text = lines[first - 1].text.strip()
        if _LISTED.fullmatch(text):
            return first - 1, _title_of(lines[first:at])
        if len(text) > _LONGEST_LINE or text.endswith(("。", ";", ":")) or _DAY.fullmatch("".join(text.split())):
            break
        first -= 1
        if _LISTED.match(text):
            break
    return first, _title_of(lines[first:at])


def _title_of(lines: Sequence[Line]) -> str:
    """The title that lines make, without its number in a list and the day behind it; empty if they make none."""
    text = "".join(line.text.strip() for line in lines)
    text = _DATED.sub("", _LISTED.sub("", text, count=1))
    return text if _PAPER_TITLE.fullmatch(text) else ""


def _is_sent_to(text: str) -> bool:
    """Whether a line names whom a paper is sent to: 各区人民政府,市政府各部门:"""
    text = text.strip()
    return text.endswith(":") and len(text) <= _LONGEST_LINE and bool(_SENT_TO.search(text)) and "。" not in text


def _restarts(lines: Sequence[Line]) -> bool:
    """Whether the next top-level number is 一."""
    for line in lines:
        marker = markers.parse(line.text)
        if marker and marker.rank == markers.RANK_CHINESE:
            return marker.label.startswith("一")
    return False
