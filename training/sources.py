"""The first sixteen sources of the product's own search for each question: what a reader judges, and what it judged.

    python -m training.sources show LIBRARY QUESTIONS > SHOWN      # texts to be judged; stays outside the repository
    python -m training.sources label LIBRARY QUESTIONS JUDGED      # prints labels: spans and verdicts alone
    python -m training.sources recall LIBRARY QUESTIONS...         # how often what answers is among the first sources

A line of JUDGED: {"id", "answers": {number: [sentences]}, "part": {number: [sentences]}}; all other sources answer
nothing. A source that gives a part answers one of several questions, or states a rule that the answer needs beside
another passage. Its sentences are those that do, by their numbers in SHOWN; a plain list of sources names none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.find.sources import Scope, find
from assistant.turn import Source
from assistant.understand.plan import understand
from docs_store import textnorm
from docs_store.library import Library
from docs_store.types import Turn
from training import corpus
from training.questions import Question, read
from training.spans import Span, digest
from ui.wiring import open_embedder, settings

MOST = 16


class Label(StrEnum):
    """What a source is to a question: one that answers it, one that gives a part, or neither."""

    ANSWERS = "answers"
    PART = "part"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A source as it was judged.

    Attributes:
        sentences: spans of the document that answer or give the part; empty where that was not said.
    """

    span: Span
    label: Label
    sentences: tuple[tuple[int, int], ...] = ()


def sources(question: Question, library: Library) -> list[Source]:
    """What the product finds for a question, likeliest first, at most sixteen."""
    history = [Turn(role="user", content=message) for message in question.history]
    plan = understand(question.question, history, library.infos(), date.fromisoformat(question.asked_on))
    return list(find(plan, library, Scope()).sources[:MOST])


def shown(question: Question, found: Iterable[Source]) -> dict[str, Any]:
    """What a reader sees of a question and its sources."""
    return {
        "id": question.id,
        "history": list(question.history),
        "question": question.question,
        "asked_on": question.asked_on,
        "sources": [
            {
                "number": source.number,
                "title": source.title,
                "place": source.region,
                "years": list(source.own_years or source.years),
                "status": str(source.status),
                "heading": list(source.heading),
                "label": source.label,
                "sentences": {
                    str(number): source.text[start:end]
                    for number, (start, end) in enumerate(textnorm.sentences(source.text), start=1)
                },
            }
            for source in found
        ],
    }


def span_of(source: Source, library: Library, root: Path = corpus.ROOT) -> Span:
    """Where a source stands: from its first character to its last."""
    document = library.document(source.document_id)
    if document is None:
        raise ValueError(f"{source.document_id} is no longer in the library")
    start, end = min(source.origins), max(source.origins) + 1
    return Span(
        file=Path(document.source_key).relative_to(root).as_posix(),
        position=document.position,
        start=start,
        end=end,
        digest=digest(document.text[start:end]),
    )


def labelled(
    question: Question, found: Iterable[Source], verdict: Mapping[str, Any], library: Library, root: Path = corpus.ROOT
) -> dict[str, Any]:
    """One line of labels: all sources of a question with what they were judged to be.

    Raises:
        ValueError: the verdict names a source that is not there, or one twice.
    """
    every = list(found)
    answers, part = (_by_number(verdict.get(label, ())) for label in (Label.ANSWERS, Label.PART))
    if answers.keys() & part.keys() or not answers.keys() | part.keys() <= {source.number for source in every}:
        raise ValueError(f"{question.id}: {sorted(answers)} and {sorted(part)} of {len(every)} sources")
    return as_json(
        question.id,
        [
            Judged(
                span=span_of(source, library, root),
                label=Label.ANSWERS if source.number in answers else Label.PART if source.number in part else Label.NO,
                sentences=_places(question, source, answers.get(source.number) or part.get(source.number) or ()),
            )
            for source in every
        ],
    )


def _by_number(verdict: Mapping[str, Sequence[int]] | Sequence[int]) -> dict[int, Sequence[int]]:
    if isinstance(verdict, Mapping):
        return {int(number): sentences for number, sentences in verdict.items()}
    return dict.fromkeys(verdict, ())


def _places(question: Question, source: Source, numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Where sentences of a source stand in its document.

    Raises:
        ValueError: there is no sentence of such a number.
    """
    spans = dict(enumerate(textnorm.sentences(source.text), start=1))
    if not set(numbers) <= spans.keys():
        raise ValueError(f"{question.id}: sentences {list(numbers)} of {len(spans)} in source {source.number}")
    return tuple(
        (source.origins[spans[number][0]], source.origins[spans[number][1] - 1] + 1) for number in sorted(set(numbers))
    )


def as_json(question_id: str, labels: Sequence[Judged]) -> dict[str, Any]:
    """One line of labels: the files once, then for each source the number of its file, where it stands, its label.

    Where it was said which sentences answer, their spans in the document follow.
    """
    names = list(dict.fromkeys(judged.span.file for judged in labels))
    rows: list[list[Any]] = []
    for judged in labels:
        span = judged.span
        row = [names.index(span.file), span.position, span.start, span.end, span.digest, str(judged.label)]
        rows.append([*row, [list(place) for place in judged.sentences]] if judged.sentences else row)
    return {"id": question_id, "files": names, "sources": rows}


def read_labels(path: Path) -> dict[str, list[Judged]]:
    """Question id → its sources as they were judged, in the order of the search."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {row["id"]: [_judged(row["files"], *source) for source in row["sources"]] for row in rows}


def _judged(
    files: Sequence[str], at: int, position: int, start: int, end: int, digest: str, label: str,
    sentences: Sequence[tuple[int, int]] = (),
) -> Judged:  # fmt: skip
    return Judged(
        span=Span(file=files[at], position=position, start=start, end=end, digest=digest),
        label=Label(label),
        sentences=tuple((first, behind) for first, behind in sentences),
    )


def _show(library: Library, questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    for question in questions:
        yield shown(question, sources(question, library))


def _label(library: Library, questions: Iterable[Question], judged: Path) -> Iterator[dict[str, Any]]:
    rows = (json.loads(line) for line in judged.read_text(encoding="utf-8").splitlines() if line.strip())
    verdicts = {row["id"]: row for row in rows}
    for question in questions:
        if question.id in verdicts:
            yield labelled(question, sources(question, library), verdicts[question.id], library)


def first_answer(question: Question, spans: Sequence[Span]) -> int:
    """Rank (from 1) of the first source that holds a place where the answer stands; 0 for none."""
    for rank, span in enumerate(spans, start=1):
        for answer in question.answers:
            same = (span.file, span.position) == (answer.file, answer.position)
            if same and span.start < answer.end and answer.start < span.end:
                return rank
    return 0


def _recall(library: Library, questions: Iterable[Question]) -> dict[str, float]:
    asked = [question for question in questions if question.answers]
    ranks = [first_answer(q, [span_of(source, library) for source in sources(q, library)]) for q in asked]
    shares = {f"recall@{n}": round(sum(0 < rank <= n for rank in ranks) / len(ranks), 4) for n in (1, 5, MOST)}
    return {"questions": len(asked), **shares}


def main() -> int:
    """Print what is to be judged, the labels of what was, or how often what answers is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("show", "label", "recall"):
        command = commands.add_parser(name)
        command.add_argument("library", type=Path)
        command.add_argument("questions", type=Path, nargs="+" if name == "recall" else 1)
        if name == "label":
            command.add_argument("judged", type=Path)
    args = parser.parse_args()
    library = Library(args.library, open_embedder(settings()))
    questions = [question for path in args.questions for question in read(path)]
    if args.command == "recall":
        rows: Iterable[dict[str, Any]] = [_recall(library, questions)]
    elif args.command == "show":
        rows = _show(library, questions)
    else:
        rows = _label(library, questions, args.judged)
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
