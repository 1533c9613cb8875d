"""A document's blocks as lines with the clause they stand in and the role its headings give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docs_store.provisions import Part
from docs_store.textnorm import CleanText, clean, fold
from ingest import markers
from ingest.lines import between
from ingest.provisions import inline
from ingest.provisions.roles import Role, labels, of_heading, of_label, own_words, states
from ingest.structure import Block

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, item or table row, its numbering and headings taken off.

    Attributes:
        text: folded reading text; patterns match on it.
        clean: the same as written, with origins in the document.
        start: where `text` begins in `clean.text`.
        clause: headings above it, with the document's numbering; an article's number is the last.
        label: its own numbering, or empty.
        rank: depth of that numbering (`ingest.markers`), `None` without.
        roles: what the nearest heading with a role says; several for 支持对象和申报条件.
        lead: the lead-in above it (`应当具备下列条件之一`), folded, or empty.
        cells: cells of a table row.
        header: cells of the table's header row.
        block: number of its block.
    """

    text: str
    clean: CleanText
    start: int
    clause: tuple[str, ...]
    label: str
    rank: int | None
    roles: tuple[Role, ...]
    lead: str
    block: int
    source: str
    origin: int
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

    def part(self, start: int = 0, end: int | None = None) -> Part:
        """The part of the clause that is `text[start:end]`, without white space around it."""
        stop = len(self.text) if end is None else end
        while start < stop and self.text[start].isspace():
            start += 1
        while start < stop and self.text[stop - 1].isspace():
            stop -= 1
        if start >= stop:
            start, stop = 0, max(len(self.text), 1)
        a, b = self.clean.source_span(self.start + start, self.start + stop)
        clause = self.clause if not self.label or self.clause[-1:] == (self.label,) else (*self.clause, self.label)
        return Part(
            text=self.clean.text[self.start + start : self.start + stop],
            quote=self.source[a - self.origin : b - self.origin],
            clause=clause,
            start=a - self.origin,
            end=b - self.origin,
        )


_LEAD_IN = re.compile(
    r"(?:下列|以下|如下)[^。;:]{0,16}(?:条件|要求|情形|材料|标准|之一)[^。;:]{0,6}:?$|(?:条件|材料|标准|要求|下表|如下)[^。;:]{0,4}:$"
    r"|材料包括[^。;:]{0,8}:?$|:$"
)
_CELL = re.compile(r"\s*\|\s*")
_GAP = re.compile(r"\s+")
_HAS_AMOUNT = re.compile(r"\d\s*(?:万|亿|千|百)?元|\d%")


def read(blocks: Sequence[Block], text: str, *, origin: int, removed: Sequence[Span]) -> list[Line]:
    """Lines of one document in order.

    Args:
        blocks: the document's blocks; offsets into `text`.
        text: the file's text, verbatim.
        origin: where the document begins in `text`.
        removed: spans of `text` that are no part of what it says.
    """
    return list(_Reading(text, origin, removed).lines(blocks))


@dataclass(frozen=True, slots=True)
class _OpenLabel:
    """A label whose text goes on below: the headings of the section it stands in, and all that were open."""

    upper: tuple[str, ...]
    role: Role
    path: tuple[str, ...]


class _Reading:
    """State while reading from top to bottom: the label that is open, and the lead-in."""

    def __init__(self, text: str, origin: int, removed: Sequence[Span]) -> None:
        self._text = text
        self._own = text[origin:]
        self._origin = origin
        self._removed = removed
        self._label: _OpenLabel | None = None
        self._lead = ""
        self._lead_path: tuple[str, ...] | None = None
        self._lead_rank: float = 0

    def lines(self, blocks: Sequence[Block]) -> Iterator[Line]:
        for number, block in enumerate(blocks):
            skip = [*block.breaks, *between(self._removed, block.start, block.end)]
            reading = clean(self._text[block.start : block.end], start=block.start, removed=skip)
            if block.table is not None:
                yield from self._rows(block, number, reading)
                continue
            folded = fold(reading.text)
            at = 0
            for raw_line in reading.text.split("\n"):
                yield from self._line(block, number, reading, folded, at, at + len(raw_line))
                at += len(raw_line) + 1

    def _line(self, block: Block, number: int, reading: CleanText, folded: str, start: int, end: int) -> Iterator[Line]:
        text = folded[start:end]
        path = tuple(fold(p) for p in block.path)
        if not text.strip():
            return
        heading = next((p for p in path if _bare(text) == _bare(p)), None)
        if heading is not None and (path[-1] != heading or _bare(folded) != _bare(text)):
            if (role := of_label(heading)) is not None:
                self._label = _OpenLabel(_upper(path), role, path)
            own = path[: path.index(heading) + 1]
            yield from self._stated(block, number, reading, folded, start, end, own)
            if _LEAD_IN.search(text.strip()) and path[-1] == heading:
                self._open_lead(text, path, block.rank)
            return
        # a label taken for a heading still opens a line of fields, and others may stand behind it
        body = 0 if path and of_label(path[-1]) is not None else _body_start(text, path)
        if body and path:
            yield from self._stated(block, number, reading, folded, start, start + body, path)
        marker = markers.parse(text[body:])
        label, rank = "", block.rank
        if marker is not None and marker.rank != markers.RANK_POINT:
            label, body, rank = marker.label, body + marker.end, marker.rank
        for piece in inline.split(text[body:]):
            yield from self._piece(
                block, number, reading, folded, start + body + piece.start, start + body + piece.end, path,
                piece.label or label, piece.rank if piece.label else rank, piece.headings,
            )  # fmt: skip

    def _stated(
        self,
        block: Block,
        number: int,
        reading: CleanText,
        folded: str,
        start: int,
        end: int,
        path: tuple[str, ...],
    ) -> Iterator[Line]:
        """A heading that asks for something itself, as where a sentence right behind a number was taken for one."""
        text = folded[start:end]
        marker = markers.parse(text)
        if marker is None or not states(own_words(text[marker.end :].strip())):
            return
        roles = self._roles(path[:-1], _upper(path[:-1]))
        if roles[:1] in ((Role.CONDITION,), (Role.TARGET,)):
            begin = start + marker.end
            yield self._made(
                block, number, reading, folded, begin, end, path[:-1], marker.label, marker.rank, (), roles
            )

    def _piece(
        self,
        block: Block,
        number: int,
        reading: CleanText,
        folded: str,
        start: int,
        end: int,
        path: tuple[str, ...],
        label: str,
        rank: int | None,
        headings: tuple[str, ...],
    ) -> Iterator[Line]:
        text = folded[start:end]
        upper = _upper(path)
        named = labels(text, lambda at: self._set_off(reading, start + at))
        for n, (role, _, value) in enumerate(named):
            stop = named[n + 1][1] if n + 1 < len(named) else len(text)
            kept = text[value:stop].strip()
            # 申报对象:… says it all in its line; a label alone, or set off by a space, may go on below
            self._label = None if kept and text[value - 1] == ":" else _OpenLabel(upper, role, path)
            self._lead = ""
            if kept:
                yield self._made(
                    block, number, reading, folded, start + value, start + stop, path, label, rank, headings, (role,)
                )  # fmt: skip
        if named:
            return
        full = (*path, *headings)
        roles = self._roles(full, upper)
        if _LEAD_IN.search(text.strip()) and not _HAS_AMOUNT.search(text) and Role.MATERIALS not in roles:
            self._open_lead(text, full, rank)
        yield self._made(block, number, reading, folded, start, end, path, label, rank, headings, roles)

    def _made(
        self,
        block: Block,
        number: int,
        reading: CleanText,
        folded: str,
        start: int,
        end: int,
        path: tuple[str, ...],
        label: str,
        rank: int | None,
        headings: tuple[str, ...],
        roles: tuple[Role, ...],
    ) -> Line:
        text = folded[start:end]
        return Line(
            text=text,
            clean=reading,
            start=start,
            clause=(*block.path[: len(path)], *headings),
            label=label,
            rank=rank,
            roles=roles,
            lead=self._lead_for((*path, *headings), rank, text),
            block=number,
            source=self._own,
            origin=self._origin,
        )

    def _set_off(self, reading: CleanText, at: int) -> bool:
        """Whether the file has a space before a character of the reading text."""
        if at == 0 or at >= len(reading.origins):
            return True
        between = self._text[reading.origins[at - 1] + 1 : reading.origins[at]]
        return between[:1].isspace()

    def _roles(self, path: tuple[str, ...], upper: tuple[str, ...]) -> tuple[Role, ...]:
        """What the nearest heading or label says; a label counts before the headings that were open when it came."""
        if self._label is not None and self._label.upper != upper:
            self._label = None
        for at in range(len(path) - 1, -1, -1):
            if self._label is not None and path[: at + 1] == self._label.path[: at + 1]:
                break
            roles = of_heading(path[at])
            if roles and not (self._label is not None and roles == (Role.OTHER,)):
                return roles
        return (self._label.role,) if self._label is not None else ()

    def _open_lead(self, text: str, path: tuple[str, ...], rank: int | None) -> None:
        self._lead, self._lead_path = text.strip(), path
        self._lead_rank = rank if rank is not None else 0

    def _lead_for(self, path: tuple[str, ...], rank: int | None, text: str) -> str:
        if path and _LEAD_IN.search(path[-1]):
            return path[-1]
        if not self._lead or text.strip() == self._lead:
            return ""
        deeper = rank is not None and rank > self._lead_rank
        if self._lead_path is not None and path[: len(self._lead_path)] == self._lead_path and deeper:
            return self._lead
        if rank is not None:
            self._lead = self._lead if deeper else ""
        return ""

    def _rows(self, block: Block, number: int, reading: CleanText) -> Iterator[Line]:
        """Heading lines above a table, then its rows; the header row is not a line of its own."""
        folded = fold(reading.text)
        at = 0
        header: tuple[str, ...] = ()
        path = tuple(fold(p) for p in block.path)
        outer = path[:-1] if path and "|" in path[-1] else path
        upper = _upper(outer)
        for raw_line in folded.split("\n"):
            start, end = at, at + len(raw_line)
            at = end + 1
            if "|" not in raw_line:
                continue
            cells = tuple(_CELL.split(raw_line.strip().strip("|").strip()))
            if not header:
                header = cells
                continue
            yield Line(
                text=raw_line,
                clean=reading,
                start=start,
                clause=block.path[: len(outer)],
                label="",
                rank=None,
                roles=self._roles(outer, upper),
                lead="",
                block=number,
                source=self._own,
                origin=self._origin,
                cells=cells,
                header=header,
            )


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """Rows of tables that came out of a file as lines of words (a PDF's) put back into cells.

    Rows are consecutive plain lines under one heading that part into equally many words, the first without any amount
    and the others with one.
    """
    result: list[Line] = []
    i = 0
    while i < len(lines):
        rows = _table_at(lines, i)
        if rows < 3:  # a header and two rows; fewer may be chance
            result.append(lines[i])
            i += 1
            continue
        header = tuple(_words(lines[i]))
        for line in lines[i + 1 : i + rows]:
            result.append(_replace_cells(line, tuple(_words(line)), header))
        i += rows
    return result


def _table_at(lines: Sequence[Line], first: int) -> int:
    def cells(line: Line) -> list[str]:
        plain = line.rank is None and not line.cells and not line.label
        return _words(line) if plain else []

    head = cells(lines[first])
    if len(head) < 2 or any(re.search(r"\d|[。;:,]", cell) for cell in head):
        return 0
    count = 1
    for line in lines[first + 1 :]:
        row = cells(line)
        if line.clause != lines[first].clause or len(row) != len(head) or not _HAS_AMOUNT.search(line.text):
            break
        count += 1
    return count


def _words(line: Line) -> list[str]:
    """Words as the file spaces them; reading text has closed the gaps."""
    return _GAP.split(fold(line.part().quote).strip()) if line.text.strip() else []


def _replace_cells(line: Line, cells: tuple[str, ...], header: tuple[str, ...]) -> Line:
    return Line(
        text=line.text, clean=line.clean, start=line.start, clause=line.clause, label=line.label, rank=line.rank,
        roles=line.roles, lead=line.lead, block=line.block, source=line.source, origin=line.origin, cells=cells,
        header=header,
    )  # fmt: skip


def _upper(path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings of a path that stand above a card's or section's fields."""
    return tuple(p for p in path if (m := markers.parse(p)) is not None and m.rank <= markers.RANK_CHINESE)


def _bare(text: str) -> str:
    return re.sub(r"[\s:。#]", "", text)


def _body_start(text: str, path: tuple[str, ...]) -> int:
    """Where the text behind a run-in heading begins: `(一)基础补助。以税务…`, `第三条 支持对象为…`."""
    for heading in reversed(path):
        wanted = _bare(heading)
        if not wanted:
            continue
        matched, i = 0, 0
        while i < len(text) and matched < len(wanted):
            if text[i] == wanted[matched]:
                matched += 1
            elif not re.match(r"[\s:。#【】\[\]()]", text[i]):
                break
            i += 1
        if matched == len(wanted):
            while i < len(text) and text[i] in "】]):。 \t\u3000":
                i += 1
            return i
    return 0
