"""Labelled pairs of question and window, as the small reader is given them: what it learns from.

    python -m training.pairs LIBRARY > PAIRS        # one question a line; holds sentences of documents, stays outside

A line: {"id", "file", "lack", "asked": [wordings], "places": [names], "years": [years], "pairs": [[window, label,
rank], …]}. Places and years are as the first wording names them. A label is 2 for a window that answers, 1 for a part,
0 for neither; a rank is the source's place in the search, from 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.find.sourcer import Sourcer
from assistant.read.learnt import windows
from assistant.turn import Source
from assistant.understand.plan import understand
from docs_store.catalog import DocumentInfo
from docs_store.library import Library
from docs_store.types import Chunk, Turn
from training import corpus
from training.questions import Question, read
from training.sources import Judged, Label, read_labels
from training.spans import digest
from ui.wiring import open_embedder, settings

FOLDER = Path(__file__).parent
_LONGEST = 900  # characters of a source; a measure's parts can lie chapters apart, and what is between was not judged
_VALUE = {Label.ANSWERS: 2, Label.PART: 1, Label.NO: 0}


def doubtful(folder: Path = FOLDER) -> set[str]:
    """Ids of questions whose labels contradict each other, undecided so far."""
    return set((folder / "doubtful.txt").read_text(encoding="utf-8").split())


class Examples:
    """Makes examples of questions and labels.

    Args:
        library: made of the very documents that the labels were given over (`training.library`).
    """

    def __init__(self, library: Library, root: Path = corpus.ROOT) -> None:
        self._library = library
        self._infos: dict[tuple[str, int], DocumentInfo] = {
            (Path(info.source_key).relative_to(root).as_posix(), info.position): info for info in library.infos()
        }

    def of(self, question: Question, judged: Sequence[Judged]) -> dict[str, Any] | None:
        """One line; `None` where nothing of it can be used any more."""
        history = [Turn(role="user", content=message) for message in question.history]
        today = date.fromisoformat(question.asked_on)
        plan = understand(question.question, history, self._library.infos(), today)
        asked = [windows.asked(plan)]
        if not question.history:  # what leans on messages before it has no other wording of its own
            asked += [windows.asked_once(replace(plan.inquiries[0], text=text)) for text in question.rewordings]
        sourcer = Sourcer(self._library.infos(), today)
        pairs: list[tuple[str, int, int]] = []
        for rank, each in enumerate(judged, start=1):
            pairs += [(text, value, rank) for text, value in self._windows(question, each, sourcer)]
        if not pairs:
            return None
        named = {place.surface for inquiry in plan.inquiries for place in inquiry.places}
        years = {str(year) for inquiry in plan.inquiries for year in inquiry.years}
        return {
            "id": question.id,
            "file": question.file,
            "lack": str(question.lack),
            "asked": asked,
            "places": sorted(name for name in named if name in asked[0]),
            "years": sorted(year for year in years if year in asked[0]),
            "pairs": list(dict.fromkeys(pairs)),
        }

    def _windows(self, question: Question, judged: Judged, sourcer: Sourcer) -> Iterator[tuple[str, int]]:
        source = self._source(judged, sourcer)
        if source is None:
            return
        places = self._places(question, judged)
        if judged.label is not Label.NO and not places:
            return  # some of it answers, and it is not known what
        for window in windows.of_source(source):
            answers = judged.label is not Label.NO and windows.overlap(window, places)
            yield windows.told(window), _VALUE[judged.label] if answers else 0

    def _places(self, question: Question, judged: Judged) -> list[tuple[int, int]]:
        span = judged.span
        if judged.sentences:
            return list(judged.sentences)
        return [
            (answer.start, answer.end)
            for answer in question.answers
            if (answer.file, answer.position) == (span.file, span.position)
            and answer.start < span.end
            and span.start < answer.end
        ]

    def _source(self, judged: Judged, sourcer: Sourcer) -> Source | None:
        span = judged.span
        info = self._infos.get((span.file, span.position))
        document = self._library.document(info.id) if info else None
        if info is None or document is None or digest(document.text[span.start : span.end]) != span.digest:
            return None
        chunks = [c for c in self._library.chunks_of(info.id) if c.start < span.end and span.start < c.end]
        if sum(len(chunk.text) for chunk in chunks) > _LONGEST:
            chunks = [c for c in chunks if any(c.start < end and start < c.end for start, end in judged.sentences)]
        return sourcer.of_chunks(chunks, _main(chunks, judged)) if chunks else None


def _main(chunks: Sequence[Chunk], judged: Judged) -> Chunk:
    """The chunk whose headings a source stands under: the one that answers, else the first."""
    holding = (c for c in chunks if any(c.start < end and start < c.end for start, end in judged.sentences))
    return next(holding, chunks[0])


def every(library: Library) -> Iterator[dict[str, Any]]:
    """Lines of all questions that are committed and not doubtful."""
    examples, left_out = Examples(library), doubtful()
    for path in sorted((FOLDER / "questions").glob("*.jsonl")):
        labels = read_labels(FOLDER / "labels" / path.name)
        for question in read(path):
            row = None if question.id in left_out else examples.of(question, labels[question.id])
            if row is not None:
                yield row


def main() -> int:
    """Print all lines; says that it skips where the documents are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    args = parser.parse_args()
    if not corpus.is_there():
        print(f"skipped: {corpus.ROOT} is not there", file=sys.stderr)
        return 0
    library = Library(args.library, open_embedder(settings()))
    for row in every(library):
        print(json.dumps(row, ensure_ascii=False))
    library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
