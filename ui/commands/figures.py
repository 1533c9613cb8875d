"""`figures`: rows of the figure ledger, on the screen or as a file for a spreadsheet."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from assistant import figures
from docs_store.errors import UsageError
from docs_store.library import LedgerRow, Library
from docs_store.types import Status
from ui import jsonout, wiring
from ui.commands.console import Console
from ui.commands.output import write_whole
from ui.spreadsheet import text_cell
from ui.texts import Words, columns, safe

_COLUMNS = ("region", "period", "indicator", "comparator", "value", "unit", "status", "aspect", "title", "sentence")


def run(args: argparse.Namespace, console: Console) -> int:
    """Show or write the rows that were asked for; none found is no error."""
    words = console.words
    form = "json" if console.as_json else args.format or _form_of(args.output)
    if form == "xlsx" and args.output is None:
        raise UsageError(words("usage.figures_output"))
    with closing(wiring.open_for_looking(wiring.settings(args.library, args.embedder))) as library:
        everything = library.figures()
        rows = figures.select(
            everything,
            region=args.region,
            year=args.year,
            indicator=args.indicator,
            status=Status(args.status) if args.status else None,
        )
        found = [_object(row, library) for row in rows]
    if not found:
        places, years = figures.held(everything)
        held = words("figures.held", places="、".join(places), years="、".join(map(str, years)), rows=len(everything))
        console.note(words("figures.nothing") + (held if everything else ""))
    content = _FORMATS[form](found, words)
    if args.output is None:
        if content:
            console.line(content.decode("utf-8").rstrip("\n"))
    else:
        write_whole(Path(args.output), content, words)
        console.note(words("figures.written", rows=len(found), path=safe(args.output)))
    return 0


def _object(row: LedgerRow, library: Library) -> dict[str, object]:
    document = library.document(row.info.id)
    text = document.text if document else ""
    return jsonout.ledger_object(row, figures.sentence(row, text))


# --- formats ---------------------------------------------------------------------------------------------------


def _table(found: Sequence[Mapping[str, object]], words: Words) -> bytes:
    if not found:
        return b""
    shown = [words("figures.columns").split("|")]
    for row in found:
        value = f"{row['comparator']}{row['value']}{'—' + str(row['upper']) if row['upper'] else ''}{row['unit']}"
        told = [words(f"status.{row['status']}"), words(f"aspect.{row['aspect']}")]
        shown.append([safe(str(cell)) for cell in (row["region"], row["period"], row["indicator"], value, *told)])
    return ("\n".join(columns(shown)) + "\n").encode()


def _json(found: Sequence[Mapping[str, object]], words: Words) -> bytes:
    return jsonout.to_json({"figures": list(found)}).encode()


def _csv(found: Sequence[Mapping[str, object]], words: Words) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(words("figures.sheet").split("|"))
    writer.writerows([text_cell(row[name]) for name in _COLUMNS] for row in found)
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # the mark tells spreadsheets that it is UTF-8


def _xlsx(found: Sequence[Mapping[str, object]], words: Words) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  # only this format needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet(words("figures.sheet_name"))
    sheet.append(words("figures.sheet").split("|"))
    for row in found:
        sheet.append([_number(row[name]) if name == "value" else text_cell(row[name]) for name in _COLUMNS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


_FORMATS: Mapping[str, Callable[[Sequence[Mapping[str, object]], Words], bytes]] = MappingProxyType(
    {"table": _table, "json": _json, "csv": _csv, "xlsx": _xlsx}
)


def _form_of(output: str | None) -> str:
    suffix = Path(output).suffix.lstrip(".").lower() if output else ""
    return suffix if suffix in _FORMATS else "table"


def _number(value: object) -> float | str:
    try:
        return float(str(value))
    except ValueError:
        return text_cell(value)
