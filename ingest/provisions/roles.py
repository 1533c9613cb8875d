"""Labels and lead-ins of a policy's lines: what they open, and what they ask for themselves."""

from __future__ import annotations

import re
from collections.abc import Callable

from docs_store.language import roles
from docs_store.types import Role

_LEAD_END = re.compile(
    r"[,;:]?(?:并|且|还)?(?:其|他们)?(?:应当?|需要?|须|必须|均|都|同时|分别|各自|还|可|能够){0,6}(?:符合|具备|满足|包括|具有|达到)"
    r"(?=[^,;。]{0,6}(?:以下|下列|如下|必要|基本|所有)[^,;。]{0,10}(?:条件|要求|之一|情形|:$)|[^,;。]{0,10}(?:条件|要求)(?:之一)?:?$|:$)"
    r"|[,;]?(?:下列|以下|如下)[^,;。]{0,8}(?:条件|要求|情形)|:$"
)
_ENDS = ",;、。 "
_BESIDES = re.compile(r",?除[^,;。]{0,24}外,?")
_STATES = re.compile(
    r"应|须|需(?!求)|要(?!求)|具有|具备|拥有|符合|属于|注册|推荐|遴选|纳入|列入|取得|获得|达到|以上|未|无|不(?:超过|低于|少于|得|能)"
    r"|(?<![认评]定)为(?!了)|建立|设立|开展|依法|健全|明确"
)


def own_words(heading: str) -> str:
    """A lead-in's words before `应符合下列条件`: whom the list is for. All of a heading that leads into nothing."""
    return _BESIDES.sub("", _LEAD_END.split(heading)[0]).rstrip(_ENDS)


def behind_exception(heading: str) -> str:
    """What a lead-in says behind its `除…外`, as it stands there; all of it where it leaves nothing out."""
    return _BESIDES.split(_LEAD_END.split(heading)[0])[-1].rstrip(_ENDS)


def states(words: str) -> bool:
    """Whether words ask for something, as a heading seldom does."""
    return _STATES.search(words) is not None


def of_label(heading: str) -> Role | None:
    """The role of a heading that is a label and nothing else, as where each field of a card was taken for a heading."""
    return roles.of_label(bare) if roles.LABEL.fullmatch(bare := heading.strip(" :[]【】")) else None


def labels(text: str, set_off: Callable[[int], bool]) -> list[tuple[Role, int, int]]:
    """The labels of a line of fields, each with its role, where it begins and where its value begins.

    `申报对象:…`, `时间/频度 从 2023 年 9 月起`, `工具分类 资金支持 服务对象 全市范围`, and a label alone on its
    line. The first stands at the line's start; further ones are set off by spaces on both sides.

    Args:
        text: folded reading text, which has closed the gaps between Chinese characters.
        set_off: whether the file has a space before the character at an offset of `text`.
    """
    found: list[tuple[Role, int, int]] = []
    if roles.LABEL.match(text, len(text) - len(text.lstrip(" [【"))) is None:
        return found  # most lines: the rest need not be searched
    for match in roles.LABEL.finditer(text):
        start, end = match.span()
        first = not found and not text[:start].strip(" [【")
        marked = re.match(r"[】\]]?\s*[:]|[】\]]", text[end:])
        alone = not text[end:].strip(" :。")
        if first and (marked or alone or set_off(end)):
            found.append((roles.of_label(match.group()), start, end + (marked.end() if marked else 0)))
        elif found and set_off(start) and set_off(end):
            found.append((roles.of_label(match.group()), start, end))
    return found
