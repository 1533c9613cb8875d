"""When a document takes effect and when it runs out, by the clauses in which it says so.

A document also speaks of other terms: of certificates, of filings, of the papers it cites. A clause counts as its own
only if its subject is the document (本办法, 本通知) or nothing at all, never another noun (证书有效期三年).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from docs_store.dates import dates
from docs_store.numerals import SMALL, whole

_STARTS = r"(?:开始\s*)?(?:正式)?(?:施行|实施|执行|生效|试行|实行)"
_ISSUING = r"(?:发布|印发|公布|发文|下发|签发|颁布|通过|公告|成文|批准)"
_COUNT = rf"(?P<n>{SMALL})"
_LENGTH = rf"(?:{_COUNT}\s*(?P<unit>年|个月|个?半年|日|天)|(?P<half>半年))"
_PAPER = (
    r"(?:办法|细则|措施|意见|条例|规定|法|政策|规划|方案|决定|准则|章程|计划|规程|通知|公告|通告|实施细则|标准|指引|文件|目录"
    r"|若干措施|管理办法|政策措施|指导意见|制度|规则|规范)"
)
# what may stand before 有效期 when the term is the document's own
_OWN = re.compile(rf"(?:^|[,;:(、]|本{_PAPER}(?:的)?|(?:正式|该|此|以上){_PAPER}|{_STARTS}(?:的)?|暂定|并?实施)\s*$")
_TERM = re.compile(
    r"(?:实施|执行|施行|试行)?(?:有效期限?|执行期限?|施行期限?|实施期限?|试行期限?|有效期间|(?<=施行,|执行,|实施,)期限)"
)
_SUBJECT = re.compile(rf"(?:正式|该){_PAPER}|起\s*{_STARTS}|调整至|延长至|延续至")
_THIS = re.compile(rf"本{_PAPER}(?:自|从|由|于|的?有效|\s*{_STARTS}|{_ISSUING})")
# what else has a term that begins on some day
_OTHER_SUBJECT = re.compile(
    "备案|证书|认定|核发|颁发|准予|许可|注册|登记|资格|合同|协议|名单|证件|牌照|标志|称号|入库|缴费"
)
# the document as the subject, or the day on which it takes effect
_NAMES_ITSELF = re.compile(
    rf"(?:本|正式|该|此|以上){_PAPER}|(?:自|从|于)[^。;,]{{0,24}}(?:起|日)\s*{_STARTS}(?!期)|(?:印发|发布|公布)之日"
)
# 本通知自2022年8月1日起三年内有效; 本意见自2024年5月1日至2026年4月30日期间有效
_THIS_FROM = re.compile(rf"本{_PAPER}(?:自|从|于)\s{{0,4}}$")
_VALID_FOR = re.compile(rf"\s{{0,4}}起?\s{{0,4}}{_LENGTH}\s{{0,4}}(?:之?内|以内)?有效")
_VALID_TO = re.compile(r"\s{0,4}起?\s{0,4}(?:至|到|[-—–~])\s{0,4}")
_VALID_BEHIND = re.compile(r"\s{0,4}(?:止|期间|之间)?内?有效")
_RUNS_TO = re.compile(rf"(?:{_STARTS}|起)[^。;]{{0,8}}(?:至|到)\s*$")
_OTHER_START = re.compile("申报|申请|受理|报名|提交|缴费|公示|报送|参保")
_SENTENCE = re.compile(r"[^。;\n]+")
_SENTENCE_END = re.compile(r"[。;\n]")
_SENTENCE_LENGTH = 600  # characters before a date that may have its subject
_NEAR = 60  # characters before a date or a term, or behind one, that tell what it is of
_BACK = timedelta(days=400)  # by which a paper may take effect before it is issued
_AFTER_ISSUE = re.compile(
    rf"(?:自|从)?(?:本{_PAPER})?{_ISSUING}之日起\s*+(?:满\s*+)?"
    rf"(?P<delay>{_COUNT}\s*(?P<unit>日|天|个月|年)(?:之?后|起))?\s*{_STARTS}"
    rf"|(?:自|从){_ISSUING}之日起(?![^。;\n]{{0,14}}内)|^[^\S\n]*{_ISSUING}之日(?:起)?\s*{_STARTS}",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with where it came from (see `docs_store.types.Inferred`) and how sure it is."""

    value: date
    source: str
    certainty: float


def effective(text: str, published: date | None, printed: date | None = None) -> Day | None:
    """When a document takes effect: `自2024年7月1日起施行`, `自发布之日起施行`, `自公布之日起30日后施行`.

    Args:
        text: folded reading text, one paragraph a line.
        published: day of issue, which many clauses count from.
        printed: day on which it was sent out (印发), where the record at its end gives another than that of issue.
    """
    clauses = [
        (found, start)
        for found, start, end in dates(text)
        if _valid_span(text, start, end)
        or (
            re.match(rf"\s*+(?:零时)?起?\s*+{_STARTS}", text[end : end + 20])
            and (text[end : end + 1] == "起" or re.search(r"(?:自|从|于)\s*$|^\s*$", _line_before(text, start)))
        )
    ]
    own = [clause for clause in clauses if _of_this_paper(text, clause[1])]
    # another's clause may be quoted; no paper takes effect long before its issue
    clauses = own or [clause for clause in clauses if not published or clause[0] >= published - _BACK]
    if clauses:
        # what the document says of itself stands at its end; what it says of others, before
        found, _ = (own or clauses)[-1]
        return Day(value=found, source="clause on taking effect", certainty=0.95 if own else 0.8)
    matches = list(_AFTER_ISSUE.finditer(text))
    full = [match for match in matches if re.search(rf"{_STARTS}$", match.group())]
    match = (full or matches)[-1] if matches else None
    issued = printed if match and printed and "印发" in match.group() else published
    if match is None or issued is None:
        return None
    if not match["delay"]:
        return Day(value=issued, source="day of issue, by the clause on taking effect", certainty=0.85)
    begins = _after(issued, whole(match["n"]), match["unit"])
    return Day(value=begins, source="counted from the day of issue", certainty=0.75) if begins else None


def expires(text: str, begins: date | None) -> Day | None:
    """The last day in force: `有效期至2027年6月30日`, `执行至2026年12月31日`, or `有效期3年` counted from `begins`.

    Args:
        text: folded reading text, one paragraph a line.
        begins: first day in force; a term of years cannot be counted without it.
    """
    named: Day | None = None  # by a clause whose subject is the document
    bare: dict[date, Day] = {}  # by clauses without a subject
    for sentence in _SENTENCE.finditer(text):
        day = _last_day(sentence.group(), begins)
        if day is None:
            continue
        if _NAMES_ITSELF.search(sentence.group()):
            named = day  # the clause on the term stands last
        elif not _goes_on(text, sentence.start()):
            bare[day.value] = day
    # several terms without a subject are of several measures
    return named or (next(iter(bare.values())) if len(bare) == 1 else None)


def _goes_on(text: str, start: int) -> bool:
    """Whether a sentence goes on about what the one before it in its paragraph tells (…减按1%征收。执行期限至…)."""
    before = text[max(0, start - _SENTENCE_LENGTH) : start].rpartition("\n")[2].rstrip()
    if not before.endswith(("。", ";")):
        return False
    last = _SENTENCE.findall(before)[-1:]
    return bool(last) and not _NAMES_ITSELF.search(last[0])


def _last_day(sentence: str, begins: date | None) -> Day | None:
    owns = _owner(sentence)
    for term in _TERM.finditer(sentence):
        if not owns(term.start()):
            continue
        after = sentence[term.end() : term.end() + _NEAR]
        rest = re.sub(r"^(?:\s|为|是|:|自|从|调整|延长|延续|截止|截至|暂定|至|到|限|\()+", "", after)
        days = [(day, start, end) for day, start, end in dates(rest)]
        if days and days[0][1] == 0:
            last = days[0]
            if len(days) > 1 and re.fullmatch(r"\s*+(?:起)?\s*+(?:至|到|[-—–~])+\s*", rest[last[2] : days[1][1]]):
                last = days[1]
            return Day(value=last[0], source="clause on validity", certainty=0.95)
        if (year := re.match(r"((?:19|20)\d\d)年(?:底|末|年底)", rest)) is not None:
            return Day(value=date(int(year[1]), 12, 31), source="clause on validity", certainty=0.9)
        if (length := re.match(_LENGTH, rest)) is not None:
            return _counted(length, begins)
    return _valid(sentence) or _until(sentence) or _trial(sentence, begins)


def _valid(sentence: str) -> Day | None:
    """`本通知自2022年8月1日起三年内有效`, `本意见自2024年5月1日至2026年4月30日期间有效`."""
    for day, start, end in dates(sentence):
        if (length := _VALID_FOR.match(sentence, end)) and _valid_span(sentence, start, end):
            return _counted(length, day)
        if _valid_span(sentence, start, end):
            behind = next(iter(dates(sentence[end : end + _NEAR])), None)
            return Day(value=behind[0], source="clause on validity", certainty=0.9) if behind else None
    return None


def _valid_span(text: str, start: int, end: int) -> bool:
    """Whether a date is the first of a span for which the paper itself is valid."""
    if not _THIS_FROM.search(text, max(0, start - _NEAR), start):
        return False
    if _VALID_FOR.match(text, end):
        return True
    to = _VALID_TO.match(text, end)
    last = next(iter(dates(text[to.end() : to.end() + _NEAR])), None) if to else None
    return bool(to and last and last[1] == 0 and _VALID_BEHIND.match(text, to.end() + last[2]))


def _owner(sentence: str) -> Callable[[int], bool]:
    """Tells, by where a term starts, whether it is the document's: nothing but that, or nothing, stands before it."""
    indent = len(sentence) - len(sentence.lstrip())
    this = _THIS.search(sentence) is not None
    subject = _SUBJECT.search(sentence) is not None
    other = _first_end(_OTHER_SUBJECT, sentence)

    def owns(start: int) -> bool:
        if not _OWN.search(sentence, max(0, start - _NEAR), start):
            return False
        return start <= indent or this or (subject and start < other)

    return owns


def _first_end(pattern: re.Pattern[str], sentence: str) -> int:
    """Where the first match ends; behind the sentence without one."""
    match = pattern.search(sentence)
    return match.end() if match else len(sentence) + 1


def _until(sentence: str) -> Day | None:
    """`自2024年1月1日起施行至2026年12月31日`, `执行至2025年12月31日`."""
    if not re.search(_STARTS, sentence):
        return None
    other = _first_end(_OTHER_START, sentence)
    for day, start, _ in dates(sentence):
        if start >= other:
            return None
        if _RUNS_TO.search(sentence, max(0, start - _NEAR), start):
            return Day(value=day, source="clause on validity", certainty=0.9)
    return None


def _trial(sentence: str, begins: date | None) -> Day | None:
    """`自发布之日起试行一年`, `试行两年`."""
    match = re.search(rf"(?:试行|暂行|起施行|起实施|起执行)\s*+(?:期?为)?\s*+{_LENGTH}(?!后|内|以)", sentence)
    own = _THIS.search(sentence) or _SUBJECT.search(sentence)
    return _counted(match, begins) if match and own else None


def _counted(match: re.Match[str], begins: date | None) -> Day | None:
    if begins is None:
        return None
    count, unit = (6, "个月") if match["half"] else (whole(match["n"]), match["unit"])
    end = _after(begins, count, unit)
    if end is None:
        return None
    return Day(value=end - timedelta(days=1), source="term counted from the first day in force", certainty=0.85)


def _after(day: date, count: int, unit: str) -> date | None:
    """The day `count` units later; the first of March where that day of February is missing."""
    if unit in ("日", "天"):
        return day + timedelta(days=count)
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "年" else 1)
    if months // 12 > 9998:
        return None
    try:
        return date(months // 12, months % 12 + 1, day.day)
    except ValueError:  # 29 February, or the 31st of a month that has none
        return date(months // 12 + (months % 12 == 11), (months % 12 + 1) % 12 + 1, 1)


def _line_before(text: str, at: int) -> str:
    """The last of what stands in the line before."""
    return text[max(0, at - _NEAR) : at].rpartition("\n")[2]


def _of_this_paper(text: str, at: int) -> bool:
    """Whether the sentence up to a date has the document itself as its subject."""
    before = _SENTENCE_END.split(text[max(0, at - _SENTENCE_LENGTH) : at])[-1]
    subject = re.search(rf"本{_PAPER}", before)
    return subject is not None and "》" not in before[subject.end() :]
