"""`serve`: the web application."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable

from docs_store.errors import ModelError
from ui import wiring
from ui.commands.console import Console


def run(args: argparse.Namespace, console: Console) -> int:
    """Serve until interrupted."""
    words = console.words
    try:
        serve: Callable[[wiring.Settings, str, int, str, bool], None] = importlib.import_module("ui.web.app").serve
    except ImportError as error:
        package = error.name or str(error)
        raise ModelError(words("model.no_web", package=package), remedy=words("model.no_web.mend")) from error
    serve(wiring.settings(args.library, args.embedder), args.host, args.port, words.language, args.open_page)
    return 0
