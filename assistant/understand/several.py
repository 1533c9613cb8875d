"""Several questions asked at once: parted, and their answers put together into one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.read.rules import compose
from assistant.read.rules.kinds import Asked, asked_kind, asks
from assistant.say import wording
from docs_store import lazy_re
from docs_store.textnorm import fold
from docs_store.types import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Citation,
    Completeness,
    Outcome,
    Searched,
    Understood,
)

_ENDS = lazy_re.compile(r"(?<=[?？])\s*|\n+")
_COMMA = lazy_re.compile("(?<=[,，])")


# Parts of a measure that people ask for by name, with the words that ask for each.
_GRANT = "(?:支持|扶持|补[贴助]|奖[励补]|兑[现付]|资助)"
_APPLY = "(?:申[报请领]|受理|办理|认定|所需|兑[现付]|支持)"
_PARTS = {
    "是什么": f"(?:{_GRANT}|{_APPLY}|服务|适用)?对象|(?:适用|支持)范围|{_GRANT}?标准",
    "有哪些": f"{_APPLY}?(?:条件|要求|材料|流程|程序|步骤)",
    "是多少": f"(?:{_GRANT}|最高)?(?:额度|金额|比例|限额)|(?:联系|咨询)?电话|文号",
    "是什么时候": f"(?:{_APPLY}|截止)?(?:时间|日期|期限)",
    "是哪个部门": f"(?:{_APPLY}|主管|负责)?(?:部门|单位)",
}
# Atomic: 支持对象 begins in more than one way, and a list of such parts would be tried in all ways together.
_PART = f"(?>{'|'.join(f'(?:{names})' for names in _PARTS.values())})"
_AND = "[、,和与及]|以及|还有"
_NAMED_PARTS = lazy_re.compile(
    f"(?P<of>[^,。?]{{2,40}}?)的?(?P<parts>{_PART}(?:(?:{_AND}){_PART})+)"
    "(?:都|分别|各自?)?(?:是什么|有哪些|是多少|怎么样?|如何|是啥)?[?。呢]*"
)
_APART = lazy_re.compile(
    "(?P<one>[^,。?、和与跟]{2,20})(?:、|和|与|跟|以及)(?P<other>[^,。?、和与跟]{2,20}?)(?:的(?P<what>[^,。?的]{2,16}?))?"
    "(?:(?:分别|各自|各)(?P<asks>[^,。?]{2,16})|(?:是否|是不是)?(?:一样|相同)(?:吗|不)?"
    "|有(?:什么|何|哪些)?(?:区别|不同|差别))[?。]*"
)


def parted(question: str) -> list[str]:
    """The single questions of a message, in order; the message itself when it asks one.

    A question mark or a line's end parts them; a comma does where what follows asks for another kind of thing
    (什么时候申报,归哪个部门受理). What a later one leaves out is taken from those before it, as in a conversation.
    One that stands there twice is one.
    """
    if parts := _named_parts(question):
        return parts
    pieces = [piece.strip() for piece in _ENDS.split(question) if piece.strip(" ?？\n")]
    found: list[str] = []
    for piece in pieces:
        found += _by_comma(piece)
    asking = [piece for piece in found if asks(fold(piece))]
    return list(dict.fromkeys(found)) if len(asking) == len(found) > 1 else [question.strip()]


def _named_parts(question: str) -> list[str]:
    """One question for each part of a measure that is named: 创新券的支持对象、标准和材料是什么 asks three."""
    match = _NAMED_PARTS.fullmatch(fold(question.strip()))
    if match is None or asks(match["of"]):
        return []
    asked = dict.fromkeys(re.findall(_PART, match["parts"]))
    return [f"{match['of']}的{part}{_asking(part)}?" for part in asked] if len(asked) > 1 else []


def _asking(part: str) -> str:
    return next(words for words, names in _PARTS.items() if re.fullmatch(names, part))


def apart(question: str) -> list[str]:
    """One question for each of two things that are asked about together; none for other questions.

    For where the whole has no answer: 高企奖补和贷款贴息分别要什么材料 is answered by no single passage.
    """
    match = _APART.fullmatch(fold(question.strip()))
    if match is None:
        return []
    what, asked = match["what"] or "", match["asks"] or ""
    if not what and not asked:
        return []
    tail = f"{'的' if what else ''}{what}{asked or '是什么'}?"
    return [f"{match['one']}{tail}", f"{match['other']}{tail}"]


def _by_comma(piece: str) -> list[str]:
    clauses: list[str] = []
    last_asks = False
    for clause in _COMMA.split(piece):
        clause_asks = asks(fold(clause))
        if clauses and not (last_asks and clause_asks):
            clauses[-1] += clause
            last_asks = last_asks or clause_asks
        else:
            clauses.append(clause)
            last_asks = clause_asks
    kinds = [asked_kind(fold(clause)) for clause in clauses]
    return [clause.strip(",， ") for clause in clauses] if len(set(kinds)) == len(kinds) > 1 else [piece]


def joined(question: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer from those of the single questions: citations numbered through, sentences and notes told once.

    Args:
        parts: as `parted` gives them; a note says so where only the first of them have answers.
    """
    unread = [wording.parts_unread(len(parts), len(answers))] if len(answers) < len(parts) else []
    parts = parts[: len(answers)]
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    figures: list[AnswerFigure] = []
    notes: list[str] = []
    missing: list[str] = []
    for part, answer in zip(parts, answers, strict=True):
        notes += [note for note in answer.notes if answer.outcome is Outcome.ANSWERED and note not in notes]
        if answer.outcome is not Outcome.ANSWERED:
            missing.append(part)
            continue
        markers = {}
        for citation in answer.citations:
            same = next((known for known in citations if _place(known) == _place(citation)), None)
            if same is None:
                same = replace(citation, marker=len(citations) + 1)
                citations.append(same)
            markers[citation.marker] = same.marker
        for sentence in answer.sentences:
            told = replace(sentence, citations=tuple(markers[marker] for marker in sentence.citations))
            sentences += [] if told in sentences else [told]
        places: list[int] = []  # of the answer's figures among all; a computed one stands behind its operands
        for figure in answer.figures:
            operands = tuple(places[i] for i in figure.computed_from)
            cited = replace(figure, citation=markers[figure.citation], computed_from=operands)
            if cited not in figures:
                figures.append(cited)
            places.append(figures.index(cited))
    if not sentences:
        notes = [*unread, *answers[0].notes]
        return replace(answers[0], question=question, understood=_understood(parts, answers), notes=tuple(notes))
    if missing:
        notes.insert(0, wording.parts_missing(missing))
    return replace(
        answers[0],
        question=question,
        standalone_question="".join(answer.standalone_question for answer in answers),
        outcome=Outcome.ANSWERED,
        answer=compose.text_of(sentences),
        sentences=tuple(sentences),
        citations=tuple(citations),
        figures=tuple(figures),
        notes=(*unread, *notes),
        completeness=Completeness.PARTIAL if missing else None,
        missing=tuple(missing),
        searched=_searched(answers),
        understood=_understood(parts, answers),
        timings_ms=answers[-1].timings_ms,
    )


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end


def _searched(answers: Sequence[Answer]) -> Searched:
    return Searched(
        regions=tuple(dict.fromkeys(region for answer in answers for region in answer.searched.regions)),
        years=tuple(sorted({year for answer in answers for year in answer.searched.years})),
        documents=max(answer.searched.documents for answer in answers),
    )


def _understood(parts: Sequence[str], answers: Sequence[Answer]) -> Understood:
    each = [answer.understood for answer in answers]
    kinds = {one.asked for one in each}
    statuses = {one.status for one in each}
    return replace(
        each[0],
        places=tuple(dict.fromkeys(place for one in each for place in one.places)),
        years=tuple(sorted({year for one in each for year in one.years})),
        status=statuses.pop() if len(statuses) == 1 else Understood().status,
        asked=kinds.pop() if len(kinds) == 1 else Asked.SEVERAL,
        subject=tuple(dict.fromkeys(word for one in each for word in one.subject)),
        parts=tuple(parts),
    )
