"""What was done to the library, when, and from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docs_store.changes import COMMAND, WATCH, Action
from ui.commands.console import Console
from ui.texts import Words, safe


def show_changes(changes: Sequence[Mapping[str, Any]], broken: int, console: Console) -> None:
    """Each change on a line, the latest last.

    Args:
        changes: as `docs_store.changes.read` gives them.
        broken: number of lines of the log that cannot be read.
    """
    if console.as_json:
        console.emit({"changes": list(changes), "unreadable": broken})
        return
    words = console.words
    if not changes:
        console.line(words("library.log.none"))
    for change in changes:
        about = change.get("title") or change.get("source", "")
        parts = [_local(change["at"]), _action(change["action"], words), safe(about), safe(change.get("document", ""))]
        fields = ", ".join(f"{name}={value}" for name, value in change.get("fields", {}).items())
        console.line("  ".join(filter(None, [*parts, safe(fields), safe(_origin(change, words))])))
    if broken:
        console.note(words("library.log.broken", count=broken))


def _local(at: str) -> str:
    """The moment in this machine's time, with its offset."""
    return datetime.fromisoformat(at).astimezone().isoformat(sep=" ", timespec="seconds")


def _action(action: str, words: Words) -> str:
    """The word for it; a later version's action as it stands."""
    return words(f"library.log.{action}") if action in set(Action) else safe(action)


def _origin(change: Mapping[str, Any], words: Words) -> str:
    if change["actor"] == COMMAND:
        who = words("library.log.by_command", user=change.get("user", "?"))
    else:
        visitor = change.get("visitor", "")[:8] or "?"
        who = words("library.log.by_web", address=change.get("address", "?"), visitor=visitor)
    return who + (words("library.log.via_watch") if change.get("via") == WATCH else "")
