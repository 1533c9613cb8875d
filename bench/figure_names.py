"""Whether two names of an indicator are one by the rules of `tests/golden/figures/README.md`.

Two names are one when their keys are, or when one key is a rotation of the other (the doing before or behind the doers:
`进入全国50强高新区` and `高新区进入全国50强`). A key is the name

- by the table of synonyms, folded, of letters, digits and characters alone, without 的 and 了;
- without a second name in brackets (`之比(R&D强度)`) and without the document's own place in front;
- without who does it, where an organisation stands in front of a verb (`清华高端院新签订科研项目`);
- without the verbs in front that may stay or go, without 获得 and 完成 in the middle (`完成投资` is 投资);
- without 等, 数 and 数量 at the end;
- for a share, without the whole that it is of (`占规模以上工业比重`).

新增, 新培育, 净增, 累计, 总数 and 总量 change what is counted and are never left out; 新增 and 累计 may stand
behind or in front of the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docs_store import synonyms
from docs_store.textnorm import fold

_BRACKET = re.compile(r"(?<=..)\([^()]*\)$|(?<=..)\([^()]*\)(?=[\u4e00-\u9fff])")
_MAY_GO = re.compile(
    "(?:推荐|组织|辅导|指导|申报|举办|承办|引进|开展|发布|设立|建设|加快建设|储备|梳理|培育|支持|支持实施|推动|促进|帮助|获评?"
    "|获得|荣获|勇夺|获批|完成|实现|实施|组建|集聚|争取|力争|兑现|发放|拥有|形成|认定|评价入库|入库|达到|打造|加快|共建|将|以)"
)
_ENDS = re.compile("(?:等(?:各类|多)?|数量|(?<!总)数)$")
_FILLERS = re.compile("(?<=..)(?:荣获|勇夺|夺得|获得|完成(?=投资)|建设(?=项目)|(?:建设|进度)$)")
_OF_WHOLE = re.compile("(?<=..)占[^占]*$")
_BEHIND = re.compile("(?<=..)(?:均|都|各|分别)?(?P<word>累计|新增|净增|新认定|新培育)$")
_DOER = re.compile(
    "[^累]*?(?:企业|公司|院所|平台|机构|单位|大学|学院|院校|高校|名校|院|中心|载体|部门|园区|选手)(?:全年|先后|成功)*"
    "(?=(?:组织|牵头|推荐|帮助|举办|承办|申报|组建|共建|开展|新签订|签订|获得|荣获|获批|服务|发布|储备|集聚|使用)..)"
)
_LEAST = 3  # characters that a key keeps


def same(found: str, labelled: Iterable[str], places: Iterable[str] = (), *, share: bool = False) -> bool:
    """Whether an extracted name is one of the labelled ones.

    Args:
        places: names of the document's own place, that may stand in front.
    """
    places = sorted(places, key=len, reverse=True)
    mine = key(found, places, share=share)
    return any(
        _rotated(mine, key(name, places, share=share)) or _rotated(_plain(found), _plain(name)) for name in labelled
    )


def _plain(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum() and char not in "的了")


def key(name: str, places: Iterable[str] = (), *, share: bool = False) -> str:
    """What of a name tells it from others."""
    text = synonyms.default().canonical(_BRACKET.sub("", fold(name)))
    text = "".join(char for char in text if char.isalnum() and char not in "的了")
    for place in places:
        text = text.removeprefix(place) or text
    if share:
        text = _OF_WHOLE.sub("", text)
    if risen := _BEHIND.search(text):
        text = risen["word"] + text[: risen.start()]
    text = _FILLERS.sub("", text)
    before = None
    while before != text:
        before = text
        for pattern in (_DOER, _MAY_GO):
            found = pattern.match(text)
            if found and len(text) - found.end() >= _LEAST:
                text = text[found.end() :]
    while (end := _ENDS.search(text)) and end.start() >= _LEAST:
        text = text[: end.start()]
    return text


def _rotated(mine: str, other: str) -> bool:
    return mine == other or (
        len(mine) == len(other)
        and any(mine[i:] + mine[:i] == other for i in range(2, len(mine) - 1) if mine[i:].startswith(other[:2]))
    )
