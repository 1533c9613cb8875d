"""Words of people and documents as HTML."""

from __future__ import annotations

import html

from docs_store.textnorm import visible


def escape(text: str) -> str:
    """Text that can stand in an element or in a quoted attribute, without characters that nobody sees.

    Marks of direction would turn round what stands beside them, the page's own words included.
    """
    return html.escape(visible(text))
