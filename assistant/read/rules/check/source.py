"""What a citation stands for: its quote in reading text, and what the document around it says of place and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.say.sentences import without_numbering
from assistant.understand.places import name_of
from docs_store import regions
from docs_store.textnorm import clean, sentences
from docs_store.types import Chunk, Citation, Status


class FaultKind(StrEnum):
    """Why a sentence cannot be said."""

    NO_CITATION = "it has no citation"
    UNRESOLVED = "its citation leads to no passage of this turn"
    WORDS = "it says what the passage does not say"
    NUMBER = "a number of it is not in the passage"
    YEAR = "a year of it is not the passage's"
    DATE = "a date of it is not in the passage"
    DOC_NUMBER = "a document number of it is not in the passage"
    PLACE = "a place of it is not the passage's"
    MEANING = "it turns the passage's statement round"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing about a sentence that does not stand in its passage; `text` is the words at fault."""

    kind: FaultKind
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A resolved citation.

    Attributes:
        quote: reading text of the citation's quote, one sentence a line, without the numbering before each.
        region: full path of its document's place; empty for none.
        years: the one year that its section or document speaks of; empty where they speak of several.
        status: what its section tells: results, forecasts or targets.
        around: region, its name, title and headings, one a line, which a sentence may take its words from.
        heading: innermost heading; the header row for a row of a table.
    """

    marker: int
    quote: str
    region: str
    title: str
    years: frozenset[int]
    status: Status
    around: str
    heading: str

    def lies_in(self, place: str) -> bool:
        """Whether a place, by its full name, is the document's or one around it."""
        return bool(self.region) and (place == self.region or regions.is_same_or_within(self.region, place))


def resolve(
    citations: Sequence[Citation], chunks: Mapping[str, Chunk], texts: Mapping[str, str]
) -> tuple[dict[int, Source], dict[int, Fault]]:
    """Citations by marker: those that lead to a passage of this turn, and what is wrong with the others.

    Args:
        chunks: passages of this turn by chunk id.
        texts: document id → document text.
    """
    sources: dict[int, Source] = {}
    faults: dict[int, Fault] = {}
    for citation in citations:
        chunk = chunks.get(citation.chunk_id)
        text = texts.get(citation.document_id, "")
        holds = (
            chunk is not None
            and chunk.document_id == citation.document_id
            and citation.marker not in sources
            and chunk.start <= citation.start < citation.end <= chunk.end
            and text[citation.start : citation.end] == citation.quote
        )
        if chunk is None or not holds:
            faults[citation.marker] = Fault(FaultKind.UNRESOLVED, f"[{citation.marker}]")
            continue
        sources[citation.marker] = _source(citation, chunk)
    return sources, faults


def _source(citation: Citation, chunk: Chunk) -> Source:
    return Source(
        marker=citation.marker,
        quote=_unnumbered(clean(citation.quote, start=citation.start, removed=chunk.removed).text),
        region=citation.region,
        title=citation.title,
        years=frozenset(chunk.years) if len(chunk.years) == 1 else frozenset(),
        status=chunk.status,
        around="\n".join((citation.region, name_of(citation.region), citation.title, *chunk.heading)),
        heading=chunk.heading[-1] if chunk.heading else "",
    )


def _unnumbered(text: str) -> str:
    return "\n".join(without_numbering(text[start:end]) for start, end in sentences(text))
