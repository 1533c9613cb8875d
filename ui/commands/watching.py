"""`ingest --watch`: follow folders until told to stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

from docs_store.changes import WATCH, Origin
from docs_store.errors import LibraryLockedError, UsageError
from docs_store.types import FileReport
from ingest.sources import Source, find_sources
from ingest.watch import Changes, FolderWatch
from ui.commands.intake import Intake


def run(intake: Intake, folders: Sequence[Path], *, recursive: bool, interval: float) -> int:
    """Read what is there and whatever is added or changed; remove what is removed. Ends at SIGINT or SIGTERM with 0.

    Args:
        interval: seconds between two looks.
    """
    console = intake.console
    intake = replace(intake, origin=replace(Origin.of_process(), via=WATCH))
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(console.words("usage.watch_folder", path=str(folder)))
    for hint in intake.hints():
        console.note(hint)
    watch = FolderWatch(folders, recursive=recursive, known=intake.library.sources())
    before = signal.signal(signal.SIGTERM, _stop)
    console.note(console.words("watch.begins", paths=", ".join(map(str, folders)), seconds=interval))
    noted = False
    try:
        while True:
            noted = noted or _note(folders, intake)
            changes = watch.poll()
            if changes:
                _deal_with(changes, watch, intake)
            time.sleep(interval)
    except KeyboardInterrupt:
        console.note(console.words("watch.ends"))
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def _note(folders: Sequence[Path], intake: Intake) -> bool:
    """Tell the log of changes what is followed; whether that was possible."""
    try:
        with intake.library.writer(origin=intake.origin) as writer:
            writer.note_watch([str(folder.absolute()) for folder in folders])
    except LibraryLockedError:
        return False
    return True


def _deal_with(changes: Changes, watch: FolderWatch, intake: Intake) -> None:
    try:
        removed = _remove(changes.removed, intake)
        again = _copies_left(intake) if removed else []
        intake.read([*changes.changed, *again], {"removed": removed})
    except LibraryLockedError as error:  # the next look tells of the same changes
        intake.console.note(intake.console.words.error(error))
    else:
        watch.done(changes)


def _remove(keys: Sequence[str], intake: Intake) -> list[str]:
    """Remove the documents of files that are gone; the names of these files."""
    if not keys:
        return []
    library, console = intake.library, intake.console
    names = {row.key: row.name for row in library.sources()}
    # with an archive goes what was in it
    gone = [*keys, *(key for key in names if key.startswith(tuple(f"{each}/" for each in keys)) and key not in keys)]
    waiting = console.waiting(intake.wait_s)
    with library.writer(wait_s=intake.wait_s, waiting=waiting, origin=intake.origin) as writer:
        writer.remove([id_ for key in gone for id_ in library.ids_of_source(key)])
        for key in gone:
            writer.forget(key)
    for key in keys:
        text = console.words("watch.removed", source=names.get(key, key))
        (console.note if console.as_json else console.line)(text)
    return [names.get(key, key) for key in keys]


def _copies_left(intake: Intake) -> list[Source | FileReport]:
    """Files that were passed over as copies of one that is gone now: the content is theirs."""
    left = [Path(row.key) for row in intake.library.copies_left()]
    return list(find_sources(left, recursive=False))


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
