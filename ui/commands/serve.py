"""`serve`: the web application."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import threading

from docs_store.errors import ModelError
from ui import wiring
from ui.commands.console import Console

INTERRUPTED = 130

_NAMES = "POLICY_ASSISTANT_HOSTS"


def run(args: argparse.Namespace, console: Console) -> int:
    """Serve until told to end."""
    words = console.words
    try:
        app = importlib.import_module("ui.web.app")
        stopping = importlib.import_module("ui.web.stopping")
        tokens = importlib.import_module("ui.web.tokens").Tokens
    except ImportError as error:
        package = error.name or str(error)
        raise ModelError(words("model.no_web", package=package), remedy=words("model.no_web.mend")) from error
    names = [*args.names, *os.environ.get(_NAMES, "").replace(",", " ").split()]
    # Taken out of the environment: the processes that read files need not know them.
    read, change = (os.environ.pop(name, "") for name in (app.READ_VARIABLE, app.CHANGE_VARIABLE))
    asked = tokens(
        read=read if args.token is None else args.token,
        change=change if args.change_token is None else args.change_token,
    )
    chosen = wiring.settings(args.library, args.embedder)
    threads, code = threading.enumerate(), 0
    try:
        app.serve(chosen, args.host, args.port, words.language, args.open_page, names, asked)
    except KeyboardInterrupt:
        code = INTERRUPTED
        raise
    finally:
        if stopping.at_work(threads):
            sys.stderr.flush()
            os._exit(code)  # everything is closed, and only the interpreter would wait
    return 0
