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

from docs_store import lazy_re, regions
from docs_store.dates import dates
from docs_store.language.periods import year_mentions
from docs_store.paper_kinds import KINDS, KINDS_ANY
from docs_store.proposals import Proposal
from docs_store.quoting import comparable, locate
from docs_store.textnorm import fold, normalise
from docs_store.titles import is_number, number_key
from docs_store.types import Kind

HEAD = 1200
"""Characters in which a document introduces itself."""
TAIL = 400
"""Characters in which it ends."""
_LONGEST_QUOTE = 300
_MOST_PLACES = 20  # where a quote is looked for
_AROUND = 80  # characters of a line that are looked at on each side of a quote
_TITLE = range(4, 71)
_YEARS = range(1949, 2101)
_OPENING, _CLOSING = "(（[〔【《“「『", ")）]〕】》”」』"

_CELL_END = lazy_re.compile(r"[\n|]")
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
_ITSELF = lazy_re.compile(rf"[本此][^。;《》\n]{{0,4}}?(?:{KINDS_ANY.pattern})")
_IN_FORCE = lazy_re.compile(rf"{_ITSELF.pattern}|施行|实施|生效")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A quote where it stands: `text[start:end]` of a document's reading text."""

    text: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The quoted words, folded."""
        return fold(self.text[self.start : self.end])

    @property
    def words(self) -> str:
        """The quoted words as they are read, in one line: 通 知 is 通知."""
        return normalise(self.quote).replace("\n", "").strip()

    @property
    def at_edge(self) -> bool:
        """Whether it stands where a document introduces itself or ends."""
        return self.in_head or self.end > len(self.text) - TAIL

    @property
    def in_head(self) -> bool:
        """Whether it stands where a document introduces itself."""
        return self.start < HEAD

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands in the same line or cell before and behind `quote[start:end]`, folded."""
        start, end = self.start + start, self.start + end
        before, after = fold(self.text[max(0, start - _AROUND) : start]), fold(self.text[end : end + _AROUND])
        return before[max(before.rfind("\n"), before.rfind("|")) + 1 :], _CELL_END.split(after, maxsplit=1)[0]


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
    for ground in _grounds(proposal.quote, text, passages):
        value = rule(normalise(proposal.value).strip(), ground)
        if value is not None:
            return Proven(value=value, start=ground.start, end=ground.end)
    return None


def _grounds(quote: str, text: str, passages: Sequence[tuple[int, int]]) -> Iterator[Ground]:
    """Where a quote stands in the passages."""
    left = _MOST_PLACES
    for a, b in passages:
        within, after = comparable(text[a:b]), 0
        while left and (span := locate(quote, within, after)):
            left -= 1
            after = span[1]
            yield Ground(text=text, start=_opened(quote, text, a + span[0]), end=_closed(quote, text, a + span[1]))


def _opened(quote: str, text: str, start: int) -> int:
    """The mark that a quote begins with belongs to it: 《办法》实施细则."""
    return start - 1 if start and quote.strip()[:1] in _OPENING and text[start - 1] in _OPENING else start


def _closed(quote: str, text: str, end: int) -> int:
    """The mark that a quote ends with belongs to it: 办法（试行）."""
    return end + 1 if quote.strip()[-1:] in _CLOSING and text[end : end + 1] in tuple(_CLOSING) else end


def _title(value: str, ground: Ground) -> str | None:
    """Whole lines or cells at the beginning, as they stand there."""
    words = ground.words
    same = comparable(value).kept == comparable(ground.quote).kept
    if not same or len(words) not in _TITLE or not ground.in_head or any(mark in words for mark in "。;；!！|"):
        return None
    return words if _alone(ground, 0, len(ground.quote), "title") else None


def _kind(value: str, ground: Ground) -> Kind | None:
    """A kind whose words the paper's own name has, or the paper where it speaks of itself (本办法)."""
    pattern = next((pattern for kind, pattern in KINDS if kind == value), None)
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
    titled = ground.in_head and not before.strip() and KINDS_ANY.search(ground.quote, end)
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
}
FIELDS = tuple(_RULES)
"""Names of the metadata fields that may be proposed."""
