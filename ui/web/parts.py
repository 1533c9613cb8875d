"""What both pages build with."""

from __future__ import annotations

from typing import Any

import gradio as gr

# For events that answer at once: no spinner over the page, and no entry in a public interface.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def html_part(elem_id: str, value: str = "", js_on_load: str | None = None) -> gr.HTML:
    """A part of the page that is drawn by `ui.web.render` or `ui.web.library_html`, and styled by `static/app.css`."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)
