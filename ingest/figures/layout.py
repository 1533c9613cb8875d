"""What holds for a whole table: which of its lines are its head, what each column says, and what stands above it.

A head of several lines is made one per column: `第一季度` over `总量` and `增速` becomes 第一季度总量 and 第一季度增速.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docs_store.units import Unit, unit_of
from ingest.figures import heads, stretches
from ingest.figures.cells import Cell, number
from ingest.figures.heads import Head
from ingest.figures.model import Aspect, Status

SERIAL = re.compile("序号|编号|^No")
TIME = re.compile("^(?:年份|年度|年|时间|时期|月份|季度|统计时间|报告期)$")
_NOTE = re.compile(
    "备注|说明|责任|牵头|联系|电话|负责|分管|配合|地址|日期|邮编|代码|附注|注$|类型$|属性|性质|完成时限|时限|网址|邮箱"
)
_LONGEST_LINE = 60  # characters of a line above a table that can be its caption
_LINES_ABOVE = 3
_LONGEST_HEAD = 24
_MOST_HEAD_LINES = 3
_CAPTION_PLANS = re.compile("目标|任务分解|任务表|计划表|预期")
_CAPTION_RESULTS = re.compile("完成|进展|落实|实际|实绩")
_BRACKETS_FALL = re.compile(
    "括号[内中里]?[^,。;]{0,6}(?:负|减|降)|[(][^()]{0,4}[)][^,。;]{0,4}(?:表示|为)(?:负|减|下降|减少)"
)
_TABLE_NUMBER = re.compile(r"^附?[图表]\s?[\d一二三四五六七八九十-]{0,4}\s?[:.、]?\s?")
_PLACE_BEFORE_YEAR = re.compile(r"^[\u4e00-\u9fff]{2,12}(?=(?:19|20)\d{2})")
_ALL_OF = re.compile("^(?:全[国省市区县]|各[市区县乡镇、]{1,4}|历年|主要|重点)+")
_SUBJECT_TO = re.compile(
    "(?:目标|任务|计划|资金)?(?:完成|安排|统计|汇总|明细|进展|分配|发放|变化|对比|分布)?(?:情况)?(?:统计|汇总|明细|一览)?表?$"
)
_WHOLE = re.compile("全[国省市区县州]")
_PLACES = re.compile("乡镇|县区|市县|区县|地区|街道|园区|企业|单位|名称|部门|学校|机构|公司|^[市县区乡镇]$")


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
    lines = _head_lines(rows, marked)
    levels = [[cell.text for cell in row] for row in rows[:lines]]
    if marked and not levels:  # the rest of a table whose head stands in the part before
        levels = [[cell.strip() for cell in marked.split("|")]]
    texts = tuple(_joined(levels))
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


def _head_lines(rows: Sequence[Sequence[Cell]], marked: str) -> int:
    if marked:
        plain = _plain(marked)
        count = next(
            (k for k in range(1, min(len(rows), _MOST_HEAD_LINES) + 1) if _plain(_lines_of(rows[:k])) == plain), 0
        )
        if count == 0:
            return 0
    else:
        count = 1 if rows and _heads_only(rows[0]) else 0
        if count == 0:
            return 0
    while count < min(len(rows), _MOST_HEAD_LINES) and count < len(rows) - 1 and _goes_on(rows[0], rows[count]):
        count += 1
    return count


def _lines_of(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(cell.text for row in rows for cell in row)


def _plain(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def _heads_only(row: Sequence[Cell]) -> bool:
    """Whether a row can be a head: words, years and gaps, but no amounts."""
    filled = [cell for cell in row if cell.text]
    return len(filled) > 1 and not any(_is_amount(cell) or "。" in cell.text for cell in filled)


def _is_amount(cell: Cell) -> bool:
    is_year = re.fullmatch(r"(?:19|20)\d{2}", cell.text) is not None
    return number(cell) is not None and not is_year


def _goes_on(first: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row goes on with the head: nothing but short words, and none of its own in the first column."""
    if not row or not _heads_only(row) or any(len(cell.text) > _LONGEST_HEAD for cell in row):
        return False
    gaps = any(not cell.text for cell in first) or len(row) > len(first)
    same = bool(first) and row[0].text == first[0].text
    return (row[0].text == "" or same) and (gaps or same)


def _joined(levels: Sequence[Sequence[str]]) -> list[str]:
    """One head of several lines. A line with fewer cells has wide ones over the line below it."""
    if len(levels) < 2:
        return list(levels[0]) if levels else []
    width = max(map(len, levels))
    below = list(next(level for level in reversed(levels) if len(level) == width))
    spread = [_spread(level, below) for level in levels]
    return ["".join(dict.fromkeys(text for text in column if text)) for column in zip(*spread, strict=True)]


def _spread(level: Sequence[str], below: Sequence[str]) -> list[str]:
    """A line of a head with a text for each column below it."""
    if len(level) == len(below):
        texts = list(level)
        if texts != list(below):
            for i in range(1, len(texts)):  # gaps where a cell goes across
                if not texts[i] and below[i]:
                    texts[i] = texts[i - 1]
        return texts
    lead = next((i for i, text in enumerate(level) if text != below[i]), len(level))
    trail = 0
    while trail < len(level) - lead and level[-1 - trail] == below[-1 - trail]:
        trail += 1
    wide = list(level[lead : len(level) - trail])
    columns = len(below) - lead - trail
    if not wide or columns % len(wide):
        return [*level, *[""] * (len(below) - len(level))]
    each = columns // len(wide)
    middle = [text for text in wide for _ in range(each)]
    return [*level[:lead], *middle, *level[len(level) - trail :]]


def _columns(texts: Sequence[str], period: str) -> tuple[Head, ...]:
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
    if head.total and not head.period:
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
        text = _PLACE_BEFORE_YEAR.sub("", _TABLE_NUMBER.sub("", heads.without_units(line)[0]))
        text = _ALL_OF.sub("", _SUBJECT_TO.sub("", stretches.of_head(text, "2000")[1].strip()))
        head = heads.read(text, "") if text else Head("")
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
