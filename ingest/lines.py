"""Lines of a file, and the paragraphs they make."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.markers import starts_with_marker
from ingest.readers.base import RawText

_SENTENCE_CLOSED = re.compile(r"[。!?;:…][”’」』)】》]*$")
_QUOTED_ALONE = re.compile("“[^“”]{1,30}”[,、。;]?|《[^《》]{1,40}》[,、。;]?")
_CLAUSE = re.compile("[,，。;；]")
_LABEL = re.compile("[^,，。;；:：]{1,10}[:：]|[^\u4e00-\u9fff]*$")
_NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.]")
_CITING = re.compile(
    "(?:依照|按照?|依据|根据|违反|符合|适用|参照|本(?:办法|条例|规定|细则|法|措施|意见)"
    r"|第[一二三四五六七八九十百\d]{1,5}[条款项](?:和|与|及|、))$"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,5}[条款项](?![^\S\n])")
_LONG_LINE = 56  # half-width columns of a line that is no title
_PIECES = 3  # lines of quoted words alone
_MIN_BODY_WIDTH = 12  # characters; below this nothing tells a wrapped line from a short one
_MIN_COLUMN = 40  # half-width columns of a cell; names that happen to be equally long are shorter
_RAGGED = 4  # half-width columns by which lines of one cell differ, as a mark may not begin a line


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline: `text == raw.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `soft_breaks` are spans (newlines, indents) inside it that say nothing."""

    start: int
    end: int
    soft_breaks: tuple[tuple[int, int], ...] = ()


def split(text: str, begins: Sequence[int] = ()) -> list[Line]:
    """All lines, empty ones too.

    Args:
        begins: offsets at which a line begins without a line end before it (`ingest.line_ends`), ascending.
    """
    lines = []
    at = 0
    for part in text.split("\n"):
        end = at + len(part)
        inside = begins[bisect_right(begins, at) : bisect_left(begins, end)] if begins else ()
        lines += [Line(a, b, text[a:b]) for a, b in itertools.pairwise((at, *inside, end))]
        at = end + 1
    return lines


def paragraphs(
    raw: RawText, lines: Sequence[Line], removed: Sequence[tuple[int, int]], opening: Collection[int] = ()
) -> list[Paragraph]:
    """Paragraphs in order. Where the file wraps its lines, lines are joined that one sentence runs across.

    Args:
        opening: starts of lines that open a paragraph whatever stands above them.
        removed: spans that are no part of the text; a line lying in one neither joins nor parts its neighbours.
    """
    kept = [line for line in lines if line.text.strip() and not covered(line, removed)]
    width = _wrap_width(raw, kept)
    fixed = {hint.start for hint in raw.headings} | set(_table_lines(raw, kept))
    narrow = _narrow_columns(kept) if raw.pages else frozenset()
    in_pieces = bool(width) and _is_in_pieces(kept)
    result: list[Paragraph] = []
    group: list[Line] = []
    printed = 0  # width of what stood on one line with the last of the group
    for line in kept:
        is_piece = bool(group) and _is_broken_at_mark(group[-1], line, in_pieces)
        if group and not (
            not _parted(raw, group[-1], line, removed)
            and line.start not in opening
            and _may_continue(group[-1], line, fixed)
            and (
                is_piece or group[-1].start in narrow or printed >= 0.8 * width
                if width
                else _is_broken_sentence(group[-1].text, line.text)
            )
        ):
            result.append(_joined(group))
            group = []
        own = columns(line.text)
        printed = printed + own if group and is_piece and printed + own <= 1.1 * width else own
        group.append(line)
    if group:
        result.append(_joined(group))
    return result


def _parted(raw: RawText, above: Line, line: Line, removed: Sequence[tuple[int, int]]) -> bool:
    """Whether a blank line parts two lines; the foot of a page is blank whatever the text does."""
    turned = bisect_right(raw.pages, above.start, key=lambda page: page.end)
    if turned < len(raw.pages) and raw.pages[turned].end <= line.start:
        return False
    return "\n\n" in _gap(raw.text, above.end, line.start, removed)


def _narrow_columns(lines: Sequence[Line]) -> frozenset[int]:
    """Starts of lines that fill a column narrower than the page, as the cells of a table do: a neighbour is as wide."""
    found: set[int] = set()
    for above, line in itertools.pairwise(lines):
        widths = columns(above.text), columns(line.text)
        if min(widths) >= _MIN_COLUMN and abs(widths[0] - widths[1]) <= _RAGGED:
            found |= {above.start, line.start}
    return frozenset(found)


def _may_continue(above: Line, line: Line, fixed: set[int]) -> bool:
    """Whether nothing speaks against a sentence's running from one line to the next."""
    if above.start in fixed or line.start in fixed:
        return False
    if starts_with_marker(line.text.strip()) and not _cites(above.text, line.text):
        return False
    return _SENTENCE_CLOSED.search(above.text.rstrip()) is None


def _cites(above: str, line: str) -> bool:
    """Whether a line begins with an article that the sentence above cites, not with one of its own."""
    return _CITING.search(above.rstrip()) is not None and _ARTICLE.match(line.strip()) is not None


def _is_in_pieces(lines: Sequence[Line]) -> bool:
    """Whether a file's lines are broken at their marks too, as some programs take text out of a PDF."""
    return sum(_QUOTED_ALONE.fullmatch(line.text.strip()) is not None for line in lines) >= _PIECES


def _is_broken_at_mark(above: Line, line: Line, in_pieces: bool) -> bool:
    """Whether two lines were one before it was broken at a mark: behind a comma, around words in quotation marks."""
    if above.text.rstrip().endswith((",", "，", "、")):
        return True
    return in_pieces and (above.text.rstrip().endswith(("”", "》")) or line.text.lstrip().startswith(("“", "《", "”")))


def _is_broken_sentence(above: str, line: str) -> bool:
    """Whether a line of a file that wraps none breaks off inside a sentence: long, with clauses, unclosed.

    A short one does where an article is cited next (依照⏎第二条取得的资金).
    """
    return _cites(above, line) or (
        columns(above) >= _LONG_LINE
        and _CLAUSE.search(above) is not None
        and "|" not in above + line
        and not (_NUMBERED.match(above.strip()) and "。" not in above)  # a heading may be long
        and not _LABEL.match(line.strip())
        and not _LABEL.match(above.strip())
    )


def _wrap_width(raw: RawText, lines: Sequence[Line]) -> int:
    """Width of a full line where the file breaks lines inside sentences, in half-width columns; 0 where not."""
    of_lines = [columns(line.text) for line in lines]
    widths = sorted(of_lines)
    if not widths:
        return 0
    full = widths[int(len(widths) * 0.9)]
    if full < 2 * _MIN_BODY_WIDTH:
        return 0
    near_full = [line for line, width in zip(lines, of_lines, strict=True) if width >= 0.8 * full]
    broken = sum(not _SENTENCE_CLOSED.search(line.text.rstrip()) for line in near_full)
    spread = widths[-1] > 1.6 * full  # lines far longer than the usual full line: nothing wraps them
    wraps = bool(raw.pages) or (  # what has pages has its lines as they are printed
        not spread and len(near_full) >= 5 and broken > 0.5 * len(near_full)
    )
    return full if wraps else 0


def columns(text: str) -> int:
    """Width of a line in half-width columns, white space at its ends not counted."""
    line = text.strip()
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _joined(group: Sequence[Line]) -> Paragraph:
    start, end = _trim(group[0], left=True), _trim(group[-1], left=False)
    breaks = tuple((_trim(above, left=False), _trim(line, left=True)) for above, line in itertools.pairwise(group))
    return Paragraph(start, end, breaks)


def _trim(line: Line, *, left: bool) -> int:
    if left:
        return line.start + len(line.text) - len(line.text.lstrip())
    return line.start + len(line.text.rstrip())


def between(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Of spans that are in order and do not overlap, those that share a character with `start`..`end`, or touch it."""
    first = bisect_left(spans, start, key=lambda span: span[1])
    return spans[first : bisect_right(spans, end, key=lambda span: span[0])]


def covered(line: Line, removed: Sequence[tuple[int, int]]) -> bool:
    """Whether a line lies wholly in a removed span."""
    return any(start <= line.start and line.end <= end for start, end in between(removed, line.start, line.end))


def _gap(text: str, start: int, end: int, removed: Sequence[tuple[int, int]]) -> str:
    """Text between two lines; a removed span with the newline before it counts as nothing."""
    gap = text[start:end]
    for a, b in reversed([span for span in between(removed, start, end) if start <= span[0] and span[1] <= end]):
        gap = gap[: a - start].removesuffix("\n") + gap[b - start :]
    return re.sub(r"[ \t\u3000\r]", "", gap)


def _table_lines(raw: RawText, lines: Sequence[Line]) -> Iterator[int]:
    for line in lines:
        if any(table.start <= line.start < table.end for table in raw.tables):
            yield line.start
