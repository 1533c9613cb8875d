"""Parts of different wholes that bear one name: 第二产业增加值 of the whole county and of its private economy.

Where a document gives one indicator two values for the same time, one of them said to be a part (其中) of something
that is measured alike, that one is named after its whole: 民营经济增加值…其中,第二产业增加值 is 民营经济第二产业增加值.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docs_store import synonyms
from docs_store.types import Figure
from ingest.figures.indicators import is_verbal

_MEASURE = re.compile(
    "(?:增加值|产值|收入|支出|投资|投入|总额|零售额|销售额|[进出]口额?|利润|税收|产量|面积|贷款|存款|余额)$"
)
_LEAST = 2  # characters of the whole beside the measure
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with the name of what it is a part of, empty where the text says none."""

    figure: Figure
    whole: str = ""


def told_apart(rows: Sequence[Row]) -> list[Figure]:
    """The figures in their order, parts of different wholes under different names."""
    alike: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        f = row.figure
        alike[f.canonical, f.aspect, f.status, f.period, f.base_unit].append(row)
    named = {
        id(row): name
        for group in alike.values()
        if len({(row.figure.value, row.figure.comparator) for row in group}) > 1
        for row in group
        if (name := _of_whole(row))
    }
    return [_renamed(row.figure, named[id(row)]) if id(row) in named else row.figure for row in rows]


def _of_whole(row: Row) -> str:
    """The part's name after its whole, empty where the two are not measured alike."""
    name, whole = row.figure.indicator, row.whole
    measure = _MEASURE.search(whole)
    if measure is None or not name.endswith(measure.group()):
        return ""
    owner = whole[: measure.start()]
    known = name.startswith(owner) or is_verbal(owner)
    return "" if known or not _LEAST <= len(owner) <= _LONGEST else owner + name


def _renamed(figure: Figure, name: str) -> Figure:
    canonical = synonyms.default().canonical(name, money=figure.base_unit == "元")
    return replace(figure, indicator=name, canonical=canonical)
