"""Whether a text states what a yes/no question claims, or the opposite: by its number, or in its very words.

Strict on purpose. A wrong yes costs more than a passage to read, so everything that is not plainly said is left open:
`None` where the text does not decide. Pure functions, also used to check a verdict against the passage it cites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from assistant.read.rules.beside import CLAUSE
from assistant.read.rules.claims import Claim, Comparator
from assistant.read.rules.denial import ENTITLES, EXCLUDES, denies
from assistant.read.rules.lexicon import GENERIC, canonical, split_canonical, tagged, without_asking, words_of
from assistant.read.rules.numbers import Measure, Quantity
from assistant.read.rules.values import Span, Value, agree, is_one_unit, values_in
from docs_store import lazy_re
from docs_store.numerals import value_of
from docs_store.textnorm import fold

MARKS = frozenset((Measure.DATE, Measure.DURATION, Measure.PHONE))  # what is compared as written
_LIMITS = lazy_re.compile("最高|最多|上限|封顶|限额|顶格")
_REQUIRES = lazy_re.compile("要|需|须|应|条件|门槛|要求")
_NEEDS = lazy_re.compile("要求|门槛|条件|[需须要](?:要|达到|满)")
_BOUNDED = frozenset("≥≤")
_ROUGH = frozenset("≈≲")

# Words that a yes/no question has and no passage needs: 可以用来买, 会给, 需要提交
_LIGHT = words_of(
    "可以 能够 需要 必须 应该 应当 有 没有 是 不是 可 能 会 要 用 用来 拿 拿到 给 领 领取 得到 获得 提交 提供 准备 "
    "附 交 享受 到 在 算 属于 包括 还 也 就 都 吗 了 的 和 与 去 来 做 被 把 对 我 我们 你们 这 那 这个 那个 请问 想 "
    "如果 进行 相关 有关"
)
# Tells why there is a rule, and not the rule.
_PURPOSE = lazy_re.compile("制定本|制订本|特制定|结合[^,，。;；]{0,12}实际[,，]")
_CONDITIONS = lazy_re.compile("[仅只]|除(?!外)|方可|之一|或者|但|原则上|视情况|酌情|另行")
_LEADS = lazy_re.compile("材料|提交|条件|具备|要求")
_CLAUSE = lazy_re.compile("[,;。:!?()]")
_ITEM = lazy_re.compile("[、|]|以及|或者|[和及或]")
_TAILS = lazy_re.compile("(?:复印件|原件|扫描件)$|等(?s:.*)")
_GOES_ON = lazy_re.compile("(?:的|者|时|后|前)$")
_NAMING = ("n", "j", "l", "i", "vn", "a", "b")  # parts of speech, of jieba, that tell one thing from another
_SAYS_LITTLE = words_of("产生 发生 形成 实际 一次性 统一 均 均可 规定 上述 有关 相应")
_COUNTS = lazy_re.compile("[0-9一二两三四五六七八九十百千首再]")
_ANY_PAPERS = lazy_re.compile("(?:下列|以下|所需|有关|相关)(?:材料|资料|条件)")  # 申报材料 to the table of synonyms
_ENDS = lazy_re.compile("截止|结束|到期|为止|最晚|最迟|之?前")
_BEGINS = lazy_re.compile("开始|起|最早")
_DAY = lazy_re.compile(
    r"(?:(?P<year>\d{4})[年./-])?(?:(?P<month>\d{1,2})(?:[月./-](?:(?P<day>\d{1,2})日?)?)?)?(?:底|末|初|份)?"
)
_SAME_DAY = 2  # month and day
_LENGTH = lazy_re.compile(
    r"(?P<number>\d+|[零一二两三四五六七八九十百]+)(?P<unit>个?(?:工作日|月|天|日|年|小时))(?:以?内)?"
)
_UNITS = {"个工作日": "工作日", "月": "个月", "日": "天", "个小时": "小时"}


def by_number(claim: Claim, given: Value) -> bool | None:
    """Whether a number that answers the claim's open question bears the claim out.

    Args:
        given: the number with its limiting word; a range decides nothing.
    """
    claimed = next(
        (value for value, _, _ in values_in(claim.stated) if is_one_unit(value, given) or not value.base), None
    )
    if claimed is None or claimed.upper is not None or given.upper is not None or claim.negated:
        return None
    number = claimed.number
    if claim.is_case:  # only a bound that the case breaks decides: there may be other conditions
        kept = Span.of(given.number, given.comparator)
        return False if given.comparator in _BOUNDED and Span.of(number, "").apart_from(kept) else None
    if _NEEDS.search(claim.text) and given.comparator not in _BOUNDED:
        return None  # 按费用的10%补助 says nothing of how much is required
    about_limit = given.comparator in _BOUNDED and _LIMITS.search(claim.text) is not None
    about_need = given.comparator == "≥" and _REQUIRES.search(claim.text) is not None
    if about_limit or about_need:
        return None if claim.comparator in (">", "<", "≈") else number == given.number
    comparator = "" if claim.comparator is Comparator.EQUAL else str(claim.comparator)
    if claim.comparator is Comparator.ABOUT and not agree(given, Value(number, None, given.base, "≈")):
        return None
    if not comparator and number != given.number and _rounded(given.number, number):
        return None  # 12.9亿元 where 12.93亿元 is said
    if comparator and number == given.number and comparator != given.comparator:
        return None if comparator in "><" else True if comparator in "≥≤" and not given.comparator else None
    known, wanted = Span.of(given.number, given.comparator), Span.of(number, comparator)
    if known.within(wanted) and not (given.comparator in _ROUGH and not comparator):
        return True
    return False if known.apart_from(wanted) else None


def meant(claim: Claim, folded: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Indices of the quantities whose clause holds most words of the claim.

    Args:
        folded: a folded sentence.
        spans: quantities of the kind claimed in it.
    """
    words = words_claimed(claim.text)
    shares = [sum(word in canonical(clause_of(folded, start, end)) for word in words) for start, end in spans]
    return [i for i, share in enumerate(shares) if share == max(shares)]


def clause_of(folded: str, start: int, end: int) -> str:
    """The clause around a span of a folded sentence."""
    begins = max((match.end() for match in CLAUSE.finditer(folded, 0, start)), default=0)
    ends = CLAUSE.search(folded, end)
    return folded[begins : ends.start() if ends else len(folded)]


def by_mark(claim: Claim, given: Sequence[str]) -> bool | None:
    """Whether the dates, lengths of time or telephone numbers that answer the open question are the one claimed.

    Args:
        given: those of one kind, as written, folded, in the order of the text: of a term, its beginning and its end.
    """
    marks = [_mark(text) for text in given]
    claimed = _mark(claim.stated)
    if claim.is_case or claim.negated or claim.comparator is not Comparator.EQUAL or not marks:
        return None
    if claim.measure is Measure.DATE and len(marks) > 1:
        if _ENDS.search(claim.text):
            marks = marks[-1:]
        elif _BEGINS.search(claim.text):
            marks = marks[:1]
    if len(marks) > 1:
        return None
    (known,) = marks
    if known == claimed:
        return True
    if claim.measure is Measure.DATE:  # 10月 may be 10月31日, and 10月31日 that of any year
        pairs = [(a, b) for a, b in zip(known, claimed, strict=True) if a and b]
        return False if any(a != b for a, b in pairs) else (True if len(pairs) >= _SAME_DAY else None)
    return False if known[-1] == claimed[-1] else None


def marks(folded: str, values: Sequence[Quantity], measure: Measure) -> list[tuple[object, ...]]:
    """The quantities of one kind that are compared as written, as `is_same_mark` takes them."""
    return [_mark(folded[q.start : q.end]) for q in values if q.measure is measure]


def is_same_mark(first: tuple[object, ...], second: tuple[object, ...]) -> bool:
    """Whether two marks can be one: 10月31日 and 2026年10月31日."""
    return len(first) == len(second) and all(a == b for a, b in zip(first, second, strict=True) if a and b)


def may_be_same_year(first: tuple[object, ...], second: tuple[object, ...]) -> bool:
    """Whether two dates do not name different years."""
    return not (first[0] and second[0]) or first[0] == second[0]


def _mark(text: str) -> tuple[object, ...]:
    """A date as year, month and day, `None` for what it does not say; any other mark as its number and its unit."""
    text = text.replace(" ", "")
    if (day := _DAY.fullmatch(text)) and (day["month"] or day["year"]):
        return tuple(int(day[part]) if day[part] else None for part in ("year", "month", "day"))
    if length := _LENGTH.fullmatch(text):
        return (value_of(length["number"]), _UNITS.get(length["unit"], length["unit"]))
    return (re.sub(r"\D", "", text) or text, "")


def _rounded(exact: Decimal, stated: Decimal) -> bool:
    """Whether the stated number is the exact one with fewer digits."""
    return exact.quantize(Decimal(1).scaleb(stated.as_tuple().exponent)) == stated  # type: ignore[arg-type]


def by_words(claim: Claim, sentence: str, lead: str, title: str) -> bool | None:
    """Whether a sentence says in so many words what is claimed, or denies it.

    Every word of the claim must stand in one statement of the sentence, or in the words that announce it and the title;
    and that statement may name nothing that the claim does not.

    Args:
        sentence: reading text.
        lead: what announces the sentence: the lead-in or heading above it.
    """
    if _PURPOSE.search(sentence):
        return None
    words = words_claimed(claim.text, title)
    own = [word for word in words if word not in ENTITLES]
    if not own:
        return None
    announced, about = canonical(_ANY_PAPERS.sub("", fold(lead))), canonical(fold(title))
    known = f"{canonical(claim.text)} {about} {announced}"
    text = canonical(fold(sentence))
    for said in _statements(text):
        held = [word for word in own if word in said.words]
        if not held or any(word not in held and word not in f"{announced} {said.before}" for word in own):
            continue
        if _others(said.words, known):
            continue
        if _CONDITIONS.search(said.whole) and not _CONDITIONS.search(claim.text):
            return None
        entitled = [word for word in words if word in ENTITLES and word not in f"{said.whole} {announced}"]
        if denies(said.whole):
            if entitled and not EXCLUDES.search(said.whole):
                continue
            return claim.negated
        if _CONDITIONS.search(text) and not _CONDITIONS.search(claim.text):
            return None
        if not (entitled or said.after or all(word in GENERIC for word in held)):
            return _affirmed(claim, said.words, announced)
    return None


def _affirmed(claim: Claim, statement: str, announced: str) -> bool | None:
    """A statement that holds every word of the claim and denies nothing."""
    if _REQUIRES.search(claim.text) and not (_LEADS.search(f"{announced} {statement}")):
        return None
    return not claim.negated


def words_claimed(text: str, title: str = "") -> list[str]:
    """Words of a claim that a passage must hold, by their canonical names; those of the title hold for all of it."""
    known = canonical(fold(title))
    found = []
    for name, rest in split_canonical(canonical(text)):
        if name:
            found.append(name)
        for run in without_asking(rest):
            found += [word for word, tag in tagged(run) if not _is_light(word, tag)]
    return [word for word in dict.fromkeys(found) if word not in known]


def _is_light(word: str, tag: str) -> bool:
    if word in _LIGHT or not any(char.isalnum() for char in word):
        return True
    return tag[0] in "upcyr" or (tag[0] in "mq" and not _COUNTS.search(word))


@dataclass(frozen=True, slots=True)
class _Statement:
    """One statement of a sentence, canonical.

    Attributes:
        words: a clause, or one item of an enumeration.
        clause: the clause it stands in.
        before: the clause that announces it.
        after: the clause that says what holds of it.
    """

    words: str
    clause: str
    before: str = ""
    after: str = ""

    @property
    def whole(self) -> str:
        return f"{self.before} {self.clause} {self.after}"


def _statements(text: str) -> list[_Statement]:
    """The statements of a sentence, with what announces each and what it leads to.

    In `下列支出不在支持范围:强制检测、财务代理` the first clause announces; in `已享受其他补助的,不重复享受` the
    second says what holds of the first.
    """
    found = []
    clauses, marks = [clause.strip() for clause in _CLAUSE.split(text)], _CLAUSE.findall(text)
    before = ""
    for clause, following, mark in zip_longest(clauses, clauses[1:], marks, fillvalue=""):
        after = following if clause and _GOES_ON.search(clause) else ""
        if after:
            found.append(_Statement(f"{clause},{after}", f"{clause},{after}", before))
        elif clause:
            found.append(_Statement(clause, clause, before))
        found += [_Statement(item, clause, before, after) for item in _ITEM.split(clause) if item and item != clause]
        if mark == ":":
            before = clause
    return found


def _others(statement: str, known: str) -> list[str]:
    """Words of a statement that name something which the claim does not."""
    plain = _TAILS.sub("", EXCLUDES.sub("", statement))
    return [
        word
        for word, tag in tagged(plain)
        if tag.startswith(_NAMING) and len(word) > 1 and word not in known and word not in GENERIC | _SAYS_LITTLE
    ]
