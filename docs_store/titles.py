"""Titles and document numbers as keys: one policy is named in many ways.

`关于印发《甲县创新券办法》的通知`, `甲县创新券办法(2024年修订)` and `甲县创新券办法(试行)` name versions of one paper;
`甲科[2024]第3号` and `甲科〔2024〕3号` are one number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docs_store import lazy_re
from docs_store.textnorm import fold

_EDITION = lazy_re.compile(
    r"[(（〔\[]\s*(?:征求意见稿|公开征求意见稿|征求意见|草案|修订草案|送审稿|讨论稿|试行|暂行|全文|已?废止|失效|有效"
    r"|(?:19|20)\d\d\s*+年?\s*+(?:修订|修正|修改|版|本|年版|修订版|修正版|修订本|修正本|第?\d次修[订正])?"
    r"|(?:最新)?(?:修订|修正|修改)(?:版|本|稿|后)?)\s*[)）〕\]]"
)
_ISSUED = lazy_re.compile(r"(?:印发|发布|公布|颁布|重新发布|重新印发|下发|制定|修订|颁发|转发)")
_NOTICE = lazy_re.compile(
    rf"(?:关于)?(?:重新|修订)?{_ISSUED.pattern}\s*+[《〈<]?(?P<name>.{{4,300}}?)[》〉>]?\s*+的?\s*+(?:通知|公告|通告|决定|函)$"
)
_QUOTED = lazy_re.compile(rf"{_ISSUED.pattern}[^《》]{{0,30}}《(?P<name>[^《》]{{4,}})》")
_COUNTRY = "中华人民共和国"
_ANNOUNCED = lazy_re.compile(
    r"[\u4e00-\u9fff]{0,20}公告\s{0,4}(?:19|20)\d{2}\s{0,4}年?\s{0,4}第\s{0,4}\d{1,4}\s{0,4}号|[\u4e00-\u9fff]{2,30}令\s{0,4}\(?第\s{0,4}\d{1,5}\s{0,4}号\)?"
)
_ANY_NUMBER = lazy_re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,20}?)\s*[〔\[(（【﹝<〈]\s*(?P<year>(?:19|20)\d{2})\s*[〕\])）】﹞>〉]\s*+第?\s*+0*(?P<n>\d{1,5})\s*号"
)


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """What a title calls the paper itself: without the notice around it, edition marks, brackets and spaces.

    Two papers of one key are versions of one another only if they are of one place; the key does not say that.
    """
    name = fold(title).strip()
    for pattern in (_QUOTED, _NOTICE):
        match = pattern.search(name)
        if match:
            name = match["name"]
            break
    else:
        name = re.sub(r"^[^《》]{2,40}?(?:局|厅|委|部|府|办|会|室|院|处|中心)(?=关于)", "", name)
    name = _EDITION.sub("", name)
    return re.sub(r"[\s《》〈〉<>〔〕\[\]()【】\"“”'‘’、,·]", "", name).replace(_COUNTRY, "")


def edition(title: str) -> str:
    """The mark that tells a version of a paper from its others (试行, 2024年修订), without brackets; empty for none."""
    match = _EDITION.search(fold(title))
    return re.sub(r"[\s()〔〕\[\]]", "", match.group()) if match else ""


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """A document number with one kind of bracket and no filling zeros; other texts without spaces and brackets."""
    match = _ANY_NUMBER.search(fold(number))
    if match:
        return f"{match['who']}〔{match['year']}〕{match['n']}号"
    return re.sub(r"\s|[《》〔〕\[\]()【】]|(?<=号)[^号]*$", "", fold(number)).replace(_COUNTRY, "")


def is_number(text: str) -> bool:
    """Whether a whole text is shaped like a document number: `甲科〔2024〕3号`, `公告2024年第3号`, `甲市令第9号`."""
    folded = fold(text).strip()
    return bool(_ANY_NUMBER.fullmatch(folded) or _ANNOUNCED.fullmatch(folded))
