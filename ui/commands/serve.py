"""`serve`: the web application."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Callable, Sequence

from docs_store.errors import ModelError
from ui import wiring
from ui.commands.console import Console

_Serve = Callable[[wiring.Settings, str, int, str, bool, Sequence[str]], None]
_NAMES = "POLICY_ASSISTANT_HOSTS"


def run(args: argparse.Namespace, console: Console) -> int:
    """Serve until interrupted."""
    words = console.words
    try:
        serve: _Serve = importlib.import_module("ui.web.app").serve
    except ImportError as error:
        package = error.name or str(error)
        raise ModelError(words("model.no_web", package=package), remedy=words("model.no_web.mend")) from error
    names = [*args.names, *os.environ.get(_NAMES, "").replace(",", " ").split()]
    serve(wiring.settings(args.library, args.embedder), args.host, args.port, words.language, args.open_page, names)
    return 0
