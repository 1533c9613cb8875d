"""The title of a document: what the file marks, else what of its first lines or its name reads like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from docs_store import lazy_re, regions
from docs_store.dates import dates
from docs_store.paper_kinds import KINDS_ANY
from docs_store.types import Inferred
from ingest import docnumber, markers

_HEAD = 1200  # characters in which a document introduces itself
PLACE_LIKE = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,6}?(?:自治县|自治旗|县|市|区|旗))(?=[\u4e00-\u9fff])")
_LOOKED_AT = 8  # first lines of which a title may begin one
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 70
_LONGEST_PLAIN_TITLE = 40  # of one that names no kind of paper
_STAMP = 12  # characters of a line that says nothing yet
_SPACED = 4  # letters from which a line with gaps between all of them is a spaced one
# A compilation numbers its papers and gives the day of each behind its title.
_NUMBERED = lazy_re.compile(r"^\d{1,4}[.、]\s{0,9}(?=\D)")
_NUMBER_ALONE = lazy_re.compile(r"\d{1,4}[.、]?")
_DATED = lazy_re.compile(
    r"\s{0,9}\(\s{0,9}(?:19|20)\d\d\s{0,9}年(?:\s{0,9}\d{1,2}\s{0,9}月)?(?:\s{0,9}\d{1,2}\s{0,9}日)?[\u4e00-\u9fff]{0,6}\)$"
)
_LABELLED_TITLE = lazy_re.compile(
    r"(?:^|\n)[-*\s]{0,9}(?:文件名称|文件标题|政策标题|标题|政策名称)[*\s]{0,4}:\s{0,9}(?P<value>[^\n|]{4,90})"
)
_NOTE = lazy_re.compile(r"\((?![^()]{0,4}(?:试行|暂行|修订|草案|征求意见稿)\))[^()]{2,40}\)")


def infer(folded: str, file_name: str, part_title: str, marked_title: str) -> Inferred[str]:
    """What the file marks as title; else of the first lines those that name a kind of paper, of the file's name the
    same, or what stands first."""
    if part_title:
        return Inferred(value=part_title, source="dividing line of the file", certainty=0.9)
    if marked_title:
        return Inferred(value=marked_title, source="title marked in the file", certainty=0.95)
    if labelled := _LABELLED_TITLE.search(folded[:_HEAD]):
        return Inferred(value=labelled["value"].strip("* "), source="labelled line", certainty=0.9)
    lines = _below_letterhead([line.strip() for line in folded.strip().splitlines() if line.strip()])
    lines = [line for line in lines[:1] if not _NUMBER_ALONE.fullmatch(line)] + lines[1:]
    stem = PurePath(file_name).stem
    for first in range(min(_LOOKED_AT, len(lines))):
        if _is_stamp(lines[first]) and any(map(_opens_title, lines[first + 1 : first + 2])):
            continue
        words = _joined_title(lines[first : first + 4])
        if len(words) >= _SHORTEST_TITLE and KINDS_ANY.search(words):
            return Inferred(value=words, source="first lines", certainty=0.85 if first == 0 else 0.75)
        if not _may_precede_title(lines[first]):
            break
    if KINDS_ANY.search(stem) or "|" in (lines[0] if lines else ""):
        return Inferred(value=stem, source="file name", certainty=0.6)
    words = _joined_title(lines[:4])
    if _SHORTEST_TITLE <= len(words) <= _LONGEST_PLAIN_TITLE:
        return Inferred(value=words, source="first lines", certainty=0.7)
    return Inferred(value=stem, source="file name", certainty=0.6)


def _joined_title(lines: Sequence[str]) -> str:
    """Lines that together may be a title, up to the one that names a kind of paper; empty if the first can be none."""
    words = ""
    for at, line in enumerate(map(_unspaced, lines)):
        line = _NUMBERED.sub("", line) if at == 0 else line
        if at == 0 and _NOTE.fullmatch(line):
            break
        stops = re.search("[。;!?]$|[,,]", line) or markers.parse(line) or docnumber.NUMBER.search(line)
        if stops or ":" in line or "|" in line or len(words) + len(line) > _LONGEST_TITLE:
            break
        words += line
        is_whole = not line.endswith(("关于", "的", "印发")) and words.count("《") == words.count("》")
        if KINDS_ANY.search(line) and is_whole:
            break
    return _DATED.sub("", words)


def _may_precede_title(line: str) -> bool:
    """Whether a line may stand above a title: a number, a stamp, a note, a label; no sentence and no heading."""
    is_number = docnumber.NUMBER.fullmatch(line) is not None
    return is_number or _is_stamp(line) or _NOTE.fullmatch(line) is not None or only_date(line) is not None


def _is_stamp(line: str) -> bool:
    """Whether a line is too short to say anything yet, and begins no title."""
    return len(line) <= _STAMP and not markers.parse(line) and not re.search("[。,]|关于$", line) and not _begins(line)


def _opens_title(line: str) -> bool:
    """Whether a line is a title by itself, or a new one's first: it begins with whose paper it is, or with its year."""
    return _begins(line) and KINDS_ANY.search(line) is not None


def _begins(line: str) -> bool:
    place = regions.find_mentions(line)
    return bool(place and place[0].start == 0) or bool(PLACE_LIKE.match(line) or re.match(r"20\d\d年|《", line))


def _unspaced(line: str) -> str:
    """A line whose letters stand apart (关 于 印 发), closed up."""
    words = line.split()
    alone = sum(len(word) == 1 for word in words)
    return "".join(words) if len(words) >= _SPACED and alone >= 0.8 * len(words) else line


def _below_letterhead(lines: list[str]) -> list[str]:
    """Lines from the title on: an official letter has its issuers with 文件, then its number, above it (GB/T 9704)."""
    for at, line in enumerate(lines[:8]):
        if docnumber.NUMBER.fullmatch(line) and "文件" in "".join("".join(lines[:at]).split()):
            return lines[at + 1 :]
    return lines


def only_date(line: str) -> date | None:
    """The date that a line consists of, but for brackets and words that say what date it is."""
    words = line.strip()
    for found, start, end in dates(words):
        return found if re.fullmatch(r"[\s()日期印发布:]*", words[:start] + words[end:]) else None
    return None
