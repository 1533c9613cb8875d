"""Sets the bounds of the small reader by what it does with questions that its weights were not fitted to.

    python -m training.bounds LIBRARY READER [--write]

READER is the `reader.npz` of `training.fit`. Each held-out question goes through the product's own search, rules and
reader; what is answered counts as right where a citation holds a sentence that was judged to answer, else as false.

What the reader says beyond the rules, it says from the lowest score at which the share of its false answers among all
questions is at most 0.5 %, at 95 % confidence: the upper end of the exact interval (Clopper and Pearson 1934), tested
from high scores to low ones, so that one level of confidence holds for the one that is chosen (fixed-sequence testing;
Angelopoulos et al. 2021). What the rules say falls where none of their right answers scores so low.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from scipy.stats import beta  # type: ignore[import-untyped]

from assistant.engine import Assistant
from assistant.find.sources import Scope, find
from assistant.read.learnt import answers, windows
from assistant.read.learnt.reading import BOUNDS, Bounds, Reading
from assistant.turn import Plan
from docs_store.cross_encoders import CrossEncoder
from docs_store.cross_encoders.onnx_delta import OnnxDeltaCrossEncoder
from docs_store.library import Library
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS
from docs_store.types import Answer, Kind, Outcome, Turn
from training import corpus
from training.pairs import FOLDER, doubtful
from training.questions import Question, read
from training.sources import Judged, Label, read_labels
from ui.wiring import open_embedder, settings

FALSE, CONFIDENCE = 0.005, 0.95
_NEVER = 99.0  # a score that nothing has
_ROUNDED = 0.001
_SHOWN = 0.01  # of the windows that answer, so many may be left unshown


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What happened to one question.

    Attributes:
        asked: what kind of answer the rules took it to ask for.
        is_there: whether one of its sources answers it.
        rules: whether what the rules answer is right; `None` where they answer nothing.
        agreement: the reader's score of what the rules cite.
        best: the surest window's score, and whether it answers.
        three: whether one of the three surest answers.
        right: the highest score of a window that answers; `None` where none was read.
    """

    id: str
    lack: str
    asked: str
    is_there: bool
    rules: bool | None
    agreement: float
    best: tuple[float, bool]
    three: bool
    right: float | None


class _Recorder(answers.SmallReader):
    """A reader that decides nothing and keeps what it saw of the last question."""

    seen: tuple[Reading, Answer, Plan] | None = None

    def settled(self, plan: Plan, answer: Answer, kind: Kind | None = None) -> Answer:
        found = find(plan, self._library, Scope(kind=kind))
        self.seen = Reading(self._encoder(), plan, found.sources), answer, plan
        return answer

    def agreement(self) -> float:
        assert self.seen is not None
        reading, answer, plan = self.seen
        return self._agreement(reading, answer, plan)


class Trial:
    """Held-out questions through the product, each against what was judged of its sources."""

    def __init__(self, library: Library, encoder: CrossEncoder, root: Path = corpus.ROOT) -> None:
        self._files = {
            info.id: (Path(info.source_key).relative_to(root).as_posix(), info.position) for info in library.infos()
        }
        self._library = library
        self._recorder = _Recorder(library, lambda: encoder)

    def of(self, question: Question, judged: Sequence[Judged]) -> Outcomes | None:
        """What happens to a question; `None` where it is none for the reader: what one's own enterprise may have."""
        today = date.fromisoformat(question.asked_on)
        assistant = Assistant(self._library, today=lambda: today, reader=self._recorder)
        self._recorder.seen = None
        answer = assistant.ask(question.question, history=[Turn(role="user", content=m) for m in question.history])
        if self._recorder.seen is None:
            return None
        reading, _, _ = self._recorder.seen
        places = self._places(question, judged)
        right = [self._is_right(each.window, places) for each in reading.scored]
        of_rules = answer.outcome is Outcome.ANSWERED and answer.mode == "extractive"
        return Outcomes(
            id=question.id,
            lack=str(question.lack),
            asked=answer.understood.asked,
            is_there=bool(places),
            rules=self._any_holds(answer, places) if of_rules else None,
            agreement=self._recorder.agreement() if of_rules else float("-inf"),
            best=(reading.scored[0].score, right[0]) if right else (float("-inf"), False),
            three=any(right[:3]),
            right=next((each.score for each, is_right in zip(reading.scored, right, strict=True) if is_right), None),
        )

    def _places(self, question: Question, judged: Sequence[Judged]) -> list[tuple[str, int, int, int]]:
        """File, position, start and end of all that answers."""
        found = [(a.file, a.position, a.start, a.end) for a in question.answers]
        for each in judged:
            if each.label is Label.ANSWERS:
                found += [(each.span.file, each.span.position, start, end) for start, end in each.sentences]
        return found

    def _is_right(self, window: windows.Window, places: Iterable[tuple[str, int, int, int]]) -> bool:
        origins = window.source.origins
        return self._holds(window.source.document_id, origins[window.start], origins[window.end - 1] + 1, places)

    def _any_holds(self, answer: Answer, places: Sequence[tuple[str, int, int, int]]) -> bool:
        return any(self._holds(c.document_id, c.start, c.end, places) for c in answer.citations)

    def _holds(self, document_id: str, start: int, end: int, places: Iterable[tuple[str, int, int, int]]) -> bool:
        where = self._files.get(document_id)
        return any((file, at) == where and first < end and start < behind for file, at, first, behind in places)


def upper(false: int, questions: int) -> float:
    """The upper end of the exact one-sided interval for a share."""
    return float(beta.ppf(CONFIDENCE, false + 1, questions - false)) if false < questions else 1.0


def lowest(scored: Sequence[tuple[float, bool]], questions: int, allowed: float, before: int = 0) -> tuple[float, int]:
    """The lowest score from which answers may be said, and how many of these are false.

    Args:
        scored: of each answer its score and whether it is right.
        questions: all, answered or not.
        allowed: share of false answers.
        before: false answers that are given anyway.
    """
    bound, false, at_bound = float("inf"), before, before
    for score, is_right in sorted(scored, key=lambda pair: -pair[0]):
        false += not is_right
        if upper(false, questions) > allowed:
            break
        bound, at_bound = score, false
    return bound, at_bound


def chosen(outcomes: Sequence[Outcomes], fingerprint: str) -> Bounds:
    """The bounds: the rules stand unless none of their right answers scores so low; what is said beyond them."""
    agrees = min((o.agreement for o in outcomes if o.rules), default=-math.inf)
    rest = [o for o in outcomes if o.rules is None or o.agreement < agrees]
    answered, _ = lowest([o.best for o in rest], len(outcomes), FALSE)
    right = sorted(o.right for o in outcomes if o.right is not None)
    return Bounds(
        fingerprint=fingerprint,
        answers=round(min(answered, _NEVER), 3),
        agrees=round(agrees, 3) - _ROUNDED,
        shown=round(right[int(len(right) * _SHOWN)], 3),
    )


def report(outcomes: Sequence[Outcomes], limits: Bounds) -> dict[str, float | int]:
    """What the product does with these questions under the bounds."""
    there = [o for o in outcomes if o.is_there]
    stands = [o for o in outcomes if o.rules is not None and o.agreement >= limits.agrees]
    said = [o for o in outcomes if o not in stands and o.best[0] >= limits.answers]
    right = sum(bool(o.rules) for o in stands) + sum(o.best[1] for o in said)
    shown = [o for o in there if o not in stands and o not in said and o.three]
    silent = [o for o in outcomes if not o.is_there and o not in stands and o not in said]
    return {
        "questions": len(outcomes),
        "answerable": len(there),
        "right": right,
        "false": len(stands) + len(said) - right,
        "right_by_rules": sum(bool(o.rules) for o in stands),
        "right_or_shown": right + len(shown),
        "refused_rightly": len(silent),
        "rules_alone_right": sum(bool(o.rules) for o in outcomes),
        "rules_alone_false": sum(o.rules is False for o in outcomes),
        "first_of_three_right": sum(o.best[1] for o in there),
        "one_of_three_right": sum(o.three for o in there),
    }


def main() -> int:
    """Print the report and the bounds; with `--write` they become the product's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--outcomes", type=Path, help="where what happened to each question is written")
    args = parser.parse_args()
    if not corpus.is_there():
        print(f"skipped: {corpus.ROOT} is not there", file=sys.stderr)
        return 0
    from training import base  # noqa: PLC0415 - PyTorch comes with it

    encoder = OnnxDeltaCrossEncoder(base.folder(), EMBEDDING_MODELS[DEFAULT_MODEL], args.reader)
    library = Library(args.library, open_embedder(settings()))
    trial, left_out = Trial(library, encoder), doubtful()
    outcomes: list[Outcomes] = []
    for path in sorted((FOLDER / "questions").glob("*.jsonl")):
        labels = read_labels(FOLDER / "labels" / path.name)
        held = [q for q in read(path) if corpus.is_held_out({"file": q.file}) and q.id not in left_out]
        seen = (trial.of(question, labels[question.id]) for question in held)
        outcomes += [each for each in seen if each is not None]
    library.close()
    limits = chosen(outcomes, encoder.fingerprint)
    if args.outcomes:
        args.outcomes.write_text("".join(f"{json.dumps(asdict(o))}\n" for o in outcomes), encoding="utf-8")
    print(json.dumps(report(outcomes, limits) | asdict(limits), indent=2))
    if args.write:
        BOUNDS.write_text(json.dumps(asdict(limits), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
