"""Scoring answers against a labelled question set, by rules that anyone can apply to a library of their own.

A row of a set is a question with what its answer has to meet:

- every group of `must` has one of its alternatives in the answer, numbers whole (5亿 is not in 95亿);
- nothing of `must_not` is in the answer;
- every `evidence` string overlaps the quote of a citation, and no quote is empty;
- the answer has at least one marker, and each is that of a citation;
- with `refuse` the outcome is `not_found`;
- with `verdict` (`yes`, `no`, or `open` where no document decides) the answer says so.

Texts are compared by NFKC, without spaces, commas, asterisks and quotation marks, `。` between digits read as a point.
"""

from __future__ import annotations

import re
import statistics
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.check.answers import check_sentence, plan_of
from assistant.engine import Assistant
from assistant.find.cited import cited
from assistant.read.rules import decided
from docs_store.library import Library
from docs_store.types import Answer, Outcome, Turn

_SHORTEST_QUOTE = 6  # characters from which a quote inside the evidence counts as overlapping it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How one question fared.

    Attributes:
        why: what the answer lacks or should not have; empty when it is right.
        held: how many of its sentences the check passes that all answers go through.
        sentences: how many there are.
        milliseconds: from question to answer.
    """

    id: str
    type: str
    question: str
    answer: str
    why: str
    held: int
    sentences: int
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether the answer passes."""
        return not self.why


def scored(rows: Iterable[Mapping[str, Any]], assistant: Assistant, library: Library) -> Iterator[Scored]:
    """Each row asked and judged, in order.

    Args:
        library: the one that the assistant answers from; citations are followed into it.
    """
    for number, row in enumerate(rows, start=1):
        history = [Turn(role=turn["role"], content=turn["content"]) for turn in row.get("history") or ()]
        started = time.perf_counter()
        answer = assistant.ask(row["question"], history=history)
        taken = time.perf_counter() - started
        yield Scored(
            id=str(row.get("id", number)),
            type=str(row.get("type", "all")),
            question=row["question"],
            answer=answer.answer,
            why=judge(row, answer),
            held=_held(answer, library),
            sentences=len(answer.sentences),
            milliseconds=1000 * taken,
        )


def _held(answer: Answer, library: Library) -> int:
    """How many sentences of an answer hold, by the check."""
    sources = cited(answer.citations, library, date.today())
    plan = plan_of(answer.standalone_question, answer.understood, date.today())
    return sum(
        decided.holds(sentence.text, [sources[i] for i in sentence.citations if i in sources], answer.verdict)
        if decided.is_verdict(sentence.text)
        else not check_sentence(sentence, sources, plan, answer.figures).faults
        for sentence in answer.sentences
    )


def summary(results: Iterable[Scored]) -> dict[str, Any]:
    """Share of right answers by type and in all, how many citations hold their sentence, and times in milliseconds."""
    every = list(results)
    by_type: dict[str, list[bool]] = {}
    for result in every:
        by_type.setdefault(result.type, []).append(result.right)
    times = sorted(result.milliseconds for result in every)
    sentences = sum(result.sentences for result in every)
    return {
        "questions": len(every),
        "right": sum(result.right for result in every),
        "score": round(sum(result.right for result in every) / len(every), 3) if every else 0.0,
        "by_type": {name: {"questions": len(r), "right": sum(r)} for name, r in sorted(by_type.items())},
        "citation_precision": round(sum(result.held for result in every) / sentences, 3) if sentences else 1.0,
        "answer_ms_p50": round(statistics.median(times), 1) if times else 0.0,
        "answer_ms_p95": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1) if times else 0.0,
    }


def judge(row: Mapping[str, Any], answer: Answer) -> str:
    """What is wrong with the answer to a labelled question; empty when it passes."""
    if row.get("refuse"):
        return "" if answer.outcome is Outcome.NOT_FOUND else f"outcome {answer.outcome}"
    if answer.outcome is not Outcome.ANSWERED:
        return f"outcome {answer.outcome}"
    if (wanted := row.get("verdict")) and wanted != (found := _verdict(answer)):
        return f"verdict {found}"
    text = _plain(answer.answer)
    for group in row.get("must") or ():
        if not any(_has(text, choice) for choice in group):
            return f"lacks {' / '.join(group)}"
    for bad in row.get("must_not") or ():
        if _has(text, bad):
            return f"has {bad}"
    quotes = [_plain(citation.quote) for citation in answer.citations]
    if not quotes or not all(quotes):
        return "no citation, or an empty quote"
    used = {int(marker) for marker in re.findall(r"\[(\d+)\]", answer.answer)}
    if not used or not used <= {citation.marker for citation in answer.citations}:
        return "a marker without a citation" if used else "no marker"
    for wanted in row.get("evidence") or ():
        if not any(_overlaps(_plain(wanted), quote) for quote in quotes):
            return f"not cited: {wanted[:24]}"
    return ""


def _verdict(answer: Answer) -> str:
    if answer.verdict is None:
        return "open"
    return "yes" if answer.verdict.holds else "no"


def _overlaps(wanted: str, quote: str) -> bool:
    return wanted in quote or (len(quote) >= _SHORTEST_QUOTE and quote in wanted)


def _has(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in plain text with whole numbers: 5亿 does not stand in 95亿."""
    wanted = _plain(wanted)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None


def _plain(text: str) -> str:
    text = re.sub(r"(?<=\d)。(?=\d)", ".", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s,*\"'“”‘’]", "", text)
