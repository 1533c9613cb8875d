"""From chosen evidence to an answer with citations.

Every sentence is the source's own, in reading text; every citation's quote is the document's text between its offsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.read.rules.evidence import Evidence
from assistant.read.rules.scope import Scope
from assistant.say.sentences import with_headers
from docs_store.language.word_classes import WordClass, has
from docs_store.types import AnswerSentence, Citation, Kind, Passage, Status

_STANDINGS = {Status.TARGET: ("（目标）", WordClass.TARGET), Status.EXPECTED: ("（预计）", WordClass.EXPECTED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is said about one place and period."""

    scope: Scope
    evidence: tuple[Evidence, ...]


def compose(parts: Sequence[Part], texts: dict[str, str], asked: Status) -> tuple[list[AnswerSentence], list[Citation]]:
    """Sentences of the answer and their citations.

    Neighbouring sentences of one chunk share a citation whose quote runs over all of them.

    Args:
        parts: one for each place or year that the question compares.
        texts: document id → document text.
        asked: what the question asks for; what is otherwise a target or a forecast says so.
    """
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for part in parts:
        for run in _runs(part.evidence):
            marker = len(citations) + 1
            citations.append(_citation(marker, run, texts))
            for position, evidence in enumerate(run):
                first = position == 0 and (not sentences or len(parts) > 1)
                words = _tabled(evidence)
                if position == len(run) - 1:
                    words = _closed(words)
                words = _standing(words, evidence, asked)
                prefix = _prefix(part, words) if first else ""
                sentences.append(AnswerSentence(text=prefix + words, citations=(marker,)))
    return sentences, citations


def text_of(sentences: Sequence[AnswerSentence]) -> str:
    """The answer in one string; each run of sentences with the same citation carries its marker once, at its end."""
    words = []
    for i, sentence in enumerate(sentences):
        following = sentences[i + 1].citations if i + 1 < len(sentences) else ()
        markers = "" if following == sentence.citations else "".join(f"[{marker}]" for marker in sentence.citations)
        words.append(sentence.text + markers)
    return "\n".join(words)


def _runs(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Evidence of one chunk whose sentences follow each other."""
    runs: list[list[Evidence]] = []
    for item in evidence:
        last = runs[-1][-1] if runs else None
        follows = (
            last is not None
            and last.sentence.chunk.id == item.sentence.chunk.id
            and last.sentence.index + 1 == item.sentence.index
        )
        if follows:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _citation(marker: int, run: Sequence[Evidence], texts: dict[str, str]) -> Citation:
    first, last = run[0].sentence, run[-1].sentence
    quote = texts[first.chunk.document_id][first.start : last.end]
    return citation(marker, run[0].passage, first.start, last.end, quote)


def citation(marker: int, passage: Passage, start: int, end: int, quote: str) -> Citation:
    """The citation of a span of a passage; `quote` is the document's text between its offsets."""
    chunk = passage.chunk
    return Citation(
        marker=marker,
        document_id=chunk.document_id,
        chunk_id=chunk.id,
        title=passage.title,
        region=passage.region,
        year=max(chunk.years) if chunk.years else None,
        kind=passage.kind,
        heading=chunk.heading,
        page=chunk.page,
        source=passage.source,
        quote=quote,
        start=start,
        end=end,
    )


def _prefix(part: Part, words: str) -> str:
    """`当涂县:` before a sentence of that place's own documents that does not name it."""
    place = part.scope.place
    if place is None or place.name in words or place.surface in words:
        return ""
    if part.evidence[0].passage.region != place.path:  # a national or provincial rule is not the county's own
        return ""
    return f"{place.name}\uff1a"


def _standing(words: str, evidence: Evidence, asked: Status) -> str:
    """The sentence with （目标） or （预计） where its report has it as that and its words do not say so."""
    mark, says = _STANDINGS.get(evidence.status, ("", None))
    if says is None or evidence.status is asked or evidence.passage.kind is not Kind.WORK_SUMMARY or has(words, says):
        return words
    end = len(words.rstrip("。；;：:"))
    return f"{words[:end]}{mark}{words[end:]}"


def _closed(words: str) -> str:
    """A last sentence ends with a full stop where the source goes on after a semicolon."""
    return f"{words[:-1]}。" if words.endswith((";", "\uff1b")) else words


def _tabled(evidence: Evidence) -> str:
    heading = evidence.sentence.chunk.heading
    return with_headers(evidence.sentence.text, heading[-1] if heading else "")


def from_above(parts: Sequence[Part]) -> list[str]:
    """Regions of the evidence that is of a place around the one asked about; empty for nationwide texts' region."""
    return list(
        dict.fromkeys(
            evidence.passage.region
            for part in parts
            for evidence in part.evidence
            if part.scope.place and evidence.passage.region != part.scope.place.path
        )
    )


def statuses(parts: Sequence[Part]) -> set[Status]:
    """Statuses of all evidence said."""
    return {evidence.status for part in parts for evidence in part.evidence}
