"""Workbooks for tests: made by openpyxl, with parts exchanged where a file is to be as other programs write it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from ingest.readers import RawText, read_file

Fill = Callable[[Workbook], None]
Change = Callable[[bytes], bytes | None]


def book(fill: Fill) -> bytes:
    made = Workbook()
    fill(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def of_rows(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet; None is an empty cell."""

    def fill(made: Workbook) -> None:
        for row in rows:
            made.active.append(row)
        for area in merged:
            made.active.merge_cells(area)

    return book(fill)


def with_parts(content: bytes, changes: Mapping[str, Change]) -> bytes:
    """The same package with some parts changed, or left out where the change gives None."""
    source = zipfile.ZipFile(io.BytesIO(content))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data: bytes | None = source.read(name)
            if name in changes and data is not None:
                data = changes[name](data)
            if data is not None:
                archive.writestr(name, data)
    return buffer.getvalue()


def read(tmp_path: Path, content: bytes, name: str = "表.xlsx") -> RawText:
    path = tmp_path / name
    path.write_bytes(content)
    return read_file(path)


def tables(raw: RawText) -> list[tuple[str, list[str]]]:
    """Header and rows of each table."""
    return [
        (raw.text[span.start : span.header_end], raw.text[span.header_end : span.end].strip("\n").split("\n"))
        for span in raw.tables
    ]
