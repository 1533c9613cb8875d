"""Which time a whole document, or a part of it, is of, where its sentences name none.

`甲县一季度经济运行情况` is of three months, and so is the part under `二、1-3月份主要指标`. A paper that names no year
in its title and is of no known day is of the year that its sentences name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from docs_store.types import Chunk, Status
from ingest.figures import stretches

_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_SCHOOL_YEAR = re.compile(rf"(?P<from>{_YEAR})年?[-—–~至/]{{1,2}}(?P<to>{_YEAR})(?:学年|年)")
_OPENS = re.compile(rf"(?:^|[。\n])[^\S\n]{{0,9}}(?:截[至止])?(?P<year>{_YEAR})年(?!版|第)")
_NAMED = re.compile(rf"(?<![到至])(?P<year>{_YEAR})年(?!版|第)")
_STRETCH = re.compile(
    r"(?:^|[,。;:\n(、])(?P<stretch>(?:(?:19|20)\d{2}年)?(?:\d{1,2}月?[-—–~至]\d{1,2}月份?|[一二三四]季度(?!末)|[上下]半年|前[一二三]季度"
    r"|前\d{1,2}个月))(?![^,。;]{0,12}(?:会议|座谈|要|将|工作|计划|目标))"
)
_WHOLE = re.compile(r"(?:^|[,。;\n])(?:全年|(?:19|20)\d{2}年(?=[,全我]))")
_LEAST = 2  # mentions that make a stretch that of the whole text


def years_of(texts: Iterable[str]) -> tuple[int, ...]:
    """The year that a text speaks of: that which opens its first dated sentence, else the last that it names."""
    texts = list(texts)
    for text in texts:
        if opening := _OPENS.search(text):
            return (int(opening["year"]),)
    named = [int(match["year"]) for text in texts for match in _NAMED.finditer(text)]
    return (max(named),) if named else ()


def of_title(title: str, years: Sequence[int]) -> str:
    """The stretch of months, or the school year, that a title names; empty where it names none."""
    if school := _SCHOOL_YEAR.search(title):
        first, last = int(school["from"]), int(school["to"])
        return f"{first}..{last}" if last == first + 1 else ""
    return _months(title, str(years[0]) if years else "")


def of_text(texts: Iterable[str], years: Sequence[int]) -> str:
    """The stretch of months that all sentences of a text are of; empty where it names several, or whole years."""
    if len(years) != 1:
        return ""
    said: Counter[str] = Counter()
    for text in texts:
        if _WHOLE.search(text):
            return ""
        said.update(filter(None, (_months(match["stretch"], str(years[0])) for match in _STRETCH.finditer(text))))
    return next(iter(said)) if len(said) == 1 and said.total() >= _LEAST else ""


def of_part(chunk: Chunk, document: str) -> str:
    """The stretch of a part: what the innermost heading names that names one, else that of the document, unless the
    part is of other years or of what is planned."""
    base = str(chunk.years[0]) if chunk.years else str(stretches.year_of(document) or "")
    for heading in reversed(chunk.heading):
        if " | " not in heading and (named := _months(heading, base)):
            return named
    apart = chunk.status is Status.TARGET or (chunk.years and stretches.year_of(document) not in chunk.years)
    return "" if apart else document


@lru_cache(maxsize=1024)  # a heading stands above many parts
def _months(words: str, base: str) -> str:
    period = stretches.of_caption(words, base)
    return period if "-" in period else ""
