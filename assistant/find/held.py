"""What was read at ingest, as sources: rows of the figure ledger, and the parts of support measures.

They are no second text: each leads to the sentences it was read from, which a reader quotes. Their use is that a
measure's conditions, amounts, dates and papers stand together though its document has them chapters apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.find import pieces
from assistant.turn import Inquiry
from docs_store import units
from docs_store.library import LedgerRow, Library, ProvisionRow
from docs_store.provisions import Provision, leaves
from docs_store.textnorm import fold
from docs_store.types import Chunk, Kind, Passage, Status

_MOST_ROWS = 3
_MOST_MEASURES = 2
_NEAR = 6  # passages whose documents' measures are looked at
_NAMED = 0.6  # share of an indicator's name that the question must hold
_STATUS = {Status.ACTUAL: "完成数", Status.EXPECTED: "预计数", Status.TARGET: "目标数", Status.UNKNOWN: "性质未明"}
_REPORTS = frozenset({Kind.WORK_SUMMARY, Kind.TABLE})

Held = tuple[Chunk, "Sequence[Chunk] | pieces.Pieces", str]
"""The chunk it stands in, its text, and what was read of it."""


def held_sources(
    inquiry: Inquiry, passages: Sequence[Passage], library: Library, document_ids: frozenset[str]
) -> list[Held]:
    """Ledger rows and measures that a question may be answered from, few and likeliest first."""
    return [*_rows(inquiry, passages, library, document_ids), *_measures(inquiry, passages, library, document_ids)]


def _rows(inquiry: Inquiry, passages: Sequence[Passage], library: Library, document_ids: frozenset[str]) -> list[Held]:
    near = [p.chunk.document_id for p in passages if p.kind in _REPORTS and p.chunk.document_id in document_ids]
    rows = library.figures(dict.fromkeys(near[:12]))
    wanted = [(score, row) for row in rows if (score := _fits(row, inquiry)) >= _NAMED]
    wanted.sort(key=lambda pair: -pair[0])
    found: list[Held] = []
    for _, row in wanted[:_MOST_ROWS]:
        chunks = library.chunks_of(row.info.id)
        chunk = next((c for c in chunks if c.start <= row.figure.start and row.figure.end <= c.end), None)
        if chunk is not None:
            found.append((chunk, [chunk], _row_label(row)))
    return found


def _fits(row: LedgerRow, inquiry: Inquiry) -> float:
    figure = row.figure
    if inquiry.years and not any(str(year) in figure.period for year in inquiry.years):
        return 0.0
    if inquiry.status is not Status.UNKNOWN and figure.status is not inquiry.status:
        return 0.0
    return max(_share(figure.indicator, inquiry.text), _share(figure.canonical, inquiry.text))


def _row_label(row: LedgerRow) -> str:
    figure = row.figure
    value = f"{figure.comparator}{units.plain(figure.value)}"
    if isinstance(figure.upper, Decimal):
        value += f"—{units.plain(figure.upper)}"
    return f"数据：{figure.indicator}，{value}{figure.unit}，{figure.period}，{_STATUS[figure.status]}"


def _measures(
    inquiry: Inquiry, passages: Sequence[Passage], library: Library, document_ids: frozenset[str]
) -> list[Held]:
    near = [p for p in passages[:_NEAR] if p.kind not in _REPORTS and p.chunk.document_id in document_ids]
    rows = library.provisions(dict.fromkeys(p.chunk.document_id for p in near))
    scored = [(_nearness(row, near, inquiry), row) for row in rows]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    found: list[Held] = []
    for _, row in best[:_MOST_MEASURES]:
        document = library.document(row.info.id)
        chunks = library.chunks_of(row.info.id)
        spans = _spans(row.provision)
        if document is None or not spans:
            continue
        made = pieces.of_spans(document, spans, chunks)
        main = next((c for c in chunks if c.start <= spans[0][0] < c.end), None)
        if main is not None and made.result()[0]:
            found.append((main, made, f"措施：{row.provision.measure}"))
    return found


def _nearness(row: ProvisionRow, near: Sequence[Passage], inquiry: Inquiry) -> float:
    """How much of a measure's name the question holds, and whether its clause was among the first passages."""
    provision = row.provision
    hit = any(
        p.chunk.document_id == row.info.id and p.chunk.start < provision.end and provision.start < p.chunk.end
        for p in near
    )
    return _share(provision.measure, inquiry.text) + (0.5 if hit else 0.0)


def _spans(provision: Provision) -> list[tuple[int, int]]:
    """Spans of all parts of a measure in the order of the document, none inside another."""
    parts = [
        *provision.target,
        *(leaf.part for leaf in leaves(provision.conditions)),
        *(amount.part for amount in provision.amounts),
        *(window.part for window in provision.windows),
        *provision.materials, *provision.offices, *provision.phones, *provision.rules,
    ]  # fmt: skip
    spans = sorted({(part.start, part.end) for part in parts if part.end > part.start})
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _share(name: str, text: str) -> float:
    """Share of a name's pairs of characters that stand in a text."""
    name, text = fold(name), fold(text)
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
