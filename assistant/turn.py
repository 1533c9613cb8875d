"""The nouns of one turn: what was asked, what may be said of it, what was read. Frozen, slotted, keyword-only.

`Plan` → `Source`s → `Finding`s → `Answer`. A citation leads into the very sources of its turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant.understand.places import Place
from docs_store.types import Kind, Operation, Status
from docs_store.validity import Force

if TYPE_CHECKING:
    from assistant.understand.figures import Wanted
    from docs_store.library import LedgerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One question that stands by itself.

    Attributes:
        text: the question, without needing the messages before it.
        places: places it is about, in its order; empty where it names none.
        years: calendar years it asks about, ascending; empty for any.
        status: result, forecast or target; `UNKNOWN` where it does not say.
        figures: what it wants of the figure ledger; `None` where it wants none, or that was not looked at.
    """

    text: str
    places: tuple[Place, ...] = ()
    years: tuple[int, ...] = ()
    status: Status = Status.UNKNOWN
    figures: Wanted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a message with its history asks.

    Attributes:
        message: as the person typed it.
        inquiries: one or more, in the message's order.
        asker: what the person states of themselves or their firm, sentence by sentence. Facts, no filters.
        spellings: words of the message that the library writes otherwise, as typed and as written there; an offer.
        today: the day that the question is asked on.
    """

    message: str
    inquiries: tuple[Inquiry, ...]
    asker: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    today: date

    @property
    def text(self) -> str:
        """All that was asked, for whoever needs it as one text."""
        return "\n".join(inquiry.text for inquiry in self.inquiries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A chunk's share of a source: `Source.text[start:end]` is reading text of the chunk."""

    chunk_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a reader may quote from for one turn: a passage of one document, with what is known around it.

    Attributes:
        number: 1-based; how a reader names it.
        text: reading text; lines of one document in its order.
        origins: for each character of `text` the offset in the document that it was read from.
        stretches: which chunk each part of `text` belongs to, in order.
        heading: headings it stands under, outermost first; the header row last for rows of a table.
        region: full path of its document's place; empty where none is known.
        is_region_sure: whether the place is known well enough to bind.
        years: years its document speaks of; `own_years` those of its section, empty where it names none.
        status: what its section tells: results, forecasts or targets.
        force: how its document stands on the day of asking; `successor` is the title of what took its place.
        label: what was read of it at ingest (a row of the ledger, a part of a measure), in words.
        row: the row of the ledger that was read from it, where it is a source for that.
    """

    number: int
    document_id: str
    title: str
    file: str
    kind: Kind
    text: str
    origins: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    heading: tuple[str, ...] = ()
    page: int | None = None
    region: str = ""
    is_region_sure: bool = False
    years: tuple[int, ...] = ()
    own_years: tuple[int, ...] = ()
    status: Status = Status.UNKNOWN
    issuer: str = ""
    doc_number: str = ""
    published: str = ""
    expires: str = ""
    force: Force = Force.NO_TERM
    successor: str = ""
    label: str = ""
    row: LedgerRow | None = field(default=None, compare=False)

    @property
    def around(self) -> str:
        """What a sentence may take from beside the text: title, place, headings, issuer, number, dates."""
        parts = (self.title, self.region, self.issuer, self.doc_number, self.published, self.expires, *self.heading)
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What was found for a plan.

    Attributes:
        sources: numbered, likeliest first.
        documents: how many documents were in question.
    """

    sources: tuple[Source, ...]
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that a reader says stand in a source, as it gave them."""

    source: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence of an answer with what it rests on. Nothing of it is trusted before `assistant.check`.

    Attributes:
        text: the sentence.
        quotes: verbatim words of sources; a finding without any does not exist.
        formula: how a number was computed from quoted ones (`60-47=13`); empty for none.
        part: 1-based number of the inquiry it answers; 0 where that was not said.
        operation: what `formula` does with the rows of the quoted sources, in their order; `None` where it is free.
    """

    text: str
    quotes: tuple[Quote, ...]
    formula: str = ""
    part: int = 0
    operation: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """What comes nearest to a part that is missing: no answer, though as well proved as one (only the target is there).

    Attributes:
        finding: what is said of it.
    """

    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A part of what was asked that the sources do not answer, in the reader's words."""

    text: str
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBack:
    """One question to the asker: several readings are equally good."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchMore:
    """Words that a reader would have searched for."""

    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to keep in mind beside the answer, in the program's own words; no reader that is not code says any."""

    text: str


Remark = Finding | Near | Missing | AskBack | SearchMore | Note
"""What a reader says of the sources, in the order it says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a reader is given: the plan and its sources.

    Attributes:
        rejected: findings of this turn that did not pass the check, each with the reasons; empty at the first reading.
        may_search: whether one more search can still be asked for.
    """

    plan: Plan
    sources: tuple[Source, ...]
    rejected: tuple[tuple[Finding, str], ...] = ()
    may_search: bool = True
    by_number: dict[int, Source] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {source.number: source for source in self.sources})
