"""How well a file was read: what is measured while reading, and kept with the file."""

from __future__ import annotations

from dataclasses import dataclass


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
    """How one file was read, as kept with the file. How each page was read is kept with its document.

    Attributes:
        characters: characters that are no white space, in the whole file.
        unreadable: of these, characters that stand for nothing (replacement characters, private use, controls).
        tables: tables found.
        dropped: what was left out, by kind.
        accepted: whether a person let the file in although it was read badly.
    """

    characters: int
    unreadable: int = 0
    tables: int = 0
    dropped: tuple[Dropped, ...] = ()
    accepted: bool = False
