"""Whether one sentence stands in its source: as the source's own sentence, or word by word beside it.

A worded sentence is laid beside the quote token by token (`tokens`). What it may do: leave out whole clauses, join
them, add or leave out words that carry nothing (共, 其中, 全县), and name the place and the year that the document's
heading gives. What it may not do is anything that could change what is said; so the rules below ask for more than a
reader would, and what they refuse is said in the source's own words instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from assistant.read.rules.check import computed, rows
from assistant.read.rules.check import verdict as verdicts
from assistant.read.rules.check.source import Fault, FaultKind, Source
from assistant.read.rules.check.tokens import STATUSES, Token, TokenKind, tokenize
from assistant.say.sentences import with_headers
from docs_store import lazy_re, regions
from docs_store.textnorm import fold, normalise
from docs_store.types import AnswerFigure, AnswerSentence, Status, Verdict

# Words that carry nothing that could be true or false.
_LIGHT = lazy_re.compile(
    "(?:的|了|是|在|其中|为|共有|共计|共|有|以及|和|与|及|并|对于|对|另外|此外|同时|包括|分别|其|该|这|等|即|也|则|由|从"
    "|到|至|年|达到|达|全年|当年|全[县市区省镇]|[我本][县市区省局]|具体|如下|一是|二是|三是|四是|五是|人民币|说明|显示"
    "|根据|按照|依据|文件|规定|资料)*+"
)
_SAID = {Status.ACTUAL: "actual", Status.EXPECTED: "expected", Status.TARGET: "target"}
_FACTS = {
    TokenKind.NUMBER: FaultKind.NUMBER,
    TokenKind.YEAR: FaultKind.YEAR,
    TokenKind.DATE: FaultKind.DATE,
    TokenKind.DOC_NUMBER: FaultKind.DOC_NUMBER,
    TokenKind.PLACE: FaultKind.PLACE,
    TokenKind.GUARD: FaultKind.MEANING,
    TokenKind.WORD: FaultKind.WORDS,
}


def check_sentence(
    sentence: AnswerSentence,
    sources: Mapping[int, Source],
    figures: Sequence[AnswerFigure] = (),
    verdict: Verdict | None = None,
) -> list[Fault]:
    """What of a sentence does not stand in the passages it cites; empty when all of it does.

    Args:
        sources: resolved citations by marker (`assistant.read.rules.check.source.resolve`).
        figures: the answer's figures: a sentence may say one of them, or what one computes from others.
        verdict: the answer's yes or no, which a sentence may say.
    """
    if not sentence.citations:
        return [Fault(FaultKind.NO_CITATION)]
    missing = [Fault(FaultKind.UNRESOLVED, f"[{marker}]") for marker in sentence.citations if marker not in sources]
    if missing:
        return missing
    cited = [sources[marker] for marker in sentence.citations]
    if verdicts.is_said(sentence.text):
        return verdicts.check(sentence.text, cited, verdict)
    if computed.is_said(sentence.text, cited, figures):
        return computed.check(sentence.text, cited, sources, figures)
    # Every citation must hold the sentence: a marker beside a passage that does not say it is a wrong citation.
    for source in cited:
        faults = _against(sentence.text, source)
        if faults and not rows.holds(sentence.text, source, figures):
            return faults
    return []


def _against(text: str, source: Source) -> list[Fault]:
    text = _without_place(text, source)
    if _bare(text) in _own_sentences(source):
        return []
    answer, quote = tokenize(text), tokenize(source.quote)
    if not answer:
        return [Fault(FaultKind.WORDS, text)]
    return _Alignment(answer, quote, source).faults()


def _without_place(text: str, source: Source) -> str:
    """The sentence without `当涂县:` before it, where that is the document's own place."""
    place, colon, rest = text.partition("\uff1a")
    names = {*source.around.split("\n")[:2], regions.short_name(source.around.split("\n")[1])}
    return rest if colon and place in names else text


@lru_cache(maxsize=512)
def _own_sentences(source: Source) -> frozenset[str]:
    """The quote's sentences as an answer may say them whole, compared without their last mark."""
    found: set[str] = set()
    for sentence in source.quote.split("\n"):
        found.update((_bare(sentence), _bare(with_headers(sentence, source.heading))))
    return frozenset(found)


def _bare(text: str) -> str:
    return fold(normalise(text)).strip().rstrip("。;:.")


class _Alignment:
    """A sentence beside a quote, each token of the one with its counterpart in the other where it has one."""

    def __init__(self, answer: Sequence[Token], quote: Sequence[Token], source: Source) -> None:
        self._answer, self._quote, self._source = answer, quote, source
        matcher = SequenceMatcher(None, [t.key for t in answer], [t.key for t in quote], autojunk=False)
        self._partner = {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
        self._said = {*self._partner.values()}

    def faults(self) -> list[Fault]:
        """What the sentence adds to the quote, then what it leaves out that would change the meaning."""
        return self._added() + self._left_out()

    # --- added -------------------------------------------------------------------------------------------------

    def _added(self) -> list[Fault]:
        faults = []
        words: list[Token] = []
        for i, token in enumerate(self._answer):
            alone = i not in self._partner
            if alone and token.kind is TokenKind.WORD and (not words or words[-1].clause == token.clause):
                words.append(token)
                continue
            faults += self._words(words)
            words = [token] if alone and token.kind is TokenKind.WORD else []
            if alone and token.kind is not TokenKind.WORD and not self._may_add(token):
                faults.append(Fault(_FACTS[token.kind], token.text))
        return faults + self._words(words)

    def _words(self, run: Sequence[Token]) -> list[Fault]:
        text = "".join(token.text for token in run)
        if _LIGHT.fullmatch(text) or (len(text) > 1 and text in self._source.around):
            return []
        return [Fault(FaultKind.WORDS, text)]

    def _may_add(self, token: Token) -> bool:
        """Whether the document's heading or metadata gives what the quote itself does not say."""
        key: Any = token.key
        near = self._sentences_said()
        if token.kind is TokenKind.YEAR:
            spoken = any(t.kind is TokenKind.YEAR for t in self._quote if t.sentence in near)
            return not spoken and key[1] in self._source.years
        if token.kind is TokenKind.PLACE:
            return self._source.lies_in(key[1])
        if token.kind is TokenKind.DOC_NUMBER:
            return token.text in fold(self._source.around)
        if token.kind is TokenKind.GUARD and key[1] in STATUSES:
            spoken = any(t.kind is TokenKind.GUARD and t.key[1] in STATUSES for t in self._quote if t.sentence in near)  # type: ignore[index]
            return not spoken and key[1] == _SAID.get(self._source.status)
        return False

    def _sentences_said(self) -> set[int]:
        return {self._quote[j].sentence for j in self._said}

    # --- left out ----------------------------------------------------------------------------------------------

    def _left_out(self) -> list[Fault]:
        faults = []
        clauses: dict[int, list[int]] = {}
        for i, j in self._partner.items():
            clauses.setdefault(self._answer[i].clause, []).append(j)
        for partners in clauses.values():
            first, last = partners[0], partners[-1]
            if self._quote[first].sentence != self._quote[last].sentence:
                faults.append(Fault(FaultKind.WORDS, self._quote[last].text))
                continue
            begin, end = self._clause_of(first)[0], self._clause_of(last)[1]
            faults += self._silent(range(begin, end))
            faults += self._unsaid_before(begin)
        return faults

    def _clause_of(self, j: int) -> tuple[int, int]:
        clause = self._quote[j].clause
        begin = next((k + 1 for k in range(j, -1, -1) if self._quote[k].clause != clause), 0)
        end = next((k for k in range(j, len(self._quote)) if self._quote[k].clause != clause), len(self._quote))
        return begin, end

    def _silent(self, span: Collection[int]) -> list[Fault]:
        """Tokens of the quote's clause that the sentence leaves out though they carry something."""
        faults = []
        words = ""
        for j in (*span, None):
            token = self._quote[j] if j is not None else None
            if token is not None and j not in self._said and token.kind is TokenKind.WORD:
                words += token.text
                continue
            if not _LIGHT.fullmatch(words):
                faults.append(Fault(FaultKind.WORDS, words))
            words = ""
            if token is not None and j not in self._said and not self._may_leave_out(token):
                faults.append(Fault(_FACTS[token.kind], token.text))
        return faults

    def _may_leave_out(self, token: Token) -> bool:
        key: Any = token.key
        if token.kind is TokenKind.YEAR:
            return not any(t.kind is TokenKind.YEAR for t in self._answer)
        return token.kind is TokenKind.PLACE and self._source.lies_in(key[1])

    def _unsaid_before(self, begin: int) -> list[Fault]:
        """Words earlier in the quote's sentence that make it a forecast or plan, or name its place or year."""
        sentence = self._quote[begin].sentence
        faults = []
        for j in range(begin - 1, -1, -1):
            token = self._quote[j]
            if token.sentence != sentence:
                break
            key: Any = token.key
            turns = token.kind is TokenKind.GUARD and key[1] in STATUSES
            if j in self._said or not (turns or token.kind in (TokenKind.YEAR, TokenKind.PLACE)):
                continue
            if not turns and self._may_leave_out(token):
                continue
            if not any(t.key == token.key for t in self._answer):
                faults.append(Fault(_FACTS[token.kind], token.text))
        return faults
