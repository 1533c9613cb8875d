"""Rows of the figure ledger as files: tables for a spreadsheet, and charts. For the command line and the page alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from docs_store.library import LedgerRow
from docs_store.types import Status
from ui.charts import png, svg
from ui.charts.chart import chart_of
from ui.charts.layout import place
from ui.spreadsheet import text_cell
from ui.texts import Words

CHARTS = ("svg", "png")
_COLUMNS = ("region", "period", "indicator", "comparator", "value", "unit", "status", "aspect", "title", "sentence")


def to_csv(found: Sequence[Mapping[str, object]], words: Words) -> bytes:
    """A table that Excel opens as UTF-8.

    Args:
        found: rows as `ui.jsonout.ledger_object` gives them.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(words("figures.sheet").split("|"))
    writer.writerows([_cell(row, name) for name in _COLUMNS] for row in found)
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # the mark tells spreadsheets that it is UTF-8


def to_xlsx(found: Sequence[Mapping[str, object]], words: Words) -> bytes:
    """A workbook of one sheet, its values as numbers."""
    from openpyxl import Workbook  # noqa: PLC0415  # only this format needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet(words("figures.sheet_name"))
    sheet.append(words("figures.sheet").split("|"))
    for row in found:
        sheet.append([_cell(row, name) for name in _COLUMNS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def to_chart(rows: Sequence[LedgerRow], form: str, words: Words) -> bytes | None:
    """A chart of one indicator over years or places; `None` where the rows give none.

    Args:
        form: one of `CHARTS`.
    """
    chart = chart_of(rows, {status: words(f"status.{status}") for status in _STATUSES})
    if chart is None:
        return None
    notes = words("figures.chart_differing", n=chart.differing) if chart.differing else ""
    notes += words("figures.chart_left_out", n=chart.left_out) if chart.left_out else ""
    shapes = place(chart, notes)
    return svg.write(shapes, chart.title) if form == "svg" else png.write(shapes)


_STATUSES = (Status.ACTUAL, Status.EXPECTED, Status.TARGET)


def _cell(row: Mapping[str, object], name: str) -> str | float:
    """A value as a number, so that one below zero is no text; all else as text that is no formula."""
    if name == "value":
        number = float(str(row[name]))
        return int(number) if number.is_integer() else number
    return text_cell(row[name])
