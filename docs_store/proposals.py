"""What a language model is asked about a document that rules read uncertainly, and what it proposes.

A proposal is worth nothing by itself: `ingest.proofs` holds it against the document. One that stands is marked by its
source, has the words it rests on, and is less sure than whatever the document states itself, until a person confirms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docs_store.types import Inferred, Metadata

WINDOW = "window"
"""The field for the days on which applications are taken, of measures that none were read of."""
CERTAINTY = 0.45
"""Of a proposed value. Below every bound from which a value binds or is shown as known."""
PROPOSED = "proposed by a language model"
"""What the source of a proposed value begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked about one document.

    Attributes:
        file_name: name of its file.
        passages: stretches of its reading text, in order; the first is its beginning.
        fields: names of metadata fields that are to be proposed, in the order of `Metadata`; `WINDOW` last.
    """

    file_name: str
    passages: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One value that is proposed.

    Attributes:
        field: name of a metadata field, or `WINDOW`.
        value: as words; days as ISO dates, years as numbers with anything between them, kinds by their value.
        quote: words of the document that it rests on.
    """

    field: str
    value: str
    quote: str


def source(model: str) -> str:
    """The source of a value that a language model proposed."""
    return f"{PROPOSED} ({model})"


def proposer(entry: Inferred[Any] | None) -> str:
    """Name of the language model that proposed a value; empty where none did."""
    return "" if entry is None else proposer_named(entry.source)


def proposer_named(words: str) -> str:
    """Name of the language model in the source of a value; empty where it is another source."""
    return words[len(PROPOSED) + 2 : -1] if words.startswith(f"{PROPOSED} (") else ""


def proposed(metadata: Metadata) -> tuple[str, ...]:
    """Names of the fields whose values a language model proposed, in the order of `Metadata`."""
    return tuple(name for name in Metadata.__dataclass_fields__ if proposer(getattr(metadata, name)))
