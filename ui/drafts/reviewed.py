"""Approved replies as documents of the library: of the kind `faq`, found and cited as reviewed answers."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.drafting.desk import Reply
from assistant.understand.places import find as named_places
from docs_store import lazy_re, plain
from docs_store.changes import REVIEW, Origin
from docs_store.errors import InputError
from docs_store.library import Library
from docs_store.types import Kind
from docs_store.workspace import APPROVED, ReplyRow, Workspace
from ingest.sources import Source
from ui.texts import Words

_MARKER = lazy_re.compile(r"\[[0-9]{1,3}\]")
_LONGEST_TITLE = 80
_LONGEST_NAME = 120
_WAIT_S = 60.0  # for another process that writes


def settle(
    library: Library,
    workspace: Workspace,
    who: str,
    list_id: str,
    row: ReplyRow,
    *,
    state: str,
    text: str,
    words: Words,
    origin: Origin,
) -> bool:
    """Set the state and text of a drafted reply; the library holds it afterwards if it is approved, and else not.

    The library is written first, then the workspace. A crash between the two leaves a state that says nothing of what
    the library holds, so the library itself is asked, whatever the state was.

    Args:
        who: whose list it is.
        row: the reply as it is kept; it must be drafted.
        text: the reply as a person has left it.
        origin: who decided so.

    Returns:
        Whether it was taken out of the library.

    Raises: as `publish` and `take_back`.
    """
    drafted = plain.from_json(Reply, row.content or "")
    key = f"{list_id}:{row.number}"
    taken_back = False
    if state == APPROVED:
        publish(library, key, drafted, text, words, origin)
    else:
        taken_back = take_back(library, key, origin)
    workspace.change_reply(who, list_id, row.number, state=state, text=text if text != drafted.text else None)
    return taken_back


def left(library: Library, list_id: str, rows: Sequence[ReplyRow]) -> list[str]:
    """Keys of the replies of a list that the library holds without their being approved; see `settle`."""
    keys = [f"{list_id}:{row.number}" for row in rows if row.state != APPROVED]
    return [key for key in keys if library.ids_of_source(_source_key(key))]


def forget(library: Library, list_id: str, rows: Sequence[ReplyRow], origin: Origin) -> None:
    """Take out of the library what a list that is removed has left there without being approved.

    Raises:
        LibraryError: the library cannot be written.
    """
    for key in left(library, list_id, rows):
        take_back(library, key, origin)


def publish(library: Library, key: str, reply: Reply, text: str, words: Words, origin: Origin) -> None:
    """Add an approved reply to the library, or replace what was approved under this key.

    Args:
        key: tells this reply from all others, for `take_back`.
        text: the reply as it was approved.
        origin: who approved it.

    Raises:
        LibraryError: the library cannot be written.
        InputError: the reply holds nothing that can be added.
    """
    from ingest.pipeline import ingest  # noqa: PLC0415 - all rules of reading, which no page needs to be shown

    said = _MARKER.sub("", text).strip()
    places = {source.region for source in reply.sources if source.region}
    places = places or {place.path for place in named_places(reply.question, library.infos())}
    years = sorted({source.year for source in reply.sources if source.year})
    titles = dict.fromkeys(f"《{source.title}》" for source in reply.sources)
    known: dict[str, object] = {
        "kind": Kind.FAQ.value,
        "title": words("reviewed.title", question=reply.question)[:_LONGEST_TITLE],
    }
    if len(places) == 1:
        known["region"] = places.pop()
    if years:
        known["years"] = years
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reply.txt"
        # The question is the title and the sources are the name: in the text they would be quoted as if they answered.
        file.write_text(f"{said}\n", encoding="utf-8")
        name = words("reviewed.file", titles="".join(titles))[:_LONGEST_NAME] if titles else words("reviewed.bare")
        source = Source(path=file, key=_source_key(key), name=name)
        reports = ingest(library, [source], settings=known, wait_s=_WAIT_S, origin=replace(origin, via=REVIEW))
    error = reports[0].error
    if error is not None:
        raise InputError(error.message, code=error.code)


def take_back(library: Library, key: str, origin: Origin) -> bool:
    """Take an approved reply out of the library, if it is there; returns whether it was.

    Raises:
        LibraryError: the library cannot be written.
    """
    ids = library.ids_of_source(_source_key(key))
    if ids:
        with library.writer(wait_s=_WAIT_S, origin=replace(origin, via=REVIEW)) as writer:
            writer.remove(ids)
    return bool(ids)


def _source_key(key: str) -> str:
    return f"reviewed:{key}"
