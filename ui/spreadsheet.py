"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

from docs_store import lazy_re

_UNSTORABLE = lazy_re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what the format cannot hold
# What a spreadsheet would take for a formula; the full-width ones too, where it is set to an East Asian language.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def text_cell(value: object) -> str:
    """One line of text, with a quotation mark in front where a spreadsheet would take it for a formula."""
    text = _UNSTORABLE.sub("\ufffd", " ".join(str(value).split()))
    return f"'{text}" if text.startswith(_FORMULA) else text
