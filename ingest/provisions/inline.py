"""Numbered parts that stand one behind the other in one line, as they do where a site gives a notice without breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docs_store.language.roles import of_heading
from docs_store.numerals import value_of
from ingest import markers

_SHORTEST = 120  # characters; a shorter line that holds 1. and 2. is one point with an enumeration
_CHINESE = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?P<chinese>[{_CHINESE}]{{1,3}})、|\((?P<bracket>[{_CHINESE}]{{1,3}})\)|(?<![\d.])(?P<digit>\d{{1,2}})[.、](?!\d)"
)
_RANK = {
    "chinese": markers.RANK_CHINESE,
    "bracket": markers.RANK_CHINESE_BRACKET,
    "digit": markers.RANK_DIGIT,
}
_ROLE_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:对象|条件|要求|标准|材料|时间|方式|内容|程序|流程|范围|待遇|目标|事项|途径|额度|简介|及地点|电话)"
    r"(?:和要求|及内容|与征集对象|包括但不限于)?)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a line: `text[start:end]`, with its number, depth and the headings it stands under."""

    start: int
    end: int
    label: str = ""
    rank: int | None = None
    headings: tuple[str, ...] = ()


def split(text: str) -> list[Piece]:
    """The line's numbered parts in order; the whole line where it has none.

    Args:
        text: folded.
    """
    if len(text) < _SHORTEST:
        return [Piece(0, len(text))]
    cuts = _cuts(text)
    if len(cuts) < 2:
        return [Piece(0, len(text))]
    return list(_pieces(text, cuts))


def _cuts(text: str) -> list[tuple[re.Match[str], str]]:
    """Marks that count on from the one before of their kind; a deeper kind starts anew under each higher one."""
    order = ("chinese", "bracket", "digit")
    last = dict.fromkeys(order, 0)
    found = []
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        value = int(value_of(match[kind]) or 0)
        before = text[match.start() - 1 : match.start()]
        fresh = value == 1 and (before in "。;:,)】" or before == "" or kind == "digit")
        if value != last[kind] + 1 and not fresh:
            continue
        if kind != "chinese" and value > 1 and last[kind] == 0:
            continue
        last[kind] = value
        for deeper in order[order.index(kind) + 1 :]:
            last[deeper] = 0
        found.append((match, kind))
    return found


def _pieces(text: str, cuts: list[tuple[re.Match[str], str]]) -> Iterator[Piece]:
    if cuts[0][0].start() > 0:
        yield Piece(0, cuts[0][0].start())
    stack: list[tuple[int, str]] = []
    for number, (match, kind) in enumerate(cuts):
        rank = _RANK[kind]
        stop = cuts[number + 1][0].start() if number + 1 < len(cuts) else len(text)
        while stack and stack[-1][0] >= rank:
            stack.pop()
        body = match.end()
        name = _ROLE_NAME.match(text, body, stop)
        heading = ""
        if name is not None and of_heading(name.group()) and not re.search("[。,;]", name.group()):
            heading = match.group() + name.group()
            body = name.end()
            while body < stop and text[body] in ":。":
                body += 1
        elif kind != "digit":
            lead = re.match(r"[^。;:,]{2,20}[。:]", text[body:stop])
            if lead is not None:
                heading = match.group() + lead.group()[:-1]
                body += lead.end()
        headings = tuple(entry for _, entry in stack)
        if heading:
            stack.append((rank, heading))
            headings = (*headings, heading)
        if text[body:stop].strip():
            yield Piece(body, stop, "" if heading else match.group(), rank, headings)
