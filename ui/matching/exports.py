"""The forms in which a matching result leaves the program as a file; a new one is one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ui.matching import calendar, letter, workbook
from ui.matching.told import Export

FORMS: Mapping[str, Callable[[Export], bytes]] = MappingProxyType(
    {"docx": letter.render, "xlsx": workbook.render, "ics": calendar.render}
)
"""Suffix without the dot to what makes the file."""
