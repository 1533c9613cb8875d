"""The document number (文号) by which an office files a paper."""

from __future__ import annotations

import itertools
import re

from docs_store.types import Inferred

_HEAD = 1200  # characters in which a document introduces itself

NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,14}?)\s*[〔\[(【﹝]\s*(?P<year>(?:19|20)\d{2})\s*[〕\])】﹞]\s*+第?\s*+0*(?P<n>\d{1,4})\s*号"
)
_ANNOUNCED = re.compile(r"(?P<who>[\u4e00-\u9fff]{0,20}?公告)\s*(?P<year>(?:19|20)\d{2})年?\s*第\s*(?P<n>\d{1,4})\s*号")
_ORDER = re.compile(r"(?P<who>[\u4e00-\u9fff]{2,30})令\s*+\(?\s*+第\s*(?P<n>\d{1,5})\s*号\)?")
_LABELLED = re.compile(
    r"(?:^|\n)[^\S\n]*[【\[]?(?:发文字号|文号|文件编号|发文文号)[】\]]?(?:\s*+:|[ \t\u3000|]++)\s*+(?P<value>[^\n]+)"
)
_TITLED = re.compile(
    r"(?:通知|公告|通告|意见|办法|决定|措施|细则|规定|函)\s*\((?P<number>[^()]*\([^()]*\)[^()]*|[^()]*)\)$"
)


def written(match: re.Match[str]) -> str:
    """A match of `NUMBER` with the brackets that official papers use."""
    return f"{match['who']}〔{match['year']}〕{match['n']}号"


def find(folded: str, order: str) -> Inferred[str] | None:
    """The document's own number.

    Args:
        folded: the document's text, folded.
        order: number of the order that promulgated it, as the lines under its title tell; else empty.
    """
    labelled = _LABELLED.search(folded[: 2 * _HEAD])
    if labelled and (match := NUMBER.search(labelled["value"])):
        return Inferred(value=written(match), source="labelled line", certainty=0.95)
    lines = [line.strip() for line in folded[:_HEAD].splitlines()]
    for line in lines:
        if match := NUMBER.fullmatch(line.strip("()")):
            return Inferred(value=written(match), source="line under the title", certainty=0.95)
        if match := _ANNOUNCED.fullmatch(line.strip("()")):
            value = f"{match['who']}{match['year']}年第{match['n']}号"
            return Inferred(value=value, source="line under the title", certainty=0.95)
    for line, below in itertools.pairwise([*filter(None, lines), ""]):
        if match := _ORDER.fullmatch(line) or _ORDER.fullmatch(line + below):
            value = f"{match['who'].replace('中华人民共和国', '')}令第{match['n']}号"
            return Inferred(value=value, source="line under the title", certainty=0.9)
    for line in list(filter(None, lines))[:6]:
        titled = _TITLED.search(line)
        if titled and (match := NUMBER.fullmatch(titled["number"].strip())):
            return Inferred(value=written(match), source="behind the title", certainty=0.85)
    return Inferred(value=order, source="line on adoption", certainty=0.85) if order else None
