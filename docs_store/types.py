"""The nouns. Frozen, slotted, keyword-only; one type per stage of the way of the data.

Offsets are always code-point offsets into the document's own `text` (`text[start:end]`), never into a file or page.
Scores say their direction where they are defined.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from docs_store.provisions import Provision
    from docs_store.reading_report import ReadingReport

T = TypeVar("T")


class Kind(StrEnum):
    """What a document is. The values are part of the JSON contract."""

    WORK_SUMMARY = "work_summary"
    POLICY = "policy"
    GUIDE = "guide"
    NOTICE = "notice"
    FAQ = "faq"
    TABLE = "table"
    OTHER = "other"


class Status(StrEnum):
    """What a statement or figure speaks of: what was done, what is expected, what is planned, or none of these."""

    ACTUAL = "actual"
    EXPECTED = "expected"
    TARGET = "target"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a part of a policy tells, by its heading or label: whom it is for (`TARGET`), what it asks, how much."""

    TARGET = "target"
    CONDITION = "condition"
    AMOUNT = "amount"
    SCOPE = "scope"
    MATERIALS = "materials"
    WINDOW = "window"
    OFFICE = "office"
    META = "meta"
    OTHER = "other"


class FileStatus(StrEnum):
    """How one file fared in an ingest. The values are part of the JSON contract."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    QUARANTINED = "quarantined"


class Standing(StrEnum):
    """What a document says of its own standing. Whether another one ends it is not said here, see `validity`."""

    ISSUED = "issued"
    DRAFT = "draft"
    REPEALED = "repealed"


class Outcome(StrEnum):
    """How a question fared. `NOT_FOUND` is an honest answer, `FAILED` is a fault."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    FAILED = "failed"


class Completeness(StrEnum):
    """Whether an answer answers all that was asked. The values are part of the JSON contract."""

    COMPLETE = "complete"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred(Generic[T]):
    """A metadata value with where it came from and how sure it is, so that a person can mend it.

    Attributes:
        value: the value itself.
        source: short English words: `title line`, `file name`, `set by hand`, …
        certainty: 0..1; 1.0 only for values a person set or a document states in so many words.
        quote: the document's own words that a proposed value rests on (`docs_store.proposals`); else empty.
    """

    value: T
    source: str
    certainty: float
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about a document apart from its text. `None` means that nothing was found.

    Attributes:
        region: full administrative path, `安徽省马鞍山市当涂县`; for a place outside the table, its bare name.
        years: calendar years the document is about, ascending: those that its title names, a span with every year
            inside (2023—2025 is three, 十四五 is 2021 to 2025); of a report or plan whose title names none, those
            whose results and plans it tells; else the year of issue, by its day or its number. A government's work
            report of early 2025 has 2024 and 2025. Of a rule they do not say when it is in force: its dates do.
        doc_number: 文号, e.g. `青科〔2024〕12号`.
        published, effective, expires: ISO dates (`2024-07-01`); `expires` is the last day in force.
        repeals: titles and document numbers that this document declares void (同时废止).
        standing: `draft` for a text put out for comment (征求意见稿), `repealed` for one that is marked so itself.
        attachments: names of the attachments it lists, without their numbers.
    """

    title: Inferred[str]
    kind: Inferred[Kind]
    region: Inferred[str] | None = None
    issuer: Inferred[str] | None = None
    years: Inferred[tuple[int, ...]] | None = None
    doc_number: Inferred[str] | None = None
    published: Inferred[str] | None = None
    effective: Inferred[str] | None = None
    expires: Inferred[str] | None = None
    repeals: Inferred[tuple[str, ...]] | None = None
    standing: Inferred[Standing] | None = None
    attachments: Inferred[tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpan:
    """Where one page stands in the text: `text[start:end]` is page `number` (1-based)."""

    number: int
    start: int
    end: int


class ReadBy(StrEnum):
    """How the words of a page were got."""

    TEXT = "text"
    OCR = "ocr"
    NOTHING = "nothing"


class PageFault(StrEnum):
    """Why a page is suspect: what is quoted from it may not be what it says, or it may say more."""

    UNREADABLE = "unreadable"
    NO_TEXT = "no_text"
    RUBBISH = "rubbish"
    PICTURE = "picture"
    HIDDEN = "hidden"
    UNSURE = "unsure"
    OBSCURED = "obscured"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """How one page was read.

    Attributes:
        number: 1-based.
        characters: of the page's text as it was taken, white space not counted.
        by: `text` (what the file says of itself), `ocr` (text recognition of the page's picture) or `nothing`.
        confidence: 0..1; of text recognition the engine's mean over the characters; of text the share of characters
            that are none of a broken font's; 0 where nothing was read.
        fault: `None` for a page that was read well. `unreadable`: it could not be opened. `no_text`, `rubbish`,
            `picture` (a picture over most of the page, and hardly more text than a running head): so it looked, and
            text recognition was not to be had or gave nothing better. `hidden`: a picture with text that nobody sees;
            `by` tells whether that text was taken, or what recognition read on the picture because they differ.
            `unsure`: text recognition, but of low confidence.
            `obscured`: a seal or stamp lies over something that text recognition could not read.
    """

    number: int
    characters: int
    by: ReadBy
    confidence: float
    fault: PageFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """Where a run of characters stands on its page: `text[start:end]`, one word or a piece of one line.

    Attributes:
        page: 1-based.
        x0, y0, x1, y1: in ten-thousandths of the page's width and height as it is shown, origin top left, 0..10000.
            Inside a box the characters follow each other from left to right, wide ones twice as wide as narrow ones.
    """

    start: int
    end: int
    page: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading and what stands under it.

    Attributes:
        level: 1 is the outermost; deeper headings have higher numbers.
        path: headings from the outermost to this one, each with the document's own numbering.
        start, end: span of the heading line and everything under it.
    """

    level: int
    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, item or table row of a document, with what its words tell of it. Its headings are its chunk's.

    Attributes:
        start, end: span in the document, of its reading text: soft line breaks and the like may stand inside.
        status: what it tells as a whole: a forecast where any of it is one, else what it tells first. `UNKNOWN` where
            neither its words nor its section say.
        turns: where in it another status begins, as offsets into the document and what holds from there; the first is
            its start. Empty where all of it has `status`.
        years: calendar years that its own words name, ascending; of a span all years inside.
        role: which part of a policy it is of, by the nearest heading or label; `None` where none says so.
    """

    start: int
    end: int
    status: Status = Status.UNKNOWN
    turns: tuple[tuple[int, Status], ...] = ()
    years: tuple[int, ...] = ()
    role: Role | None = None

    def status_at(self, offset: int) -> Status:
        """What it tells at a place of the document: the status of a number that begins there."""
        return next((status for start, status in reversed(self.turns) if start <= offset), self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The smallest quotable unit.

    Attributes:
        text: verbatim; equals `document.text[start:end]`.
        removed: spans of the document text inside the chunk that are no part of what it says (soft line breaks,
            page numbers, aggregator lines). `docs_store.textnorm.clean_chunk` gives the reading text.
        page: 1-based page on which the chunk starts; `None` where the format has no pages.
        years: years this chunk speaks of, by its heading and its own words; empty when it names none.
        status: what its statements are by the heading they stand under.
        statements: what it says, as `docs_store.statement_codec` packs it; `None` in a library that was made before.
            `docs_store.statements.of` gives them, and reads them where there are none.
    """

    id: str
    document_id: str
    ordinal: int
    text: str
    heading: tuple[str, ...]
    start: int
    end: int
    page: int | None
    removed: tuple[tuple[int, int], ...] = ()
    years: tuple[int, ...] = ()
    status: Status = Status.UNKNOWN
    statements: str | None = field(default=None, compare=False)


class Aspect(StrEnum):
    """What about an indicator a number tells: the quantity itself, or something derived from it."""

    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    RANK = "rank"
    COMPLETION = "completion"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a report with its meaning, read from one sentence. Its place is its document's.

    Attributes:
        indicator: what is counted, in the document's words (`新培育高新技术企业`).
        canonical: the same by the names of the synonym table, for looking up.
        value: corrected value in `unit` (`72。5万元` → 72.5); for a rank, the position.
        upper: other end of a range (3—5家), else `None`.
        unit: as written (`家`, `万元`, `%`); `base_value` in `base_unit` is the same in one unit for all (元, 家, %).
        comparator: `>`, `≥`, `<`, `≤`, `≈` or empty.
        status: `actual`, `expected` or `target`.
        aspect: `growth` is a rate of increase, `change` an absolute difference, `share` a part of a whole,
            `completion` a rate of fulfilment.
        period: `2023`, `2023-01..2023-09`, `2023-04-05`, or `..2023` for a total up to now.
        certainty: 0..1.
        start, end: span of the sentence in the document; `value_start`, `value_end` that of number and unit.
    """

    indicator: str
    canonical: str
    value: Decimal
    upper: Decimal | None
    unit: str
    base_value: Decimal
    base_unit: str
    comparator: str
    status: Status
    aspect: Aspect
    period: str
    certainty: float
    start: int
    end: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report or policy; a file that holds several yields several.

    Attributes:
        id: first 16 hex digits of the file's SHA-256, a hyphen, and the 1-based position in the file.
        source: file name as ingested (never a path).
        source_key: what identifies the source across runs: its absolute path, or a key of `ingest.uploads`.
        file_hash: SHA-256 of the file, hex.
        text: verbatim text; all offsets are into it.
        removed: spans of `text` that are no part of the document (navigation, aggregator lines).
        reader: name of the reader that read it.
        readings: how each of `pages` was read, in the same order; empty where the reader does not tell.
    """

    id: str
    source: str
    source_key: str
    file_hash: str
    position: int
    text: str
    metadata: Metadata
    pages: tuple[PageSpan, ...] = ()
    sections: tuple[Section, ...] = ()
    removed: tuple[tuple[int, int], ...] = ()
    reader: str = ""
    readings: tuple[PageReading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """A document with everything read out of it: what the pipeline hands to the library.

    `boxes` are those of its text, in order and not overlapping; empty where the format does not show pages. `sketch`
    is that of its reading text (`docs_store.sketch`); empty for a text too short to have one.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    figures: tuple[Figure, ...] = ()
    provisions: tuple[Provision, ...] = ()
    boxes: tuple[TextBox, ...] = ()
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A chunk found for one question.

    Attributes:
        score: fused score, higher is better; comparable within one search only.
        similarity: cosine of query and chunk vectors in -1..1; `None` when the library has no vectors.
        found_by: which of `words`, `bigrams`, `vectors` had it among their best.
        source: file name as ingested.
    """

    chunk: Chunk
    title: str
    region: str
    kind: Kind
    source: str
    score: float
    similarity: float | None
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote and where it stands. `quote == document.text[start:end]`, misprints included."""

    marker: int
    document_id: str
    chunk_id: str
    title: str
    region: str
    year: int | None
    kind: Kind
    heading: tuple[str, ...]
    page: int | None
    source: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """One sentence of an answer with the markers of the citations that hold it."""

    text: str
    citations: tuple[int, ...]


class Operation(StrEnum):
    """How a number that stands in no document was computed; `assistant.check.computing` holds the formulas."""

    GROWTH = "growth"
    COMPLETION = "completion"
    DIFFERENCE = "difference"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFigure:
    """A number an answer gives, tied to the citation it stands in.

    Attributes:
        value: as said, comparator in front (`≥185`); of a computed number its decimal digits alone.
        citation: marker of the citation whose quote holds it; of a computed number, of its first operand's.
        operation: how it was computed; `None` for a number that stands in its citation's quote.
        computed_from: 0-based indices of its operands in `Answer.figures`, in the operation's order; all of them stand
            in their citations. `assistant.check.computing.holds` computes it again.
    """

    indicator: str
    value: str
    unit: str
    status: Status
    region: str
    period: str
    citation: int
    aspect: Aspect = Aspect.LEVEL
    operation: Operation | None = None
    computed_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was looked at for an answer: regions and years it was limited to, and how many documents qualified."""

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a question was taken to ask, for a person to see and to change.

    Attributes:
        places: display name and full path of each place, in the question's order; empty when it names none.
        years: calendar years it asks about, ascending.
        status: result, forecast or target; `UNKNOWN` when it does not say.
        asked: kind of answer wanted (`value`, `list`, `reason`, `time`, `contact`, `validity`, `fact`, …).
        subject: words on what it is about, by the documents' names.
        corrections: what was typed and what it was read as, for each word that was mended.
        parts: the single questions, where several were asked at once; empty for one.
        profile: facts told of the asker's own enterprise, as field of `docs/profile.md` and value.
    """

    places: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()
    status: Status = Status.UNKNOWN
    asked: str = ""
    subject: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()
    profile: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The yes or no of an answer. Only where a passage decides it.

    Attributes:
        holds: whether what the question claims is so.
        claim: the claim, folded, without the places and years that the evidence is limited to.
    """

    holds: bool
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """What comes nearest to a question that has no answer: of another year, place or status, or only on its subject.

    Attributes:
        text: a sentence of its document, or a figure of it in words. It is no answer.
        citation: where it stands.
    """

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer object of the contract.

    Attributes:
        understood: what the question was taken to ask; empty when it was never read (a fault, an empty library).
        verdict: yes or no, where a question asks for it and a passage decides it; the first of `sentences` says it.
        nearest: for what was not found; never part of the answer.
        mode: `extractive` (the sources' own sentences), `lookup` (made of what ingest read, then checked) or
            `generated` (worded by a language model, then checked).
        completeness: whether all that was asked is answered; `None` where that is not known, or nothing is answered.
        missing: parts of the question that no document answers.
        asks_back: one question to the asker, without whose answer nothing can be said; empty for none.
        timings_ms: milliseconds for `retrieve`, `first_token` and `total`, counted from the question.
    """

    question: str
    standalone_question: str
    outcome: Outcome
    mode: str
    answer: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    notes: tuple[str, ...] = ()
    searched: Searched = field(default_factory=Searched)
    understood: Understood = field(default_factory=Understood)
    verdict: Verdict | None = None
    nearest: tuple[Nearest, ...] = ()
    completeness: Completeness | None = None
    missing: tuple[str, ...] = ()
    asks_back: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict)

    def markers_of(self, figure: AnswerFigure) -> tuple[int, ...]:
        """Markers of the citations that one of `figures` stands in; of a computed one, those of all its operands."""
        operands = [self.figures[i] for i in figure.computed_from] or [figure]
        return tuple(dict.fromkeys(operand.citation for operand in operands))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier message of a conversation. `role` is `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileError:
    """Why a file failed, in the words of the error tree. `page` is 1-based, when known."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """How one file fared: exactly one status, and an error only for failed and quarantined files.

    `seconds` runs from the file's opening until its documents can be found, or it is known that they will not be.
    `reading` tells how well it was read; `None` for a file that could not be read.
    """

    source: str
    status: FileStatus
    document_ids: tuple[str, ...] = ()
    error: FileError | None = None
    warnings: tuple[str, ...] = ()
    chunks: int = 0
    figures: int = 0
    provisions: int = 0
    seconds: float = 0.0
    reading: ReadingReport | None = None
