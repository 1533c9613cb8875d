"""DOCX: paragraphs and tables in document order, with the automatic numbers that Word shows.

Each paragraph is a line (a line break inside one makes two), each table row a line with its cells joined by ` | `.
Tracked insertions count as text, deletions do not. Page headers and footers, comments and hidden text are left out;
footnotes follow the body, one line each. Parts in another format and embedded workbooks are read in their place
(`_docx_parts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers._docx_numbers import Numbers
from ingest.readers._docx_package import Package, find, is_on, number, open_package, value
from ingest.readers._docx_parts import Budget, Parts
from ingest.readers._docx_styles import Styles
from ingest.readers._ooxml import local
from ingest.readers._tables import Row
from ingest.readers._writer import TextWriter
from ingest.readers.base import RawText, one_error

# Elements that only wrap others: content controls, tracked insertions, links, fields, smart tags, text direction.
_WRAPPERS = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"}
)
_LINE_BREAKS = re.compile(r"[\t\r\n]+")


def read_docx(path: Path) -> RawText:
    """Read a DOCX file.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`, `wrong_format`.
    """
    with one_error(path, "Download it again, or open it in Word or WPS and save it anew."):
        body = _Body(open_package(path), TextWriter())
        raw = body.read()
    if not raw.text.strip():
        if body.parts.chunks or body.parts.objects:
            raise _left_out(path, body.parts)
        raise UnreadableFileError(
            f"{path.name} holds no text; if it shows any, it is in pictures.",
            remedy="Run the pictures through text recognition (OCR), or ingest the original file.",
            code="no_text",
        )
    return raw


def _left_out(path: Path, parts: Parts) -> UnreadableFileError:
    """The error for a document that is nothing but what was left out of it."""
    if parts.chunks:
        return UnreadableFileError(
            f"{path.name} has no text of its own: what it shows is in a part of another format ({parts.chunks[0]}).",
            remedy="Open it in Word, and save it as .docx anew.",
            code="no_text",
        )
    return UnreadableFileError(
        f"{path.name} has no text of its own: what it shows is in embedded objects ({parts.kinds()}).",
        remedy="Open the objects in it, and save each as a file.",
        code="no_text",
    )


def _write_nested(path: Path, around: Parts) -> list[str]:
    """Write the text of a DOCX that is part of another; its warnings."""
    body = _Body(open_package(path), around.out, around.budget, around.depth + 1)
    body.write()
    return body.warnings()


def _children(element: Any) -> Iterator[tuple[str, Any]]:
    """Names and elements inside an element, wrappers opened, in document order."""
    for child in element:
        name = local(child)
        if name in _WRAPPERS:
            yield from _children(child)
        elif name == "AlternateContent":  # the same thing for new and old programs: the first way is enough
            for way in child:
                if local(way) in ("Choice", "Fallback"):
                    yield from _children(way)
                    break
        else:
            yield name, child


class _Body:
    """Writes the text of one document, line by line."""

    def __init__(self, package: Package, out: TextWriter, budget: Budget | None = None, depth: int = 0) -> None:
        self.parts = Parts(package, out, _write_nested, budget or Budget(), depth)
        self._package = package
        self._styles = Styles(package.styles)
        self._numbers = Numbers(package.numbering, self._styles)
        self._out = out
        self._notes: list[tuple[str, str]] = []
        self._nested: list[Any] | None = None  # tables in the cells of the one that is being written

    def read(self) -> RawText:
        self.write()
        return self._out.raw("docx", self.warnings())

    def warnings(self) -> list[str]:
        """What could not be read, of the package and of what is in it."""
        return [*self._package.warnings, *self.parts.warnings()]

    def write(self) -> None:
        """Append the whole text."""
        body = find(self._package.document, "body")
        if body is not None:
            self._blocks(body)
        self._write_notes()

    def _blocks(self, element: Any) -> None:
        for name, block in _children(element):
            if name == "p":
                self._paragraph(block)
            elif name == "tbl":
                self._table(block)
            elif name == "altChunk":
                self.parts.write_chunk(block)

    def _paragraph(self, paragraph: Any) -> None:
        boxes: list[Any] = []
        text = self._text_of(paragraph, boxes)
        deleted = find(paragraph, "pPr", "rPr", "del") is not None
        if text.strip() or not deleted:
            label = self._numbers.label(paragraph)
            level = self._styles.heading_level(paragraph)
            if not text.strip():
                self._out.line(text)
            elif level is None:
                self._out.line(label + text)
            else:
                self._out.heading(label + text, level)
        for box in boxes:
            if local(box) == "OLEObject":
                self.parts.write_object(box)
            else:
                self._blocks(box)

    def _text_of(self, element: Any, boxes: list[Any]) -> str:
        """Text of a paragraph or run; the text boxes and objects anchored in it are put into `boxes`."""
        parts: list[str] = []
        for name, child in _children(element):
            if name == "r":
                if not is_on(find(child, "rPr", "vanish")):
                    parts.append(self._text_of(child, boxes))
            elif name == "t":
                parts.append(child.text or "")
            elif name in ("tab", "ptab"):
                parts.append("\t")
            elif name in ("br", "cr"):
                parts.append("\n")
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name == "sym":
                parts.append(_symbol(child))
            elif name == "ruby":  # the words, not the small reading aid above them
                base = find(child, "rubyBase")
                parts.append("" if base is None else self._text_of(base, boxes))
            elif name in ("oMath", "oMathPara"):
                parts.extend(leaf.text or "" for leaf in child.iter() if local(leaf) == "t")
            elif name in ("drawing", "pict", "object"):
                boxes.extend(_outermost_boxes(child))
                self.parts.leave_out_drawn(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self._notes.append((name.removesuffix("Reference"), value(child, "id") or ""))
        return "".join(parts)

    def _table(self, table: Any) -> None:
        """A table as lines. One with a single column is a frame around text, and read as text.

        Tables in its cells follow it, each with its own rows.
        """
        elements = [row for row in _rows(table) if find(row, "trPr", "del") is None]
        cells = [[cell for name, cell in _children(row) if name == "tc"] for row in elements]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    self._blocks(cell)
            return
        around, self._nested = self._nested, []
        self._out.rows([self._row(element, row) for element, row in zip(elements, cells, strict=True)])
        nested, self._nested = self._nested, around
        for inner in nested:
            self._table(inner)

    def _row(self, element: Any, cells: list[Any]) -> Row:
        row = Row(is_header=is_on(find(element, "trPr", "tblHeader")))
        column = number(find(element, "trPr", "gridBefore"), 0)
        for cell in cells:
            width = max(1, number(find(cell, "tcPr", "gridSpan"), 1))
            across = find(cell, "tcPr", "hMerge")
            down = find(cell, "tcPr", "vMerge")
            continues = down is not None and value(down) != "restart"
            if across is None or value(across) == "restart":
                text = "" if continues else self._cell_text(cell)
                row.add(text, column=column, width=width, continues=continues, is_bold=_is_bold(cell))
            column += width
        return row

    def _cell_text(self, cell: Any) -> str:
        """A cell on one line: its paragraphs, small nested tables and text boxes in reading order."""
        parts: list[str] = []
        for name, block in _children(cell):
            if name == "p":
                boxes: list[Any] = []
                text = self._text_of(block, boxes)
                if text.strip() or find(block, "pPr", "rPr", "del") is None:
                    # An empty cell with a number (the usual 序号 column) shows the number.
                    parts.append(self._numbers.label(block) + text)
                for box in boxes:
                    if local(box) == "OLEObject":
                        self.parts.leave_out(box)
                    else:
                        parts.append(self._cell_text(box))
            elif name == "tbl" and self._nested is not None and _has_columns(block):
                self._nested.append(block)
            elif name == "tbl":
                for row in _rows(block):
                    parts.extend(self._cell_text(inner) for kind, inner in _children(row) if kind == "tc")
        lines = (_LINE_BREAKS.sub(" ", part).strip() for part in parts)
        return " ".join(line for line in lines if line)

    def _write_notes(self) -> None:
        """Foot- and endnotes in the order of their marks, each on a line with its number in brackets.

        Their marks are not written into the running text, where a digit would join the figures it stands behind.
        """
        parts = {"footnote": self._package.footnotes, "endnote": self._package.endnotes}
        by_id: dict[tuple[str, str | None], Any] = {}
        for kind, root in parts.items():
            by_id.update({(kind, value(note, "id")): note for note in (() if root is None else root)})
        for order, mark in enumerate(tuple(self._notes), start=1):
            note = by_id.get(mark)
            text = "" if note is None else self._cell_text(note)
            if text:
                self._out.line(f"[{order}] {text}")


def _rows(table: Any) -> Iterator[Any]:
    return (row for name, row in _children(table) if name == "tr")


def _has_columns(table: Any) -> bool:
    """Whether a table has rows and columns of its own, two at least of each."""
    return sum(sum(name == "tc" for name, _ in _children(row)) > 1 for row in _rows(table)) > 1


def _outermost_boxes(drawing: Any) -> Iterator[Any]:
    """Text boxes and embedded objects in a drawing.

    Of the two renderings a drawing may carry, the first; boxes in boxes come with them.
    """
    for name, child in _children(drawing):
        if name in ("txbxContent", "OLEObject"):
            yield child
        else:
            yield from _outermost_boxes(child)


def _symbol(element: Any) -> str:
    try:
        char = chr(int(value(element, "char") or "", 16))
    except (ValueError, OverflowError):
        return ""
    return "\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char


def _is_bold(cell: Any) -> bool:
    """Whether all text of a cell is bold by its own formatting."""
    runs = [run for run in cell.iter() if local(run) == "r" and any(local(leaf) == "t" for leaf in run)]
    return bool(runs) and all(is_on(find(run, "rPr", "b")) for run in runs)
