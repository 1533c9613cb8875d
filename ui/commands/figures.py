"""`figures`: rows of the figure ledger, on the screen or as a file for a spreadsheet."""

from __future__ import annotations

import argparse
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
from ui.ledger_files import CHARTS, to_chart, to_csv, to_xlsx
from ui.texts import Words, columns, safe


def run(args: argparse.Namespace, console: Console) -> int:
    """Show or write the rows that were asked for; none found is no error."""
    words = console.words
    if args.chart and _suffix(args.chart) not in CHARTS:
        raise UsageError(words("usage.figures_chart"))
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
    if args.chart:
        return _chart(rows, args.chart, words, console)
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


def _chart(rows: Sequence[LedgerRow], path: str, words: Words, console: Console) -> int:
    content = to_chart(rows, _suffix(path), words)
    if content is None:
        raise UsageError(words("usage.figures_no_chart"))
    write_whole(Path(path), content, words)
    console.note(words("figures.chart_written", path=safe(path)))
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


_FORMATS: Mapping[str, Callable[[Sequence[Mapping[str, object]], Words], bytes]] = MappingProxyType(
    {"table": _table, "json": _json, "csv": to_csv, "xlsx": to_xlsx}
)


def _form_of(output: str | None) -> str:
    suffix = _suffix(output) if output else ""
    return suffix if suffix in _FORMATS else "table"


def _suffix(path: str) -> str:
    return Path(path).suffix.lstrip(".").lower()
