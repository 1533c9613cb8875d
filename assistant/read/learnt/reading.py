"""What the small reader makes of a question's sources: windows by how surely they answer, and where the answer ends.

Its scores are log-odds. From which score something may be said was set by risk control on questions that the weights
were not fitted to (`training.bounds`); the bounds hold for one fingerprint of the weights and no other.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.read.learnt import windows
from assistant.read.learnt.windows import Window
from assistant.say.sentences import numbering
from assistant.turn import Finding, Plan, Quote, Source
from docs_store.cross_encoders import CrossEncoder
from docs_store.textnorm import fold, sentences

READ = 16  # windows of one question
BOUNDS = Path(__file__).parent / "data" / "bounds.json"
WEIGHTS = BOUNDS.with_name("reader.npz")
_LOST = 0.5  # log-odds that an answer may lose for being shorter
_LONGEST = 600  # characters of an answer that goes on because its list does
_GOES_ON = (";", ":", "、", ",")  # what a sentence ends with that the next one belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Scores from which something may be said or shown.

    Attributes:
        fingerprint: of the cross-encoder that they were set for.
        answers: a window is said as an answer.
        agrees: what the rules say is let stand.
        shown: a window is shown undecided.
    """

    fingerprint: str
    answers: float
    agrees: float
    shown: float


@cache
def bounds(fingerprint: str, path: Path = BOUNDS) -> Bounds:
    """The bounds of a cross-encoder: those that are shipped, where they were set for it.

    Of another one it is not known what its scores mean. It decides nothing then, and orders what is shown.
    """
    shipped = Bounds(**json.loads(path.read_text(encoding="utf-8")))
    if shipped.fingerprint == fingerprint:
        return shipped
    return Bounds(fingerprint=fingerprint, answers=math.inf, agrees=-math.inf, shown=-math.inf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A window with the log-odds that it answers."""

    window: Window
    score: float


class Reading:
    """A message's sources, read once.

    Args:
        sources: numbered, likeliest first; see `assistant.find`.

    Attributes:
        scored: the windows that were read, surest first.
    """

    def __init__(self, encoder: CrossEncoder, plan: Plan, sources: Sequence[Source]) -> None:
        self._encoder = encoder
        self._asked = windows.asked(plan)
        self.scored = sorted(self._scored(windows.likeliest(self._asked, sources, READ)), key=lambda each: -each.score)

    def score_of(self, source: Source, spans: Sequence[tuple[int, int]]) -> float:
        """The highest score of the windows of a source that hold some of these spans of its document."""
        held = [window for window in windows.of_source(source) if windows.overlap(window, spans)]
        return max((each.score for each in self._scored(held)), default=float("-inf"))

    def likeliest(self, most: int, least: float) -> list[Scored]:
        """The windows to be shown, one of each passage, likeliest first."""
        kept: list[Scored] = []
        for each in self.scored:
            if len(kept) < most and each.score >= least and not any(_same(each.window, k.window) for k in kept):
                kept.append(each)
        return kept

    def trimmed(self, scored: Scored) -> Window:
        """The window without sentences at its ends that do not make it surer."""
        window, least = scored.window, scored.score - _LOST
        while len(window.spans) > 1:
            shorter = [replace(window, spans=window.spans[1:]), replace(window, spans=window.spans[:-1])]
            best = max(self._scored(shorter), key=lambda each: each.score)
            if best.score < least:
                break
            window = best.window
        return window

    def _scored(self, read: Sequence[Window]) -> list[Scored]:
        scores = self._encoder.scores(self._asked, [windows.told(window) for window in read]) if read else []
        return [Scored(window=window, score=score) for window, score in zip(read, scores, strict=True)]


def findings(window: Window, part: int) -> list[Finding]:
    """A window's sentences as findings in the source's own words; a list that begins in it is said to its end."""
    source = window.source
    return [
        Finding(text=words, quotes=(Quote(source=source.number, words=words),), part=part)
        for start, end in lines(window)
        if (words := source.text[start + numbering(source.text[start:end]) : end].strip())
    ]


def lines(window: Window) -> list[tuple[int, int]]:
    """Spans of the source's sentences that an answer says: the window's, the lead-in before, the list's rest behind."""
    text = fold(window.source.text)
    spans = sentences(window.source.text)
    first = next(i for i, span in enumerate(spans) if span[0] >= window.start)
    last = max(i for i, span in enumerate(spans) if span[1] <= window.end)
    if first and text[: spans[first - 1][1]].endswith(":"):
        first -= 1
    while (
        last + 1 < len(spans)
        and text[: spans[last][1]].endswith(_GOES_ON)
        and spans[last + 1][1] - spans[first][0] <= _LONGEST
    ):
        last += 1
    return spans[first : last + 1]


def _same(one: Window, other: Window) -> bool:
    """Whether two windows stand in one passage, so that showing one shows the other."""
    return one.source.document_id == other.source.document_id and windows.overlap(one, [_span(other)])


def _span(window: Window) -> tuple[int, int]:
    origins = window.source.origins
    return origins[window.start], origins[window.end - 1] + 1
