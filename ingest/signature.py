"""Who signed a paper, and on which day: organs' names on lines of their own, and under them a line with the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docs_store.dates import dates

ORGAN = re.compile(
    r"[\u4e00-\u9fff]{2,30}?(?:人民政府办公厅|人民政府办公室|人民政府|管理委员会|管委会|委员会|常务委员会|办公厅|办公室|联合会|总局|中心"
    r"|领导小组|指挥部|联席会议|调查队|总队|支队|街道办事处|法院|检察院|海关|银行|[革康健资改信建]委(?!员)|局|厅|部|署|院)"
)
_ORGANS = re.compile(rf"(?>{ORGAN.pattern})(?:\s*+(?>{ORGAN.pattern}))*+")
PERSON = re.compile(
    r"(?P<office>[省市州区县旗部厅局]长|主席|主任)\s{0,4}:?\s{0,4}[\u4e00-\u9fff]{1,4}(?:\s{1,4}[\u4e00-\u9fff]{1,2})?"
)
_LONGEST_SIGNED = 90  # characters of a line with organs and their day
_ABOUT_A_DAY = re.compile(r"[\s()日期印发布:]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What stands at the end of a paper.

    Attributes:
        organs: in their order, joined by `、`; empty where a person signs by office (市长:…).
        day: day of issue.
        office: by which a person signs, `省长`; empty where organs do.
    """

    organs: str
    day: date
    office: str = ""


def signatures(text: str, *, record: bool = False) -> Iterator[Signature]:
    """Signatures in order.

    Args:
        text: folded lines.
        record: take the record of printing (印发), which may name an office that only sent the paper out.
    """
    organs: list[str] = []
    office = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if not record and (whole := _on_one_line(line)):
            yield Signature(organs="、".join([*organs, whole.organs]), day=whole.day)
            organs, office = [], ""
            continue
        found = only_date(line) if (organs or office) and ("印发" in line) is record else None
        if found:
            yield Signature(organs="、".join(organs), day=found, office=office)
            organs, office = [], ""
            continue
        person = PERSON.fullmatch(line)
        office = person["office"] if person else ""
        words = line.split()
        if all(map(ORGAN.fullmatch, words)):
            organs += words
        else:
            organs = [joined] if ORGAN.fullmatch(joined := "".join(words)) else []


def _on_one_line(line: str) -> Signature | None:
    """Organ and day that make up a line: `青禾县林业局2019年12月26日`."""
    for day, start, end in dates(line) if len(line) <= _LONGEST_SIGNED else ():
        organs = line[:start].split()
        if end == len(line) and organs and all(map(ORGAN.fullmatch, organs)):
            return Signature(organs="、".join(organs), day=day)
        return None
    return None


def are_organs(text: str) -> bool:
    """Whether a text is nothing but names of organs, blanks between them or none."""
    return _ORGANS.fullmatch(text) is not None


def only_date(line: str) -> date | None:
    """The date that a line consists of, but for brackets and words that say what date it is."""
    words = line.strip()
    for found, start, end in dates(words):
        return found if _ABOUT_A_DAY.fullmatch(words[:start] + words[end:]) else None
    return None
