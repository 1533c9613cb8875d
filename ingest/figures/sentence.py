"""One sentence, from left to right: its numbers, each with the name of what it counts.

A number without a subject of its own takes the one before it (`…达到600家,增长9.69%`); a bracketed remark takes the
one it is put behind. Nothing is guessed beyond that: a number for which no name is found is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store.units import PERCENTS, POINTS
from ingest.figures import gaps, indicators, statuses
from ingest.figures.clauses import FAR, Clause, split
from ingest.figures.model import Aspect, Status
from ingest.figures.naming import Context, Place, name_of, names_of_run
from ingest.figures.numbers import Form, Quantity
from ingest.figures.predicates import Head, read_head
from ingest.figures.screening import is_figure

_BARE_GAP = re.compile(r"[、和与及]|以及")
_RANK_GAP = re.compile(r"(?:[、和与及]|以及)(?:全[国省市区县球]|世界|[东中西]部)?")
_STOP = re.compile("[,;:。!?(\n]|$")
_REACHES = re.compile("达|增至|增加到|扩大到|累计")
_PASSES = re.compile("突破|超|迈上|跨上|站上")  # 净增98万户、突破1900万户
_COMES_TO = re.compile("(?:达到?|增至|升至|降至|(?:增加|提高|提升|扩大|发展|上升|下降)[到至])[^,。;]{0,4}$")
_HOPES = re.compile("、?(?:力争|争取|努力|确保)(?:达到?|实现)?")
_RISE_OF_LAST = re.compile("、[^、]*(?:涨幅|增幅|增速)(?:分别|均|都)")
_ELSEWHERE = re.compile("(?:(?:同期|高于|低于)?全[国省市区](?:平均(?:水平)?)?(?:同期)?(?:为|增长|下降)?){1,2}")
_BEFORE_BRACKET = re.compile("(?:^|[、有为是和])(?P<thing>[^、有为是和,]{2,12})$")
_DIGIT = re.compile(r"\d")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年?(?:同期|全年|末|底)?")
_TIMES = re.compile("(?:是|为|相当于)")  # 是计划任务的2.1倍 compares

# How sure a name is: said in the clause, taken from the sentence, taken from the sentence before, not told apart.
_SAID, _INHERITED, _FROM_BEFORE, _MIXED = 0.95, 0.85, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """One number of a sentence with what it counts.

    Attributes:
        reached: it is what something came to (达到86亿元), not what was added.
        planned: it is what was planned for the year.
    """

    quantity: Quantity
    name: str
    aspect: Aspect
    status: Status | None
    certainty: float
    reached: bool = False
    planned: bool = False


class Sentence:
    """Reads one sentence.

    Args:
        text: folded reading text of the part it stands in.
        start, end: its span there.
        quantities: its quantities.
        context: what the sentence before leaves; changed while reading.
        status: status of the part.
    """

    def __init__(
        self, text: str, start: int, end: int, quantities: Sequence[Quantity], context: Context, status: Status
    ) -> None:
        self._text, self._start, self._end = text, start, end
        self._quantities = quantities
        self._context = context
        self._status = status

    def read(self) -> Iterator[Found]:
        """The numbers that are figures, in order."""
        outer: Context | None = None
        bare = False  # whether the clause before has no number
        i = 0
        for clause in split(self._text, self._start, self._end, [q.start for q in self._quantities]):
            if clause.inside and outer is None:
                outer = replace(self._context)
                if bare and (
                    thing := _BEFORE_BRACKET.search(self._context.plain)
                ):  # 增幅较大的有甲(增长8%)、乙(增长6%)
                    self._context.turn_to(thing["thing"])
            elif not clause.inside and outer is not None:
                self._context, outer = outer, None
            first = i
            while i < len(self._quantities) and self._quantities[i].start < clause.end:
                i += 1
            bare = i == first
            if not bare:
                yield from self._clause(clause, self._quantities[first:i])
            else:
                self._without_number(clause)

    def _without_number(self, clause: Clause) -> None:
        """Note what a clause without figures says; what it says has changed is what the next number is about."""
        self._context.plain = self._text[clause.start : clause.end]
        if "价格" in self._context.plain:
            self._context.measure = "价格"
        if subject := indicators.changed(self._context.plain):
            self._context.turn_to(subject)

    @property
    def context(self) -> Context:
        """What the sentence has said, once it is read."""
        return self._context

    def _clause(self, clause: Clause, here: Sequence[Quantity]) -> Iterator[Found]:
        # What is no figure is part of the words.
        here = [q for i, q in enumerate(here) if is_figure(self._text, q, here[i + 1 : i + 2], clause)]
        if not here:
            self._without_number(clause)
        at = clause.start
        head: str | None = None  # where the text between two numbers was divided, the second's part of it
        run: list[Quantity] = []
        for i, q in enumerate(here):
            run.append(q)
            later = here[i + 1] if i + 1 < len(here) else None
            if later is not None and self._is_list(q, later):
                continue
            own_head = self._text[at : run[0].left] if head is None else head
            tail, head = self._divided(q, later, clause, own_head)
            goes_on = self._text[max(0, clause.start - 1)] in ",)"
            before = self._text[max(clause.start, run[0].start - FAR) : run[0].start]
            place = Place(own_head, tail, before, at == clause.start, clause.inside, goes_on)
            yield from self._run(run, place)
            at, run = q.right, []

    def _divided(self, q: Quantity, later: Quantity | None, clause: Clause, head: str) -> tuple[str, str]:
        """Tail of a number and head of the next."""
        if later is None:
            return self._text[q.right : max(q.right, clause.end)] + self._behind_bracket(clause.end), ""
        gap = self._text[q.right : max(q.right, later.left)]
        if not gap and q.unit.is_classifier and later.unit.is_classifier:  # 4类62项金融产品
            number = _DIGIT.search(self._text, later.right, min(clause.end, later.right + FAR))
            return self._text[later.right : number.start() if number else min(clause.end, later.right + FAR)], head
        if gap.endswith("级、"):  # 5个国家级、60个省级基地
            return gap[:-1] + gaps.behind_grade(self._text[later.right : min(clause.end, later.right + FAR)]), "、"
        return gaps.split_tail(gap, money=later.unit.base == "元")

    def _behind_bracket(self, end: int) -> str:
        """What a clause goes on with behind a bracketed remark (`7家企业(8个中心)申报…`)."""
        if self._text[end : end + 1] != "(":
            return ""
        close = self._text.find(")", end, self._end)
        stop = _STOP.search(self._text, close + 1, self._end) if close > 0 else None
        return self._text[close + 1 : stop.start()] if stop else ""

    def _is_list(self, q: Quantity, later: Quantity) -> bool:
        """Whether two numbers are members of one list: nothing but 、 or 和 between them, and of one kind."""
        gap = self._text[q.right : later.left]
        if q.form is not later.form:
            return False
        if q.form is Form.RANK:
            return _RANK_GAP.fullmatch(gap) is not None
        if _BARE_GAP.fullmatch(gap) is None or (q.unit.name in PERCENTS) != (later.unit.name in PERCENTS):
            return False
        if "分别" in self._text[max(self._start, q.left - 12) : q.left]:
            return True
        return (
            (later.left == later.start or q.left < q.start)
            and q.unit.is_classifier == later.unit.is_classifier
            and (q.unit.name in POINTS) == (later.unit.name in POINTS)
        )

    def _still_expected(self, aspect: Aspect, q: Quantity, place: Place, name: str) -> bool:
        """Whether the 预计 before a list of amounts is meant for a bare name behind a comma (`…约5亿元,A约7万家`)."""
        return (
            self._context.status == "expected"
            and place.opens
            and place.goes_on
            and aspect == "level"
            and q.left < q.start
            and place.head.strip() == name
        )

    def _run(self, run: Sequence[Quantity], place: Place) -> Iterator[Found]:
        """Numbers in a row: one, or the members of a list."""
        q, context = run[0], self._context
        read = read_head(place.head, q, place.tail)
        if q.unit.name == "倍" and _TIMES.match(place.head):
            return
        if place.head == "的" and context.planned and q.unit.name in PERCENTS:  # 完成年任务6600人的100.76%
            read = Head("", "completion")
        context.planned = read.planned
        if read.from_value:  # 由62%提高到65%: what is said of comes now, its value later
            if subject := indicators.tidy(read.subject):
                context.turn_to(subject)
            return
        name, own = name_of(context, read, run[-1], place)
        if not name and not context.subject:
            return
        certainty = _SAID if own else _INHERITED if context.own else _FROM_BEFORE
        reaches = _REACHES.search(place.head) or (
            context.own and _PASSES.match(self._text, q.left, q.start) and place.head.strip() == "、"
        )
        names = names_of_run(context, name, own, read, len(run), reaches=bool(reaches))
        if names is None:
            names, certainty = [name or context.subject] * len(run), _MIXED
        if place.inside and _ELSEWHERE.fullmatch(place.head.strip()):  # 增长7.5%(全市11.1%)
            return
        if names[0][:2] in ("19", "20") and _YEAR_ALONE.fullmatch(names[0]):  # 2015和2016年同期增速分别为…
            return
        status = "target" if read.planned else statuses.of_words(place.before, self._status)
        if status is None and (not own or (place.head[:1] == "、" and not place.opens)):
            status = context.status
        if status is None and self._still_expected(read.aspect, q, place, name):
            status = "expected"
        context.head = place.head
        if own:
            told = name.removesuffix(read.keeps) if len(names) == 1 and len(read.keeps) > 2 else name
            context.remember(
                [told] if told != name else names,
                told,
                as_subject=not (read.aspect == "rank" and context.own and context.subject),
            )
        aspect = read.aspect
        if not own and context.unit == q.unit.text and _HOPES.fullmatch(place.head):  # 增长7%以上、力争达到8%
            aspect, certainty = context.aspect, _MIXED  # a hope beyond the target is not what is planned
        context.last, context.aspect = names[-1], aspect
        context.status = None if read.planned else status
        context.unit, context.base, context.counted = q.unit.text, q.unit.base, q.unit.is_classifier
        comes_to = read.aspect == "level" and (
            _COMES_TO.search(place.before) is not None or _PASSES.match(self._text, q.left, q.start) is not None
        )
        for each, each_name in zip(_valued(run, place, aspect, falls=read.falls), names, strict=True):
            told = _aspect_of(each_name, each, aspect, place)
            yield Found(each, each_name, told, status, certainty, comes_to, read.planned)


def _valued(run: Sequence[Quantity], place: Place, aspect: Aspect, *, falls: bool) -> Iterator[Quantity]:
    """The numbers of a run with the sign and the limit that the words around all of them give."""
    roughly = run[-1].comparator == "≈" and run[-1].right > run[-1].end and "分别" in place.head
    for each in run:
        if falls and each.value > 0:  # 下降2% is -2
            each = replace(each, value=-each.value, upper=None if each.upper is None else -each.upper)
        if aspect == "change" and each.comparator in ("≤", "≥") and (each.left, each.right) == (each.start, each.end):
            each = replace(each, comparator="")  # 最高额度增加4000元: the highest is what changed, by just so much
        if roughly and not each.comparator:  # 分别增长5%、6.5%左右
            each = replace(each, comparator="≈")
        yield each


def _aspect_of(name: str, q: Quantity, aspect: Aspect, place: Place) -> Aspect:
    """The aspect of one number, which the name may say itself: 失业率、价格涨幅分别为5%和3%."""
    if aspect == "level" and q.unit.name in PERCENTS and name.endswith(("占比", "比重")):
        return "share"
    if aspect == "growth" and name.endswith("率") and _RISE_OF_LAST.search(place.head):
        return "level"
    return aspect
