"""Whether a document bears out what a language model proposes of it.

A quote must stand in what the model was shown, and the value must follow from the quote, by a rule for each field: a
title is whole lines at the beginning, a place is one of the table's in the name of an office or of the area where the
paper applies, a day stands where a paper says of itself that it was issued, takes effect or ends. What a document says
of another paper therefore proves nothing, and neither does an order to the model that somebody wrote into it.

This runs in the program itself, not in the process that reads files: every rule looks at one quote and the lines it
stands in, both of bounded length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docs_store import lazy_re, regions
from docs_store.dates import dates
from docs_store.language.periods import day_mentions, year_mentions
from docs_store.proposals import WINDOW, Proposal
from docs_store.quoting import comparable, locate
from docs_store.textnorm import normalise
from docs_store.titles import is_number, number_key
from docs_store.types import Kind
from ingest.grounds import Ground, grounds
from ingest.kind_words import NAMES_KIND, WORDS

_LONGEST_QUOTE = 300
_TITLE = range(4, 71)
_YEARS = range(1949, 2101)

_KINDS = tuple((kind, lazy_re.compile(words)) for kind, words in WORDS)
_ISO = lazy_re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_SENTENCE_END = lazy_re.compile("[。;]")
_FOUR_DIGITS = lazy_re.compile(r"(?<!\d)\d{4}(?!\d)")
_ORGAN = (
    r"[\u4e00-\u9fff]{2,20}(?:人民政府|政府|办公厅|办公室|委员会|管委会|联合会|总局|中心|科协|府办|局|厅|部|委|署|院)"
)
_ORGANS = lazy_re.compile(rf"{_ORGAN}(?:[、\s]{{1,4}}{_ORGAN}){{0,9}}")
_AREA = lazy_re.compile("(?:行政)?(?:区域|区划|辖区|境)(?:范围)?内")
_LABELS = {
    field: lazy_re.compile(rf"[【\[]?(?:{words})[】\]]?\s{{0,9}}:?")
    for field, words in {
        "title": "(?:文件|政策)?(?:标题|名称|题名)",
        "issuer": "(?:发布|发文|印发|制定)(?:机构|机关|单位|部门)|来源",
        "doc_number": "文号|发文字号|文件编号",
        "published": "(?:发布|发文|成文|印发|公布|颁布)(?:日期|时间|日)",
        "effective": "(?:施行|实施|生效|执行)(?:日期|时间|日)",
        "expires": "(?:失效|废止|终止)(?:日期|时间|日)|有效期(?:截?至)?",
    }.items()
}
_BEGINS = lazy_re.compile(r"\s{0,4}(?:起|开始)?(?:正式)?(?:施行|实施|生效|执行|试行)")
_ENDS = lazy_re.compile(r"\s{0,4}(?:自行)?(?:失效|届满)")
_UNTIL = lazy_re.compile(r"(?:有效|执行|试行|施行|实施)[^。;\n]{0,30}(?:至|到)\s{0,4}$")
_ISSUED = lazy_re.compile(r"\s{0,4}(?:印发|发布|公布|颁布)")
_APPLYING = lazy_re.compile("申报|申请|报名|受理|报送|提交|推荐|征集")
_LAST_DAY_BEFORE, _LAST_DAY_AFTER = (
    lazy_re.compile(r"(?:截止|截至|至|到)[^\d。;]{0,8}$"),
    lazy_re.compile(r"\s{0,4}(?:\d{1,2}[:时点]\d{0,2}分?|下班)?(?:之?前|止|截止|以前)"),
)
_ITSELF = lazy_re.compile(rf"[本此][^。;《》\n]{{0,4}}?(?:{NAMES_KIND.pattern})")
_IN_FORCE = lazy_re.compile(rf"{_ITSELF.pattern}|施行|实施|生效")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A value that a document bears out. `text[start:end]` of its reading text are the words it rests on."""

    value: object
    start: int
    end: int


def prove(proposal: Proposal, text: str, passages: Sequence[tuple[int, int]]) -> Proven | None:
    """What of a proposal the document bears out; `None` where it does not.

    Args:
        text: the document's reading text.
        passages: spans of it that the model was shown, in order.
    """
    rule = _RULES.get(proposal.field)
    if rule is None or not 2 <= len(proposal.quote) <= _LONGEST_QUOTE or len(proposal.value) > _LONGEST_QUOTE:
        return None
    for ground in grounds(proposal.quote, text, passages):
        value = rule(normalise(proposal.value).strip(), ground)
        if value is not None:
            return Proven(value=value, start=ground.start, end=ground.end)
    return None


def _title(value: str, ground: Ground) -> str | None:
    """Whole lines or cells at the beginning, as they stand there."""
    words = ground.words
    same = comparable(value).kept == comparable(ground.quote).kept
    if not same or len(words) not in _TITLE or not ground.in_head or any(mark in words for mark in "。;；!！|"):
        return None
    return words if _alone(ground, 0, len(ground.quote), "title") else None


def _kind(value: str, ground: Ground) -> Kind | None:
    """A kind whose words the paper's own name has, or the paper where it speaks of itself (本办法)."""
    pattern = next((pattern for kind, pattern in _KINDS if kind == value), None)
    words = ground.words
    named = ground.in_head and _alone(ground, 0, len(ground.quote), "title")
    texts = [words] if named else [match.group() for match in _ITSELF.finditer(words)]
    return Kind(value) if pattern is not None and any(map(pattern.search, texts)) else None


def _region(value: str, ground: Ground) -> str | None:
    """A place of the table, named beyond doubt in the name of who issues the paper, in its title, or as where it holds.

    A place that several share (鼓楼区) is one only with what lies around it named before it.
    """
    region = regions.parse_path(value)
    if region is None or region == regions.COUNTRY:
        return None
    for mention in regions.find_mentions(ground.quote):
        sure = mention.region_candidates == (region,) or regions.parse_path(mention.surface) == region
        if sure and not mention.in_institution and _is_home(ground, mention.start, mention.end):
            return region.full_name
    return None


def _is_home(ground: Ground, start: int, end: int) -> bool:
    """Whether the place `quote[start:end]` is the paper's own."""
    office = _ORGANS.match(ground.quote, start)
    if _AREA.match(ground.quote, end) or (office and _issues(ground, start, office.end())):
        return True
    before, _ = ground.around(start, end)
    titled = ground.in_head and not before.strip() and NAMES_KIND.search(ground.quote, end)
    return bool(titled) and _alone(ground, start, len(ground.quote), "title")


def _issuer(value: str, ground: Ground) -> str | None:
    """Names of offices that issue the paper."""
    span = locate(value, comparable(ground.quote))
    if span is None or not _ORGANS.fullmatch(value):
        return None
    return "、".join(value.replace("、", " ").split()) if _issues(ground, *span) else None


def _issues(ground: Ground, start: int, end: int) -> bool:
    """Whether the office `quote[start:end]` stands alone, behind a label, or before what it issues (…局关于…)."""
    before, after = ground.around(start, end)
    heads = not before.strip() and after.lstrip().startswith(("关于", "印发", "《"))
    return heads or _alone(ground, start, end, "issuer")


def _years(value: str, ground: Ground) -> tuple[int, ...] | None:
    """Calendar years that the quote names, in a title or heading: nothing in its line is a sentence."""
    years = {int(digits) for digits in _FOUR_DIGITS.findall(value)}
    named = {year for mention in year_mentions(ground.quote) for year in mention.years}
    line = "".join([*ground.around(0, len(ground.quote)), ground.quote])
    if not years or not years <= named.intersection(_YEARS) or any(mark in line for mark in "。;"):
        return None
    return tuple(sorted(years))


def _doc_number(value: str, ground: Ground) -> str | None:
    """A 文号 alone on its line, behind its label, or in brackets behind the title; not one that is cited."""
    span = locate(value, comparable(ground.quote))
    if span is None or not is_number(value):
        return None
    start, end = span
    before, after = ground.around(start, end)
    titled = ground.in_head and before.endswith("(") and after.strip() == ")"
    return number_key(value) if titled or _alone(ground, start, end, "doc_number") else None


def _published(value: str, ground: Ground) -> str | None:
    """A day alone on its line at the paper's beginning or end, behind its label, or before 印发 or 发布."""
    for start, end in _days(value, ground):
        before, after = ground.around(start, end)
        dated = ground.at_edge and _alone(ground, start, end, "published")
        if dated or (_ISSUED.match(after) and _of_itself(before)):
            return value
    return None


def _effective(value: str, ground: Ground) -> str | None:
    """A day from which the paper says that it is in force (自…起施行), or behind its label."""
    for start, end in _days(value, ground):
        before, after = ground.around(start, end)
        if _labelled(before, "effective") or (_BEGINS.match(after) and _of_itself(before)):
            return value
    return None


def _expires(value: str, ground: Ground) -> str | None:
    """The last day on which the paper says that it is in force (有效期至…), or behind its label."""
    for start, end in _days(value, ground):
        before, after = ground.around(start, end)
        ends = _UNTIL.search(before) or _ENDS.match(after)
        if _labelled(before, "expires") or (ends and _of_itself(before) and _IN_FORCE.search(_sentence(before))):
            return value
    return None


def _of_itself(before: str) -> bool:
    """Whether the sentence in which this stands before a day names no other paper and no time for applications."""
    return not any(word in _sentence(before) for word in ("《", "申报", "申请"))


def _sentence(before: str) -> str:
    return before[max(before.rfind("。"), before.rfind(";")) + 1 :]


def _days(value: str, ground: Ground) -> Iterator[tuple[int, int]]:
    """Spans of the quote that read as this day."""
    for day, start, end in dates(ground.quote):
        if day.isoformat() == value and day.year in _YEARS:
            yield start, end


def _window(value: str, ground: Ground) -> tuple[date | None, date] | None:
    """The days on which applications are taken, or the last of them: all read from a line on applying."""
    asked = [date.fromisoformat(day) for day in _ISO.findall(value) if _is_day(day)]
    named = _days_of(ground.quote)
    before, after = ground.around(0, len(ground.quote))
    line = f"{_sentence(before)}{ground.quote}{_SENTENCE_END.split(after, maxsplit=1)[0]}"
    if not 1 <= len(asked) <= 2 or not set(asked) <= named.keys() or not _APPLYING.search(line) or "《" in line:
        return None
    if len(asked) == 2:
        return (asked[0], asked[1]) if asked[0] < asked[1] else None
    start, end = named[asked[0]]
    before, after = ground.around(start, end)
    is_last = _LAST_DAY_BEFORE.search(before) or _LAST_DAY_AFTER.match(after)
    return (None, asked[0]) if is_last else None


def _days_of(quote: str) -> dict[date, tuple[int, int]]:
    """Days that a quote names, with their spans; one without a year (至4月30日) is of the year of the day before it."""
    named = {day: (start, end) for day, start, end in dates(quote)}
    for mention in day_mentions(quote):
        earlier = [day for day, (_, end) in named.items() if end <= mention.start]
        if earlier and mention.day:
            text = f"{earlier[-1].year:04}-{mention.month or earlier[-1].month:02}-{mention.day:02}"
            if _is_day(text):
                named.setdefault(date.fromisoformat(text), (mention.start, mention.end))
    return named


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year in _YEARS
    except ValueError:
        return False


def _alone(ground: Ground, start: int, end: int, field: str) -> bool:
    """Whether `quote[start:end]` fills its lines or cells, with nothing but its label before it."""
    before, after = ground.around(start, end)
    return after.strip() in ("", "。") and (not before.strip() or _labelled(before, field))


def _labelled(before: str, field: str) -> bool:
    return _LABELS[field].fullmatch(before.strip()) is not None


_RULES: Mapping[str, Callable[[str, Ground], object]] = {
    "title": _title,
    "kind": _kind,
    "region": _region,
    "issuer": _issuer,
    "years": _years,
    "doc_number": _doc_number,
    "published": _published,
    "effective": _effective,
    "expires": _expires,
    WINDOW: _window,
}
FIELDS = tuple(name for name in _RULES if name != WINDOW)
"""Names of the metadata fields that may be proposed."""
