"""The statements of a chunk: its sentences and rows, each with the stage and the years that its words tell.

They are read once, when a document is read (`ingest`), and kept with the chunk. Sentences are split here and nowhere
else where a chunk is looked at; a line, a cell or a quote that is none has `textnorm.sentences`.
"""

from __future__ import annotations

from functools import lru_cache

from docs_store.language import stages
from docs_store.language.periods import year_mentions
from docs_store.language.roles import of_heading
from docs_store.statement_codec import unpack
from docs_store.textnorm import CleanText, clean_chunk, fold, sentences
from docs_store.types import Chunk, Role, Statement, Status


def of(chunk: Chunk) -> tuple[Statement, ...]:
    """The statements of a chunk, in order; read now in a library that was made before they were kept."""
    if chunk.statements is None:
        return _read_once(chunk)
    return unpack(chunk.statements, chunk.start, chunk.status)


def read(chunk: Chunk) -> tuple[Statement, ...]:
    """The statements of a chunk by its own words and headings, whatever it holds."""
    role = next((roles[0] for heading in reversed(chunk.heading) if (roles := of_heading(fold(heading)))), None)
    return _read(clean_chunk(chunk), chunk.status, role)


@lru_cache(maxsize=1024)
def of_words(text: str, section: Status) -> tuple[Statement, ...]:
    """The statements of reading text that is no chunk, such as what stands around a quote; offsets are into it.

    Args:
        section: what the section tells that it stands in.
    """
    return _read(CleanText(text=text, origins=tuple(range(len(text)))), section, None)


def _read(reading: CleanText, section: Status, role: Role | None) -> tuple[Statement, ...]:
    text = fold(reading.text)
    years = _years(text)
    found: list[Statement] = []
    line = announced = -1
    for start, end in sentences(text):
        if (begins := text.rfind("\n", 0, start) + 1) != line:
            line, announced = begins, stages.announced_from(text, begins)
        told = stages.turns(text, start, end, section, announced)
        said = {status for _, status in told}
        first = next((status for _, status in told if status is not Status.UNKNOWN), Status.UNKNOWN)
        first_character, behind = reading.source_span(start, end)
        found.append(
            Statement(
                start=first_character,
                end=behind,
                status=Status.EXPECTED if Status.EXPECTED in said else first,
                turns=tuple((reading.origins[at], status) for at, status in told) if len(said) > 1 else (),
                years=tuple(sorted({year for at, each in years if start <= at < end for year in each})),
                role=role,
            )
        )
    return tuple(found)


def _years(text: str) -> list[tuple[int, frozenset[int]]]:
    """Where years are named, and which. A plan (十四五) is no year that a sentence speaks of."""
    return [(mention.start, mention.years) for mention in year_mentions(text) if not mention.by_plan]


@lru_cache(maxsize=1024)
def _read_once(chunk: Chunk) -> tuple[Statement, ...]:
    return read(chunk)
