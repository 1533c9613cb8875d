"""The command line: arguments in, exit code out. The one place where errors become words.

Exit codes: 0 done; 1 some inputs failed, or an unexpected error; 2 wrong usage or settings; 3 the library cannot be
opened or is damaged; 4 a model or service that was asked for is not to be had; 130 interrupted; 141 the reader of the
output went away.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

from docs_store.errors import PolicyAssistantError
from ui.commands.console import Console
from ui.commands.parser import build_parser
from ui.texts import Words, chosen_language

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "ingest": "ui.commands.ingest",
        "ask": "ui.commands.ask",
        "search": "ui.commands.search",
        "eval": "ui.commands.eval",
        "figures": "ui.commands.figures",
        "draft": "ui.commands.draft",
        "match": "ui.commands.match",
        "library": "ui.commands.library",
        "models": "ui.commands.models",
        "doctor": "ui.commands.doctor",
        "serve": "ui.commands.serve",
    }
)
"""Command to the module whose `run` carries it out."""

_INTERRUPTED = 130
_READER_GONE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    With `--json`, an error that comes before any result is one object `{"error": {…}}` on standard output as well.

    Args:
        argv: arguments without the program's name; `sys.argv` when not given.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    debug = "--debug" in arguments
    console = Console(Words(chosen_language(arguments, os.environ)), as_json="--json" in arguments)
    try:
        return _guarded(arguments, console, debug)
    except BrokenPipeError:
        _silence()
        return _READER_GONE
    except OSError:  # standard output cannot be written; `_guarded` has said so on standard error
        _silence()
        return 1


def _guarded(arguments: Sequence[str], console: Console, debug: bool) -> int:
    try:
        code = _run(arguments, console, debug)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        return _report(console, "interrupted", console.words("error.interrupted"), "", _INTERRUPTED)
    except PolicyAssistantError as error:
        console.note(console.words.error(error))
        if debug:
            _print_trace()
        return _report(console, error.code, error.message, error.remedy, error.exit_code)
    except Exception as error:  # the last resort: a person gets a sentence, a developer the trace with --debug
        console.note(console.words("error.unexpected", error=f"{type(error).__name__}: {error}"))
        if debug:
            _print_trace()
        else:
            console.note(console.words("error.debug"))
        return _report(console, "internal", f"{type(error).__name__}: {error}", "", 1)


def _run(arguments: Sequence[str], console: Console, debug: bool) -> int:
    try:
        args = build_parser(console.words, arguments).parse_args(arguments)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or 0)
    import logging  # noqa: PLC0415  `--help` does without

    logging.basicConfig(level=logging.INFO if debug else logging.CRITICAL, stream=sys.stderr)
    run: Callable[..., int] = importlib.import_module(COMMANDS[args.command]).run
    return run(args, console)


def _report(console: Console, code: str, message: str, remedy: str, exit_code: int) -> int:
    if code == "interrupted":
        console.note(message)
    if console.as_json and not console.emitted:
        from ui import jsonout  # noqa: PLC0415  `--help` does without

        console.emit(jsonout.error_object(code, message, remedy, exit_code))
    sys.stdout.flush()
    return exit_code


def _print_trace() -> None:
    import traceback  # noqa: PLC0415  `--help` does without

    traceback.print_exc()


def _speak_utf8() -> None:
    """Write UTF-8 whatever the system's language; a half character, which UTF-8 has not, is written as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence() -> None:
    """Let what is left in the buffer go nowhere, so that the interpreter does not stumble over it at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
