"""The forms in which replies leave the program; a new one is one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ui.drafts import letter, markdown, workbook
from ui.drafts.parts import Export

FORMS: Mapping[str, Callable[[Export], bytes]] = MappingProxyType(
    {"docx": letter.render, "xlsx": workbook.render, "md": markdown.render}
)
"""Suffix without the dot to what makes the file."""
