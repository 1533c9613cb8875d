"""The options of every command. Light: it loads nothing but `argparse` and the words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from docs_store.errors import UsageError
from ui.texts import LANGUAGES, Words

_DATES = ("published", "effective", "expires")
SETTABLE = ("region", "year", "issuer", "kind", "title", "doc_number", *_DATES, "repeals", "standing")
"""Keys that `ingest --set` and `library set` know."""

PROGRAM = "policy-assistant"
MOST_PASSAGES = 200
MOST_JOBS = 32  # questions answered at a time
MOST_CHANGES = 1_000_000
_YEARS = range(1900, 2101)
_STATUSES = ("actual", "expected", "target")
_PORTS = range(1, 65536)
_WAIT_S = 60.0  # as long as adding a large file or removing from a large library takes; a long ingest takes longer
_LONGEST_WAIT_S = 86_400.0


def build_parser(words: Words, arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; what it finds wrong is a `UsageError`.

    Args:
        arguments: what it is going to parse: commands that are not named there get no options. All get theirs when it
            is not given.
    """
    parser = _parser_class(words)(prog=PROGRAM, description=words("help.about"), epilog=words("help.after"))
    parser.add_argument("--version", action=_Version, nargs=0, help=words("help.version"))
    _add_common(parser, words, first=True)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title=words("help.commands"))

    def command(name: str, help_key: str, add_options: Callable[[argparse.ArgumentParser, Words], None]) -> None:
        made: argparse.ArgumentParser = commands.add_parser(name, help=words(help_key), description=words(help_key))
        if arguments is None or name in arguments:
            add_options(made, words)

    command("ingest", "help.ingest", _add_ingest)
    command("ask", "help.ask", _add_ask)
    command("search", "help.search", _add_search)
    command("eval", "help.eval", _add_eval)
    command("figures", "help.figures", _add_figures)
    command("draft", "help.draft", _add_draft)
    command("match", "help.match", _add_match)
    command("library", "help.library_command", _add_library)
    command("models", "help.models", _add_models)
    command("serve", "help.serve", _add_serve)
    command("doctor", "help.doctor", lambda doctor, words: _add_common(doctor, words, json=True))
    return parser


def _add_ingest(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=words("help.ingest.paths"))
    parser.add_argument("--recursive", action="store_true", help=words("help.ingest.recursive"))
    parser.add_argument("--accept", action="store_true", help=words("help.ingest.accept"))
    parser.add_argument("--watch", action="store_true", help=words("help.ingest.watch"))
    interval = _between(0.1, 86_400, 0, lambda value: words("usage.interval", value=value))
    help_text = words("help.ingest.interval")
    parser.add_argument("--interval", type=interval, default=2.0, metavar="SECONDS", help=help_text)
    what = words("help.ingest.set", keys=", ".join(SETTABLE))
    parser.add_argument("--set", action="append", default=[], dest="pairs", metavar="KEY=VALUE", help=what)
    parser.add_argument("--llm", metavar="NAME", help=words("help.ingest.llm"))
    _add_wait(parser, words)
    _add_common(parser, words, json=True)


def _add_ask(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION", help=words("help.ask.question"))
    parser.add_argument("--batch", metavar="FILE", help=words("help.ask.batch"))
    parser.add_argument("--llm", metavar="NAME", help=words("help.ask.llm"))
    parser.add_argument("--region", metavar="REGION", help=words("help.ask.region"))
    year = _number(_YEARS, lambda value: words("usage.year", value=value))
    parser.add_argument("--year", type=year, metavar="YEAR", help=words("help.ask.year"))
    parser.add_argument("--status", choices=_STATUSES, help=words("help.figures.status"))
    parser.add_argument("--on", metavar="DATE", help=words("help.match.on"))
    jobs = _number(range(1, MOST_JOBS + 1), lambda value: words("usage.count", most=MOST_JOBS, value=value))
    parser.add_argument("--jobs", type=jobs, default=1, metavar="N", help=words("help.ask.jobs"))
    _add_common(parser, words, json=True)


def _add_search(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("query", metavar="QUERY", help=words("help.search.query"))
    count = _number(range(1, MOST_PASSAGES + 1), lambda value: words("usage.count", most=MOST_PASSAGES, value=value))
    parser.add_argument("-k", type=count, default=10, dest="count", metavar="N", help=words("help.search.count"))
    _add_common(parser, words, json=True)


def _add_eval(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("questions", metavar="QUESTIONS", help=words("help.eval.questions"))
    parser.add_argument("--show", action="store_true", help=words("help.eval.show"))
    share = _between(0, 1, -1, lambda value: words("usage.share", value=value))
    parser.add_argument("--min", type=share, default=0.0, metavar="SCORE", help=words("help.eval.min"))
    _add_common(parser, words, json=True)


def _add_figures(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("--region", metavar="REGION", help=words("help.figures.region"))
    year = _number(_YEARS, lambda value: words("usage.year", value=value))
    parser.add_argument("--year", type=year, metavar="YEAR", help=words("help.figures.year"))
    parser.add_argument("--indicator", metavar="WORDS", help=words("help.figures.indicator"))
    parser.add_argument("--status", choices=_STATUSES, help=words("help.figures.status"))
    parser.add_argument("--format", choices=("table", "json", "csv", "xlsx"), help=words("help.figures.format"))
    parser.add_argument("-o", "--output", metavar="FILE", help=words("help.figures.output"))
    parser.add_argument("--chart", metavar="FILE", help=words("help.figures.chart"))
    _add_common(parser, words, json=True)


def _add_draft(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("questions", metavar="QUESTIONS", help=words("help.draft.questions"))
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help=words("help.draft.output"))
    parser.add_argument("--region", metavar="REGION", help=words("help.ask.region"))
    year = _number(_YEARS, lambda value: words("usage.year", value=value))
    parser.add_argument("--year", type=year, metavar="YEAR", help=words("help.ask.year"))
    _add_common(parser, words, json=True)


def _add_match(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("profile", metavar="PROFILE", help=words("help.match.profile"))
    parser.add_argument("--on", metavar="DATE", help=words("help.match.on"))
    parser.add_argument("--document", metavar="ID", help=words("help.match.document"))
    parser.add_argument("--llm", metavar="NAME", help=words("help.ask.llm"))
    parser.add_argument("--all", action="store_true", help=words("help.match.all"))
    parser.add_argument("-o", "--output", metavar="FILE", help=words("help.match.output"))
    _add_common(parser, words, json=True)


def _add_library(parser: argparse.ArgumentParser, words: Words) -> None:
    _add_common(parser, words, json=True)
    actions = parser.add_subparsers(dest="action", metavar="COMMAND", required=True, title=words("help.commands"))

    def action(name: str, **fields: object) -> argparse.ArgumentParser:
        text = words(f"help.library.{name}", **fields)
        made: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
        if name in ("remove", "set", "rebuild"):
            _add_wait(made, words)
        _add_common(made, words, json=True)
        return made

    action("list")
    show = action("show")
    show.add_argument("id", metavar="ID", help=words("help.library.id"))
    show.add_argument("--text", action="store_true", help=words("help.library.show.text"))
    action("remove").add_argument("ids", nargs="+", metavar="ID", help=words("help.library.id"))
    change = action("set", keys=", ".join(SETTABLE))
    change.add_argument("id", metavar="ID", help=words("help.library.id"))
    change.add_argument("pairs", nargs="+", metavar="KEY=VALUE")
    action("check")
    action("rebuild")
    action("opinions")
    latest = _number(range(1, MOST_CHANGES + 1), lambda value: words("usage.count", most=MOST_CHANGES, value=value))
    action("log").add_argument("-n", type=latest, dest="count", metavar="N", help=words("help.library.log.count"))
    action("export").add_argument("-o", dest="output", metavar="FILE", help=words("help.library.output"))


def _add_models(parser: argparse.ArgumentParser, words: Words) -> None:
    _add_common(parser, words, json=True)
    actions = parser.add_subparsers(dest="action", metavar="COMMAND", required=True, title=words("help.commands"))
    for name in ("list", "pull", "use"):
        text = words(f"help.models.{name}")
        action = actions.add_parser(name, help=text, description=text)
        _add_common(action, words, json=True)
        if name == "pull":
            action.add_argument("name", nargs="?", metavar="NAME", help=words("help.models.name"))
            action.add_argument("--from", dest="folder", metavar="DIR", help=words("help.models.from"))
        elif name == "use":
            action.add_argument("name", metavar="NAME", help=words("help.models.name"))
            action.add_argument("--llm", action="store_true", help=words("help.models.llm"))
            action.add_argument("--file", metavar="PATH", help=words("help.models.file"))
            action.add_argument("--address", metavar="URL", help=words("help.models.address"))
            action.add_argument("--model", metavar="MODEL", help=words("help.models.model"))
            action.add_argument("--key-variable", metavar="NAME", help=words("help.models.key_variable"))


def _add_serve(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help=words("help.serve.host"))
    port = _number(_PORTS, lambda value: words("usage.port", value=value))
    parser.add_argument("--port", type=port, default=7860, metavar="PORT", help=words("help.serve.port"))
    names = words("help.serve.allow_host")
    parser.add_argument("--allow-host", action="append", default=[], dest="names", metavar="NAME", help=names)
    parser.add_argument("--token", metavar="TOKEN", help=words("help.serve.token"))
    parser.add_argument("--change-token", metavar="TOKEN", help=words("help.serve.change_token"))
    parser.add_argument("--open", action="store_true", dest="open_page", help=words("help.serve.open"))
    _add_common(parser, words)


def _add_wait(parser: argparse.ArgumentParser, words: Words) -> None:
    """How long to wait for another process that writes."""
    seconds = _between(0, _LONGEST_WAIT_S, -1, lambda value: words("usage.wait", most=_LONGEST_WAIT_S, value=value))
    help_text = words("help.wait", seconds=_WAIT_S)
    parser.add_argument("--wait", type=seconds, default=_WAIT_S, metavar="SECONDS", help=help_text)


def _add_common(parser: argparse.ArgumentParser, words: Words, *, first: bool = False, json: bool = False) -> None:
    """Options that may stand before the command, after it, or after its sub-command.

    Args:
        first: on the whole program's parser. Only there they have defaults: a command's own would undo what was said
            before it, and a sub-command's what was said before that.
        json: the command has results to give as JSON.
    """

    def add(flag: str, default: object, **details: Any) -> None:
        parser.add_argument(flag, default=default if first else argparse.SUPPRESS, **details)

    add("--library", None, metavar="DIR", help=words("help.library"))
    add("--embedder", None, metavar="NAME", help=words("help.embedder"))
    add("--lang", None, choices=LANGUAGES, help=words("help.lang"))
    add("--debug", False, action="store_true", help=words("help.debug"))
    if json:
        add("--json", False, action="store_true", help=words("help.json"))


def _number(allowed: range, complaint: Callable[[str], str]) -> Callable[[str], int]:
    """A converter to whole numbers in a range."""

    def convert(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = allowed.start - 1
        if value not in allowed:
            raise argparse.ArgumentTypeError(complaint(text[:40]))
        return value

    return convert


def _between(least: float, most: float, otherwise: float, complaint: Callable[[str], str]) -> Callable[[str], float]:
    """A converter to numbers in a range; `otherwise` is one outside it, for what is no number."""

    def convert(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = otherwise
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(complaint(text[:40]))
        return value

    return convert


def _parser_class(words: Words) -> type[argparse.ArgumentParser]:
    """A parser that speaks the language chosen, as far as argparse lets itself be told."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[Any],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage, actions, groups, words("help.usage") if prefix is None else prefix)

    class Parser(argparse.ArgumentParser):
        def __init__(self, **details: Any) -> None:
            super().__init__(add_help=False, allow_abbrev=False, formatter_class=Formatter, **details)
            self._positionals.title = words("help.arguments")
            self._optionals.title = words("help.options")
            self.add_argument("-h", "--help", action="help", help=words("help.help"))

        def format_help(self) -> str:
            text = super().format_help()
            for title in filter(None, (group.title for group in self._action_groups)):
                text = text.replace(f"\n{title}:\n", f"\n{words('help.heading', title=title)}\n", 1)
            return text

        def error(self, message: str) -> NoReturn:
            told = message if message.endswith("。") else f"{message.rstrip('.')}."
            raise UsageError(told, remedy=words("usage.see", program=self.prog))

    return Parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"{PROGRAM} {program_version()}")
        parser.exit()


def program_version() -> str:
    """The installed version; `0` when the program runs without having been installed."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  twice as slow to load as the rest

    try:
        return version(PROGRAM)
    except PackageNotFoundError:
        return "0"
