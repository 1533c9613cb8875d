"""From checked findings to an answer: sentences with citations, what is missing, what to keep in mind.

A citation shows the whole sentence around the quoted words, so nobody reads a sum without its limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.check.findings import Checked
from assistant.check.quotes import Ground
from assistant.read.rules.compose import text_of
from assistant.say import texts
from assistant.say.figures import Said, figures_of
from assistant.say.sentences import unmarked
from assistant.say.verdict import verdict_of
from assistant.turn import AskBack, Missing, Note, Plan, Source
from docs_store.library import LedgerRow
from docs_store.textnorm import sentences
from docs_store.types import (
    Answer,
    AnswerSentence,
    Citation,
    Completeness,
    Nearest,
    Outcome,
    Searched,
    Status,
    Understood,
)

_SHOWN = 600  # characters of a passage that is shown undecided: enough to be read as an answer
_MOST_NEAREST = 3


class _Run(NamedTuple):
    """A part of a document without a gap: the chunk that it begins in, and its offsets."""

    chunk_id: str
    start: int
    end: int


class Composer:
    """Sentences and citations as they pass the check, numbered in the order they are first needed.

    Args:
        text_of_document: a document's text by its id.
    """

    def __init__(self, text_of_document: Callable[[str], str]) -> None:
        self._document = text_of_document
        self.said: list[Said] = []
        self.citations: list[Citation] = []
        self.grounds: list[Ground] = []

    @property
    def sentences(self) -> list[AnswerSentence]:
        """The sentences, as they passed."""
        return [item.sentence for item in self.said]

    def add(self, checked: Checked, text: str | None = None) -> AnswerSentence | None:
        """The sentence of a finding with its citations; `None` for one that was said already.

        Args:
            text: what is said instead of the finding's own words.
        """
        words = _closed(unmarked(text or checked.finding.text))
        if any(sentence.text == words for sentence in self.sentences):
            return None
        markers = [marker for ground in checked.grounds for marker in self._markers(ground)]
        sentence = AnswerSentence(text=words, citations=tuple(dict.fromkeys(markers)))
        self.said.append(Said(sentence, checked))
        self.grounds += checked.grounds
        return sentence

    def in_order(self) -> tuple[AnswerSentence, ...]:
        """The sentences as their reader put them; what a second reading decided passed later than what follows it."""
        return tuple(item.sentence for item in sorted(self.said, key=lambda item: item.checked.rank))

    def of(self, sentence: AnswerSentence) -> tuple[Citation, ...]:
        """The citations of a sentence."""
        return tuple(c for c in self.citations if c.marker in sentence.citations)

    def _markers(self, ground: Ground) -> list[int]:
        """One marker for each run of the document that the quoted sentences stand in.

        Lines and paragraphs that follow each other are one run, whether or not they are chunks of their own: nobody
        opens seven sources to read one hard-wrapped sentence.
        """
        source, runs = ground.source, list[_Run]()
        document = self._document(source.document_id)
        for stretch in source.stretches:
            first, last = max(ground.wide_start, stretch.start), min(ground.wide_end, stretch.end)
            if first >= last:
                continue
            run = _Run(stretch.chunk_id, source.origins[first], source.origins[last - 1] + 1)
            before = runs[-1] if runs else None
            if before and before.end <= run.start and not document[before.end : run.start].strip():
                runs[-1] = before._replace(end=run.end)
            else:
                runs.append(run)
        return [self._marker(source, run, document[run.start : run.end]) for run in runs]

    def _marker(self, source: Source, run: _Run, quote: str) -> int:
        for known in self.citations:
            if known.document_id == source.document_id and known.start <= run.start and run.end <= known.end:
                return known.marker
        marker = len(self.citations) + 1
        self.citations.append(citation(marker, source, run.chunk_id, run.start, run.end, quote))
        return marker


def citation(marker: int, source: Source, chunk_id: str, start: int, end: int, quote: str) -> Citation:
    """The citation of a span of a source's document; `quote` is the document's text between the offsets."""
    return Citation(
        marker=marker,
        document_id=source.document_id,
        chunk_id=chunk_id,
        title=source.title,
        region=source.region,
        year=max(source.own_years) if source.own_years else None,
        kind=source.kind,
        heading=source.heading,
        page=source.page,
        source=source.file,
        quote=quote,
        start=start,
        end=end,
    )


def answered(
    composer: Composer,
    plan: Plan,
    missing: Sequence[Missing],
    rows: Sequence[LedgerRow],
    dropped: int,
    notes: Sequence[Note] = (),
) -> Answer:
    """The answer made of the sentences that passed.

    Args:
        rows: ledger rows of the cited documents.
        dropped: findings that did not pass and whose part of the question nothing else answers.
        notes: what the reader says to keep in mind.
    """
    lacking = tuple(dict.fromkeys(item.text for item in missing))
    kept = [note.text for note in notes] + _standings(composer.grounds)
    if lacking:
        kept.insert(0, texts.missing(lacking))
    elif dropped:
        kept.insert(0, texts.dropped(dropped))
    return Answer(
        question=plan.message,
        standalone_question="\n".join(inquiry.text for inquiry in plan.inquiries),
        outcome=Outcome.ANSWERED,
        mode="generated",
        answer=text_of(composer.in_order()),
        sentences=composer.in_order(),
        citations=tuple(composer.citations),
        figures=tuple(figures_of(composer.said, composer.citations, rows)),
        notes=tuple(kept),
        verdict=verdict_of(plan, composer.in_order()),
        completeness=Completeness.PARTIAL if lacking or dropped else Completeness.COMPLETE,
        missing=lacking,
    )


def not_found(
    plan: Plan,
    missing: Sequence[Missing],
    near: Sequence[Checked],
    sources: Sequence[Source],
    documents: int,
    text_of_document: Callable[[str], str],
) -> Answer:
    """Saying that it is not there: what was looked at, what is lacking, and what comes nearest.

    Args:
        near: what the reader says comes nearest, checked; without any the likeliest passages are shown undecided.
    """
    lacking = tuple(dict.fromkeys(item.text for item in missing))
    return Answer(
        question=plan.message,
        standalone_question="\n".join(inquiry.text for inquiry in plan.inquiries),
        outcome=Outcome.NOT_FOUND,
        mode="generated",
        answer=texts.not_found(plan, documents, lacking),
        missing=lacking,
        nearest=_told_near(near, text_of_document)
        or tuple(undecided(source, plan, text_of_document) for source in _near(plan, sources)),
    )


def ask_back(plan: Plan, asked: AskBack) -> Answer:
    """One question back, where several readings are equally good."""
    return Answer(
        question=plan.message,
        standalone_question="\n".join(inquiry.text for inquiry in plan.inquiries),
        outcome=Outcome.NOT_FOUND,
        mode="generated",
        answer=asked.text,
        asks_back=asked.text,
    )


def _near(plan: Plan, sources: Sequence[Source]) -> list[Source]:
    """Sources that hold much of what was asked, so that showing them helps."""
    wanted = _pairs(plan)
    return [
        s
        for s in sources[:_MOST_NEAREST]
        if wanted and sum(p in s.text or p in s.around for p in wanted) * 2 >= len(wanted)
    ]


def _told_near(near: Sequence[Checked], text_of_document: Callable[[str], str]) -> tuple[Nearest, ...]:
    composer = Composer(text_of_document)
    sentences = [sentence for checked in near if (sentence := composer.add(checked)) is not None]
    return tuple(Nearest(text=s.text, citation=composer.of(s)[0]) for s in sentences[:_MOST_NEAREST])


def undecided(source: Source, plan: Plan, text_of_document: Callable[[str], str]) -> Nearest:
    """A source as it is shown where nothing was found to answer: that part of it that has most of the question."""
    wanted = _pairs(plan)
    stretch = max(source.stretches, key=lambda s: sum(pair in source.text[s.start : s.end] for pair in wanted))
    last = min(stretch.end, stretch.start + _SHOWN)
    start, end = source.origins[stretch.start], source.origins[last - 1] + 1
    return Nearest(
        text=source.text[stretch.start : last] + ("…" if last < stretch.end else ""),
        citation=citation(1, source, stretch.chunk_id, start, end, text_of_document(source.document_id)[start:end]),
    )


def around(source: Source, start: int, end: int, most: int, text_of_document: Callable[[str], str]) -> Nearest:
    """What stands around a span of a source, in whole sentences, as it is shown undecided.

    Args:
        most: characters on either side.
    """
    spans = [(a, b) for a, b in sentences(source.text) if b > start - most and a < end + most]
    inside = [(a, b) for a, b in spans if a >= start - most and b <= end + most] or [(start, end)]
    first, last = min(start, inside[0][0]), max(end, inside[-1][1])
    stretch = next(s for s in source.stretches if s.start <= start < s.end)
    first, last = max(first, stretch.start), min(last, stretch.end)
    begins, behind = source.origins[first], source.origins[last - 1] + 1
    quote = text_of_document(source.document_id)[begins:behind]
    return Nearest(text=source.text[first:last], citation=citation(1, source, stretch.chunk_id, begins, behind, quote))


def _pairs(plan: Plan) -> set[str]:
    return {plan.text[i : i + 2] for i in range(len(plan.text) - 1)}


def _standings(grounds: Sequence[Ground]) -> list[str]:
    """A note for each cited document that is not, or no longer, in force."""
    return list(dict.fromkeys(note for ground in grounds if (note := texts.standing(ground.source))))


def _closed(text: str) -> str:
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "：", "；", "!", "?", "|")) else f"{text}。"


def searched(plan: Plan, documents: int) -> Searched:
    """What was looked at for a plan."""
    return Searched(
        regions=tuple(dict.fromkeys(place.path for i in plan.inquiries for place in i.places)),
        years=tuple(sorted({year for i in plan.inquiries for year in i.years})),
        documents=documents,
    )


def understood(plan: Plan) -> Understood:
    """What a plan was taken to ask, for a person to see and to change."""
    statuses = {inquiry.status for inquiry in plan.inquiries}
    texts_of = tuple(inquiry.text for inquiry in plan.inquiries)
    return Understood(
        places=tuple(dict.fromkeys((place.name, place.path) for i in plan.inquiries for place in i.places)),
        years=tuple(sorted({year for i in plan.inquiries for year in i.years})),
        status=statuses.pop() if len(statuses) == 1 else Status.UNKNOWN,
        parts=texts_of if len(texts_of) > 1 else (),
    )
