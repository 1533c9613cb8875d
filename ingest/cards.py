"""A file of many cards: catalogues and guides that tell of each policy, service or case under the same field labels.

    1. 某某项目资金支持
    依据文件 《某某办法》
    发文字号 某科〔2023〕5号
    服务内容
    …
    联络方式 某市某局:12345678

The labels are found by their coming again and again at the starts of lines, in one order, not by a list of names: what
they are called differs from place to place.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest import markers
from ingest.lines import Line, columns
from ingest.readers.base import HeadingHint
from ingest.splitting import Part

MIN_CARDS = 5

_LABEL = re.compile(r"\s*[【\[]?(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff/、]{1,9})[】\]]?(?:\s*:|\s+|$)")
_MIN_LABELS = 3
_CORE = 0.8  # share of the cards that a label must be on to tell where they begin and end
_SELDOM = 0.2  # share of the cards below which a label is taken for words of the text
_TITLED = 0.8  # share of the cards above which a title must be found
_JOINS = re.compile("[和与及或、的]")
_WRAPPED = 0.85  # of the widest title line
_MAX_ABOVE = 8  # lines between the end of one card and the first label of the next
_MAX_TITLE = 60  # characters
_MAX_CHAPTER = 30
_SENTENCE = re.compile(r"[。;!?]|[,:]$")
_LEADERS = re.compile(r"\.{3,}|…|·{3,}")


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a file.

    Attributes:
        parts: what stands before the first card, if anything, and each card, in order; they cover the file.
        labels: starts of the lines that begin with a field's label.
        headings: these labels; where a line says no more, it is a heading, else it has one run in.
    """

    parts: tuple[Part, ...]
    labels: frozenset[int]
    headings: tuple[HeadingHint, ...]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A line, by its place among the lines, that begins with a label, which ends at its character `end`."""

    at: int
    label: str
    end: int


def find(lines: Sequence[Line], length: int, *, starts: Collection[int]) -> Cards | None:
    """The cards of a file; `None` for a file that is no catalogue.

    Args:
        lines: folded lines of the file, what is no part of its text left out.
        length: characters of the file's text.
        starts: offsets where something new begins whatever it says: pages, headings that the file marks.
    """
    lines = [line for line in lines if line.text.strip()]
    labelled = _labelled(lines)
    titles = _titles(lines, labelled, starts)
    if len(titles) < MIN_CARDS:
        return None
    width = max(columns(lines[title].text) for title, _ in titles)
    heads = [_with_chapter(lines, title) for title, _ in titles]
    bounds = [lines[at].start for at in heads] + [length]
    parts = [
        Part(start, end, _title(lines, title, anchor_at, width), is_card=True)
        for (title, anchor_at), start, end in zip(titles, bounds, bounds[1:], strict=False)
    ]
    before = [Part(0, bounds[0], "")] if bounds[0] > 0 else []
    inside = [item for item in labelled if lines[item.at].start >= bounds[0]]
    return Cards(
        parts=(*before, *parts),
        labels=frozenset(lines[item.at].start for item in inside),
        headings=tuple(
            HeadingHint(start=lines[item.at].start, end=lines[item.at].start + item.end, level=1) for item in inside
        ),
    )


def _labelled(lines: Sequence[Line]) -> list[_Labelled]:
    """Lines that begin with a label of the file: words that many lines begin with, each at most once a card."""
    found = []
    for at, line in enumerate(lines):
        match = _LABEL.match(line.text)
        if match and not _LEADERS.search(line.text):
            found.append(_Labelled(at, match["label"], match.end("label")))
    counts = Counter(item.label for item in found)
    kept = [item for item in found if counts[item.label] >= MIN_CARDS]
    labels = _taking_turns(kept)
    return [item for item in kept if item.label in labels]


def _taking_turns(found: Sequence[_Labelled]) -> set[str]:
    """Labels that take turns: between two of one kind there is mostly one of each other common kind."""
    counts = Counter(item.label for item in found)
    if not counts:
        return set()
    # The commonest words of a text may be no labels at all; labels come in groups of like number.
    best: set[str] = set()
    for number in sorted(set(counts.values()), reverse=True):
        group = {label for label, count in counts.items() if _CORE * number <= count <= number / _CORE}
        if len(group) > len(best):
            best = group
    if len(best) < _MIN_LABELS:
        return set()
    core = [item.label for item in found if item.label in best]
    followers = Counter(itertools.pairwise(core))
    usual = sum(max(followers[a, b] for b in best) for a in best)
    if usual < 0.7 * (len(core) - 1):
        return set()
    most = max(counts[label] for label in best)
    return {label for label, count in counts.items() if _SELDOM * most <= count <= most / _CORE}


def _titles(lines: Sequence[Line], labelled: Sequence[_Labelled], starts: Collection[int]) -> list[tuple[int, int]]:
    """For each card its title's line and that of its first label.

    Cards begin with the label above which titles stand: a numbered line, the first line of a page or a heading, after
    the last label of the card before.
    """
    counts = Counter(item.label for item in labelled)
    most = max(counts.values(), default=0)
    best: list[tuple[int, int]] = []
    for label in (label for label, count in counts.items() if count >= _CORE * most):
        titles = []
        for i, item in enumerate(labelled):
            if item.label == label:
                above = max(labelled[i - 1].at + 1 if i else 0, item.at - _MAX_ABOVE)
                title = _title_line(lines, above, item.at, starts)
                if title is not None:
                    titles.append((title, item.at))
        distinct = {lines[title].text for title, _ in titles}
        if len(titles) >= _TITLED * counts[label] and len(distinct) > 0.9 * len(titles) > 0.9 * len(best):
            best = titles
    return best


def _title_line(lines: Sequence[Line], above: int, anchor: int, starts: Collection[int]) -> int | None:
    """The line among those right above a label at which a title begins."""
    for numbered in (True, False):
        for at in range(anchor - 1, above - 1, -1):
            text = lines[at].text.strip()
            if _SENTENCE.search(text) or len(text) > _MAX_TITLE:
                break
            marker = markers.parse(text)
            if numbered and marker is not None and marker.rank in (markers.RANK_DIGIT, markers.RANK_CHINESE_BRACKET):
                return at
            if not numbered and lines[at].start in starts and marker is None:
                return at
    return None


def _with_chapter(lines: Sequence[Line], title: int) -> int:
    """The line where a card begins: its title's, or that of the first chapter heading right above it."""
    while title:
        above = lines[title - 1].text.strip()
        marker = markers.parse(above)
        is_chapter = marker is not None and marker.rank < markers.RANK_DIGIT and len(above) <= _MAX_CHAPTER
        if not is_chapter or _SENTENCE.search(above):
            break
        title -= 1
    return title


def _title(lines: Sequence[Line], at: int, anchor: int, width: int) -> str:
    """A card's title without its number.

    Args:
        width: columns of the widest title line. A line that is as wide goes on in the next one, if that is short or
            begins with 和.
    """
    words = lines[at].text.strip()
    marker = markers.parse(words)
    body = words[marker.end :].strip() if marker else words
    below = lines[at + 1].text.strip() if at + 1 < anchor else ""
    goes_on = 0 < columns(below) < columns(words) / 2 or _JOINS.match(below) is not None
    wrapped = columns(words) >= _WRAPPED * width and goes_on
    return body + below if wrapped else body


def within(hints: Sequence[HeadingHint], cards: Cards) -> Iterator[HeadingHint]:
    """The file's own heading hints and those of the cards' labels, in order, each line once."""
    seen: set[int] = set()
    for hint in sorted([*hints, *cards.headings], key=lambda hint: hint.start):
        if hint.start not in seen:
            seen.add(hint.start)
            yield hint
