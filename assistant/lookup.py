"""Answers that are looked up: what was read carefully at ingest is not read again."""

from __future__ import annotations

from dataclasses import replace

from assistant.find import ledger
from assistant.read.slots.reader import SlotsReader
from assistant.turn import Material, Plan, Sources
from docs_store.library import Library
from docs_store.types import Answer, Outcome


def answer(plan: Plan, library: Library, started: float) -> Answer | None:
    """The answer of the ledger to a plan of one question; `None` where it holds none beyond doubt.

    Args:
        plan: its inquiry says what it wants of the ledger.
        started: `time.perf_counter()` at the question.
    """
    wanted = plan.inquiries[0].figures
    rows = ledger.wanted_rows(wanted, library) if wanted else []
    if not rows:
        return None
    reader = SlotsReader()
    sources = Sources(
        sources=ledger.as_sources(rows, library, plan.today), documents=len({row.info.id for row in rows})
    )
    if next(reader.read(Material(plan=plan, sources=sources.sources)), None) is None:
        return None
    from assistant.flow import Flow  # noqa: PLC0415 - most questions are not answered from here

    for event in Flow(library, reader, plan, lambda plan, also: sources, started).run():
        if isinstance(event, Answer) and event.outcome is Outcome.ANSWERED:
            return replace(event, question=plan.message)
    return None
