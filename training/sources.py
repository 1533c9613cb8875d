"""The first sixteen sources of the product's own search for each question: what a reader judges, and what it judged.

    python -m training.sources show LIBRARY QUESTIONS > SHOWN      # texts to be judged; stays outside the repository
    python -m training.sources label LIBRARY QUESTIONS JUDGED      # prints labels: spans and verdicts alone

A line of JUDGED: {"id", "answers": [numbers], "part": [numbers]}; all other sources answer nothing. A source that gives
a part answers one of several questions, or states a rule that the answer needs beside another passage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.find.sources import Scope, find
from assistant.turn import Source
from assistant.understand.plan import understand
from docs_store.library import Library
from docs_store.types import Turn
from training import corpus
from training.questions import Question, read
from training.spans import Span, digest
from ui.wiring import open_embedder, settings

MOST = 16


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
                "text": source.text,
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
    question: Question, found: Iterable[Source], verdict: Mapping[str, Any], library: Library
) -> dict[str, Any]:
    """One line of labels: all sources of a question with what they were judged to be.

    Raises:
        ValueError: the verdict names a source that is not there, or one twice.
    """
    every = list(found)
    answers, part = set(verdict.get("answers", ())), set(verdict.get("part", ()))
    if answers & part or not (answers | part) <= {source.number for source in every}:
        raise ValueError(f"{question.id}: {sorted(answers)} and {sorted(part)} of {len(every)} sources")
    rows = []
    for source in every:
        label = "answers" if source.number in answers else "part" if source.number in part else "no"
        rows.append({**span_of(source, library).as_json(), "label": label})
    return {"id": question.id, "sources": rows}


def _show(library: Library, questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    for question in questions:
        yield shown(question, sources(question, library))


def _label(library: Library, questions: Iterable[Question], judged: Path) -> Iterator[dict[str, Any]]:
    rows = (json.loads(line) for line in judged.read_text(encoding="utf-8").splitlines() if line.strip())
    verdicts = {row["id"]: row for row in rows}
    for question in questions:
        if question.id in verdicts:
            yield labelled(question, sources(question, library), verdicts[question.id], library)


def main() -> int:
    """Print what is to be judged, or the labels of what was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("show", "label"):
        command = commands.add_parser(name)
        command.add_argument("library", type=Path)
        command.add_argument("questions", type=Path)
        if name == "label":
            command.add_argument("judged", type=Path)
    args = parser.parse_args()
    library = Library(args.library, open_embedder(settings()))
    questions = read(args.questions)
    rows = _show(library, questions) if args.command == "show" else _label(library, questions, args.judged)
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
