"""Approved replies as documents of the library: of the kind `faq`, found and cited as reviewed answers."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.drafting.desk import Reply
from docs_store import lazy_re
from docs_store.changes import REVIEW, Origin
from docs_store.errors import InputError
from docs_store.library import Library
from docs_store.types import Kind
from ingest.sources import Source
from ui.texts import Words

_MARKER = lazy_re.compile(r"\[[0-9]{1,3}\]")
_LONGEST_TITLE = 80
_LONGEST_NAME = 120


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
        reports = ingest(library, [source], settings=known, origin=replace(origin, via=REVIEW))
    error = reports[0].error
    if error is not None:
        raise InputError(error.message, code=error.code)


def take_back(library: Library, key: str, origin: Origin) -> None:
    """Take an approved reply out of the library; nothing happens when it is not there.

    Raises:
        LibraryError: the library cannot be written.
    """
    ids = library.ids_of_source(_source_key(key))
    if ids:
        with library.writer(origin=replace(origin, via=REVIEW)) as writer:
            writer.remove(ids)


def _source_key(key: str) -> str:
    return f"reviewed:{key}"
