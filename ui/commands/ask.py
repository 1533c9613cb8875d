"""`ask`: one question, or a file of them."""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, TypedDict, TypeVar

from assistant.engine import Assistant
from docs_store.errors import PolicyAssistantError, UsageError
from docs_store.types import Answer, Citation, Completeness, Outcome, Status
from ui import jsonout, language_models, wiring
from ui.answers import nearest, remarks
from ui.commands.console import Console
from ui.commands.fields import day_of, region_path
from ui.commands.hints import open_for_questions
from ui.commands.rows import check_question, history_of, row_of
from ui.texts import Words, columns, safe, safe_block

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger(__name__)


class Limits(TypedDict):
    """What every answer of the command is limited to; see `assistant.engine.Assistant.stream`."""

    region: str | None
    year: int | None
    status: Status | None


def run(args: argparse.Namespace, console: Console) -> int:
    """Answer; exit code 1 when a question failed (not when its answer is that nothing was found)."""
    words = console.words
    if args.batch is None and args.question is None:
        raise UsageError(words("usage.no_question"))
    if args.batch is not None and args.question is not None:
        raise UsageError(words("usage.two_questions"))
    if args.question is not None:
        check_question(args.question, words)
    limits: Limits = {
        "region": region_path(args.region, console) if args.region else None,
        "year": args.year,
        "status": Status(args.status) if args.status else None,
    }
    chosen = wiring.settings(args.library, args.embedder)
    with (
        _lines(args.batch, words) as lines,
        language_models.opened(args.llm) as model,
        closing(open_for_questions(chosen, console)) as library,
    ):
        today = day_of(args.on, words)
        assistant = wiring.assistant_over(library, model, today=lambda: today)
        if args.batch is not None:
            return _batch(assistant, lines, limits, args.jobs, console)
        answer = assistant.ask(args.question, **limits)
    if console.as_json:
        console.emit(jsonout.answer_object(answer))
    else:
        console.line(render(answer, words))
    return 1 if answer.outcome is Outcome.FAILED else 0


def render(answer: Answer, words: Words) -> str:
    """An answer for people: the text, compared figures as a table, where each mark leads, what to keep in mind."""
    if answer.outcome is Outcome.FAILED:
        return words("answer.failed", notes=" ".join(answer.notes) or answer.answer)
    parts = [safe_block(answer.answer)]
    if answer.completeness is Completeness.PARTIAL:
        parts += [
            "",
            words("answer.lacking" if answer.missing else "answer.partial"),
            *(f"- {safe(part)}" for part in answer.missing),
        ]
    if _compares(answer):
        parts += ["", words("answer.figures"), *_table(answer, words)]
    if answer.citations:
        parts += ["", words("answer.citations")]
    for citation in answer.citations:
        parts += [f"[{citation.marker}] {_where(citation, words)}", "    " + safe(" ".join(citation.quote.split()))]
    if answer.nearest:
        parts += ["", words("answer.nearest")]
    for near in nearest(answer):
        parts += [
            f"[{near.citation.marker}] {_where(near.citation, words)}",
            "    " + safe(" ".join(near.text.split())),
        ]
    if notes := remarks(answer):
        parts += ["", words("answer.notes"), *(f"- {safe(note)}" for note in notes)]
    return "\n".join(parts)


def _where(citation: Citation, words: Words) -> str:
    """Where a quote stands, on one line."""
    place = [f"《{citation.title}》", citation.region, str(citation.year or ""), " › ".join(citation.heading)]
    if citation.page is not None:
        place.append(words("answer.page", page=citation.page))
    return safe("  ".join(part for part in [*place, citation.source] if part))


def _compares(answer: Answer) -> bool:
    """Whether an answer states figures of several places or periods, which are easier to compare in a table."""
    return len({(figure.region, figure.period) for figure in answer.figures if figure.operation is None}) > 1


def _table(answer: Answer, words: Words) -> list[str]:
    """Figures of an answer below each other, each with the marks of its sources; computed ones are named so."""
    rows = [words("answer.figure_columns").split("|")]
    for figure in answer.figures:
        told = [words(f"status.{figure.status}"), words(f"aspect.{figure.aspect}")]
        marks = "".join(f"[{marker}]" for marker in answer.markers_of(figure))
        marks += " " + words("answer.computed") if figure.operation else ""
        cells = [figure.region, figure.period, figure.indicator, figure.value + figure.unit, *told, marks]
        rows.append([safe(cell) for cell in cells])
    return columns(rows)


# --- many questions --------------------------------------------------------------------------------------------


def _lines(batch: str | None, words: Words) -> closing[BinaryIO]:
    """The file of questions, opened before anything slow is done."""
    if batch is None:
        return closing(io.BytesIO())
    if batch == "-":
        return closing(sys.stdin.buffer)
    try:
        return closing(Path(batch).open("rb"))
    except OSError as error:
        raise UsageError(words("usage.no_batch_file", path=batch, reason=error.strerror or str(error))) from error


def _batch(assistant: Assistant, lines: BinaryIO, limits: Limits, jobs: int, console: Console) -> int:
    """One answer object per line, in order, each written as soon as it and those before it are there."""
    failed = False

    def asked() -> Iterator[tuple[str, int]]:
        for number, line in enumerate(lines, start=1):
            if text := line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip():
                yield text, number

    def answered(row: tuple[str, int]) -> tuple[object, Answer]:
        return _answer(assistant, *row, limits, console.words)

    for id_, answer in _in_order(answered, asked(), jobs):
        console.emit(jsonout.answer_object(answer, id_))
        failed = failed or answer.outcome is Outcome.FAILED
    return 1 if failed else 0


def _in_order(work: Callable[[T], R], items: Iterator[T], jobs: int) -> Iterator[R]:
    """What becomes of each item, in the items' order, `jobs` of them worked on at a time; no item is taken early."""
    if jobs == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(jobs, thread_name_prefix="ask") as pool:
        waiting: deque[Future[R]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _answer(assistant: Assistant, text: str, number: int, limits: Limits, words: Words) -> tuple[object, Answer]:
    """The id of one line and its answer, which is a failed one when the line or the answering is faulty."""
    id_: object = None
    question: object = None
    try:
        row = row_of(text, number, words)
        id_, question = row.get("id"), row.get("question")
        if not isinstance(question, str):
            raise UsageError(words("batch.no_question", line=number))
        check_question(question, words)
        history = history_of(row.get("history"), number, words)
        return id_, assistant.ask(question, history=history, **limits)
    except PolicyAssistantError as error:
        note = words.error(error)
    except Exception as error:  # one question's fault must not take the answers of the others
        log.exception("line %d", number)
        note = words("batch.fault", error=f"{type(error).__name__}: {error}")
    return id_, jsonout.failed_answer(question if isinstance(question, str) else "", note)
