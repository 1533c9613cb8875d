"""What is read of a source at one time: a few sentences that stand together, under what is known of them.

A small model tells best what a short stretch says. So each source is cut into windows that overlap by a sentence, and
those that share most of the question's words are read first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.turn import Inquiry, Plan, Source
from docs_store.textnorm import fold, sentences
from docs_store.types import Status
from docs_store.validity import Force

LONGEST = 200  # characters of a window, unless one sentence is longer
_SHARED = 80  # characters of a sentence that the next window begins with as well
_TITLE, _HEADING = 48, 64  # characters that are given of each
_LATER = 0.05  # what a place e times as far behind takes from the share of words
_STATUS = {Status.TARGET: "目标", Status.EXPECTED: "预计", Status.ACTUAL: "完成"}
_FORCE = {Force.REPEALED: "已废止", Force.EXPIRED: "已到期", Force.SUPERSEDED: "已被替代", Force.DRAFT: "征求意见稿"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Sentences of one source that stand together.

    Attributes:
        source: where they stand.
        spans: each sentence's span in `source.text`, in order.
    """

    source: Source
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Offset in `source.text` of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset in `source.text` behind the last character."""
        return self.spans[-1][1]

    @property
    def text(self) -> str:
        """The sentences, with what stands between them."""
        return self.source.text[self.start : self.end]


def of_source(source: Source) -> list[Window]:
    """The windows of a source, in order; each sentence is in one at least."""
    spans = sentences(source.text)
    found: list[Window] = []
    first = 0
    while first < len(spans):
        last = first
        while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= LONGEST:
            last += 1
        found.append(Window(source=source, spans=tuple(spans[first : last + 1])))
        if last + 1 == len(spans):
            break
        start, end = spans[last]
        first = last if last > first and end - start <= _SHARED else last + 1
    return found


def asked(plan: Plan) -> str:
    """A message as the model is given it: all of its questions, each standing by itself."""
    return "\n".join(asked_once(inquiry) for inquiry in plan.inquiries)


def asked_once(inquiry: Inquiry) -> str:
    """One question; years that it only implies are named."""
    text = inquiry.text.strip()
    implied = [str(year) for year in inquiry.years if str(year) not in text]
    return f"{text}（{'、'.join(implied)}年）" if implied else text


def told(window: Window) -> str:
    """A window as the model is given it: what it stands under, then its words."""
    source = window.source
    years = "、".join(str(year) for year in (source.own_years or source.years)[:4])
    known = (
        source.title[:_TITLE],
        source.region.replace("/", ""),
        years,
        _STATUS.get(source.status, ""),
        _FORCE.get(source.force, ""),
        " ".join(source.heading)[-_HEADING:],
    )
    return f"{'·'.join(part for part in known if part)}：{window.text}"


def likeliest(question: str, sources: Sequence[Source], most: int) -> list[Window]:
    """The windows to be read of a question's sources, at most `most`, likeliest first; see `order`."""
    every = [(window, rank) for rank, source in enumerate(sources, start=1) for window in of_source(source)]
    return [every[i][0] for i in order(question, [(told(window), rank) for window, rank in every])[:most]]


def order(question: str, windows: Sequence[tuple[str, int]]) -> list[int]:
    """Numbers of windows, those that share most of a question's words first.

    Pairs of characters count by how few of the windows hold them (idf as in BM25, Robertson and Walker 1994); what the
    search put first counts a little more.

    Args:
        windows: each as it is told, and its source's place in the search, from 1.
    """
    held = [_pairs(text) for text, _ in windows]
    holders = Counter(pair for pairs in held for pair in pairs)
    weights = {pair: _idf(holders[pair], len(held)) for pair in _pairs(question)}
    whole = sum(weights.values()) or 1.0
    scores = [
        sum(weights[pair] for pair in pairs & weights.keys()) / whole - _LATER * math.log(rank)
        for pairs, (_, rank) in zip(held, windows, strict=True)
    ]
    return sorted(range(len(windows)), key=lambda i: -scores[i])


def _idf(holders: int, windows: int) -> float:
    return math.log(1 + (windows - holders + 0.5) / (holders + 0.5))


def _pairs(text: str) -> set[str]:
    folded = "".join(fold(text).split())
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


def overlap(window: Window, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a window holds some of these spans of its document."""
    origins = window.source.origins
    start, end = origins[window.start], origins[window.end - 1] + 1
    return any(first < end and start < behind for first, behind in spans)
