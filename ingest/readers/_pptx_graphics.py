"""What stands in the frames of a slide: tables, the values behind a chart, the words of a diagram (SmartArt)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers._cell_values import plain, shown_number
from ingest.readers._ooxml import local
from ingest.readers._pptx_text import joined, lines
from ingest.readers._tables import Row
from ingest.readers._writer import one_line

_TRUE = frozenset({"1", "true", "on"})
_MOST_POINTS = 20_000  # values of a chart
_MOST_CELLS = 50_000  # of its table, in which each series has a place for the values of all
_DEEPEST = 100


def table_rows(table: Any) -> list[Row]:
    """The rows of an `a:tbl`. Cells that a merged one covers are in the file too, marked as such."""
    rows = []
    for element in table.iterchildren("{*}tr"):
        row = Row(is_header=False)
        cells = list(element.iterchildren("{*}tc"))
        for column, cell in enumerate(cells):
            if cell.get("hMerge") in _TRUE:
                continue
            width = 1
            while column + width < len(cells) and cells[column + width].get("hMerge") in _TRUE:
                width += 1
            continues = cell.get("vMerge") in _TRUE
            body = cell.find("{*}txBody")
            text = "" if continues or body is None else one_line(" ".join(lines(body)))
            row.add(text, column=column, width=width, continues=continues, is_bold=False)
        rows.append(row)
    return rows


def has_header(table: Any) -> bool:
    """Whether a table's style sets its first row apart."""
    properties = table.find("{*}tblPr")
    return properties is not None and properties.get("firstRow") in _TRUE


@dataclass(slots=True)
class Chart:
    """What a chart shows.

    Attributes:
        titles: its own and those of its axes of values, which mostly name the unit.
        rows: its values, a header first that opens with the title of the axis of names; empty where the file keeps
            no values, or more than a table can hold.
    """

    titles: list[str]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _Series:
    name: str
    names: dict[int, str]
    values: dict[int, str]


def chart(root: Any) -> Chart:
    """A chart part (`c:chartSpace`) by the values that it was drawn from last: names down, its series across."""
    of_names = [title for axis in root.iter("{*}catAx", "{*}dateAx") for title in axis.iterchildren("{*}title")]
    titles = [text for title in root.iter("{*}title") if title not in of_names and (text := _chart_title(title))]
    series: list[_Series] = []
    left = _MOST_POINTS
    for element in root.iter("{*}ser"):
        names = _points(_first(element, "cat", "xVal"), left)
        values = _points(_first(element, "val", "yVal"), left)
        left -= len(names) + len(values)
        if values:
            series.append(_Series(" ".join(_points(element.find("{*}tx"), left).values()), names, values))
    return Chart(list(dict.fromkeys(titles)), list(_chart_rows(series, " ".join(map(_chart_title, of_names)))))


def _chart_rows(series: Sequence[_Series], names_are: str) -> Iterator[Row]:
    names: dict[int, str] = {}
    for one in series:
        for place, name in one.names.items():
            names.setdefault(place, name)
    places = sorted({place for one in series for place in one.values})
    if not places or len(places) * len(series) > _MOST_CELLS:
        return
    header = Row(is_header=True)
    for column, text in enumerate((names_are, *(one.name for one in series))):
        header.add(text, column=column, width=1, continues=False, is_bold=False)
    yield header
    for place in places:
        row = Row(is_header=False)
        texts = (names.get(place, str(place + 1)), *(one.values.get(place, "") for one in series))
        for column, text in enumerate(texts):
            row.add(text, column=column, width=1, continues=False, is_bold=False)
        yield row


def _first(element: Any, *names: str) -> Any | None:
    return next((found for name in names if (found := element.find(f"{{*}}{name}")) is not None), None)


def _points(holder: Any | None, most: int) -> dict[int, str]:
    """The points of a cache by their number, numbers in the format in which the chart shows them."""
    if holder is None:
        return {}
    form = next((element.text for element in holder.iter("{*}formatCode") if element.text), "General")
    is_number = next(holder.iter("{*}numCache", "{*}numLit"), None) is not None
    inner, *outer = [_cached(level, most) for level in list(holder.iter("{*}lvl")) or [holder]]
    for level in outer:  # a name of an outer level stands once, at the first of those that it holds for
        starts = sorted(level)
        for number in inner:
            at = bisect_right(starts, number)
            inner[number] = f"{level[starts[at - 1]]} {inner[number]}" if at else inner[number]
    points = {number: one_line(_shown(text, form) if is_number else text) for number, text in inner.items()}
    plain_value = holder.findtext("{*}v")
    return points or ({0: one_line(plain_value)} if plain_value else {})


def _cached(level: Any, most: int) -> dict[int, str]:
    points: dict[int, str] = {}
    for point in level.iter("{*}pt"):
        number = point.get("idx") or ""
        if number.isdecimal() and len(number) < 8 and len(points) < most:
            points[int(number)] = point.findtext("{*}v") or ""
    return points


def _shown(value: str, form: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    return plain(number) if form == "General" else shown_number(number, form)


def _chart_title(title: Any) -> str:
    rich = title.find("{*}tx/{*}rich")
    return joined(rich) if rich is not None else " ".join(_points(title.find("{*}tx"), 10).values())


def diagram_lines(root: Any) -> Iterator[str]:
    """The words of a diagram's data (`dgm:dataModel`), each point's followed by those of the points under it."""
    texts: dict[str, list[str]] = {}
    start = ""
    for point in root.iterfind("{*}ptLst/{*}pt"):
        body = point.find("{*}t")
        kind = point.get("type") or "node"
        id_ = point.get("modelId") or ""
        if kind == "doc":
            start = id_
        if kind in ("node", "asst", "doc"):
            texts[id_] = list(lines(body)) if body is not None else []
    under: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for link in root.iterfind("{*}cxnLst/{*}cxn"):
        order = link.get("srcOrd") or "0"
        if (link.get("type") or "parOf") == "parOf":
            place = int(order) if order.isdecimal() and len(order) < 8 else 0
            under[link.get("srcId") or ""].append((place, link.get("destId") or ""))
    left = dict(texts)
    yield from _down(start, under, left, 0)
    for rest in list(left.values()):  # what no link leads to
        yield from rest


def _down(id_: str, under: dict[str, list[tuple[int, str]]], left: dict[str, list[str]], depth: int) -> Iterator[str]:
    if id_ not in left or depth > _DEEPEST:
        return
    yield from left.pop(id_)
    for _, other in sorted(under[id_]):
        yield from _down(other, under, left, depth + 1)


def kind_of(frame: Any) -> tuple[str, Any | None]:
    """What a frame holds: `table`, `chart`, `diagram`, `object` or the name of another kind; and the element of it."""
    data = frame.find("{*}graphic/{*}graphicData")
    if data is None:
        return "", None
    for child in data.iter():
        kind = {"tbl": "table", "chart": "chart", "relIds": "diagram", "oleObj": "object"}.get(local(child))
        if kind:
            uri = (data.get("uri") or "").rpartition("/")[2]
            return ("chartex", child) if uri == "chartex" else (kind, child)
    return (data.get("uri") or "").rpartition("/")[2], None
