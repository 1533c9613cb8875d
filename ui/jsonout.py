"""Results as the objects of the JSON contract. Pure functions; field names are part of the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from docs_store.types import (
    Answer,
    AnswerFigure,
    Chunk,
    Citation,
    FileReport,
    FileStatus,
    Inferred,
    Metadata,
    Outcome,
    Passage,
    Section,
    Understood,
)

if TYPE_CHECKING:  # the library loads NumPy, which `--help` must not
    from assistant.drafting.desk import Reply
    from docs_store.library import LedgerRow

_METADATA = tuple(Metadata.__dataclass_fields__)


def to_json(result: Mapping[str, object]) -> str:
    """One line of JSON. Chinese stays readable."""
    return json.dumps(result, ensure_ascii=False)


def error_object(code: str, message: str, remedy: str, exit_code: int) -> dict[str, Any]:
    """What stands in place of a result that could not be had."""
    return {"error": {"code": code, "message": message, "remedy": remedy, "exit_code": exit_code}}


def ledger_object(row: LedgerRow, sentence: str) -> dict[str, Any]:
    """One row of the figure ledger. `text[start:end]` of the document is the sentence, verbatim."""
    figure, metadata = row.figure, row.info.metadata
    return {
        "indicator": figure.indicator,
        "canonical": figure.canonical,
        "value": str(figure.value),
        "upper": None if figure.upper is None else str(figure.upper),
        "unit": figure.unit,
        "comparator": figure.comparator,
        "base_value": str(figure.base_value),
        "base_unit": figure.base_unit,
        "status": str(figure.status),
        "aspect": str(figure.aspect),
        "region": metadata.region.value if metadata.region else "",
        "period": figure.period,
        "certainty": figure.certainty,
        "document_id": row.info.id,
        "title": metadata.title.value,
        "source": row.info.source,
        "sentence": sentence,
        "start": figure.start,
        "end": figure.end,
    }


# --- answers ---------------------------------------------------------------------------------------------------


def answer_object(answer: Answer, id_: object = None) -> dict[str, Any]:
    """The answer object.

    Args:
        id_: the question's id as it was given in a batch; `None` otherwise.
    """
    return {
        "id": id_,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "outcome": str(answer.outcome),
        "mode": answer.mode,
        "answer": answer.answer,
        "sentences": [{"text": s.text, "citations": list(s.citations)} for s in answer.sentences],
        "citations": [_citation(citation) for citation in answer.citations],
        "figures": [_figure(figure) for figure in answer.figures],
        "notes": list(answer.notes),
        "searched": {
            "regions": list(answer.searched.regions),
            "years": list(answer.searched.years),
            "documents": answer.searched.documents,
        },
        "understood": _understood(answer.understood),
        "verdict": None if answer.verdict is None else "yes" if answer.verdict.holds else "no",
        "nearest": [{"text": near.text, "citation": _citation(near.citation)} for near in answer.nearest],
        "completeness": None if answer.completeness is None else str(answer.completeness),
        "missing": list(answer.missing),
        "asks_back": answer.asks_back or None,
        "timings_ms": dict(answer.timings_ms),
    }


def _understood(understood: Understood) -> dict[str, Any]:
    return {
        "places": [{"name": name, "region": path} for name, path in understood.places],
        "years": list(understood.years),
        "status": str(understood.status),
        "asked": understood.asked,
        "subject": list(understood.subject),
        "corrections": [{"typed": typed, "read": read} for typed, read in understood.corrections],
        "parts": list(understood.parts),
        "profile": [{"field": name, "value": value} for name, value in understood.profile],
    }


def failed_answer(question: str, note: str) -> Answer:
    """An answer that is a fault, for a question that never reached the assistant or broke it."""
    return Answer(
        question=question,
        standalone_question=question,
        outcome=Outcome.FAILED,
        mode="extractive",
        answer="",
        notes=(note,),
    )


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "document_id": citation.document_id,
        "chunk_id": citation.chunk_id,
        "title": citation.title,
        "region": citation.region,
        "year": citation.year,
        "kind": str(citation.kind),
        "heading": list(citation.heading),
        "page": citation.page,
        "source": citation.source,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _figure(figure: AnswerFigure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator,
        "value": figure.value,
        "unit": figure.unit,
        "status": str(figure.status),
        "region": figure.region,
        "period": figure.period,
        "citation": figure.citation,
        "aspect": str(figure.aspect),
        "operation": None if figure.operation is None else str(figure.operation),
        "computed_from": list(figure.computed_from),
    }


def passage_object(passage: Passage) -> dict[str, Any]:
    """One passage of `search`."""
    chunk = passage.chunk
    return {
        "document_id": chunk.document_id,
        "chunk_id": chunk.id,
        "title": passage.title,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "text": chunk.text,
        "score": passage.score,
        "found_by": list(passage.found_by),
    }


def reply_object(reply: Reply) -> dict[str, Any]:
    """One drafted reply; `[n]` in its text stands for the citation with marker n."""
    return {
        "number": reply.number,
        "question": reply.question,
        "outcome": str(reply.outcome),
        "reply": reply.text,
        "citations": [_citation(source) for source in reply.sources],
        "checks": [str(check) for check in reply.checks],
        "notes": list(reply.notes),
        "missing": list(reply.missing),
        "nearest": [{"text": near.text, "citation": _citation(near.citation)} for near in reply.nearest],
    }


def draft_object(replies: Sequence[Reply], skipped: Sequence[tuple[str, str]], output: str) -> dict[str, Any]:
    """What `draft` wrote, and which lines of the list it did not take for questions."""
    return {
        "replies": [reply_object(reply) for reply in replies],
        "skipped": [{"text": text, "why": str(why)} for text, why in skipped],
        "output": output,
    }


# --- ingest ----------------------------------------------------------------------------------------------------


def report_object(report: FileReport, reading: Mapping[str, object] | None = None) -> dict[str, Any]:
    """How one file fared, and how well it was read."""
    error = report.error
    return {
        "source": report.source,
        "status": str(report.status),
        "document_ids": list(report.document_ids),
        "error": error and {"code": error.code, "message": error.message, "page": error.page},
        "warnings": list(report.warnings),
        "chunks": report.chunks,
        "figures": report.figures,
        "provisions": report.provisions,
        "seconds": report.seconds,
        "reading": reading,
    }


def ingest_object(
    reports: Sequence[FileReport],
    warnings: Sequence[str],
    seconds: float,
    readings: Sequence[Mapping[str, object] | None] = (),
) -> dict[str, Any]:
    """The report of an ingest: every file, the sums, and what concerns the whole library.

    Args:
        readings: how each of the files was read, in the order of `reports`; empty when that cannot be told.
    """
    totals: dict[str, Any] = {str(status): sum(r.status is status for r in reports) for status in FileStatus}
    totals["documents"] = len({id_ for report in reports for id_ in report.document_ids})
    for name in ("chunks", "figures", "provisions"):
        totals[name] = sum(getattr(report, name) for report in reports)
    totals["seconds"] = round(seconds, 3)
    files = [report_object(r, reading) for r, reading in zip_longest(reports, readings)]
    return {"documents": files, "totals": totals, "warnings": list(warnings)}


# --- library ---------------------------------------------------------------------------------------------------


def metadata_values(metadata: Metadata) -> dict[str, Any]:
    """Metadata as bare values; `null` where nothing was found."""
    return {name: _bare(getattr(metadata, name)) for name in _METADATA}


def metadata_object(metadata: Metadata) -> dict[str, Any]:
    """Metadata with where each value came from, how sure it is, and the words that a proposed one rests on."""
    found: dict[str, Any] = {}
    for name in _METADATA:
        entry: Inferred[Any] | None = getattr(metadata, name)
        found[name] = entry and {
            "value": _bare(entry), "source": entry.source, "certainty": entry.certainty, "quote": entry.quote
        }  # fmt: skip
    return found


def section_object(section: Section) -> dict[str, Any]:
    """One heading with its span."""
    return {"level": section.level, "path": list(section.path), "start": section.start, "end": section.end}


def chunk_object(chunk: Chunk) -> dict[str, Any]:
    """One chunk with its place."""
    return {
        "id": chunk.id,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "years": list(chunk.years),
        "status": str(chunk.status),
        "text": chunk.text,
    }


def _bare(entry: Inferred[Any] | None) -> object:
    if entry is None:
        return None
    return list(entry.value) if isinstance(entry.value, tuple) else entry.value
