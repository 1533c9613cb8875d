"""The text of an OFD page: where each character is drawn, and the lines that makes.

GB/T 33190-2016, 11: a text object has a box on the page (`Boundary`), a transformation in it (`CTM`) and text codes,
each with the place of its first character and the steps to the next ones (`DeltaX`, `DeltaY`; `g n d` says d n times).
Lengths are millimetres, y goes down.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.readers._ofd_package import children, local
from ingest.readers._ofd_runs import SAME_LINE, Run, in_order

MAX_DEPTH = 20
MAX_RUNS = 200_000  # on one page
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SPACE = 0.7  # of the height: a wider gap is written as a space
_STRUCK_TWICE = 0.25  # of the height: the same words that close are drawn twice to look bold

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class PageParts:
    """What a page draws: runs of text, and ids of its pictures with their areas in square millimetres."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[tuple[str, float]] = field(default_factory=list)


def collect(root: Any, composites: Mapping[str, Any], parts: PageParts) -> None:
    """Add what a page's or template's root element draws."""
    for content in children(root, "Content"):
        for layer in children(content, "Layer"):
            _collect(layer, composites, parts, _IDENTITY, 0)


def lines(parts: PageParts) -> list[str]:
    """Lines from top to bottom, each from left to right; columns of running text one after the other."""
    return [text for row in in_order(parts.runs) if (text := _line(row))]


def _line(row: list[Run]) -> str:
    words = ""
    before: Run | None = None
    for run in row:
        if before is not None:
            if run.text == before.text and abs(run.left - before.left) <= _STRUCK_TWICE * run.size:
                continue
            if run.left - before.right > _SPACE * max(run.size, before.size) and not words.endswith(" "):
                words += " "
        words += run.text
        before = run
    return words.strip()


def _collect(element: Any, composites: Mapping[str, Any], parts: PageParts, outer: Matrix, depth: int) -> None:
    for item in element:
        name = local(item)
        if (item.get("Visible") or "").lower() == "false" if isinstance(item.tag, str) else True:
            continue
        if name == "TextObject":
            if len(parts.runs) < MAX_RUNS:
                parts.runs += _text_runs(item, outer)
        elif name == "ImageObject":
            box = _numbers(item.get("Boundary"))
            area = abs(box[2] * box[3]) if len(box) == 4 else 0.0
            parts.pictures.append((item.get("ResourceID") or "", area))
        elif name == "PageBlock" and depth < MAX_DEPTH:
            _collect(item, composites, parts, outer, depth + 1)
        elif name == "CompositeObject" and depth < MAX_DEPTH:
            content = composites.get(item.get("ResourceID") or "")
            if content is not None:
                _collect(content, composites, parts, _inner(item, outer), depth + 1)


def _text_runs(item: Any, outer: Matrix) -> list[Run]:
    """Runs of one text object; vertical text is one run at the place of its first character."""
    matrix = _inner(item, outer)
    size = _number(item.get("Size"), 3.5) or 3.5
    height = size * (math.hypot(matrix[2], matrix[3]) or 1.0)
    width = size * (math.hypot(matrix[0], matrix[1]) or 1.0) * (_number(item.get("HScale"), 1.0) or 1.0)
    runs: list[Run] = []
    x = y = 0.0
    for code in children(item, "TextCode"):
        text = "".join(char for char in (code.text or "") if char >= " ")
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        if text:
            steps_x = _steps(code.get("DeltaX"), len(text) - 1)
            steps_y = _steps(code.get("DeltaY"), len(text) - 1)
            runs += _runs_of(text, _places(x, y, steps_x, steps_y, text, size, matrix), width, height)
    return runs


def _places(
    x: float, y: float, steps_x: list[float], steps_y: list[float], text: str, size: float, matrix: Matrix
) -> list[tuple[float, float]]:
    """Where each character is drawn on the page. Without any steps they follow each other by their usual width."""
    a, b, c, d, e, f = matrix
    places = []
    for at, char in enumerate(text):
        places.append((a * x + c * y + e, b * x + d * y + f))
        if steps_x or steps_y:
            x += steps_x[at] if at < len(steps_x) else 0.0 if steps_y else _advance(char, size)
            y += steps_y[at] if at < len(steps_y) else 0.0
        else:
            x += _advance(char, size)
    return places


def _runs_of(text: str, places: list[tuple[float, float]], width: float, height: float) -> list[Run]:
    pieces: list[tuple[int, int]] = []  # parted where the baseline changes
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or abs(places[at][1] - places[at - 1][1]) > SAME_LINE * height:
            pieces.append((start, at))
            start = at
    upright = len(pieces) > 1 and all(end - begin == 1 for begin, end in pieces)
    if upright and max(x for x, _ in places) - min(x for x, _ in places) < width:
        pieces = [(0, len(text))]
    runs = []
    for begin, end in pieces:
        left, y = places[begin]
        last = left if upright else places[end - 1][0]
        right = max(last, left) + (width if text[end - 1] >= "\u2e80" else width / 2)
        if math.isfinite(left + right + y):
            runs.append(Run(min(left, last), right, y, height, text[begin:end]))
    return runs


def _inner(item: Any, outer: Matrix) -> Matrix:
    """Transformation from inside an object to the page: its own matrix, then its box's corner, then what is around."""
    own = _numbers(item.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    box = _numbers(item.get("Boundary"))
    if len(box) == 4:
        e, f = e + box[0], f + box[1]
    oa, ob, oc, od, oe, of = outer
    return (
        oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, oa * e + oc * f + oe, ob * e + od * f + of
    )  # fmt: skip


def _steps(written: str | None, most: int) -> list[float]:
    """Steps as written, at most as many as there are characters to step to."""
    return list(_expanded((written or "").split(), most))


def _expanded(words: list[str], most: int) -> Iterator[float]:
    given = iter(words)
    count = 0
    for word in given:
        times, step = 1, word
        if word == "g":
            times, step = int(_number(next(given, "0"), 0)), next(given, "0")
        for _ in range(max(0, min(times, most - count))):
            yield _number(step, 0.0)
            count += 1
        if count >= most:
            return


def _numbers(written: str | None) -> tuple[float, ...]:
    return tuple(_number(word, 0.0) for word in (written or "").split())


def _number(written: str | None, default: float) -> float:
    try:
        found = float(written) if written is not None else default
    except ValueError:
        return default
    return found if math.isfinite(found) and abs(found) < 1e6 else default


def _advance(char: str, size: float) -> float:
    return size if char >= "\u2e80" else size / 2
