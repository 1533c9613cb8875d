"""The log of changes: what was changed in a library, when, and from where.

`LIBRARY/changes.log` has one JSON object a line, in the order of the changes: `n` (counts from 1), `at` (ISO, UTC),
`action`, `document` (its id), `title`, `source`, `fields` (what was set by hand) and where it came from (`actor` with
`user`, or with `address` and `visitor`; `via`). What says nothing is left out. Lines are only ever added; a file that
has grown too long is renamed, and the oldest of the renamed ones goes.

A line is written when its change is in force. Until the next change it stands in the catalog too, put there by the very
transaction that made the change: so the next writer writes what a kill or a full disk kept from the log.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, Self

from docs_store import permissions

log = logging.getLogger(__name__)

FILE_NAME = "changes.log"
COMMAND, WEB = "command", "web"
REVIEW, WATCH = "review", "watch"

_OLDER = 4  # renamed files that are kept
_MOST_BYTES = 4_000_000  # of one file, before a change is added: 16,000 changes
_LONGEST = 200  # characters of one value: a line is short enough to be written at once
_TAIL = 65_536  # bytes at the end of a file that are looked through for its last whole line
_NUMBER, _LATEST = "changes_number", "changes_latest"


class Action(StrEnum):
    """What was done."""

    ADDED = "added"
    UPDATED = "updated"
    REMOVED = "removed"
    CORRECTED = "corrected"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    REBUILT = "rebuilt"
    WATCH = "watch"
    REFUSED = "refused"
    COPY = "copy"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a change comes from.

    Attributes:
        actor: `command` or `web`.
        user: name of the system's user who ran the command.
        address: the web client's, as the server saw it.
        visitor: the beginning of the hash of the visitor's secret (`ui.web.visitor`).
        via: `review` for replies that a person approves or takes back, `watch` for folders that are followed.
    """

    actor: str
    user: str = ""
    address: str = ""
    visitor: str = ""
    via: str = ""

    @classmethod
    def of_process(cls) -> Self:
        """A command, run by the user that this process belongs to."""
        return cls(actor=COMMAND, user=_user())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `n` and `at` are given to it when it is recorded.

    Attributes:
        document_id, title: empty for what concerns a file or the whole library.
        source: name of the file, or the folder that is followed.
        fields: metadata set by hand.
    """

    action: Action
    document_id: str = ""
    title: str = ""
    source: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


class Meta(Protocol):
    """What the log needs of the catalog; both join the open transaction."""

    def get_meta(self, key: str) -> str | None: ...  # noqa: D102
    def set_meta(self, key: str, value: str) -> None: ...  # noqa: D102


class ChangeLog:
    """The log as its one writer sees it, who holds the library's write lock.

    Args:
        folder: library folder.
        meta: the catalog.
        origin: where all changes of this writer come from.
    """

    def __init__(self, folder: Path, meta: Meta, origin: Origin) -> None:
        self._path = folder / FILE_NAME
        self._meta = meta
        self._origin = origin
        self._written: int | None = None  # number of the last line in the files; looked up when first needed

    def record(self, changes: Sequence[Change]) -> None:
        """Note changes in the open transaction, which makes them."""
        if not changes:
            return
        # A catalog that was put back from a copy may be behind the log.
        number = max(int(self._meta.get_meta(_NUMBER) or 0), self._last())
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        lines = [_line(number + n, at, change, self._origin) for n, change in enumerate(changes, 1)]
        self._meta.set_meta(_LATEST, "\n".join([*self._unwritten(), *lines]))
        self._meta.set_meta(_NUMBER, str(number + len(lines)))

    def write(self) -> None:
        """Write what is recorded and not in the file yet. Called when the transaction is through, and to recover.

        A disk that refuses does not undo what was done: the lines wait in the catalog for the next writing.
        """
        lines = self._unwritten()
        if not lines:
            return
        try:
            self._append(lines)
        except OSError as error:
            log.warning("the log of changes cannot be written: %s", error)
            self._written = None
        else:
            self._written = int(json.loads(lines[-1])["n"])

    def settle(self) -> None:
        """Take what is written out of the catalog, which is about to be cleaned of what was removed."""
        self._meta.set_meta(_LATEST, "\n".join(self._unwritten()))

    def _unwritten(self) -> list[str]:
        latest = self._meta.get_meta(_LATEST)
        if not latest:
            return []
        return [line for line in latest.split("\n") if json.loads(line)["n"] > self._last()]

    def _last(self) -> int:
        if self._written is None:
            self._written = _last_number(self._path)
        return self._written

    def _append(self, lines: Sequence[str]) -> None:
        if _size(self._path) >= _MOST_BYTES:
            _rotate(self._path)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        file = os.open(self._path, flags, permissions.FILE)
        try:
            if _is_torn(file):
                os.write(file, b"\n")
            for line in lines:
                os.write(file, line.encode("utf-8", "backslashreplace") + b"\n")
            getattr(os, "fdatasync", os.fsync)(file)  # once for all lines of a transaction
        finally:
            os.close(file)


def read(folder: Path) -> tuple[list[dict[str, Any]], int]:
    """The changes of a library, oldest first, as their lines have them; and the number of lines that cannot be read.

    Such a line is what a crash leaves half written; its change is written anew by the next writer.
    """
    changes: dict[int, dict[str, Any]] = {}
    broken = 0
    for line in _lines(folder / FILE_NAME):
        change = _parsed(line)
        if change is None:
            broken += 1
        else:
            changes[change["n"]] = change
    return [changes[n] for n in sorted(changes)], broken


def _line(number: int, at: str, change: Change, origin: Origin) -> str:
    told: dict[str, object] = {
        "n": number,
        "at": at,
        "action": str(change.action),
        "document": change.document_id,
        "title": change.title[:_LONGEST],
        "source": change.source[:_LONGEST],
        "fields": {name: _cut(value) for name, value in change.fields.items()},
        "actor": origin.actor,
        "user": origin.user[:_LONGEST],
        "address": origin.address[:_LONGEST],
        "visitor": origin.visitor,
        "via": origin.via,
    }
    kept = {name: value for name, value in told.items() if value not in ("", {})}
    return json.dumps(kept, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace").decode()


def _cut(value: object) -> object:
    return value[:_LONGEST] if isinstance(value, str | list | tuple) else value


def _files(path: Path) -> list[Path]:
    """The newest first."""
    return [path, *(path.with_name(f"{path.stem}.{n}{path.suffix}") for n in range(1, _OLDER + 1))]


def _rotate(path: Path) -> None:
    files = _files(path)
    for older, newer in reversed(list(zip(files[1:], files, strict=False))):
        if newer.exists():
            newer.replace(older)


def _lines(path: Path) -> Iterator[bytes]:
    for file in reversed(_files(path)):
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            continue
        yield from (line for line in content.split(b"\n") if line.strip())


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    whole = isinstance(found, dict) and isinstance(found.get("n"), int) and isinstance(found.get("action"), str)
    return found if whole else None


def _last_number(path: Path) -> int:
    """Number of the last whole line; 0 where there is none."""
    for file in _files(path):
        try:
            with file.open("rb") as opened:
                opened.seek(max(0, _size(file) - _TAIL))
                tail = opened.read()
        except OSError:
            continue
        for line in reversed(tail.split(b"\n")[:-1]):  # what has no end of line was torn
            if (change := _parsed(line)) is not None:
                return int(change["n"])
    return 0


def _is_torn(file: int) -> bool:
    size = os.lseek(file, 0, os.SEEK_END)
    if not size:
        return False
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1) != b"\n"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _user() -> str:
    if os.name != "nt":
        import pwd  # noqa: PLC0415 - POSIX only

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:  # a container's user without a name
            return str(os.getuid())
    import getpass  # noqa: PLC0415

    return getpass.getuser()
