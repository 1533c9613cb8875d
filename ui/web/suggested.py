"""The questions that the first page offers: asked beforehand, and offered only where they are answered well.

What a document seems to be about is no promise that a question on it is answered: of a yearly report that lists no
targets, the targets cannot be asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from threading import Lock, Thread

from assistant.say import wording
from docs_store.catalog import DocumentInfo
from docs_store.library import LedgerRow, Library
from docs_store.types import Answer, Aspect, Completeness, Kind, Outcome, Status
from ui.web.holdings import place_name
from ui.web.texts import words

log = logging.getLogger(__name__)

OFFERED = 4
_ASKED = 32  # questions tried for one state of the library
_LOOKED_AT = 200  # documents whose questions are tried; of a large library, the first ones
_SURE = 0.9  # certainty of a figure from which on it is asked about
_LONGEST_NAME = 12  # characters of an indicator
_LONGEST_SENTENCE = 120  # characters of a sentence that is still a short answer
_FEWEST = 3  # sentences that answer a question for a list
_WHOLE = ("。", "；", "！")
_UNDECIDED = frozenset((wording.NOT_DECIDED, wording.WHO_MAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question that documents of the library may answer.

    Attributes:
        kind: what it asks for, so that questions of different kinds are offered.
        is_list: it asks for several things, not for a single one.
    """

    question: str
    kind: str
    is_list: bool


class Suggestions:
    """Questions that the library answers, for each of its states asked once, in a thread of its own.

    Args:
        ask: answers a question; without a language model, since nobody waits for it.
    """

    def __init__(self, library: Library, ask: Callable[[str], Answer]) -> None:
        self._library = library
        self._ask = ask
        self._lock = Lock()
        self._known: tuple[object, tuple[str, ...]] = (None, ())
        self._thread: Thread | None = None

    def ready(self) -> tuple[str, ...] | None:
        """The questions to offer, at most `OFFERED`; `None` while they are being asked, which this begins."""
        state = (self._library.revision, date.today())
        with self._lock:
            if self._known[0] == state:
                return self._known[1]
            if self._thread is None:
                self._thread = Thread(target=self._work, args=(state,), name="suggestions", daemon=True)
                self._thread.start()
        return None

    def _work(self, state: object) -> None:
        good: list[str] = []
        try:
            for candidate in candidates(self._library)[:_ASKED]:
                if answers_well(candidate, self._ask(candidate.question)):
                    good.append(candidate.question)
                if len(good) == OFFERED:
                    break
        except Exception:  # of whatever kind: the page is as good without, and a changed library is asked anew
            log.warning("asking questions beforehand", exc_info=True)
        with self._lock:
            self._known, self._thread = (state, tuple(good)), None


def answers_well(candidate: Candidate, answer: Answer) -> bool:
    """Whether an answer is worth being offered: whole, decided, and not only an announcement of what follows."""
    if answer.outcome is not Outcome.ANSWERED or answer.completeness is Completeness.PARTIAL:
        return False
    if answer.understood.corrections or not _UNDECIDED.isdisjoint(answer.notes) or not answer.citations:
        return False
    texts = [sentence.text.strip() for sentence in answer.sentences]
    whole = [text for text in texts if text.endswith(_WHOLE)]
    if candidate.is_list:
        return len(whole) >= _FEWEST and texts[-1].endswith(_WHOLE)
    if candidate.kind == "figure" and not answer.figures:
        return False
    return bool(whole) and len(texts[0]) <= _LONGEST_SENTENCE


def candidates(library: Library) -> list[Candidate]:
    """Questions on what the library holds, of different kinds and documents first."""
    held = library.infos()
    ended = held.superseded(date.today())
    infos = [info for info in held if info.id not in ended][:_LOOKED_AT]
    reports = {info.id for info in infos if info.metadata.kind.value is Kind.WORK_SUMMARY}
    asked = [*_figures(library.figures(reports)), *(made for info in infos for made in _of(info))]
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in asked:
        by_kind.setdefault(candidate.kind, []).append(candidate)
    turns = zip_longest(*(by_kind[kind] for kind in _KINDS if kind in by_kind))
    mixed = {candidate.question: candidate for turn in turns for candidate in turn if candidate}
    return list(mixed.values())


_KINDS = ("figure", "policy", "done", "notice", "planned", "other")


def _figures(rows: Sequence[LedgerRow]) -> Iterator[Candidate]:
    """One question for each report: on the first figure that is surely a result."""
    told, seen = words("zh"), set()
    for row in rows:
        figure, region = row.figure, row.info.metadata.region
        if (
            row.info.id in seen
            or region is None
            or (figure.status, figure.aspect) != (Status.ACTUAL, Aspect.LEVEL)
            or figure.certainty < _SURE
            or not figure.period.isdigit()
            or not 4 <= len(figure.indicator) <= _LONGEST_NAME
        ):
            continue
        seen.add(row.info.id)
        counted = len(figure.unit) == 1 and figure.unit not in "%元"  # 多少家, but 是多少 for 亿元
        asks = told["ask_count" if counted else "ask_amount"].format(unit=figure.unit)
        what = told["ask_figure"].format(place=place_name(region.value), year=figure.period, indicator=figure.indicator)
        yield Candidate(question=what + asks, kind="figure", is_list=False)


def _of(info: DocumentInfo) -> Iterator[Candidate]:
    """Questions on one document, by its kind."""
    metadata, told = info.metadata, words("zh")
    title = metadata.title.value
    years = metadata.years.value if metadata.years else ()
    match metadata.kind.value:
        case Kind.WORK_SUMMARY if metadata.region and years:
            place = place_name(metadata.region.value)
            yield Candidate(question=told["ask_done"].format(place=place, year=years[0]), kind="done", is_list=True)
            if len(years) > 1:
                planned = told["ask_planned"].format(place=place, year=years[-1])
                yield Candidate(question=planned, kind="planned", is_list=True)
        case Kind.POLICY | Kind.GUIDE:
            yield Candidate(question=told["ask_policy"].format(title=title), kind="policy", is_list=True)
        case Kind.NOTICE:
            yield Candidate(question=told["ask_notice"].format(title=title), kind="notice", is_list=False)
        case _:
            yield Candidate(question=told["ask_other"].format(title=title), kind="other", is_list=True)
