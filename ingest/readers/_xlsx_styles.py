"""The number formats and bold fonts of an XLSX: all that is read of its styles (ECMA-376 part 1, 18.8).

Fills, borders, colours and named styles change no word and no number, so their faults are no reason to refuse a file:
WPS and exporting programs write styles that do not keep to the schema.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from ingest.readers._number_formats import BUILT_IN
from ingest.readers._zip import parse, parse_what_is_sound

_FALSE = frozenset({"0", "false", "off"})


class Styles:
    """What cells refer to by the number of their style.

    Args:
        data: the styles part; None where there is none.
    """

    def __init__(self, data: bytes | None) -> None:
        self._formats: list[str | None] = []
        self._bold: list[bool] = []
        root = None if data is None else _root(data)
        if root is None:
            return
        own = {
            number: entry.get("formatCode", "")
            for entry in root.iterfind("{*}numFmts/{*}numFmt")
            if (number := _number(entry.get("numFmtId"))) is not None
        }
        bold = [_is_bold(font) for font in root.iterfind("{*}fonts/{*}font")]
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number, font = _number(style.get("numFmtId", "0")), _number(style.get("fontId"))
            self._formats.append(None if number is None else own.get(number, BUILT_IN.get(number)))
            self._bold.append(font is not None and 0 <= font < len(bold) and bold[font])

    def number_format(self, style: str | None) -> str | None:
        """The format by a cell's `s`; None where the file does not say what that is. A cell without one has General."""
        number = _number(style or "0")
        if number is not None and 0 <= number < len(self._formats):
            return self._formats[number]
        return "General" if number == 0 else None

    def is_bold(self, style: str | None) -> bool:
        """Whether a cell's `s` names a bold font."""
        number = _number(style or "0")
        return number is not None and 0 <= number < len(self._bold) and self._bold[number]


def _root(data: bytes) -> Any:
    try:
        return parse(data)
    except etree.XMLSyntaxError:
        return parse_what_is_sound(data)


def _is_bold(font: Any) -> bool:
    mark = font.find("{*}b")
    return mark is not None and mark.get("val", "1") not in _FALSE


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else None
