"""One document written in each format: text, Markdown, web page, Word and PDF; a table as a workbook too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook

from examples.build_library import Block, Source, build_docx
from tests.ingest.readers.written_pdf import WrittenPdf
from tests.ingest.same.changes import wrapped
from tests.ingest.same.papers import Paper

Write = Callable[[Paper, Path], None]

_ROWS = 34  # lines on a page of a PDF
_WIDTH = 36  # characters of a line
_LETTER = 12  # points
_LEADING = 20  # points from line to line
_LEFT, _TOP = 72, 72  # points
_MARKS = {"title": "# ", "heading": "## ", "subheading": "### "}
_TAGS = {"title": "h1", "heading": "h2", "subheading": "h3"}


def as_text(paper: Paper, path: Path) -> None:
    """A paragraph a line, cells parted by bars."""
    path.write_text("\n".join(_numbered(paper.blocks)) + "\n", encoding="utf-8")


def as_text_of_windows(paper: Paper, path: Path) -> None:
    """The same as Notepad used to save it."""
    path.write_bytes("\r\n".join(_numbered(paper.blocks)).encode("gb18030"))


def as_markdown(paper: Paper, path: Path) -> None:
    """Headings marked, tables in bars."""
    lines = []
    for group in _groups(paper.blocks):
        if group[0].cells:
            head, *rows = ["| " + " | ".join(block.cells) + " |" for block in group]
            lines += [head, "|" + " --- |" * len(group[0].cells), *rows, ""]
        else:
            lines += [_MARKS.get(group[0].kind, "") + _numbered(group)[0], ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def as_page(paper: Paper, path: Path) -> None:
    """A page of a site, with menu, path, buttons and footer around the article."""
    body = []
    for group in _groups(paper.blocks):
        if group[0].cells:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in block.cells) for block in group)
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            tag = _TAGS.get(group[0].kind, "p")
            body.append(f"<{tag}>{escape(_numbered(group)[0])}</{tag}>")
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("首页", "政务公开", "办事服务")))
    path.write_text(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(paper.blocks[0].text)}</title></head><body>"
        f"<div class='nav'><ul>{menu}</ul></div><div class='crumbs'>首页 &gt; 政务公开</div><div class='article'>"
        f"<div class='tools'><span>打印本页</span><span>【字号：大 中 小】</span></div>{''.join(body)}</div>"
        "<div class='footer'><p>版权所有：青禾县人民政府 皖ICP备12345678号-1</p></div></body></html>",
        encoding="utf-8",
    )


def as_word(paper: Paper, path: Path) -> None:
    """Headings by Word's styles."""
    path.write_bytes(build_docx(Source(path.name, "word", paper.blocks)))


def as_word_without_styles(paper: Paper, path: Path) -> None:
    """Headings merely bold, as many people write them."""
    path.write_bytes(build_docx(Source(path.name, "bold", paper.blocks)))


def as_pdf(paper: Paper, path: Path) -> None:
    """Pages with numbered feet; a table with its lines drawn, on one page each."""
    pdf, row, number = WrittenPdf(), _ROWS, 0

    def turn() -> None:
        nonlocal row, number
        if number:
            pdf.write(f"— {number} —", 270, 780, size=10)
        pdf.page()
        row, number = 0, number + 1

    for group in _groups(paper.blocks):
        if group[0].cells:
            lines = [[wrapped(_cell_width(group))(["", cell])[1:] for cell in block.cells] for block in group]
            needed = sum(max(map(len, cells)) for cells in lines)
            if row + needed > _ROWS:
                turn()
            row += _draw_table(pdf, lines, _TOP + row * _LEADING)
            continue
        if group[0] is paper.blocks[0]:  # on one line: how a title goes on is for `ingest.title`
            turn()
            pdf.write(group[0].text, _LEFT, _TOP + row * _LEADING, size=min(16, 450 / len(group[0].text)))
            row += 1
            continue
        for line in wrapped(_WIDTH)(["", _indented(group[0])])[1:]:
            if row >= _ROWS:
                turn()
            pdf.write(line, _LEFT, _TOP + row * _LEADING, size=_LETTER)
            row += 1
    pdf.write(f"— {number} —", 270, 780, size=10)
    pdf.save(path)


def as_workbook(paper: Paper, path: Path) -> None:
    """A sheet with a title across it, and the rows below."""
    book = Workbook()
    sheet = book.active
    for block in paper.blocks:
        sheet.append([_value(cell) for cell in block.cells] if block.cells else [block.text])
    width = max(len(block.cells) for block in paper.blocks)
    for row, block in enumerate(paper.blocks, start=1):
        if not block.cells:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    book.save(path)


FORMATS: dict[str, tuple[str, Write]] = {
    "text": (".txt", as_text),
    "text of Windows": (".txt", as_text_of_windows),
    "Markdown": (".md", as_markdown),
    "page": (".html", as_page),
    "Word": (".docx", as_word),
    "Word without styles": (".docx", as_word_without_styles),
    "PDF": (".pdf", as_pdf),
}


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Rows of one table together, other blocks alone."""
    groups: list[list[Block]] = []
    for is_row, found in groupby(blocks, key=lambda block: bool(block.cells)):
        together = list(found)
        groups += [together] if is_row else [[block] for block in together]
    return groups


def _numbered(blocks: Sequence[Block]) -> list[str]:
    """Lines, with the numbers that Word would count."""
    lines, count = [], 0
    for block in blocks:
        count = count + 1 if block.kind == "numbered" else 0
        lines.append(" | ".join(block.cells) if block.cells else f"{count}. {block.text}" if count else block.text)
    return lines


def _indented(block: Block) -> str:
    return f"\u3000\u3000{block.text}" if block.kind in ("paragraph", "numbered") else block.text


def _cell_width(rows: Sequence[Block]) -> int:
    return max(4, (_WIDTH - 2) // len(rows[0].cells) - 1)


def _draw_table(pdf: WrittenPdf, lines: Sequence[Sequence[Sequence[str]]], top: float) -> int:
    """Cells in a grid; how many lines of the page it takes."""
    columns = len(lines[0])
    width = _WIDTH * _LETTER / columns
    heights = [max(len(cell) for cell in cells) for cells in lines]
    ys = [top + sum(heights[:at]) * _LEADING for at in range(len(heights) + 1)]
    pdf.grid([_LEFT - 4 + width * at for at in range(columns + 1)], [y - 4 for y in ys])
    for cells, y in zip(lines, ys, strict=False):
        for column, cell in enumerate(cells):
            for at, words in enumerate(cell):
                pdf.write(words, _LEFT + width * column, y + at * _LEADING, size=_LETTER)
    return sum(heights)


def _value(cell: str) -> str | float:
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell
