"""What readers of the web page thought of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from docs_store.workspace import Opinion
from ui.commands.console import Console
from ui.texts import safe


def show_opinions(opinions: Sequence[Opinion], console: Console) -> None:
    """Each opinion with the question and the answer it is about."""
    if console.as_json:
        console.emit({"opinions": [asdict(opinion) for opinion in opinions]})
        return
    words = console.words
    if not opinions:
        console.line(words("library.opinions.none"))
    for opinion in opinions:
        verdict = words("library.opinion.good" if opinion.good else "library.opinion.bad")
        console.line(words("library.opinion", at=opinion.at, verdict=verdict, reason=opinion.reason))
        console.line("    " + safe(opinion.question))
        console.line("    " + safe(opinion.answer))
