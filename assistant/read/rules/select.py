"""From evidence to the sentences an answer says: enough of them, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.read.rules.evidence import Evidence, whole_point
from assistant.read.rules.fits import gives_something
from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.question import Question
from assistant.read.rules.topic import TELLING, coverage, part_asked
from docs_store import lazy_re
from docs_store.textnorm import fold
from docs_store.types import Chunk, Kind

_LABEL = 4  # characters of the labels of cards: 发文机构, 服务对象
LONGEST_LIST = 40  # sentences that are said at once; of a longer point the rest is in the document
_ALIKE = 0.85  # share of the best score with which others say as much
_MOST_APART = 8
_HEADING_NAMES = 0.6  # share of the topic that a heading must hold to be what the question is about
_LEAD_IN = lazy_re.compile("[:\uff1a]$")
_ITEM_ENDS = lazy_re.compile("[;\uff1b]$")
_STEP = lazy_re.compile("达到?|超过|满|不足|不满|低于|高于|每|再|其中|[\\d.]+[万亿%]")
_OPEN = (Asked.LIST, Asked.REASON, Asked.FACT)


def select(
    question: Question, found: list[Evidence], chunks_of: Callable[[str], Sequence[Chunk]] = lambda _: ()
) -> list[Evidence]:
    """Evidence to say, in the order of the document; what several documents say each for itself, best first.

    Args:
        found: sentences that answer, best first; not empty.
        chunks_of: the chunks of a document by its id, in order; a list may run over several.
    """
    if (question.asks_barred or question.direction) and question.asked in _OPEN and not _leads(found[0]):
        # each measure has bars of its own, and each figure went its own way
        return [item for item in found if item.score > _ALIKE * found[0].score][:_MOST_APART]
    best = next((item for item in found if _is_field(question, item) and item.score > 0.6 * found[0].score), found[0])
    if _is_field(question, best):
        return [best]
    if question.asked in _OPEN and _wants_whole_point(question, best):
        return _point(question, best, _together(question, best, chunks_of))
    chosen = [best]
    missing = _subject(question) - best.covered
    lacking = question.measures - best.gives  # 成交额多少、登记了多少项 asks for two
    for evidence in found[1:]:
        if len(chosen) == 3 or not (missing or lacking):
            break
        same_document = evidence.sentence.chunk.document_id == best.sentence.chunk.document_id
        adds = evidence.covered & missing or evidence.gives & lacking
        if same_document and adds and evidence.score > 0.6 * best.score:
            chosen.append(evidence)
            missing -= evidence.covered
            lacking -= evidence.gives
    known = {(e.sentence.chunk.id, e.sentence.start) for e in chosen}
    further = [step for evidence in chosen for step in _going_on(evidence)]
    chosen += [step for step in further if (step.sentence.chunk.id, step.sentence.start) not in known]
    return sorted(chosen, key=lambda e: (e.sentence.chunk.ordinal, e.sentence.start))


def _going_on(evidence: Evidence) -> list[Evidence]:
    """The further steps of the rule that a sentence begins: 达到1000万元的,奖励10万元;达到3000万元的,奖励30万元."""
    following = whole_point(evidence)
    at = next((i for i, other in enumerate(following) if other.sentence.index == evidence.sentence.index), None)
    if at is None or evidence.passage.kind is Kind.WORK_SUMMARY:
        return []
    found: list[Evidence] = []
    for before, part in pairwise(following[at:]):
        if not (_ITEM_ENDS.search(before.sentence.text) and _STEP.match(fold(part.sentence.text))):
            break
        found.append(part)
    return found


def _is_field(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence is the field of a card that is asked for: 发文机构 青禾县科技局, asked as 发文机构是哪个."""
    if question.asked not in (*_OPEN, Asked.OFFICE) or evidence.passage.kind is not Kind.GUIDE:
        return False
    label = fold(evidence.sentence.text)[:_LABEL]
    return len(label) == _LABEL and re.search(rf"{re.escape(label)}(?:是|为|叫)", question.text) is not None


def _subject(question: Question) -> set[str]:
    return {word for word, weight in question.topic if weight >= 0.9}


def _wants_whole_point(question: Question, best: Evidence) -> bool:
    """Whether the best sentence stands in a point that answers as a whole.

    So it is with reasons, with the items of a list that is asked for, under a heading that names what is asked about,
    and when the best sentence is itself only a heading or a lead-in.
    """
    if _leads(best) or question.asked is Asked.REASON:
        return True
    if _wants_all_given(question, best):
        return True
    headings = best.sentence.chunk.heading
    part = part_asked(question, best.passage.title)
    named = any(_names_part(part, heading) for heading in headings)
    return question.asked is Asked.LIST and (named or _is_item(question, best))


def _leads(evidence: Evidence) -> bool:
    """Whether a sentence only announces what follows."""
    return evidence.sentence.is_heading or _LEAD_IN.search(evidence.sentence.text) is not None


def _wants_all_given(question: Question, best: Evidence) -> bool:
    """Whether what a measure gives is asked for as a whole: its title says all that the question names, and no sentence
    is on a part of it."""
    title = canonical(best.passage.title)
    telling = {word for word, weight in question.topic if weight >= TELLING}
    return (
        question.asks_benefits
        and bool(telling)
        and all(word in title for word in telling)
        and (question.asks_standard or not telling <= best.covered)
        and any(gives_something(fold(heading)) for heading in best.sentence.chunk.heading)
    )


def _is_item(question: Question, best: Evidence) -> bool:
    """Whether the best sentence is one item of a list that is asked for as a whole (条件, 材料).

    It is not when the item alone names the subject: of 领军人才…; 拔尖人才…; 青年骨干…; one is asked about.
    """
    parts = whole_point(best)
    lead = next((i for i, part in enumerate(parts) if _LEAD_IN.search(part.sentence.text)), None)
    if lead is None or lead >= best.sentence.index:
        return False
    others = canonical("".join(part.sentence.text for part in parts if part.sentence.index != best.sentence.index))
    around = f"{canonical(best.passage.title)} {others}"
    return all(word in around for word, weight in question.topic if weight >= TELLING and word in best.covered)


def _together(question: Question, best: Evidence, chunks_of: Callable[[str], Sequence[Chunk]]) -> list[Chunk]:
    """The chunks that answer as one: of the section whose heading names what is listed, or of one list."""
    own = best.sentence.chunk
    if question.asked is not Asked.LIST or not own.heading:
        return [own]
    part = part_asked(question, best.passage.title)
    if _wants_all_given(question, best):
        depth = next((i for i, heading in enumerate(own.heading, 1) if gives_something(fold(heading))), None)
        return [chunk for chunk in chunks_of(own.document_id) if chunk.heading[:depth] == own.heading[:depth]] or [own]
    depth = next((i for i, heading in enumerate(own.heading, 1) if _names_part(part, heading)), None)
    if depth is None and _LEAD_IN.search(own.heading[-1]):
        depth = len(own.heading)
    if depth is None:
        return [own]
    return [chunk for chunk in chunks_of(own.document_id) if chunk.heading[:depth] == own.heading[:depth]] or [own]


def _names_part(part: Iterable[tuple[str, float]], heading: str) -> bool:
    return coverage(part, canonical(heading)) >= _HEADING_NAMES


def _point(question: Question, best: Evidence, chunks: Sequence[Chunk]) -> list[Evidence]:
    parts = [
        sentence
        for chunk in chunks
        for sentence in whole_point(replace(best, passage=replace(best.passage, chunk=chunk)))
    ]
    if question.asked is Asked.REASON:
        reasons = [part for part in parts if not part.sentence.is_heading]
        return reasons or parts
    # Of several headings above a text only the innermost belongs to the answer, and in front of several texts none.
    said = [
        part
        for part, following in zip(parts, [*parts[1:], None], strict=True)
        if not part.sentence.is_heading
        or _LEAD_IN.search(part.sentence.text)
        or (len(chunks) == 1 and (following is None or not following.sentence.is_heading))
    ]
    return said or parts
