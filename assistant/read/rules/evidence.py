"""Finding the sentences that answer.

A sentence is evidence only if what the question is about stands in it or above it (headings, title), in the right year
and status. For a question about a quantity, the quantity must stand with the subject: in the same clause or the one
after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.check.addressed import to_a_machine
from assistant.read.rules.beside import CLAUSE, Beside, beside_quantity
from assistant.read.rules.fits import BARS, GAINS, GIVES, KEPT_FROM, RULES, fits
from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import canonical, topic_words
from assistant.read.rules.numbers import Measure, Quantity
from assistant.read.rules.question import Question
from assistant.read.rules.ranges import lies_in, stated
from assistant.read.rules.scope import Scope, is_for_later, status_fit, status_of, year_fit
from assistant.read.rules.topic import coverage, part_asked, present, searchable, subject_met
from assistant.say.sentences import Sentence, bare, split
from docs_store import lazy_re
from docs_store.catalog import DocumentInfo
from docs_store.textnorm import fold
from docs_store.types import Chunk, Kind, Passage, Status

_PART = 0.45  # weighted share of what the title does not hold that must stand in a rule or the headings above
CERTAIN = 0.66  # weighted share of the topic that must stand in a sentence and its context
# A name beside an office or a form of address; nothing else in these texts tells a person's name from other words.
_NAMES_PERSON = lazy_re.compile(
    "(?:书记|局长|主任|部长|[省市区县镇乡]长|处长|科长|股长|院长|校长|主席|负责人|联系人):?\\s*[\u4e00-\u9fff]{2,3}(?=[,。;、()\\s]|$)"
    "|[\u4e00-\u9fff]{2,3}(?:同志|院士|教授)"
)
_LEAST_TOPIC = 0.6  # a question that says less than this of its subject (问题, 政策) cannot be answered
_NAMES_OFFICE = lazy_re.compile(
    "(?:部门|单位|窗口|机构|电话)(?:为|是|:)|[由向到].{2,24}(?:负责|受理|办理|提出|提交|申报|解释)"
)
_NEEDED = {
    Asked.PERSON: _NAMES_PERSON,
    Asked.OFFICE: _NAMES_OFFICE,
    # Also as misprinted: 〔2022〕京经信发45号.
    Asked.NUMBER: lazy_re.compile("[〔\\[(【](?:19|20)\\d\\d[〕\\])】] ?[\\u4e00-\\u9fff]{0,12} ?\\d+ ?号"),
}
_EXCLUDES = lazy_re.compile("不(?:在|属于?|列入|纳入).{0,6}范围|不予支持|不得用于|除外")
_ITEM_ENDS = lazy_re.compile("[;:]$")
_LEADS = lazy_re.compile("^[^:]{2,60}:")
_GOES_ON = lazy_re.compile("其中|具体|最高|(?:补[贴助]|奖励|资助|支持|扶持|缴费|收费)?(?:标准|金额|额度|比例|期限)")
_OF_TIME = frozenset(("政策", "执行", "期限", "时间", "有效", "有效期", "施行", "到期", "失效", "作废", "废止"))
_TERM = lazy_re.compile("时间|期限|有效|[自从].{0,80}?[起至]")
_METHOD = lazy_re.compile(
    "[按依]照?.{1,30}(?:差额|补足|计算|核[算定减]|折算|之和|平均|基数)|(?:以|为)[^,。;]{1,30}(?:为基数|之和|的差额)|就高"
)
_PAYS = lazy_re.compile("拨付|发放|兑[现付]|到账|支付|[分按][^,。;]{1,4}[年次批期月季][^,。;]{0,6}[发拨兑支给]")
_CAUSE = lazy_re.compile("由于|因为|因|受.{1,16}影响|导致|造成|使得|原因|缺乏|不足|难以|致")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that answers, or helps to.

    Attributes:
        score: higher is better; comparable within one question.
        covered: topic words found in the sentence itself.
        status: what its numbers are.
        values: quantities of the kinds asked for that stand beside the subject; their spans are of the folded text.
    """

    sentence: Sentence
    passage: Passage
    score: float
    covered: frozenset[str]
    status: Status
    values: tuple[Quantity, ...] = ()

    @property
    def gives(self) -> frozenset[Measure]:
        """Kinds of quantity asked for that it gives."""
        return frozenset(quantity.measure for quantity in self.values)


def find(question: Question, scope: Scope, passages: Sequence[Passage]) -> list[Evidence]:
    """Sentences that answer the question within the scope, best first.

    Args:
        passages: what was retrieved for this question, best first; nothing else is looked at.
    """
    of_term = _OF_TIME if question.asked is Asked.VALIDITY else frozenset()  # 政策什么时候失效 names no subject
    told = sum(weight for word, weight in question.topic if word not in of_term)
    if told < _LEAST_TOPIC and not question.document_number:
        return []
    if question.ranks_measures or question.asks_difference:
        return []
    infos = {info.id: info for info in scope.infos}
    top = max((passage.score for passage in passages), default=0.0)
    low = min((passage.score for passage in passages), default=0.0)
    titles = canonical(" ".join({passage.title for passage in passages if passage.kind in RULES}))
    found: list[Evidence] = []
    for passage in passages:
        info = infos.get(passage.chunk.document_id)
        if info is None:
            continue
        if question.ranks_places and info.metadata.kind.value in RULES and not GAINS.search(question.text):
            continue  # a rule says what one gets for a thing, not how many of it there are
        rank = (passage.score - low) / (top - low) if top > low else 1.0
        context = searchable(fold(" ".join((info.metadata.title.value, *passage.chunk.heading))))
        title = bare(info.metadata.title.value)
        parts = split(passage.chunk)
        for sentence in parts:
            if to_a_machine(sentence.text):
                continue
            if bare(sentence.text) == title:
                continue  # it says what the document is about, and answers nothing
            if sentence.text.endswith(("?", "\uff1f")):
                continue  # it asks, and what answers it comes after
            before = _led_by(parts, sentence.index)
            evidence = _judge(question, scope, info, passage, sentence, before, context, titles, rank)
            if evidence is not None:
                found.append(evidence)
    return sorted(found, key=lambda e: -e.score)


def _led_by(parts: Sequence[Sentence], index: int) -> str:
    """What stands before a sentence and leads to it: the sentence before and, of an item, the lead-in of its list.

    In 小型项目资助额度:独奏不超过15万元;合唱不超过20万元; the second item is led by 小型项目资助额度, too.
    """
    if not index:
        return ""
    before = fold(parts[index - 1].text)
    first = index - 1
    while first and _ITEM_ENDS.search(fold(parts[first - 1].text)) and not _LEADS.search(fold(parts[first].text)):
        first -= 1
    lead = _LEADS.search(fold(parts[first].text)) if _ITEM_ENDS.search(before) else None
    if lead is None or first == index - 1:
        return before
    return f"{lead.group()}{before}"


def _judge(
    question: Question,
    scope: Scope,
    info: DocumentInfo,
    passage: Passage,
    sentence: Sentence,
    before: str,
    context: str,
    titles: str,
    rank: float,
) -> Evidence | None:
    folded = fold(sentence.text)
    if (case := _in_range(question, folded)) is None:
        return None
    question = case
    kind = info.metadata.kind.value
    year = year_fit(sentence, info, scope.years)
    status = status_of(sentence, kind, _place_asked(question, folded) if sentence.statement.turns else None)
    # 2023年完成多少,2024年目标多少: the target is asked of the last year
    earlier = bool(scope.years) and max(scope.years) < max(question.years, default=0)
    fit = status_fit(Status.UNKNOWN if earlier else question.status, status)
    if year == 0 or fit == 0 or (status is Status.TARGET and is_for_later(sentence, info, scope.years)):
        return None
    own = searchable(folded)
    if question.asks_barred and BARS.search(folded):
        own = f"{own} {KEPT_FROM}"
    # A policy is about its title throughout; a report's title says nothing of its single sentences.
    around = f"{context} {searchable(before)} {own}"
    if kind is Kind.WORK_SUMMARY:
        about = own
    else:
        led = _ITEM_ENDS.search(before) or _GOES_ON.match(folded)  # one rule in several cases, or sentences
        lead = searchable(before) if led else ""
        about, context = f"{searchable(fold(info.metadata.title.value))} {lead} {own}", f"{context} {lead}"
    if not fits(question, kind, sentence, folded, before, context):
        return None
    in_context = coverage(question.topic, around)
    if (in_context < CERTAIN and not question.asks_stacking) or not subject_met(question, around, titles):
        return None
    score = 0.45 * coverage(question.topic, about) + 0.2 * in_context + 0.15 * rank
    beside: dict[Measure, Beside] = {}
    if question.asked in (Asked.VALUE, Asked.TIME, Asked.CONTACT):
        if kind is not Kind.WORK_SUMMARY and (
            question.asks_result or not _part_met(question, info, f"{context} {own}")
        ):
            return None  # a rule says what is given, not what was
        if kind is Kind.WORK_SUMMARY and folded.startswith("其中"):
            context = f"{context} {searchable(before)}"
        beside = beside_quantity(question, folded, passage.chunk, context, kind)
        if question.asks_how_given:
            given = GIVES.search(folded) or (beside and "|" in folded)  # a row gives what its table is for
            if sentence.is_heading or not given:
                return None  # the amounts of a condition are none that are given
        elif not beside:
            return None
        # 成交额多少、登记了多少项: a sentence that gives both is the better answer
        wanted = question.measures or beside.keys()
        shares = {measure: near.share for measure, near in beside.items()}
        if shares:
            score += 0.35 * (max(shares.values()) + sum(shares.get(m, 0.0) for m in wanted) / len(wanted)) / 2
    elif (needed := _NEEDED.get(question.asked)) and not needed.search(folded):
        return None
    elif question.asked is Asked.LIST:
        score += _as_list(question, passage, folded)
    elif sentence.is_heading:
        score -= 0.05
    elif question.asks_payment and _PAYS.search(folded) and "|" not in folded:
        score += 0.2
    if question.asks_method and _METHOD.search(folded):
        score += 0.3
    if question.asked is Asked.REASON and _CAUSE.search(folded) and not sentence.is_heading:
        score += 0.15
    covered = frozenset(word for word, _ in question.topic if present(word, own) >= 0.6)
    return Evidence(
        sentence=sentence,
        passage=passage,
        score=score * year * fit,
        covered=covered,
        status=status,
        values=tuple(quantity for near in beside.values() for quantity in near.quantities),
    )


def _as_list(question: Question, passage: Passage, folded: str) -> float:
    """How much more a sentence answers what wants a list: it announces one, under a heading of what is asked about.

    Of several lead-ins the one that says least beyond the question is the general one.
    """
    part = part_asked(question, passage.title)
    above = 0.15 * coverage(part, canonical(passage.chunk.heading[-1])) if passage.chunk.heading else 0.0
    if question.negative and (BARS if question.asks_barred else _EXCLUDES).search(folded):
        return above + 0.2
    if not folded.endswith(":"):
        return above
    words = topic_words(folded)
    asked = sum(weight for word, weight in words if word in canonical(question.text)) / sum(
        w for _, w in words or [("", 1)]
    )
    return above + 0.2 * coverage(part, searchable(folded)) * asked


def _in_range(question: Question, folded: str) -> Question | None:
    """The question without the amounts it states, where a row of a table is for such; `None` where it is for others."""
    if "|" not in folded:
        return question
    fits = {words: lies_in(value, folded) for words, value in stated(question.text).items()}
    if not any(fit is not None for fit in fits.values()):
        return question
    if not any(fits.values()):
        return None
    kept = tuple((word, weight) for word, weight in question.topic if not any(words in word for words in fits))
    return replace(question, topic=kept)


def _part_met(question: Question, info: DocumentInfo, text: str) -> bool:
    """Whether a policy's rule is about the part of its subject that is asked about: of a subsidy, its payment."""
    part = part_asked(question, info.metadata.title.value)
    if question.asked is Asked.TIME and all(word in _OF_TIME for word, _ in part) and _TERM.search(text):
        return True
    return coverage(part, text) >= _PART


def _place_asked(question: Question, folded: str) -> int | None:
    """Where the clause ends that says most of what a number is asked about; `None` for other questions.

    In 新培育高新技术企业47家,总量预计突破165家 only the second number is a forecast.
    """
    if question.asked is not Asked.VALUE:
        return None
    cuts = [0, *(match.end() for match in CLAUSE.finditer(folded)), len(folded)]
    clauses = [(a, b) for a, b in pairwise(cuts) if any(map(str.isdigit, folded[a:b]))]
    if not clauses:
        return None
    _, end = max(clauses, key=lambda span: coverage(question.topic, searchable(folded[slice(*span)])))
    return len(folded[:end].rstrip(",;:。!?")) - 1


def whole_point(evidence: Evidence) -> list[Evidence]:
    """All sentences of the chunk that a sentence stands in, in order."""
    sentences = split(evidence.passage.chunk)
    return [replace(evidence, sentence=sentence) for sentence in sentences if not to_a_machine(sentence.text)]


def whole_chunk(passage: Passage) -> list[Evidence]:
    """All sentences of a passage but its headings that announce nothing, as evidence of nothing in particular."""
    return [
        Evidence(sentence=sentence, passage=passage, score=1.0, covered=frozenset(), status=Status.UNKNOWN)
        for sentence in split(passage.chunk)
        if (not sentence.is_heading or fold(sentence.text).endswith(":")) and not to_a_machine(sentence.text)
    ]


def passage_of(chunk: Chunk, info: DocumentInfo) -> Passage:
    """A chunk that was looked up, not searched for, as a passage."""
    return Passage(
        chunk=chunk,
        title=info.metadata.title.value,
        region=info.metadata.region.value if info.metadata.region else "",
        kind=info.metadata.kind.value,
        source=info.source,
        score=1.0,
        similarity=None,
        found_by=("catalog",),
    )
