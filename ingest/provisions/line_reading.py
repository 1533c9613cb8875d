"""A document's blocks to lines, top to bottom: which heading, label or lead-in each stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store.language.roles import of_heading
from docs_store.textnorm import CleanText, clean, fold
from docs_store.types import Role
from ingest import markers
from ingest.lines import between
from ingest.provisions import inline
from ingest.provisions.lines import HAS_AMOUNT, Line
from ingest.provisions.roles import labels, of_label, own_words, states
from ingest.structure import Block

Span = tuple[int, int]

_LEAD_IN = re.compile(
    r"(?:下列|以下|如下)[^。;:]{0,16}(?:条件|要求|情形|材料|标准|之一)[^。;:]{0,6}:?$|(?:条件|材料|标准|要求|下表|如下)[^。;:]{0,4}:$"
    r"|材料包括[^。;:]{0,8}:?$|:$"
)
_CELL = re.compile(r"(?:(?<!\s)\s+)?\|\s*")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a stretch of a block stands.

    Attributes:
        number: of its block.
        reading: the block's reading text; `folded` is the same, folded.
        path: folded headings above it; `headings` are those of the line itself, below them.
        label, rank: its own numbering.
    """

    block: Block
    number: int
    reading: CleanText
    folded: str
    path: tuple[str, ...]
    headings: tuple[str, ...] = ()
    label: str = ""
    rank: int | None = None


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
            path = tuple(fold(p) for p in block.path)
            place = _Place(
                block=block, number=number, reading=reading, folded=fold(reading.text), path=path, rank=block.rank
            )
            at = 0
            for raw_line in reading.text.split("\n"):
                yield from self._line(place, at, at + len(raw_line))
                at += len(raw_line) + 1

    def _line(self, place: _Place, start: int, end: int) -> Iterator[Line]:
        text, path = place.folded[start:end], place.path
        if not text.strip():
            return
        heading = next((p for p in path if _bare(text) == _bare(p)), None)
        if heading is not None and (path[-1] != heading or _bare(place.folded) != _bare(text)):
            if (role := of_label(heading)) is not None:
                self._label = _OpenLabel(_upper(path), role, path)
            yield from self._stated(replace(place, path=path[: path.index(heading) + 1]), start, end)
            if _LEAD_IN.search(text.strip()) and path[-1] == heading:
                self._open_lead(text, path, place.rank)
            return
        # a label taken for a heading still opens a line of fields, and others may stand behind it
        body = 0 if path and of_label(path[-1]) is not None else _body_start(text, path)
        if body and path:
            yield from self._stated(place, start, start + body)
        marker = markers.parse(text[body:])
        if marker is not None and marker.rank != markers.RANK_POINT:
            body += marker.end
            place = replace(place, label=marker.label, rank=marker.rank)
        for piece in inline.split(text[body:]):
            own = replace(place, headings=piece.headings)
            if piece.label:
                own = replace(own, label=piece.label, rank=piece.rank)
            yield from self._piece(own, start + body + piece.start, start + body + piece.end)

    def _stated(self, place: _Place, start: int, end: int) -> Iterator[Line]:
        """A heading that asks for something itself, as where a sentence right behind a number was taken for one."""
        text = place.folded[start:end]
        marker = markers.parse(text)
        if marker is None or not states(own_words(text[marker.end :].strip())):
            return
        above = place.path[:-1]
        roles = self._roles(above, _upper(above))
        if roles[:1] in ((Role.CONDITION,), (Role.TARGET,)):
            numbered = replace(place, path=above, label=marker.label, rank=marker.rank)
            yield self._made(numbered, start + marker.end, end, roles)

    def _piece(self, place: _Place, start: int, end: int) -> Iterator[Line]:
        text = place.folded[start:end]
        upper = _upper(place.path)
        named = labels(text, lambda at: self._set_off(place.reading, start + at))
        for n, (role, _, value) in enumerate(named):
            stop = named[n + 1][1] if n + 1 < len(named) else len(text)
            kept = text[value:stop].strip()
            # 申报对象:… says it all in its line; a label alone, or set off by a space, may go on below
            self._label = None if kept and text[value - 1] == ":" else _OpenLabel(upper, role, place.path)
            self._lead = ""
            if kept:
                yield self._made(place, start + value, start + stop, (role,))
        if named:
            return
        full = (*place.path, *place.headings)
        roles = self._roles(full, upper)
        if _LEAD_IN.search(text.strip()) and not HAS_AMOUNT.search(text) and Role.MATERIALS not in roles:
            self._open_lead(text, full, place.rank)
        yield self._made(place, start, end, roles)

    def _made(self, place: _Place, start: int, end: int, roles: tuple[Role, ...]) -> Line:
        text = place.folded[start:end]
        return Line(
            text=text,
            clean=place.reading,
            start=start,
            clause=(*place.block.path[: len(place.path)], *place.headings),
            label=place.label,
            rank=place.rank,
            roles=roles,
            lead=self._lead_for((*place.path, *place.headings), place.rank, text),
            block=place.number,
            source=self._own,
            origin=self._origin,
        )

    def _set_off(self, reading: CleanText, at: int) -> bool:
        """Whether the file has a space before a character of the reading text."""
        if at == 0 or at >= len(reading.origins):
            return True
        gap = self._text[reading.origins[at - 1] + 1 : reading.origins[at]]
        return gap[:1].isspace()

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
        apart = fold(block.table.header) if block.table else ""
        header = _cells(apart) if apart else ()
        path = tuple(fold(p) for p in block.path)
        outer = path[:-1] if path and "|" in path[-1] else path
        upper = _upper(outer)
        for raw_line in folded.split("\n"):
            start, end = at, at + len(raw_line)
            at = end + 1
            if "|" not in raw_line:
                continue
            cells = _cells(raw_line)
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


def _cells(row: str) -> tuple[str, ...]:
    return tuple(_CELL.split(row.strip().strip("|").strip()))


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
