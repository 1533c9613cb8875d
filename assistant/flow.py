"""The way of a question that a reader answers: understand → find → read → check → say, on one screen.

Events come while it is under way: a sentence is shown as soon as it has passed the check.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.check.faults import Fault, FaultKind
from assistant.check.findings import Checked, check
from assistant.check.remarks import sound_missing, sound_question
from assistant.events import Event, Said
from assistant.read.prompts import standing_of
from assistant.read.reader import Reader, ReadingError
from assistant.say import compose
from assistant.say.stand_in import stand_in
from assistant.turn import AskBack, Finding, Material, Missing, Near, Note, Plan, SearchMore, Source, Sources
from docs_store.library import Library
from docs_store.types import Answer

log = logging.getLogger(__name__)

WORDS = Fault(FaultKind.WORDS)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A reading that says nothing: no remark at all, or none that passed the check though it claimed to answer."""


class Flow:
    """One message on its way to an answer.

    Args:
        find: sources for a plan, given words to search for as well (empty for none).
        started: `time.perf_counter()` at the question.
    """

    def __init__(
        self, library: Library, reader: Reader, plan: Plan, find: Callable[[Plan, str], Sources], started: float
    ) -> None:
        self._library = library
        self._reader = reader
        self._plan = plan
        self._find = find
        self._started = started
        self._composer = compose.Composer(self._text)
        self._missing: list[Missing] = []
        self._questions: list[AskBack] = []
        self._notes: list[Note] = []
        self._near: list[Checked] = []
        self._doubtful: list[Checked] = []
        self._failed: list[Checked] = []
        self._mending: list[Checked] = []  # what a second reading may put right
        self._given = 0
        self._search: SearchMore | None = None
        self._first: float | None = None
        self._broken_off: ReadingError | None = None

    def run(self) -> Iterator[Event | Answer | Unfit]:
        """Sentences as they pass, then the answer, or `Unfit`.

        Once a reading is whole, what of it has passed stands, even if the reader has no time left to judge and mend the
        rest: that goes by its quotes.

        Raises:
            ReadingError: the reader gave no whole reading, or was broken off later with nothing to show.
        """
        found = self._find(self._plan, "")
        retrieved = time.perf_counter()
        material = Material(plan=self._plan, sources=found.sources)
        yield from self._read(material)
        if self._search is not None and not self._composer.sentences:
            found = self._find(self._plan, self._search.query)
            material = Material(plan=self._plan, sources=found.sources, may_search=False)
            self._missing.clear()
            yield from self._read(material)
        yield from self._settle(material)
        if self._failed:
            yield from self._mend(material)
        yield from self._stand_ins()
        answer = self._answer(material, found.documents, retrieved)
        if isinstance(answer, Unfit) and self._broken_off is not None:
            raise self._broken_off
        yield answer

    # --- steps -------------------------------------------------------------------------------------------------

    def _read(self, material: Material) -> Iterator[Event]:
        """What the reader says, checked as it comes."""
        for remark in self._reader.read(material):
            match remark:
                case Finding():
                    checked = replace(check(remark, material), rank=self._rank_of(remark))
                    if checked.faults:
                        log.info("not passed (%s): %s", checked.reason, remark.text)
                        self._failed.append(checked)
                    elif checked.is_doubtful:
                        self._doubtful.append(checked)
                    else:
                        yield from self._say(checked)
                case Near():
                    checked = check(remark.finding, material)
                    self._near += [checked] if not (checked.faults or checked.is_doubtful) else []
                case Missing():
                    self._missing.append(sound_missing(remark, self._plan))
                case AskBack():
                    self._questions += [q] if (q := sound_question(remark, material)) else []
                case Note():
                    self._notes.append(remark)
                case SearchMore() if material.may_search and self._search is None:
                    self._search = remark

    def _rank_of(self, finding: Finding) -> int:
        """Its place in the answer: as the reader gives them, and what is put right where the wrong one stood."""
        for failed in self._mending:
            if failed.finding.part == finding.part:
                self._mending.remove(failed)
                return failed.rank
        self._given += 1
        return self._given

    def _settle(self, material: Material) -> Iterator[Event]:
        """The second reading of findings whose words are not the source's; what it denies has failed."""
        doubtful, self._doubtful = self._doubtful, []
        if not doubtful:
            return
        pairs = [("\n".join(_passages(checked)), checked.finding.text) for checked in doubtful]
        try:
            said = self._reader.says(pairs, self._plan)
        except ReadingError as error:
            self._broken_off = error
            said = [False] * len(pairs)
        for checked, holds in zip(doubtful, said, strict=True):
            if holds:
                yield from self._say(checked)
            else:
                self._failed.append(replace(checked, faults=(WORDS,)))

    def _mend(self, material: Material) -> Iterator[Event]:
        """One more reading, of what failed and why; what it puts right stands, however it ends."""
        again = tuple((checked.finding, checked.reason) for checked in self._failed)
        failed, self._failed = self._failed, []
        self._mending = list(failed)
        before = len(self._composer.sentences) + len(self._missing)
        try:
            yield from self._read(replace(material, rejected=again, may_search=False))
            yield from self._settle(material)
        except ReadingError as error:
            self._broken_off = error
        # what was put right or said to be missing takes the place of as many that failed
        mended = len(self._composer.sentences) + len(self._missing) - before
        self._failed = failed[mended:]

    def _stand_ins(self) -> Iterator[Event]:
        """For each finding that failed to the end, its quote, where that answers alone."""
        left = []
        for checked in self._failed:
            text = stand_in(checked, self._plan)
            if text is None:
                left.append(checked)
            else:
                yield from self._say(checked, text)
        self._failed = left

    def _say(self, checked: Checked, text: str | None = None) -> Iterator[Event]:
        sentence = self._composer.add(checked, text)
        if sentence is not None:
            self._first = self._first or time.perf_counter()
            yield Said(sentence, self._composer.of(sentence))

    def _answer(self, material: Material, documents: int, retrieved: float) -> Answer | Unfit:
        composer, plan = self._composer, self._plan
        if composer.sentences:
            for near in self._near:
                composer.add(near)
            ids = {citation.document_id for citation in composer.citations}
            rows = self._library.figures(ids)
            answer = compose.answered(composer, plan, self._missing, rows, len(self._failed), self._notes)
        elif self._questions and not self._missing:
            answer = compose.ask_back(plan, self._questions[0])
        elif not self._missing:
            return Unfit()
        else:
            answer = compose.not_found(plan, self._missing, self._near, material.sources, documents, self._text)
        now = time.perf_counter()
        return replace(
            answer,
            mode=self._reader.mode,
            searched=compose.searched(plan, documents),
            understood=compose.understood(plan),
            timings_ms={
                "retrieve": round((retrieved - self._started) * 1000, 1),
                "first_token": round(((self._first or now) - self._started) * 1000, 1),
                "total": round((now - self._started) * 1000, 1),
            },
        )

    def _text(self, document_id: str) -> str:
        document = self._library.document(document_id)
        return document.text if document else ""


def _passages(checked: Checked) -> list[str]:
    """What a second reading is given: the sentences around the quotes, under their document's title and headings."""
    return [f"{_named(g.source)}：{g.head_row}{g.text}" for g in checked.grounds]


def _named(source: Source) -> str:
    standing = standing_of(source)
    return f"《{source.title}》{f'（{standing}）' if standing else ''}{source.region} {' '.join(source.heading)}"
