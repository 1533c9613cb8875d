"""Where everything of a chart stands: axes, bars, lines and words, as plain shapes that both writers draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from ui.charts.chart import Chart, Series

WIDTH, HEIGHT = 960, 540  # pixels
INK, GREY, GRID = "#1f2933", "#616e7c", "#d9dee4"
COLOURS = ("#1f5fa8", "#c0562b", "#3f8f5f", "#7a4fa3", "#b08a1e", "#4a7f8c")
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 24, 84, 96
_SCALES = ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a point of their baseline. `anchor`: `start`, `middle` or `end`."""

    x: float
    y: float
    text: str
    size: int = 14
    colour: str = INK
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `pale` ones are drawn lighter, with an edge."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `dashed` for what is not a result."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1
    dashed: bool = False


Shape = Text | Box | Line


def place(chart: Chart, notes: str) -> list[Shape]:
    """All shapes of a chart, in drawing order.

    Args:
        notes: a line of remarks under it.
    """
    values = [value for series in chart.series for value in series.values if value is not None]
    low, high, step = _range(min(values), max(values))
    scale, scale_name = _scale(max(abs(low), abs(high)), chart.unit)
    bottom, top = HEIGHT - _BOTTOM, _TOP

    def y(value: Decimal) -> float:
        return bottom - float((value - low) / (high - low)) * (bottom - top)

    shapes: list[Shape] = [Text(_LEFT, 34, chart.title, 20)]
    if chart.unit:
        shapes.append(Text(_LEFT - 8, _TOP - 14, scale_name + chart.unit, 12, GREY, "end"))
    tick = low
    while tick <= high:
        shapes.append(Line(((_LEFT, y(tick)), (WIDTH - _RIGHT, y(tick))), INK if tick == 0 else GRID))
        shapes.append(Text(_LEFT - 8, y(tick) + 4, _plain(tick / scale), 12, GREY, "end"))
        tick += step
    shapes += _legend(chart)
    shapes += _lines(chart, y, scale) if chart.lines else _bars(chart, y, scale)
    if notes:
        shapes.append(Text(_LEFT, HEIGHT - 14, notes, 12, GREY))
    return shapes


def colour_of(chart: Chart, i: int) -> str:
    """Colour of a series: one for each place, or for each status."""
    names = list(dict.fromkeys(series.name.split("(")[0] for series in chart.series))
    return COLOURS[names.index(chart.series[i].name.split("(")[0]) % len(COLOURS)]


def _legend(chart: Chart) -> list[Shape]:
    shapes: list[Shape] = []
    x = float(_LEFT)
    for i, series in enumerate(chart.series):
        shapes += [Box(x, 50, 12, 12, colour_of(chart, i), series.planned), Text(x + 18, 61, series.name, 13, GREY)]
        x += 36 + 13 * len(series.name)
    return shapes


def _bars(chart: Chart, y: Callable[[Decimal], float], scale: Decimal) -> list[Shape]:
    shapes: list[Shape] = []
    room = (WIDTH - _LEFT - _RIGHT) / len(chart.labels)
    width = min(48.0, room * 0.7 / len(chart.series))
    crowded = len(chart.labels) * len(chart.series) > 16
    for j, label in enumerate(chart.labels):
        middle = _LEFT + room * (j + 0.5)
        for i, series in enumerate(chart.series):
            value = series.values[j]
            if value is None:
                continue
            x = middle + (i - len(chart.series) / 2) * width
            top, foot = sorted((y(value), y(Decimal(0))))
            shapes.append(Box(x, top, width - 2, max(foot - top, 1), colour_of(chart, i), series.planned))
            if not crowded:
                shapes.append(Text(x + width / 2 - 1, top - 5, _plain(value / scale), 11, INK, "middle"))
        shapes += _label(label, middle, room)
    return shapes


def _label(label: str, middle: float, room: float) -> list[Shape]:
    """A place's name under its bars, in two or more rows where there is no room for one."""
    rows = max(1, int(room // 13))
    pieces = [label[i : i + rows] for i in range(0, len(label), rows)][:5]
    return [Text(middle, HEIGHT - _BOTTOM + 18 + 13 * n, piece, 12, INK, "middle") for n, piece in enumerate(pieces)]


def _lines(chart: Chart, y: Callable[[Decimal], float], scale: Decimal) -> list[Shape]:
    shapes: list[Shape] = []
    room = (WIDTH - _LEFT - _RIGHT) / len(chart.labels)
    centres = [_LEFT + room * (j + 0.5) for j in range(len(chart.labels))]
    shapes += [
        Text(x, HEIGHT - _BOTTOM + 20, name, 12, INK, "middle") for x, name in zip(centres, chart.labels, strict=True)
    ]
    for i, series in enumerate(chart.series):
        points = _points(series, centres, y)
        colour = colour_of(chart, i)
        if len(points) > 1:
            shapes.append(Line(tuple((x, at) for x, at, _ in points), colour, 2.5, series.planned))
        for x, at, value in points:
            shapes.append(Box(x - 4, at - 4, 8, 8, colour, series.planned))
            shapes.append(Text(x, at - 10, _plain(value / scale), 11, INK, "middle"))
    return shapes


def _points(series: Series, centres: list[float], y: Callable[[Decimal], float]) -> list[tuple[float, float, Decimal]]:
    return [(x, y(value), value) for x, value in zip(centres, series.values, strict=True) if value is not None]


def _range(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Ends and step of the value axis: from zero, with four to eight round ticks."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = high - low or Decimal(1)
    step = Decimal(10) ** floor(log10(float(span) / 4))
    step *= next((factor for factor in (1, 2, 5) if span / (step * factor) <= 6), 10)
    first = (low // step) * step
    first -= step if first > low else 0
    last = first
    while last < high:
        last += step
    return first, last, step


def _scale(largest: Decimal, unit: str) -> tuple[Decimal, str]:
    if unit in ("%", "位", ""):
        return Decimal(1), ""
    return next(((size, name) for size, name in _SCALES if largest >= size), (Decimal(1), ""))


def _plain(value: Decimal) -> str:
    rounded = round(value, 2)
    return f"{rounded.normalize():f}" if rounded else "0"
