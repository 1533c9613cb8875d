"""What a person should know about the library before trusting a search."""

from __future__ import annotations

from docs_store.library import Library
from ui import wiring
from ui.commands.console import Console
from ui.texts import Words


def open_for_questions(chosen: wiring.Settings, console: Console) -> Library:
    """The library with its model, with the hints on it told.

    Raises:
        EmbedderMismatchError: its vectors were made by another model; better said once than with every question.
    """
    library = wiring.open_library(chosen)
    try:
        library.search("", limit=1)  # finds nothing; it only checks the model
        for hint in library_hints(library, chosen, console.words):
            console.note(hint)
    except BaseException:
        library.close()
        raise
    return library


def library_hints(library: Library, chosen: wiring.Settings, words: Words) -> list[str]:
    """Why search goes by keywords only, and what to do about it; empty when it does not, or was asked to."""
    if library.embedder is not None:
        without = not library.has_vectors() and library.infos()
        return [words("hint.no_vectors", name=library.embedder.name)] if without else []
    if chosen.embedder == wiring.NO_EMBEDDER:
        return []
    if library.has_vectors():
        return [words("hint.model_missing", name=library.embedder_name())]
    return [words("hint.no_model")]
