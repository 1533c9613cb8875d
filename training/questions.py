"""Questions over the training documents, each with where its answer stands, or why it has none.

    python -m training.questions LIBRARY DRAFT...

takes drafts, which quote what answers, and prints questions, which name it by file and offsets. A draft line:
{"id", "file", "question", "history": [str, …], "asked_on": "2026-11-30", "kind", "answers": ["quoted words", …],
"rewordings": [str, …]}. Drafts stay outside the repository: they hold sentences of documents.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from docs_store.library import Library
from training import corpus
from training.spans import Span, digest, locate


class Lack(StrEnum):
    """Why a question has no answer though the documents come near to it; `ANSWERABLE` for one that has."""

    ANSWERABLE = "answerable"
    DETAIL = "absent_detail"
    SUBJECT = "other_subject"
    YEAR = "other_year"
    PLACE = "other_place"
    STATUS = "other_status"
    BRACKET = "other_bracket"
    ACTOR = "other_actor"
    CONDITION = "condition_for_sum"
    TARGET = "target_for_result"
    LEAD_IN = "lead_in_without_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        file: path of the file it was written over, inside the corpus.
        history: messages before it, oldest first.
        answers: everything of that file that answers it; empty for one that has no answer.
        rewordings: the same question as others put it.
    """

    id: str
    file: str
    question: str
    lack: Lack
    asked_on: str
    history: tuple[str, ...] = ()
    answers: tuple[Span, ...] = ()
    rewordings: tuple[str, ...] = ()


def read(path: Path) -> list[Question]:
    """Questions of one file, one JSON object a line."""
    return [_question(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def as_json(question: Question) -> dict[str, Any]:
    """The fields of one line."""
    row: dict[str, Any] = {"id": question.id, "file": question.file, "question": question.question}
    row |= {"kind": str(question.lack), "asked_on": question.asked_on}
    if question.history:
        row["history"] = list(question.history)
    if question.answers:
        row["answers"] = [span.as_json() for span in question.answers]
    if question.rewordings:
        row["rewordings"] = list(question.rewordings)
    return row


def placed(drafts: Iterable[Mapping[str, Any]], texts: Mapping[str, list[str]]) -> Iterator[Question]:
    """Questions of drafts.

    Args:
        texts: file inside the corpus → texts of its documents.

    Raises:
        ValueError: a draft quotes words that do not stand in its file, or its answers contradict its kind.
    """
    for draft in drafts:
        lack = Lack(draft["kind"])
        spans = [_span(draft, words, texts.get(draft["file"], [])) for words in draft.get("answers", [])]
        if bool(spans) != (lack is Lack.ANSWERABLE):
            raise ValueError(f"{draft['id']}: kind {lack} with {len(spans)} answers")
        yield Question(
            id=draft["id"],
            file=draft["file"],
            question=draft["question"],
            lack=lack,
            asked_on=draft["asked_on"],
            history=tuple(draft.get("history", ())),
            answers=tuple(spans),
            rewordings=tuple(draft.get("rewordings", ())),
        )


def texts_of(library: Library, root: Path = corpus.ROOT) -> dict[str, list[str]]:
    """File inside the corpus → texts of its documents, in order."""
    texts: dict[str, list[str]] = {}
    for info in sorted(library.infos(), key=lambda info: info.position):
        document = library.document(info.id)
        if document is not None:
            texts.setdefault(Path(info.source_key).relative_to(root).as_posix(), []).append(document.text)
    return texts


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        file=row["file"],
        question=row["question"],
        lack=Lack(row["kind"]),
        asked_on=row["asked_on"],
        history=tuple(row.get("history", ())),
        answers=tuple(Span.of_json(span) for span in row.get("answers", ())),
        rewordings=tuple(row.get("rewordings", ())),
    )


def _span(draft: Mapping[str, Any], words: str, texts: list[str]) -> Span:
    for position, text in enumerate(texts, start=1):
        if at := locate(words, text):
            span = text[at[0] : at[1]]
            return Span(file=draft["file"], position=position, start=at[0], end=at[1], digest=digest(span))
    raise ValueError(f"{draft['id']}: the quoted words do not stand in {draft['file']}")


def main() -> int:
    """Print the questions of all drafts; those that cannot be placed are named on the error stream."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("drafts", type=Path, nargs="+")
    args = parser.parse_args()
    library = Library(args.library, None)
    texts = texts_of(library)
    library.close()
    wrong = 0
    for path in args.drafts:
        for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
            try:
                for question in placed([json.loads(line)], texts):
                    print(json.dumps(as_json(question), ensure_ascii=False))
            except (ValueError, KeyError) as error:
                wrong += 1
                print(f"{path.name}: {error}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
