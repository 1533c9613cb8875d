"""How well a file was read: what is measured while reading, kept with the file, and shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What was left out of the reading text, of one kind.

    Attributes:
        kind: `navigation` (lines that a web page puts around an article), `site` (a site's name and address in
            mid-text), `page_number` or `running_head`.
        count, characters: spans, and characters in them.
        examples: the first few different ones, shortened.
    """

    kind: str
    count: int
    characters: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectPage:
    """A page that a person should look at; `reason` is a stable word (see `docs_store.types.PageFault`)."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingReport:
    """How one file was read, as kept with the file.

    Characters are those of the file's text that are no white space.

    Attributes:
        characters: in the whole file.
        unreadable: of these, such as stand for nothing (replacement characters, private use, controls).
        pages: characters of each page; empty for a format without pages.
        recognised: characters that were recognised from pictures.
        confidence: mean confidence of the recognition over these, in 0..1; `None` without recognition.
        suspects: pages to look at.
        tables: tables found.
        dropped: what was left out, by kind.
    """

    characters: int
    unreadable: int = 0
    pages: tuple[int, ...] = ()
    recognised: int = 0
    confidence: float | None = None
    suspects: tuple[SuspectPage, ...] = ()
    tables: int = 0
    dropped: tuple[Dropped, ...] = ()

    @property
    def ocr_share(self) -> float:
        """Share of the characters that were recognised from pictures, in 0..1."""
        return self.recognised / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate:
    """A document of the library whose text is almost the same as another's.

    Attributes:
        similarity: estimated share of common shingles (Jaccard) in 0..1.
    """

    document_id: str
    title: str
    source: str
    similarity: float
