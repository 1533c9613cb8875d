"""What holds for a whole table: what each of its columns says, and what stands above it.

A column that says only 增速 or 合计 takes what its neighbours say is counted, and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from docs_store.units import Unit, unit_of
from ingest.figures import head_lines, heads, stretches
from ingest.figures.cells import Cell, number
from ingest.figures.heads import Head
from ingest.figures.model import Aspect, Status

SERIAL = re.compile("序号|编号|编码|代码|^No")
TIME = re.compile("^(?:统计日期|数据日期|日期|年份|年度|年|时间|时期|月份|季度|统计时间|报告期)$")
_NOTE = re.compile(
    "备注|说明|责任|牵头|联系|电话|负责|分管|配合|地址|日期|邮编|附注|注$|类型$|属性|性质|完成时限|时限|网址|邮箱"
)
_LABELS = re.compile("(?:项目|指标|名称|科目)$")
_LONGEST_LINE = 60  # characters of a line above a table that can be its caption
_LINES_ABOVE = 3
_LONGEST_HEAD = 24
_CAPTION_PLANS = re.compile("目标|任务分解|任务表|计划表|预期")
_CAPTION_RESULTS = re.compile("完成|进展|落实|实际|实绩")
_BRACKETS_FALL = re.compile(
    "括号[内中里]?[^,。;]{0,6}(?:负|减|降)|[(][^()]{0,4}[)][^,。;]{0,4}(?:表示|为)(?:负|减|下降|减少)"
)
_TABLE_NUMBER = re.compile(r"^附?[图表]\s?[\d一二三四五六七八九十-]{0,4}\s?[:.、]?\s?")
_PLACE_BEFORE_YEAR = re.compile(r"^[\u4e00-\u9fff]{2,12}(?=(?:19|20)\d{2})")
_ALL_OF = re.compile("^(?:全[国省市区县]|各[市区县乡镇、]{1,4}|历年|主要|重点)+")
_SUBJECT_TO = re.compile(
    "(?:目标|任务|计划|资金)?(?:完成|安排|决算|统计|汇总|明细|进展|分配|发放|变化|对比|分布)?(?:情况)?(?:统计|汇总|明细|一览|总)?(?:表|名单|清单|公示)?$"
)
_NAMES_ROWS = re.compile("(?:指标|数据)$")  # 科技创新主要指标: what the rows are, not what is counted
_WHOLE = re.compile("全[国省市区县州]")
_PLACES = re.compile(
    "乡镇|县区|市县|区县|地区|街道|园区|企业|单位|(?<!指标)(?<!项目)名称|部门|学校|机构|公司|^[市县区乡镇]$"
)


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a table.

    Attributes:
        path: headings, outermost first, without the table's own head.
        lines: the last lines before the table.
        period: the period of the part.
        status: the status of the part.
    """

    path: Sequence[str]
    lines: Sequence[str]
    period: str
    status: Status


@dataclass(frozen=True, slots=True)
class Layout:
    """One table's head.

    Attributes:
        texts: the columns' heads as written.
        columns: the same, read; those that only say 增速 or 合计 have what their neighbours say.
        period, units, status: of the table as a whole.
        subject: what the caption says that the table counts.
        aspect: what the caption says that the numbers are (涨跌幅度), where no column says it of its own.
        bracket_falls: whether a number in brackets is below zero.
    """

    texts: tuple[str, ...]
    columns: tuple[Head, ...]
    period: str
    units: tuple[Unit, ...] = ()
    status: Status = "actual"
    subject: str = ""
    aspect: Aspect | None = None
    bracket_falls: bool = False

    def head(self, i: int) -> Head:
        """What a column says; a column without a head says nothing."""
        return self.columns[i] if i < len(self.columns) else Head("")

    def text(self, i: int) -> str:
        """A column's head as written."""
        return self.texts[i] if i < len(self.texts) else ""

    def is_apart(self, i: int) -> bool:
        """Whether a column holds neither names nor numbers: list numbers, who is responsible, remarks."""
        text = self.text(i)
        return SERIAL.search(text) is not None or (
            _NOTE.search(text) is not None and not self.head(i).units and not self.head(i).statement
        )

    def parted(self, row: Sequence[Cell]) -> Iterator[tuple[Sequence[Cell], Layout]]:
        """The parts of a row in which there is something, one for each table that stands side by side, each with its
        layout."""
        row = self._aligned(row)
        for start, end in self._blocks():
            cells = row[start : end if end < len(self.texts) else None]
            if any(cell.text for cell in cells):
                yield cells, replace(self, texts=self.texts[start:end], columns=self.columns[start:end])

    def _aligned(self, row: Sequence[Cell]) -> Sequence[Cell]:
        """A row with a cell for each column: one whose label lies across several columns has fewer (合计)."""
        missing = len(self.texts) - len(row)
        across = missing > 0 and all(self._is_label(i) for i in range(missing + 1))
        if not across or not row or number(row[0]) is not None:
            return row
        return [row[0], *(Cell("", row[0].end) for _ in range(missing)), *row[1:]]

    def _is_label(self, i: int) -> bool:
        """Whether a column's head says that its cells number or name the rows."""
        return SERIAL.search(self.text(i)) is not None or _LABELS.search(self.text(i)) is not None or self.is_apart(i)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Spans of columns that are tables of their own, side by side: 项目, 决算数, 项目, 决算数."""
        start = 0
        for i in range(2, len(self.texts)):
            label = _LABELS.search(self.text(i))
            own = label and any(self.text(k).endswith(label.group()) for k in range(start, min(start + 2, i)))
            if own and not _LABELS.search(self.text(i - 1)) and not self.is_apart(i - 1):
                yield start, i
                start = i
        yield start, max(len(self.texts), start + 1)

    def is_head_of_next(self, row: Sequence[Cell]) -> bool:
        """Whether a row is the head of another table that begins as this one does: 指标, and then words alone."""
        begins = bool(row) and row[0].text == self.text(0) != ""
        return begins and head_lines.heads_only(row)

    def names_places(self, i: int) -> bool:
        """Whether a column's cells are places or organs, which are no indicators by themselves."""
        return _PLACES.search(self.text(i)) is not None

    def of_year(self, period: str) -> Layout:
        """The same table with its columns read for another year or stretch."""
        return replace(self, columns=_columns(self.texts, period), period=period)


def lay_out(rows: Sequence[Sequence[Cell]], marked: str, above: Above) -> tuple[Layout, int]:
    """The layout of a table that begins with these rows, and how many of them are its head.

    Args:
        rows: the table's rows, each with its cells.
        marked: the head that the reader marked, its lines joined; empty where it marked none.
    """
    lines = head_lines.count(rows, marked)
    levels = [[cell.text for cell in row] for row in rows[:lines]]
    if marked and not levels:  # the rest of a table whose head stands in the part before
        levels = [[cell.strip() for cell in marked.split("|")]]
    texts = tuple(head_lines.joined(levels))
    captions = [line for line in above.lines if len(line) <= _LONGEST_LINE and "。" not in line][-_LINES_ABOVE:]
    period = _period(captions, above)
    units = next((units for line in reversed(captions) if (units := heads.caption_units(line))), ())
    columns = _columns(texts, period)
    if texts and not units:  # in the first cell, for all of the table
        units = heads.without_units(texts[0])[1]
    subject = _subject(captions)
    own_aspects = any(column.aspect for column in columns)
    layout = Layout(
        texts=texts,
        columns=columns,
        period=period,
        units=units,
        status=_status(captions, above.status),
        subject=subject.words,
        aspect=None if own_aspects else subject.aspect,
        bracket_falls=_BRACKETS_FALL.search(" ".join([*captions, *texts])) is not None,
    )
    return layout, lines


@lru_cache(maxsize=256)
def _columns(texts: tuple[str, ...], period: str) -> tuple[Head, ...]:
    columns = [heads.read(text[:_LONGEST_LINE], period) if text else Head("") for text in texts]
    if columns:  # the first column names the rows; units in its head are those of the table
        columns[0] = replace(columns[0], units=())
    whole = [i for i, head in enumerate(columns) if _WHOLE.fullmatch(head.words)]
    if len(whole) == 1:  # 全县 as the only column
        columns[whole[0]] = replace(columns[whole[0]], words="")
    for i, head in enumerate(columns):
        columns[i] = _with_neighbours(head, columns, i)
    return tuple(columns)


def _with_neighbours(head: Head, columns: Sequence[Head], i: int) -> Head:
    """A column that says only what it is (增速, 合计) with what the columns beside it say is counted, and when."""
    if head.total and (head.words or not head.period):
        parts = [column for column in columns if column.words == head.words and column.aspect == head.aspect]
        periods = {column.period for column in parts if column.period and not column.total}
        if len(periods) > 1:
            return replace(head, period=stretches.cover(periods))
        return replace(head, words=head.words + "合计")
    if head.aspect is None or head.words:
        return head
    group: list[Head] = []
    for left in reversed(columns[:i]):
        if left.aspect is not None:
            if group:
                break
            continue
        group.append(left)
    results = [left for left in group if left.status != "target" and (left.words or left.period or left.status)]
    if not results:
        return head
    nearest = results[0]
    for left in results[1:]:
        if left.words == nearest.words and stretches.later(nearest.period, left.period):
            nearest = left
    same = not head.period or head.period == nearest.period
    words = nearest.words if same and not _names_rows(columns, nearest) else ""
    status = head.status or (nearest.status if nearest.status == "expected" else None)
    return replace(head, words=words, period=head.period or nearest.period, status=status)


def _names_rows(columns: Sequence[Head], head: Head) -> bool:
    """Whether a column is the one that names the rows, not one of numbers."""
    return head is columns[0] and not head.units and not head.period


def _period(captions: Sequence[str], above: Above) -> str:
    for line in [*reversed(captions), *reversed(above.path)]:
        if period := stretches.of_caption(line, above.period):
            return period
    return above.period


def _status(captions: Sequence[str], status: Status) -> Status:
    words = " ".join(captions)
    return "target" if _CAPTION_PLANS.search(words) and not _CAPTION_RESULTS.search(words) else status


def _subject(captions: Sequence[str]) -> Head:
    """What a caption says that a table counts: 研发补助 in `甲县2024年研发补助资金安排表`."""
    for line in reversed(captions):
        text = _PLACE_BEFORE_YEAR.sub("", _TABLE_NUMBER.sub("", heads.without_units(line.lstrip("# "))[0]))
        text = _ALL_OF.sub("", _SUBJECT_TO.sub("", stretches.of_head(text, "2000")[1].strip()))
        head = heads.read(text, "") if text and not _NAMES_ROWS.search(text) else Head("")
        if 2 <= len(head.words) <= _LONGEST_HEAD:
            return head
    return Head("")


def is_rate(words: str) -> bool:
    """Whether an indicator is measured in percent by its name."""
    return words.endswith(("率", "比重", "占比", "比例"))


def unit_for(layout: Layout, words: str, aspect: Aspect | None) -> Unit | None:
    """The unit that the table as a whole gives an indicator's numbers."""
    if aspect is None and is_rate(words) and (rate := heads.pick(layout.units, "share")):
        return rate
    return heads.pick(layout.units, aspect) or (unit_of("", "%") if aspect == "growth" else None)
