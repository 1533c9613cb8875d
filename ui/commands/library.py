"""`library`: what is in the library, and its upkeep."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from types import MappingProxyType

from docs_store import changes
from docs_store.catalog import DocumentInfo
from docs_store.errors import LibraryDamagedError, UsageError
from docs_store.library import Library
from docs_store.workspace import Workspace
from ui import wiring
from ui.commands import library_views
from ui.commands.changes import show_changes
from ui.commands.console import Console, Progress
from ui.commands.fields import parse_fields
from ui.commands.opinions import show_opinions

Action = Callable[[argparse.Namespace, Console], int]


def run(args: argparse.Namespace, console: Console) -> int:
    """Carry out `args.action`."""
    return _ACTIONS[args.action](args, console)


def _list(args: argparse.Namespace, console: Console) -> int:
    with closing(wiring.open_for_looking(wiring.settings(args.library))) as library:
        library_views.show_list(library, console)
    return 0


def _show(args: argparse.Namespace, console: Console) -> int:
    with closing(wiring.open_for_looking(wiring.settings(args.library))) as library:
        info = _one(library, args.id, console)
        library_views.show_document(library, info, console, with_text=args.text)
    return 0


def _export(args: argparse.Namespace, console: Console) -> int:
    with closing(wiring.open_for_looking(wiring.settings(args.library))) as library:
        library_views.export(library, args.output, console)
    return 0


def _remove(args: argparse.Namespace, console: Console) -> int:
    """Remove documents; nothing is removed when one of the names is unknown."""
    with closing(wiring.open_library(wiring.settings(args.library, args.embedder))) as library:
        infos = {info.id: info for name in args.ids for info in _named(library, name, console)}
        with library.writer(wait_s=args.wait, waiting=console.waiting(args.wait)) as writer:
            writer.remove(infos)
    if console.as_json:
        console.emit({"removed": list(infos)})
    else:
        for info in infos.values():
            console.line(console.words("library.removed", title=info.metadata.title.value, id=info.id))
    return 0


def _set(args: argparse.Namespace, console: Console) -> int:
    """Correct one document's metadata."""
    fields = parse_fields(args.pairs, console)
    with closing(wiring.open_library(wiring.settings(args.library, args.embedder))) as library:
        info = _one(library, args.id, console)
        with library.writer(wait_s=args.wait, waiting=console.waiting(args.wait)) as writer:
            writer.correct([info.id], fields)
        info = _one(library, info.id, console)
    if console.as_json:
        console.emit({"corrected": [info.id], "fields": fields})
    else:
        console.line(console.words("library.set_done", title=info.metadata.title.value, id=info.id))
    return 0


def _opinions(args: argparse.Namespace, console: Console) -> int:
    """What readers of the web page thought of answers, latest first."""
    chosen = wiring.settings(args.library)
    with closing(wiring.open_for_looking(chosen)), closing(Workspace(chosen.library)) as workspace:
        show_opinions(workspace.opinions(), console)
    return 0


def _log(args: argparse.Namespace, console: Console) -> int:
    """What was changed, the latest last. Looks at the log alone, so a damaged catalog is no obstacle."""
    chosen = wiring.settings(args.library)
    if not wiring.has_library(chosen):
        wiring.open_for_looking(chosen).close()  # says what is wrong
    found, broken = changes.read(chosen.library)
    show_changes(found[-args.count :] if args.count else found, broken, console)
    return 0


def _check(args: argparse.Namespace, console: Console) -> int:
    """Say what is wrong; exit code 3 when something is. What the next write makes up for is not wrong."""
    with closing(wiring.open_for_looking(wiring.settings(args.library))) as library:
        problems = library.check()
        upkeep = library.upkeep()
    if console.as_json:
        console.emit({"problems": problems, "unfinished": upkeep.unfinished, "undigested": upkeep.undigested})
    else:
        if problems:
            _list_problems(problems, console)
        else:
            console.line(console.words("library.sound"))
        if upkeep.unfinished:
            console.line(console.words("library.unfinished"))
        if upkeep.undigested:
            console.line(console.words("library.undigested", count=upkeep.undigested))
    return LibraryDamagedError.exit_code if problems else 0


def _rebuild(args: argparse.Namespace, console: Console) -> int:
    """Write the indexes anew, and the vectors where it takes that; exit code 3 when something is wrong still."""
    progress = Progress()
    text = console.words("library.rebuilding")
    with closing(wiring.open_library(wiring.settings(args.library, args.embedder))) as library:
        library.rebuild(
            lambda done, total: progress(done, total, text), wait_s=args.wait, waiting=console.waiting(args.wait)
        )
        progress.end()
        infos = library.infos()
        problems = library.check()
    counts = {"documents": len(infos), "chunks": sum(info.chunks for info in infos)}
    if console.as_json:
        console.emit({**counts, "problems": problems})
    else:
        console.line(console.words("library.rebuilt", **counts))
        if problems:
            _list_problems(problems, console)
    return LibraryDamagedError.exit_code if problems else 0


def _list_problems(problems: Sequence[str], console: Console) -> None:
    console.line(console.words("library.problems", count=len(problems)))
    for problem in problems:
        console.line(f"- {console.words.problem(problem)}")


_ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "list": _list,
        "show": _show,
        "remove": _remove,
        "set": _set,
        "check": _check,
        "rebuild": _rebuild,
        "opinions": _opinions,
        "log": _log,
        "export": _export,
    }
)


def _named(library: Library, name: str, console: Console) -> list[DocumentInfo]:
    """The documents that an id, a file name or a file's path names.

    Raises:
        UsageError: there are none, or the name is that of several files.
    """
    infos = library.infos()
    found = [info for info in infos if name in (info.id, info.source_key)]
    found = found or [info for info in infos if info.source == name]
    paths = sorted({info.source_key for info in found})
    if len(paths) > 1:
        raise UsageError(console.words("usage.many_sources", count=len(paths), name=name, paths=_listed(paths)))
    if not found:
        failed = any(name in (row.name, row.key) for row in library.sources())
        raise UsageError(console.words("usage.failed_source" if failed else "usage.no_document", name=name))
    return found


def _one(library: Library, name: str, console: Console) -> DocumentInfo:
    """The one document of this name."""
    found = _named(library, name, console)
    if len(found) > 1:
        ids = _listed([info.id for info in found])
        raise UsageError(console.words("usage.many_documents", count=len(found), name=name, ids=ids))
    return found[0]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
