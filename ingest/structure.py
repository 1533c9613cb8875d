"""From paragraphs to headings and blocks.

A block is a run of text that makes one point: a paragraph, a list item, one of 一是/二是 inside a paragraph, a table.
Its path is the headings it stands under, each with the document's own numbering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from docs_store.textnorm import fold, visible
from docs_store.types import Section
from ingest import markers
from ingest.lines import Paragraph
from ingest.markers import Marker
from ingest.readers.base import HeadingHint, RawText, TableSpan

_MAX_HEADING = 45  # characters; a longer first sentence is a statement, not a heading
_MAX_RUN_IN = 32  # the same for a heading with text behind it on the same line
_POINT = re.compile(
    rf"(?:^|(?<=[。;!?:\n]))[^\S\n]*(?P<label>[{markers.CHINESE_NUMBER}]{{1,3}}是)(?=[\u4e00-\u9fff“《])"
)
_CLAUSE_END = re.compile(r"[。!?]")
_HAS_FIGURE = re.compile(r"\d\s*(?:%|万|亿|[家项件个人名元户次场])")
_ROW = re.compile(r"^\s*\|| \| ?")
_MARKDOWN = re.compile(r"(#{1,6})\s+")
_LEAD_IN = re.compile(r"(?:下列|以下|如下)[^。;]{0,16}[:。]?$|:$")
# A line of its own that opens a part of a report without any number: 2025年工作安排建议.
_PLAIN_HEADING = re.compile(
    r"(?:(?:19|20)\d{2}年(?:度)?.{0,16}(?:总结|回顾|情况|安排|计划|思路|打算|目标|任务|要点|建议|部署|工作)|存在的?(?:主要)?问题"
    r"|下一步(?:工作)?(?:打算|安排|计划|思路))"
)
_ASKED = re.compile(r".{4,120}[?]")
_REPLY = re.compile(r"答(?:复|案)?\s*[:,]|答\s")
_HINT_RANK = 0  # headings that the file marks stand above all numbering of their own level


@dataclass(frozen=True, slots=True)
class Block:
    """One point of the text.

    Attributes:
        start, end: span in the file's text; begins with the heading lines directly above it, if any.
        path: headings above it, outermost first; for rows of a table, its header row comes last.
        rank: depth of its own numbering; `None` for plain paragraphs.
        breaks: spans inside that say nothing (line breaks inside sentences).
        table: the table the block is, if it is one.
        is_list: a lead-in with its items, to be kept together.
    """

    start: int
    end: int
    path: tuple[str, ...]
    rank: int | None
    breaks: tuple[tuple[int, int], ...]
    table: TableSpan | None = None
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    rank: float
    text: str
    start: int


class Outline:
    """Builds blocks and sections while reading paragraphs from top to bottom.

    Args:
        folded: the file's text, folded (`textnorm.fold`).
        raw: the file as read, for the headings and tables it marks itself.
    """

    def __init__(self, folded: str, raw: RawText) -> None:
        self._text = folded
        self._raw = raw.text
        self._hints = {hint.start: hint for hint in raw.headings}
        self._tables = raw.tables
        self._stack: list[_Open] = []
        self._blocks: list[Block] = []
        self._sections: list[Section] = []
        self._heading_start: int | None = None
        self._heading_end = 0

    def read(self, paragraphs: Sequence[Paragraph]) -> tuple[list[Block], list[Section]]:
        """Blocks and sections of consecutive paragraphs of one document."""
        tables_done: set[int] = set()
        end = paragraphs[-1].end if paragraphs else 0
        for paragraph, below in zip_longest(paragraphs, paragraphs[1:]):
            table = next((t for t in self._tables if t.start <= paragraph.start < t.end), None)
            if table is not None:
                if table.start not in tables_done:
                    tables_done.add(table.start)
                    self._add_table(table)
                continue
            self._add_paragraph(paragraph, below)
        self._close(0, end)
        return self._blocks, sorted(self._sections, key=lambda s: (s.start, s.level))

    # --- paragraphs --------------------------------------------------------------------------------------------

    def _add_paragraph(self, paragraph: Paragraph, below: Paragraph | None) -> None:
        text = _without(self._text, paragraph)
        hint = self._hints.get(paragraph.start)
        markdown = _MARKDOWN.match(text)
        if hint is not None and hint.level == 0:
            self._add(paragraph, None)  # the title: text, but no heading of what follows
            return
        if hint is not None and self._text[hint.end : paragraph.end].strip(" :"):
            self._add_run_in(paragraph, hint)
            return
        if hint is not None or markdown:
            self._open_marked(text[markdown.end() :] if markdown else text, paragraph, hint, markdown)
            return
        if _ROW.search(text):  # of a table that no reader marked: its numbering counts rows
            self._add(paragraph, None)
            return
        marker = markers.parse(text)
        if below is not None and _ASKED.fullmatch(text.strip()) and _REPLY.match(_without(self._text, below).strip()):
            rank = marker.rank if marker else markers.RANK_DIGIT
            self._close(rank, paragraph.start)
            self._open(rank, text.strip(), paragraph.start)
            self._note_heading(paragraph.start, paragraph.end)
            return
        if marker is None:
            if self._blocks and _PLAIN_HEADING.fullmatch(text.strip()):
                self._close(markers.RANK_CHAPTER, paragraph.start)
                self._open(markers.RANK_CHAPTER, text.strip(), paragraph.start)
                self._note_heading(paragraph.start, paragraph.end)
                return
            self._add_points(paragraph, text, None)
            return
        self._close(marker.rank, paragraph.start)
        if marker.rank == markers.RANK_POINT:
            self._add_points(paragraph, text, marker.rank)
            return
        heading = _heading(text, marker)
        whole_line = heading is not None and not text[len(heading) :].strip(" 。:")
        if whole_line and marker.rank >= markers.RANK_CHINESE and self._ends(marker.rank, below):
            self._add(paragraph, marker.rank)  # nothing stands under it: an item of a list, or of a table of contents
            return
        if heading is not None:
            self._open(marker.rank, heading, paragraph.start)
        elif marker.rank <= markers.RANK_ARTICLE:
            self._open(marker.rank, marker.label, paragraph.start)
        if whole_line:
            self._note_heading(paragraph.start, paragraph.end)
            return
        self._add_points(paragraph, text, marker.rank)

    def _ends(self, rank: int, below: Paragraph | None) -> bool:
        """Whether a part of this rank ends right where the next paragraph begins."""
        if below is None or below.start in self._hints:
            return True
        text = _without(self._text, below)
        marker = markers.parse(text)
        if marker is None:
            return _MARKDOWN.match(text) is not None or _PLAIN_HEADING.fullmatch(text.strip()) is not None
        return marker.rank <= rank

    def _open_marked(
        self, text: str, paragraph: Paragraph, hint: HeadingHint | None, markdown: re.Match[str] | None
    ) -> None:
        marker = markers.parse(text)
        level = hint.level if hint else len(markdown.group(1)) if markdown else 1
        if markdown and level == 1 and not self._blocks and not self._stack:
            self._add(paragraph, None)  # `# title`
            return
        rank = float(marker.rank) if marker else _HINT_RANK + level / 10
        self._close(rank, paragraph.start)
        self._open(rank, text.strip(), paragraph.start)
        self._note_heading(paragraph.start, paragraph.end)

    def _add_run_in(self, paragraph: Paragraph, hint: HeadingHint) -> None:
        """A field with its label. Fields that come before any heading of their level stay together."""
        rank = _HINT_RANK + hint.level / 10
        if any(entry.rank == rank for entry in self._stack):
            self._close(rank, paragraph.start)
            self._open(rank, self._text[hint.start : hint.end].strip(), paragraph.start)
        self._add(paragraph, None)

    def _add_points(self, paragraph: Paragraph, text: str, rank: int | None) -> None:
        """Add a paragraph, split at 一是 … 二是 … where it makes several points."""
        found = [m.start("label") for m in _POINT.finditer(text)]
        if rank != markers.RANK_POINT and "二" not in {text[at] for at in found}:
            self._add(paragraph, rank)
            return
        cuts = [paragraph.start, *(_source(paragraph, at) for at in found if at > 0), paragraph.end]
        for begin, stop in pairwise(cuts):
            self._close(markers.RANK_POINT, begin)
            part = Paragraph(begin, stop, tuple(b for b in paragraph.soft_breaks if begin <= b[0] and b[1] <= stop))
            words = _without(self._text, part)
            marker = markers.parse(words)
            if marker is None or marker.rank != markers.RANK_POINT:
                if self._path() and words.strip(" 。:") == fold(self._path()[-1]):  # a heading right before its points
                    self._note_heading(begin, stop)
                else:
                    self._add(part, rank)
                continue
            heading = _heading(words, marker)
            if heading is not None and len(heading) < len(words.rstrip("。; ")):
                self._open(markers.RANK_POINT, heading, begin)
            self._add(part, markers.RANK_POINT)
        self._close(markers.RANK_POINT, paragraph.end)

    def _add_table(self, table: TableSpan) -> None:
        header = visible(" ".join((table.header or self._raw[table.start : table.header_end]).split()))
        path = (*self._path(), header) if header else self._path()
        start = self._take_heading_start(table.start)
        self._blocks.append(Block(start, table.end, path, None, (), table))

    # --- stack of open headings --------------------------------------------------------------------------------

    def _path(self) -> tuple[str, ...]:
        return tuple(visible(entry.text) for entry in self._stack)

    def _open(self, rank: float, text: str, start: int) -> None:
        self._stack.append(_Open(rank, self._as_written(text, start), start))

    def _as_written(self, heading: str, start: int) -> str:
        """A heading with the document's own punctuation, where it stands in one piece near `start`."""
        at = self._text.find(heading, start, start + len(heading) + 8)
        return heading if at < 0 else self._raw[at : at + len(heading)]

    def _close(self, rank: float, at: int) -> None:
        bare = self._heading_start
        if bare is not None and self._stack and self._stack[-1].rank >= rank and self._stack[-1].start >= bare:
            self._add(Paragraph(bare, self._heading_end), None)  # a heading with nothing under it is text all the same
        while self._stack and self._stack[-1].rank >= rank:
            path = self._path()
            entry = self._stack.pop()
            self._sections.append(Section(level=len(path), path=path, start=entry.start, end=at))

    def _note_heading(self, start: int, end: int) -> None:
        if self._heading_start is None:
            self._heading_start = start
        self._heading_end = end

    def _take_heading_start(self, start: int) -> int:
        begin, self._heading_start = self._heading_start, None
        return start if begin is None else begin

    def _add(self, paragraph: Paragraph, rank: int | None) -> None:
        start = self._take_heading_start(paragraph.start)
        self._blocks.append(Block(start, paragraph.end, self._path(), rank, paragraph.soft_breaks))


def size_of(blocks: Sequence[Block], text: str) -> int:
    """Characters that blocks say, however their lines are broken: white space and what says nothing are not counted."""
    return sum(_said(block, text) for block in blocks)


def _said(block: Block, text: str) -> int:
    words = _without(text, Paragraph(block.start, block.end, block.breaks))
    return len("".join(words.split()))


def join_lists(blocks: Sequence[Block], text: str, folded: str, *, limit: int) -> list[Block]:
    """Keep a lead-in (`符合下列条件:`) and its items together, or let the items carry it as a heading.

    Args:
        limit: characters up to which a whole list stays one block.
    """
    return list(_join_lists(blocks, text, folded, limit))


def _join_lists(blocks: Sequence[Block], text: str, folded: str, limit: int) -> Iterator[Block]:
    i = 0
    while i < len(blocks):
        lead = blocks[i]
        opening = folded[lead.start : lead.end]
        headed = _is_headed_list(opening, lead)
        items = _items_after(blocks, i, headed=headed) if headed or _is_lead_in(opening) else 0
        members = blocks[i : i + items + 1]
        if not items or (headed and size_of(members, folded) > limit):
            yield lead
            i += 1
            continue
        last = blocks[i + items]
        if size_of(members, folded) <= limit:
            breaks = tuple(b for block in members for b in block.breaks)
            yield Block(lead.start, last.end, lead.path, lead.rank, breaks, is_list=True)
        else:
            yield lead
            words = text[lead.start : lead.end].strip().splitlines()[-1]
            for block in members[1:]:
                yield replace(block, path=(*lead.path, words[-_MAX_HEADING:]))
        i += items + 1


def _is_lead_in(text: str) -> bool:
    return _LEAD_IN.search(text.rstrip()) is not None


def _is_headed_list(text: str, block: Block) -> bool:
    """Whether a block is the first item of a list, right under a heading that leads into it (`申报材料包括:`)."""
    above = text.rstrip().rpartition("\n")[0]
    return block.rank is not None and block.table is None and bool(above) and _is_lead_in(above)


def _items_after(blocks: Sequence[Block], lead: int, *, headed: bool) -> int:
    """How many blocks after the lead-in are its items: numbered ones, deeper than it, without headings of their own.

    Args:
        headed: the block is itself the first item; the others are numbered alike.
    """
    count = 0
    own_rank = (blocks[lead].rank or 0) - headed
    for block in blocks[lead + 1 :]:
        if block.table or block.rank is None or block.rank <= own_rank or block.path != blocks[lead].path:
            break
        count += 1
    return count


def _heading(text: str, marker: Marker) -> str | None:
    """The heading that a numbered line begins with, numbering included; `None` when it is a plain item."""
    body = text[marker.end :]
    clause = _CLAUSE_END.search(body)
    if marker.rank <= markers.RANK_SECTION or clause is None:
        line = text.strip().rstrip(":")
        if line.endswith((";", ",", "、")):  # an item of a list
            return _titled_article(body, marker) if marker.rank == markers.RANK_ARTICLE else None
        short = len(line) <= _MAX_HEADING and (marker.rank <= markers.RANK_SECTION or not _HAS_FIGURE.search(line))
        if short and marker.rank == markers.RANK_POINT:
            return line
        title_like = marker.rank < markers.RANK_DIGIT or not re.search("[,。;]", body)
        return line if short and title_like and "," not in body[_MAX_RUN_IN:] else _before_colon(text, marker)
    first = body[: clause.start()]
    if marker.rank == markers.RANK_ARTICLE:
        caption = 2 <= len(first.strip()) <= 12 and body[clause.end() :].strip()
        return f"{marker.label} {first.strip()}" if caption else _titled_article(body, marker)
    if len(first) <= _MAX_RUN_IN and not _HAS_FIGURE.search(first) and body[clause.end() :].strip():
        return (marker.label + first).strip()
    if len(first) <= _MAX_RUN_IN and not body[clause.end() :].strip() and marker.rank <= markers.RANK_CHINESE:
        return (marker.label + first).strip()
    return _before_colon(text, marker)


def _before_colon(text: str, marker: Marker) -> str | None:
    """`(一)支持对象:在本县注册…` has its heading before the colon."""
    head, colon, rest = text[marker.end :].partition(":")
    if colon and rest.strip() and 2 <= len(head.strip()) <= 16 and not re.search("[,。;]", head):
        return f"{marker.label}{head.strip()}"
    return None


def _titled_article(body: str, marker: Marker) -> str | None:
    """`第三条 支持对象  在本县注册…` or `第三条【支持对象】…`: a caption set off by brackets or spaces."""
    caption = re.match(r"\s*(?:【([^】]{2,16})】|\[([^\]]{2,16})\]|\(([^)]{2,12})\)|(\S{2,12})\s{1,}(?=\S))", body)
    if caption is None:
        return None
    words = next(group for group in caption.groups() if group)
    return None if re.search("[,。;、《]", words) else f"{marker.label} {words}"


def _source(paragraph: Paragraph, at: int) -> int:
    """Offset in the file of a character of the paragraph as `_without` gives it."""
    position = paragraph.start + at
    for start, end in paragraph.soft_breaks:
        if position >= start:
            position += end - start
    return position


def _without(text: str, paragraph: Paragraph) -> str:
    parts = []
    at = paragraph.start
    for start, end in paragraph.soft_breaks:
        parts.append(text[at:start])
        at = end
    parts.append(text[at : paragraph.end])
    return "".join(parts)
