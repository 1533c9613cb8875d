"""Replies as Markdown with footnotes."""

from __future__ import annotations

import re

from docs_store import lazy_re
from ui.drafts.parts import Export, below, check_line, pieces, source_line

_SPECIAL = lazy_re.compile(r"([\\`*_{}\[\]<>#|~!])")
_OPENING = lazy_re.compile(r"^([^\S\n]*)([-+=]|[0-9]+[.)])", re.MULTILINE)


def render(export: Export) -> bytes:
    """The file, UTF-8."""
    words = export.words
    lines = [f"# {_plain(export.title)}", "", f"{export.day:%Y-%m-%d}", ""]
    notes: list[str] = []
    for reply in export.replies:
        lines += [f"## {reply.number}. {_plain(reply.question)}", ""]
        said = ""
        for piece in pieces(reply):
            if isinstance(piece, str):
                said += _plain(piece)
            else:
                name = f"[^{reply.number}-{piece.marker}]"
                said += name
                note = f"{name}: {_plain(source_line(piece, words))}"
                if note not in notes:
                    notes.append(note)
        lines += ["  \n".join(said.splitlines()) or words("draft.empty"), ""]
        if reply.checks:
            lines += [f"> **{words('draft.check')}** {_plain(check_line(reply, words))}", ""]
        told = below(reply, words)
        lines += [f"> - {_plain(remark)}" for remark in told] + [""] * bool(told)
    return "\n".join([*lines, *notes, ""]).encode()


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
