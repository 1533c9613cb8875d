"""What all forms of an export share: a reply in pieces, and a source in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.drafting.desk import Reply
from docs_store import lazy_re
from docs_store.textnorm import visible
from docs_store.types import Citation
from ui import answers
from ui.texts import Words

_MARKER = lazy_re.compile(r"\[([0-9]{1,3})\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is exported.

    Attributes:
        day: the date that stands on it.
        title: what stands above.
        words: the language of what stands around the replies.
    """

    replies: tuple[Reply, ...]
    day: date
    words: Words
    title: str


def pieces(reply: Reply) -> Iterator[str | Citation]:
    """A reply's text, cut where a source is named; a marker that no source has stays text."""
    sources = {source.marker: source for source in reply.sources}
    at = 0
    for found in _MARKER.finditer(reply.text):
        source = sources.get(int(found[1]))
        if source is not None:
            if found.start() > at:
                yield reply.text[at : found.start()]
            yield source
            at = found.end()
    if at < len(reply.text):
        yield reply.text[at:]


def source_line(source: Citation, words: Words) -> str:
    """Where a statement stands, and the words that it stands in, on one line."""
    place = [
        f"《{source.title}》",
        source.region,
        words("draft.year", year=source.year) if source.year else "",
        " › ".join(source.heading),
        words("answer.page", page=source.page) if source.page is not None else "",
        source.source,
    ]
    where = words("draft.comma").join(visible(part) for part in place if part)
    return words("draft.footnote", where=where, quote=visible(" ".join(source.quote.split())))


def remarks(reply: Reply, words: Words) -> list[str]:
    """What the person who checks is told beside the reply: what is missing, the notes, and what comes nearest."""
    missing = [words("draft.missing", text=text) for text in reply.missing]
    near = [words("draft.nearest", text=source_line(near.citation, words)) for near in reply.nearest]
    return [*missing, *answers.remarks(reply), *near]


def below(reply: Reply, words: Words) -> list[str]:
    """The remarks below a reply in running text: where it has to be checked, lacks something or found nothing."""
    return remarks(reply, words) if reply.checks or reply.missing or reply.nearest else []


def check_line(reply: Reply, words: Words) -> str:
    """Why a person has to look; empty when nobody has to."""
    return words("draft.semicolon").join(words(f"check.{check}") for check in reply.checks)
