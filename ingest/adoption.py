"""The lines under the title of a law or regulation that tell who passed it, and when it was amended.

    2020年4月10日 上海市第十五届人民代表大会常务委员会第二十次会议通过
    2024年9月27日 …第十六次会议《关于修改…的决定》第三次修正

also as one line in brackets (`(2004年11月26日…通过 根据2011年…修正)`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from docs_store import lazy_re
from docs_store.dates import dates, first_date
from docs_store.textnorm import fold

_BODY = re.compile(r"^#*[^\S\n]*(?:第[一1]\s*[编章条]|目\s*录|总\s*则)", re.MULTILINE)
_ACT = re.compile("通过|批准|公布|发布|颁布|修订|修正|修改|颁行|第\\d+号|令")
_BEGINS = re.compile(r"\s*+\(?\s*+(?:根据|自|经)?\s*+(?:(?:19|20)\d\d\s{0,3}[年./-]|二[〇零○O])")  # a day comes first
# 2015年11月26日,国务院公布…: a sentence that tells of another paper
_TELLS = lazy_re.compile(r"\s{0,9}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?,")
_TAKES_EFFECT = re.compile(r"\s*+(?:零时)?起?\s*+(?:施行|实施|执行|生效)")
_CONGRESS = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{0,12}?)\s{0,8}第?[一二三四五六七八九十]{1,4}届?(?P<whole>全国)?\s{0,8}(?P<organ>人民代表大会(?:常务委员会)?|人大常委会|人大)"
)
_ORDER = re.compile(r"(?P<who>[\u4e00-\u9fff、]{2,30}?)令\s*第\s*(?P<n>\d{1,5})\s*号")
_NAMED_DATE = re.compile(r"[(（](?P<day>(?:19|20)\d{2}-\d{2}-\d{2})[)）]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What the lines under a law's title tell.

    Attributes:
        first, latest: days of the first and the last act; equal for a law that was never amended.
        organ: who passed or issued it; empty when the lines do not say.
        order: number of the order by which it was last promulgated, `国务院令第802号`; empty when there is none.
    """

    first: date
    latest: date
    organ: str
    order: str


def read(head: str) -> Adoption | None:
    """What stands between title and first article.

    Args:
        head: folded opening of the document, title included.
    """
    body = _BODY.search(head)
    head = head[: body.start()] if body else head
    days: list[date] = []
    organ, order = "", ""
    for line in head.splitlines():
        if not _ACT.search(line) or not _BEGINS.match(line) or _TELLS.match(line):
            continue
        found = [day for day, _, end in dates(line) if not _TAKES_EFFECT.match(line[end : end + 12])]
        if not found or len(line) > 300:
            continue
        organ = organ or _organ(line)
        if not days or max(found) >= max(days):
            order = _order(line)
        days += found
    if not days:
        return None
    return Adoption(first=min(days), latest=max(days), organ=organ, order=order)


def day_in_name(file_name: str, title: str) -> date | None:
    """The day in brackets behind a law's title in the file's name (`专利法(2020-10-17).md`): that of its version."""
    stem = fold(PurePath(file_name).stem).strip()
    match = _NAMED_DATE.search(stem)
    if match is None:
        return None
    name, plain = (re.sub(r"[\s《》]|中华人民共和国", "", text) for text in (stem[: match.start()], fold(title)))
    return first_date(match["day"]) if name and (name in plain or plain in name) else None


def _organ(line: str) -> str:
    match = _CONGRESS.search(line)
    if match:
        place = re.sub(r"^.*[日\s]", "", match["place"])
        organ = match["organ"].replace("人大", "人民代表大会").replace("人民代表大会常委会", "人民代表大会常务委员会")
        return "全国" + organ if match["whole"] else place + organ if len(place) > 1 else ""  # 市人大 names no city
    issued = re.search(
        r"(?:^|[日\s(])(?P<who>(?:国务院|中央军委|中央军事委员会)(?:、(?:中央军委|中央军事委员会))?)", _plain(line)
    )
    return issued["who"] if issued else ""


def _order(line: str) -> str:
    match = _ORDER.search(re.sub(r"(?<![\d年月日\s])[\d年月日\s]+日", " ", _plain(line)))
    return f"{match['who']}令第{match['n']}号" if match else ""


def _plain(line: str) -> str:
    return line.replace("中华人民共和国", "")
