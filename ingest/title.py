"""The title of a document: what the file marks, else what of its first lines or its name reads like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from pathlib import PurePath

from docs_store import lazy_re, regions
from docs_store.textnorm import fold
from docs_store.types import Inferred
from ingest import docnumber, markers, naming, record
from ingest.kind_words import CARRIES, NAMES_KIND, NOUN
from ingest.signature import ORGAN, only_date

CARRIED = "sentence that carries the paper"
_HEAD = 1200  # characters in which a document introduces itself
PLACE_LIKE = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,6}?(?:自治县|自治旗|县|市|区|旗))(?=[\u4e00-\u9fff])")
_LOOKED_AT = 8  # first lines of which a title may begin one
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 130
_LINES = 6  # of a title
_LONGEST_PLAIN_TITLE = 40  # of one that names no kind of paper
_LONGEST_PARTIAL = 70  # of lines that do not end as a title does
_DAY_GOES_ON = lazy_re.compile(r"\d{1,2}\s{0,9}[月日]|日\)")
_HAN = lazy_re.compile("[\u4e00-\u9fff]")
_LEAST_NAMED = 6  # Chinese characters of a file's name that may be a title
_PAGE_TITLE = lazy_re.compile(r"\s{0,3}[_|]\s{0,3}|\s-\s")
_PAGE_FRAME = 40  # lines in which a page's navigation stands
_DATELINE = lazy_re.compile(
    r"[(【]?\s{0,4}[\u4e00-\u9fff]{2,8}[社报]\s{0,2}[\u4e00-\u9fff]{2,6}\s{0,2}(?:\d{4}年)?\d{1,2}月\d{1,2}日\s{0,2}(?:电|讯)\s{0,4}[)】]?"
)
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
# A title ends with the noun that says what the paper is, brackets and book marks behind it.
_WHOLE = lazy_re.compile(rf"(?:{NOUN}|总结|报告|安排|计划|思路|要点)[》”]?(?:\([^()]{{1,20}}\))?[》”]?$")
_MORE = lazy_re.compile(r"(?:》?的(?:通知|公告|通告|函|决定|批复|意见|解读)|解读|问答|实施细则)?(?:\([^()]{2,12}\))?")


def infer(folded: str, file_name: str, part_title: str, marked_title: str) -> Inferred[str]:
    """What the file marks as title; else of the first lines those that name a kind of paper, of the file's name the
    same, or what stands first."""
    if part_title:
        return Inferred(value=part_title, source="dividing line of the file", certainty=0.9)
    if marked_title and not ORGAN.fullmatch(fold(marked_title)):  # a page may mark who issued the paper
        return Inferred(value=marked_title, source="title marked in the file", certainty=0.95)
    if labelled := _LABELLED_TITLE.search(folded[:_HEAD]):
        return Inferred(value=labelled["value"].strip("* "), source="labelled line", certainty=0.9)
    filled = [line.strip() for line in folded.strip().splitlines() if line.strip()]
    lines = _below_letterhead(list(dropwhile(_stands_above, filled)))
    lines = _without_site(lines)
    lines = [line for line in lines[:1] if not _NUMBER_ALONE.fullmatch(line)] + lines[1:]
    stem = PurePath(file_name).stem
    partial = ""  # what names a kind of paper and may go on
    for first in range(min(_LOOKED_AT, len(lines))):
        if _is_stamp(lines[first]) and any(map(_opens_title, lines[first + 1 : first + 2])):
            continue
        words, taken = _joined_title(lines[first : first + _LINES])
        if taken and len(words) >= _SHORTEST_TITLE and _WHOLE.search(words):
            return Inferred(value=words, source="first lines", certainty=0.85 if first == 0 else 0.75)
        partial = _up_to_kind(lines[first : first + 4])
        if partial or not _may_precede_title(lines, first):
            break
    if addressed := _addressed(lines):
        return Inferred(value=addressed, source="lines above the document number", certainty=0.75)
    if partial:
        return Inferred(value=partial, source="first lines", certainty=0.65)
    if naming.gives_account(folded):
        return Inferred(value=naming.ACCOUNT, source="what the speech says of itself", certainty=0.75)
    if carried := naming.carried(folded):
        return Inferred(value=carried, source=CARRIED, certainty=0.75)
    if original := naming.original(folded):
        return Inferred(value=original.title, source="name of the original's file", certainty=0.7)
    if len(_HAN.findall(stem)) < _LEAST_NAMED and (reported := naming.reported(folded)):
        return Inferred(value=reported, source="first sentence of a report", certainty=0.5)
    if NAMES_KIND.search(stem) or "|" in (lines[0] if lines else ""):
        return Inferred(value=stem, source="file name", certainty=0.6)
    words = _up_to_kind(lines[:4], any_kind=True)
    if _SHORTEST_TITLE <= len(words) <= _LONGEST_PLAIN_TITLE:
        return Inferred(value=words, source="first lines", certainty=0.7 if _begins(words) else 0.6)
    return Inferred(value=stem, source="file name", certainty=0.6)


def _stands_above(line: str) -> bool:
    """Whether a line is one of a site's record, or tells where and when an agency sent a report."""
    return record.is_entry(line) or _DATELINE.fullmatch(line) is not None


def _joined_title(lines: Sequence[str]) -> tuple[str, int]:
    """Lines that together are a title, to its end, without the day behind it; and how many they are, 0 for none."""
    words = ""
    for at, line in enumerate(map(_unspaced, lines)):
        line = _NUMBERED.sub("", line) if at == 0 else line
        if _stops(line, at) or len(words) + len(line) > _LONGEST_TITLE:
            break
        words += line
        if _is_whole(title := _DATED.sub("", words)):
            behind = _unspaced(lines[at + 1]) if at + 1 < len(lines) else ""
            more = behind if 0 < len(behind) <= _STAMP and _MORE.fullmatch(behind) else ""
            return _DATED.sub("", title + more), at + 1 + bool(more)
    return "", 0


def _is_whole(words: str) -> bool:
    """Whether a title has its end: the noun of its paper; of one that is sent out, the notice's."""
    if words.count("《") != words.count("》") or not _WHOLE.search(words):
        return False
    return CARRIES.search(words) is not None or re.search("关于(?:印发|转发|下发)|印发《", words) is None


def _up_to_kind(lines: Sequence[str], *, any_kind: bool = False) -> str:
    """Lines up to the first that names a kind of paper; empty where none does.

    Args:
        any_kind: take the lines that none names one in, too.
    """
    words = ""
    for at, line in enumerate(map(_unspaced, lines)):
        line = _NUMBERED.sub("", line) if at == 0 else line
        if _stops(line, at) or len(words) + len(line) > _LONGEST_PARTIAL:
            break
        words += line
        is_open = line.endswith(("关于", "的", "印发")) or words.count("《") != words.count("》")
        if NAMES_KIND.search(line) and not is_open:
            return _DATED.sub("", words)
    return _DATED.sub("", words) if any_kind or NAMES_KIND.search(words) else ""


def _stops(line: str, at: int) -> bool:
    """Whether a line is none of a title's: a sentence, a heading, a number, a label, the row of a table."""
    if (at == 0 and _NOTE.fullmatch(line)) or "".join(line.split()) in ("目录", "目次"):
        return True
    if re.search("[。;!?]$|[,,]", line) or docnumber.NUMBER.search(line) or ":" in line or "|" in line:
        return True
    return markers.parse(line) is not None and not _DAY_GOES_ON.match(line)


def _addressed(lines: Sequence[str]) -> str:
    """The title that stands right above a document's number or those it is sent to, whatever stands above the title."""
    for first in range(min(_LOOKED_AT, len(lines))):
        words, taken = _joined_title(lines[first : first + _LINES])
        behind = lines[first + taken] if taken and first + taken < len(lines) else ""
        if "关于" in words and (docnumber.NUMBER.fullmatch(behind) or behind.endswith(":")):
            return words
    return ""


def _may_precede_title(lines: Sequence[str], at: int) -> bool:
    """Whether a line may stand above a title: a number, a stamp, a note, a label, a heading of a compilation."""
    line = lines[at]
    if len(line) <= _STAMP and at + 1 < len(lines) and markers.parse(line) and _NUMBERED.match(lines[at + 1]):
        return True
    is_number = docnumber.NUMBER.fullmatch(line) is not None
    return is_number or _is_stamp(line) or _NOTE.fullmatch(line) is not None or only_date(line) is not None


def _is_stamp(line: str) -> bool:
    """Whether a line is too short to say anything yet, and begins no title."""
    return len(line) <= _STAMP and not markers.parse(line) and not re.search("[。,]|关于", line) and not _begins(line)


def _opens_title(line: str) -> bool:
    """Whether a line is a title by itself, or a new one's first: it begins with whose paper it is, or with its year."""
    return _begins(line) and NAMES_KIND.search(line) is not None


def _begins(line: str) -> bool:
    place = regions.find_mentions(line)
    return bool(place and place[0].start == 0) or bool(PLACE_LIKE.match(line) or re.match(r"20\d\d年|《", line))


def _unspaced(line: str) -> str:
    """A line whose letters stand apart (关 于 印 发), closed up."""
    words = line.split()
    alone = sum(len(word) == 1 for word in words)
    return "".join(words) if len(words) >= _SPACED and alone >= 0.8 * len(words) else line


def _without_site(lines: list[str]) -> list[str]:
    """Lines without a page's title (`关于…的通知_甲县民政局`) where the paper's own stands below it once more."""
    front = _PAGE_TITLE.split(lines[0], maxsplit=1)[0].strip() if lines else ""
    if len(front) >= _SHORTEST_TITLE and front != lines[0] and front in lines[1:_PAGE_FRAME]:
        return lines[lines.index(front) :]
    return lines


def _below_letterhead(lines: list[str]) -> list[str]:
    """Lines from the title on: an official letter has its issuers with 文件, then its number, above it (GB/T 9704)."""
    for at, line in enumerate(lines[:8]):
        if docnumber.NUMBER.fullmatch(line) and "文件" in "".join("".join(lines[:at]).split()):
            return lines[at + 1 :]
    return lines
