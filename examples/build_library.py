#!/usr/bin/env python3
"""Build the DOCX and PDF files of the sample library from the texts in `sources/`.

    pip install python-docx fpdf2
    python examples/build_library.py [--font FONT] [--out FOLDER]

The TXT files of the library are their own source and are not touched. The same texts, library versions and font
give the same bytes: every date inside a file is fixed.

A source is a header (`file:` the name to build, `headings:` for DOCX only) and then one block per line:

    # title            ^ centred line     < flush-left line     > right-aligned line
    ## heading         ### subheading     | cell | cell |     (rows in sequence are one table, the first its header)
    1. automatically numbered item        anything else: a paragraph

`headings: word` uses Word's heading styles; `headings: bold` writes headings as plain bold paragraphs, as many real
files do.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

HERE = Path(__file__).resolve().parent
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)

# A PDF needs a TrueType font with Chinese glyphs (Debian: fonts-wqy-microhei). fpdf2 2.8 writes OpenType CFF fonts
# such as Noto CJK so that pypdf 7.1 reads a space between any two characters; Chromium maps them to Kangxi radicals.
DEFAULT_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")

INDENT = "\u3000\u3000"  # a Chinese paragraph opens with two full-width spaces
# What a line break must not part: opening marks, then a number, a Latin word or one character, then closing marks.
UNBREAKABLE = re.compile(r"[（《“〔]*(?:[A-Za-z0-9.%&+-]+|[^（《“〔])[，。、；：！？）》”〕]*")
MARKERS = {
    "#": "title",
    "##": "heading",
    "###": "subheading",
    "^": "centred",
    "<": "left",
    ">": "right",
    "1.": "numbered",
}


@dataclass(frozen=True)
class Block:
    """One line of a source: its kind, its text, and its cells when it is a table row."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One source text: the file to build, the heading style (`word` or `bold`, DOCX only) and the blocks."""

    file: str
    headings: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        return next(block.text for block in self.blocks if block.kind == "title")


def parse(text: str) -> Source:
    """Read a source text. Raises ValueError when its header is not closed, KeyError when `file:` is missing."""
    _, header, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in header.splitlines())
    blocks = tuple(parse_line(line) for line in body.splitlines() if line.strip())
    return Source(fields["file"], fields.get("headings", "word"), blocks)


def parse_line(line: str) -> Block:
    if line.startswith("|"):
        return Block("row", line, tuple(cell.strip() for cell in line.strip("|").split("|")))
    marker, _, rest = line.partition(" ")
    return Block(MARKERS[marker], rest) if marker in MARKERS else Block("paragraph", line)


def by_table(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Yield each block alone, and the rows of one table together."""
    for is_row, group in groupby(blocks, key=lambda block: block.kind == "row"):
        if is_row:
            yield list(group)
        else:
            yield from ([block] for block in group)


# --- DOCX ---------------------------------------------------------------------------------------------------------


def build_docx(source: Source) -> bytes:
    document = docx.Document()
    for style, latin, chinese in (
        ("Normal", "Times New Roman", "仿宋"),
        ("Title", "Arial", "黑体"),
        ("Heading 1", "Arial", "黑体"),
        ("Heading 2", "Arial", "楷体"),
    ):
        font = document.styles[style].font
        font.name = latin
        font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)
    core = document.core_properties
    core.title, core.author, core.comments = source.title, "", ""
    core.created = core.modified = FIXED_DATE.replace(tzinfo=None)
    for group in by_table(source.blocks):
        if group[0].kind == "row":
            add_word_table(document, group)
        else:
            add_word_block(document, group[0], with_styles=source.headings == "word")
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def add_word_block(document: WordDocument, block: Block, *, with_styles: bool) -> None:
    styles = {"title": "Title", "heading": "Heading 1", "subheading": "Heading 2"}
    if block.kind in styles and with_styles:
        paragraph = document.add_paragraph(block.text, style=styles[block.kind])
    elif block.kind in styles:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(block.text)
        run.bold, run.font.size = True, Pt(18 if block.kind == "title" else 13)
    elif block.kind == "numbered":
        paragraph = document.add_paragraph(block.text, style="List Number")
    else:
        paragraph = document.add_paragraph(block.text)
    lay_out(paragraph, block.kind)


def lay_out(paragraph: Paragraph, kind: str) -> None:
    if kind in ("title", "centred"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif kind == "paragraph":
        paragraph.paragraph_format.first_line_indent = Pt(22)


def add_word_table(document: WordDocument, rows: list[Block]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0].cells), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row.cells, strict=True):
            cell.text = text


def with_fixed_dates(package: bytes) -> bytes:
    """Pack a DOCX again without the time of the build, which zip entries carry."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_DATE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


# --- PDF ----------------------------------------------------------------------------------------------------------


class NumberedPages(FPDF):
    """A4 pages with the page number at the foot, as official documents print it."""

    def footer(self) -> None:
        self.set_y(-18)
        self.set_font("text", size=10)
        self.cell(0, 8, f"— {self.page_no()} —", align=Align.C)


def build_pdf(source: Source, font: Path) -> bytes:
    pdf = NumberedPages(format="A4")
    pdf.set_creation_date(FIXED_DATE)
    pdf.set_title(source.title)
    pdf.set_margins(26, 26)
    pdf.set_auto_page_break(True, margin=26)
    pdf.add_font("text", fname=font)
    pdf.add_page()
    for group in by_table(source.blocks):
        if group[0].kind == "row":
            add_pdf_table(pdf, group)
        else:
            add_pdf_block(pdf, group[0])
    return bytes(pdf.output())


def add_pdf_block(pdf: FPDF, block: Block) -> None:
    size, align = {
        "title": (16.0, Align.C),
        "heading": (14.0, Align.L),
        "subheading": (13.0, Align.L),
        "centred": (12.0, Align.C),
        "right": (12.0, Align.R),
    }.get(block.kind, (12.0, Align.L))
    pdf.set_font("text", size=size)
    text = INDENT + block.text if block.kind in ("paragraph", "numbered") else block.text
    for line in wrap(text, pdf.epw - 2 * pdf.c_margin, pdf.get_string_width):
        pdf.cell(0, size * 0.6, line, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(4 if block.kind == "title" else 1)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break Chinese text into lines of at most `width`.

    Numbers and Latin words stay whole; closing punctuation never opens a line and opening punctuation never ends one.
    """
    lines = [""]
    for token in UNBREAKABLE.findall(text):
        if lines[-1] and measure(lines[-1] + token) > width:
            lines.append("")
        lines[-1] += token
    return lines


def add_pdf_table(pdf: FPDF, rows: list[Block]) -> None:
    pdf.set_font("text", size=11)
    pdf.ln(1)
    with pdf.table(line_height=8, padding=1, first_row_as_headings=False, wrapmode="CHAR") as table:
        for row in rows:
            table.row(row.cells)
    pdf.ln(3)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the DOCX and PDF files of the sample library.")
    parser.add_argument("--font", type=Path, default=DEFAULT_FONT, help="TrueType font with Chinese glyphs")
    parser.add_argument("--out", type=Path, default=HERE / "library", help="folder to write to")
    args = parser.parse_args()
    if not args.font.is_file():
        parser.error(f"no font at {args.font}: install fonts-wqy-microhei, or name a TrueType font with --font")
    args.out.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "sources").glob("*.md")):
        source = parse(path.read_text(encoding="utf-8"))
        data = build_docx(source) if source.file.endswith(".docx") else build_pdf(source, args.font)
        (args.out / source.file).write_bytes(data)
        print(f"{source.file}  {len(data):,} bytes")


if __name__ == "__main__":
    main()
