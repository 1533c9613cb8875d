"""How well a file was read: what is measured while reading, and kept with the file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What a reader measured on one page.

    Attributes:
        number: 1-based.
        characters: characters of the page's text that are no white space.
        ocr: whether the text was recognised from the page's picture.
        confidence: mean confidence of the recognition in 0..1; `None` without recognition.
        suspect: a stable word for why a person should look at the page: `no_text`, `garbled`, `low_confidence`,
            `not_recognised` (a picture that could not be recognised here); empty when nothing is wrong.
    """

    number: int
    characters: int
    ocr: bool = False
    confidence: float | None = None
    suspect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What was left out of the reading text, of one kind.

    Attributes:
        kind: `line` (navigation, notes of a site), `page` (page numbers, running heads) or `site` (a name and address
            in mid-text).
        count, characters: spans, and characters in them.
        examples: the first few, shortened.
    """

    kind: str
    count: int
    characters: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate:
    """A document of the library whose text is almost the same.

    Attributes:
        similarity: estimated share of common shingles (Jaccard) in 0..1.
    """

    document_id: str
    title: str
    source: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingReport:
    """How one file was read.

    Attributes:
        characters: characters that are no white space, in the whole file.
        unreadable: of these, characters that stand for nothing (replacement characters, private use, controls).
        pages: one for each page; empty for a format without pages.
        tables: tables found.
        dropped: what was left out, by kind.
        accepted: whether a person let the file in although it was read badly.
    """

    characters: int
    unreadable: int = 0
    pages: tuple[PageReading, ...] = ()
    tables: int = 0
    dropped: tuple[Dropped, ...] = field(default_factory=tuple)
    accepted: bool = False

    @property
    def ocr_share(self) -> float:
        """Share of the characters that were recognised from pictures, in 0..1."""
        recognised = sum(page.characters for page in self.pages if page.ocr)
        return recognised / self.characters if self.characters else 0.0

    @property
    def suspect_pages(self) -> tuple[PageReading, ...]:
        """Pages that a person should look at."""
        return tuple(page for page in self.pages if page.suspect)
