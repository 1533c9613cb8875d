"""Replies as a spreadsheet, one a row."""

from __future__ import annotations

import io

from ui.drafts.parts import Export, check_line, remarks, source_line
from ui.spreadsheet import text_cell

_WIDTHS = (6, 40, 70, 70, 30, 40)
_LONGEST = 32_000  # characters that a cell can hold, with a little to spare


def render(export: Export) -> bytes:
    """The file."""
    from openpyxl import Workbook  # noqa: PLC0415  # only this format needs it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    words = export.words
    book = Workbook(write_only=True)
    sheet = book.create_sheet(words("draft.sheet_name"))
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"

    def cell(value: str | int, *, bold: bool = False) -> object:
        made = WriteOnlyCell(sheet, value=value)
        made.alignment = Alignment(wrap_text=True, vertical="top")
        made.font = Font(bold=bold)
        return made

    sheet.append([cell(name, bold=True) for name in words("draft.sheet").split("|")])
    for reply in export.replies:
        sources = [f"[{source.marker}] {source_line(source, words)}" for source in reply.sources]
        texts = (
            reply.question,
            reply.text,
            "\n".join(sources),
            check_line(reply, words),
            "\n".join(remarks(reply, words)),
        )
        sheet.append([cell(reply.number), *(cell(_lines(text)) for text in texts)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _lines(text: str) -> str:
    return "\n".join(text_cell(line) for line in text.splitlines())[:_LONGEST]
