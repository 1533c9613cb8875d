"""One question that stands by itself on its way to an answer.

Understood → scoped to documents → one retrieval → sentences judged → some chosen → composed with citations. Where no
sentence stands the test the answer is `not_found`, and says what was searched.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import bounds, lookup
from assistant.check.answers import check_sentence, plan_of
from assistant.figures import behind
from assistant.find.cited import cited
from assistant.read.rules import articles, compose, conflicts, decided, evidence, notfound, overview, verdicts
from assistant.read.rules.compose import Part
from assistant.read.rules.grouping import by_place
from assistant.read.rules.kinds import Asked, is_thanks
from assistant.read.rules.question import Question, understand
from assistant.read.rules.scope import Scope, scopes
from assistant.read.rules.select import LONGEST_LIST, select
from assistant.read.rules.validity import answer_issuer, answer_validity
from assistant.say import wording
from assistant.understand import figures, places
from assistant.understand.figures import Route
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.textnorm import fold
from docs_store.types import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Citation,
    Kind,
    Outcome,
    Passage,
    Searched,
    Status,
    Understood,
    Verdict,
)

log = logging.getLogger(__name__)

PASSAGES = 60
_MOST_NEAR = 3  # of what comes nearest to a question without an answer
_MOST_FIGURES = 2  # of these, of the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the answer is limited to, whatever the question says; `None` for what it says. See `Assistant.stream`."""

    region: str | None
    year: int | None
    kind: Kind | None
    status: Status | None


class Run:
    """One question on its way to an answer."""

    def __init__(
        self,
        library: Library,
        question: str,
        standalone: str,
        limits: Limits,
        today: date,
        started: float,
    ) -> None:
        self._library = library
        self._original = question
        self._limits = limits
        self._today = today
        self._started = started
        self._standalone = standalone
        self._retrieved = 0.0
        self._searched = Searched()
        self._understood = Understood()
        self._disagreeing: list[str] = []  # notes on documents that give different values
        self._cut: list[str] = []  # notes on points too long to be said whole
        self._for_whom = False  # whether what is said is only for whom a document is
        self._decided: list[bool | None] = []  # for a yes/no question: what the passages of each part say

    def answer(self) -> Answer:
        """The answer in the sources' own words."""
        infos = self._library.infos()
        if not infos:
            return self._result(Outcome.NOT_FOUND, wording.EMPTY_LIBRARY)
        question, named = self._understand(infos)
        bounds.check_scopes(len(named), len(question.years))
        self._understood = Understood(
            places=tuple((place.name, place.path) for place in named),
            years=question.years,
            status=question.status,
            asked=str(Asked.YES_NO if question.claim else question.asked),
            subject=tuple(word for word, _ in question.topic),
        )
        if question.asked is Asked.GREETING:
            said = wording.THANKED if is_thanks(fold(self._standalone)) else wording.GREETING
            return self._result(Outcome.NOT_FOUND, said)
        limits = [self._of_kind(limit) for limit in scopes(question, named, infos, self._today)]
        self._searched = Searched(
            regions=tuple(place.path for place in named),
            years=question.years,
            documents=len({info.id for limit in limits for info in limit.infos}),
        )
        if question.asked is Asked.VALIDITY and (found := answer_validity(question, infos, self._library, self._today)):
            return self._compose(question, [found[0]], notes=found[1])
        if looked_up := self._looked_up(question, named):
            return looked_up
        parts, empty, passages = self._search(question, limits)
        if not parts and (issued := answer_issuer(question, infos, self._library, self._today)):
            return self._compose(question, [issued], notes=())
        if parts:
            answer = self._compose(question, parts, notes=self._notes(question, parts, empty))
            if answer.outcome is Outcome.ANSWERED:
                return answer
        if looked_up := self._looked_up(question, named, alone=True):
            return looked_up
        return answer if parts else self._not_found(question, named, infos, passages)

    def matched(self, said: Sequence[str]) -> Answer | None:
        """What the asker's own enterprise may apply for; `None` where nothing is said of it.

        Args:
            said: what the person said of it, oldest first.
        """
        from assistant.matching import answer as matching_answer  # noqa: PLC0415 - as in `assistant.matching.asked`
        from assistant.matching import spoken  # noqa: PLC0415
        from assistant.matching.match import match  # noqa: PLC0415

        infos = self._library.infos()
        profile = spoken.read(said, self._today, region=self._limits.region or spoken.place_of(said, infos))
        if profile is None:
            return None
        self._understood = replace(self._understood, profile=tuple(spoken.pairs(profile)))
        rows = self._library.provisions()
        matched = match(rows, infos, profile, self._today)
        self._searched = replace(self._searched, documents=len({row.info.id for row in rows}))
        apart = matching_answer.places_apart(matched) if profile.region is None else ()
        if apart:
            text = wording.place_asked(apart)
            return replace(self._result(Outcome.NOT_FOUND, text), asks_back=text)
        sentences, citations, notes = matching_answer.compose(matched, profile, self._library)
        if not sentences:
            return self._result(Outcome.NOT_FOUND, wording.NO_MEASURE, notes=notes)
        text = compose.text_of(sentences)
        return self._result(Outcome.ANSWERED, text, sentences=sentences, citations=citations, notes=notes)

    # --- steps -------------------------------------------------------------------------------------------------

    def _understand(self, infos: DocumentSet) -> tuple[Question, list[places.Place]]:
        named = places.find(self._standalone, infos)
        surfaces = tuple(place.surface for place in named)
        question = understand(self._standalone, places=surfaces, this_year=self._today.year)
        if region := self._limits.region:
            path = places.resolve(region, infos)
            named = [places.Place(name=places.name_of(path), path=path, surface=region, at=0)]
        if self._limits.year:
            question = question.for_years((self._limits.year,))
        if self._limits.status is not None:
            question = replace(question, status=self._limits.status)
        return question, named

    def _of_kind(self, limit: Scope) -> Scope:
        if self._limits.kind is None:
            return limit
        return replace(
            limit, infos=tuple(info for info in limit.infos if info.metadata.kind.value is self._limits.kind)
        )

    def _search(self, question: Question, limits: Sequence[Scope]) -> tuple[list[Part], list[Scope], list[Passage]]:
        """One retrieval for each scope; the same passages serve judging, citing and showing."""
        parts: list[Part] = []
        empty: list[Scope] = []
        seen: list[Passage] = []
        for limit in limits:
            article = articles.said(question, limit, self._library.chunks_of)
            if article is not None:
                self._retrieved = time.perf_counter()
                parts += [Part(scope=limit, evidence=tuple(article))] if article else []
                continue
            if whole := overview.said(question, limit, self._library.chunks_of):
                self._retrieved = time.perf_counter()
                parts += [self._shortened(scope, here) for scope, here in by_place(limit, whole)]
                continue
            passages = (
                self._library.search(self._standalone, limit=PASSAGES, document_ids=limit.document_ids)
                if limit.infos
                else []
            )
            seen += passages
            self._retrieved = time.perf_counter()
            found = evidence.find(question, limit, passages)
            if question.claim and not question.asks_stacking:
                found = verdicts.to_the_point(question, found, passages)
                if not found and (whom := verdicts.who_may(question, passages, self._library.chunks_of)):
                    parts += [Part(scope=scope, evidence=tuple(here)) for scope, here in by_place(limit, whom)]
                    self._for_whom = True
                    continue
            parted = [(limit, found)] if limit.place else by_place(limit, found)
            for scope, here in parted:
                if here:
                    parts += self._parts(question, scope, here)
            if not found:
                empty.append(limit)
        return parts, empty, seen

    def _parts(self, question: Question, scope: Scope, found: Sequence[evidence.Evidence]) -> list[Part]:
        """What is said of one place and period; of a value that documents disagree on, what each of them says."""
        verdict, deciding = verdicts.decide(question, found) if question.claim else (None, [])
        self._decided.append(verdict)
        chosen = deciding or select(question, list(found), self._library.chunks_of)
        parts = [self._shortened(scope, chosen)]
        others = [] if deciding else conflicts.disagreeing(question, scope, found)
        parts += [Part(scope=scope, evidence=(other,)) for other in others]
        if others:
            self._disagreeing.append(wording.disagree(conflicts.documents(parts)))
        return parts

    def _shortened(self, scope: Scope, chosen: Sequence[evidence.Evidence]) -> Part:
        """What is said of a place, as far as it is said at once."""
        if (rest := len(chosen) - LONGEST_LIST) > 0:
            chosen = chosen[:LONGEST_LIST]
            self._cut.append(wording.cut(len(chosen), rest, chosen[0].passage.title, chosen[-1].sentence.chunk.heading))
        return Part(scope=scope, evidence=tuple(chosen))

    def _notes(self, question: Question, parts: Sequence[Part], empty: Sequence[Scope]) -> list[str]:
        notes = [*self._disagreeing, *self._cut]
        if question.claim and self._verdict(question) is None:
            notes.insert(0, wording.WHO_MAY if self._for_whom else wording.NOT_DECIDED)
        if self._standalone != self._original.strip():
            notes.append(wording.assumed(self._standalone))
        found = compose.statuses(parts)
        if Status.TARGET in found and question.status is not Status.TARGET:
            notes.append(wording.TARGET_GIVEN)
        if Status.EXPECTED in found and question.status is not Status.EXPECTED:
            notes.append(wording.EXPECTED_GIVEN)
        if Status.ACTUAL in found and question.status is Status.EXPECTED:
            notes.append(wording.ACTUAL_GIVEN)
        given = {part.scope.place for part in parts}
        if not self._searched.regions and len(given) > 1:
            held = len(places.names_of(self._library.infos()))
            notes.append(wording.SEVERAL_PLACES if held <= len(given) else wording.some_places(len(given), held))
        above = compose.from_above(parts)
        if above:
            notes.append(wording.from_above([places.name_of(region) if region else "" for region in above]))
        missing = [limit.place.name for limit in empty if limit.place]
        if missing:
            notes.append(wording.unanswered(missing))
        if self._library.embedder is None:
            notes.append(wording.KEYWORDS_ONLY)
        return notes

    def _compose(self, question: Question, parts: Sequence[Part], notes: Sequence[str]) -> Answer:
        ids = {item.sentence.chunk.document_id for part in parts for item in part.evidence}
        texts = {id_: document.text for id_ in ids if (document := self._library.document(id_)) is not None}
        sentences, citations = compose.compose(parts, texts, question.status)
        verdict = self._verdict(question)
        if verdict:
            sentences.insert(0, replace(sentences[0], text=wording.YES if verdict.holds else wording.NO))
        numbers = behind(question, citations, self._library.figures(ids))
        return self._checked(sentences, citations, numbers, notes, verdict)

    def _verdict(self, question: Question) -> Verdict | None:
        """The yes or no to a question; `None` where no passage decides, or passages of several places or years do."""
        if question.claim is None or len(self._decided) != 1 or self._decided[0] is None:
            return None
        return Verdict(holds=self._decided[0], claim=question.claim.text)

    def _checked(
        self,
        sentences: Sequence[AnswerSentence],
        citations: Sequence[Citation],
        numbers: Sequence[AnswerFigure],
        notes: Sequence[str],
        verdict: Verdict | None = None,
    ) -> Answer:
        """The answer made of the sentences that stand in what they cite."""
        sources = cited(citations, self._library, self._today)
        plan = plan_of(self._standalone, self._understood, self._today)

        def holds(sentence: AnswerSentence) -> bool:
            if decided.is_verdict(sentence.text):
                return decided.holds(sentence.text, [sources[i] for i in sentence.citations if i in sources], verdict)
            checked = check_sentence(sentence, sources, plan, numbers)
            if checked.faults:
                log.info("not passed (%s): %s", checked.reason, sentence.text)
            return not checked.faults

        kept = [sentence for sentence in sentences if holds(sentence)]
        if len(kept) < len(sentences):
            notes = [*notes, wording.dropped(len(sentences) - len(kept))]
        if not kept or all(decided.is_verdict(sentence.text) for sentence in kept):
            return self._result(Outcome.NOT_FOUND, wording.NOTHING_HOLDS, notes=notes)
        used = {marker for sentence in kept for marker in sentence.citations}
        if len(kept) < len(sentences):  # what is computed of several stands or falls with them
            numbers = [figure for figure in numbers if figure.citation in used and figure.operation is None]
        return self._result(
            Outcome.ANSWERED,
            compose.text_of(kept),
            sentences=kept,
            citations=[citation for citation in citations if citation.marker in used],
            figures=numbers,
            notes=notes,
            verdict=verdict if any(decided.is_verdict(sentence.text) for sentence in kept) else None,
        )

    def _looked_up(self, question: Question, named: Sequence[places.Place], *, alone: bool = False) -> Answer | None:
        """The answer of what was read at ingest; `None` where it holds none.

        Args:
            alone: look up one figure too, which a sentence answers better where there is one.
        """
        wanted = figures.wanted(question, named)
        if alone and (wanted is None or wanted.route is not Route.SOURCES):
            return None
        wanted = replace(wanted, route=Route.VALUE) if wanted and alone else wanted
        plan = plan_of(self._standalone, self._understood, self._today, figures=wanted)
        found = lookup.answer(plan, self._library, self._started)
        if found is None:
            return None
        assumed = [wording.assumed(self._standalone)] if self._standalone != self._original.strip() else []
        return replace(
            found, question=self._original, notes=(*assumed, *found.notes), understood=self._understood,
            searched=self._searched,
        )  # fmt: skip

    def _not_found(
        self,
        question: Question,
        named: Sequence[places.Place],
        infos: DocumentSet,
        passages: Sequence[Passage],
    ) -> Answer:
        text, covered = notfound.explain(self._original.strip(), question, named, infos, self._searched.documents)
        near = notfound.figures(question, named, self._library, self._today, _MOST_FIGURES)
        plan = plan_of(self._standalone, self._understood, self._today)
        passages = passages or self._library.search(self._standalone, limit=PASSAGES)  # of the place there is nothing
        near += notfound.nearest(question, plan, passages, self._library, _MOST_NEAR - len(near))
        return self._result(Outcome.NOT_FOUND, text, notes=[covered], nearest=near)

    def _result(self, outcome: Outcome, text: str, *, verdict: Verdict | None = None, **parts: object) -> Answer:
        now = time.perf_counter()
        retrieved = self._retrieved or now
        return Answer(
            question=self._original,
            standalone_question=self._standalone,
            outcome=outcome,
            mode="extractive",
            answer=text,
            searched=self._searched,
            understood=self._understood,
            verdict=verdict,
            timings_ms={
                "retrieve": round((retrieved - self._started) * 1000, 1),
                "first_token": round((now - self._started) * 1000, 1),
                "total": round((now - self._started) * 1000, 1),
            },
            **{name: tuple(value) for name, value in parts.items()},  # type: ignore[arg-type]
        )
