"""Which part of a policy a heading or label opens: 支持对象, 申报条件, 支持标准, 申报材料, 申报时间, 受理部门."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum


class Role(Enum):
    """What the text under a heading is."""

    TARGET = "target"
    CONDITION = "condition"
    AMOUNT = "amount"
    SCOPE = "scope"
    MATERIALS = "materials"
    WINDOW = "window"
    OFFICE = "office"
    META = "meta"
    OTHER = "other"


_NAMES: tuple[tuple[Role, str], ...] = (
    (
        Role.META,
        r"依据文件|发文机构|发文字号|发布机构|(?:发文|发布|印发|成文|公布)(?:时间|日期)|工具分类|文号|原文链接|政策依据|公开属性",
    ),
    (Role.MATERIALS, r"(?:申报|申请|申领|提交|所需|报送|兑付|应提交的?)?材料(?:清单|要求|目录)?"),
    (
        Role.SCOPE,
        r"(?:使用|资助|支出|补贴|适用)范围|(?:使用|支出)方向",
    ),
    (
        Role.TARGET,
        r"(?:支持|服务|适用|申报|申领|扶持|奖励|奖补|补助|补贴|资助|面向|申请|推荐|举荐|参赛|参评|征集|培育|评估|测试|政策适用)(?:范围|对象|主体)|(?:申报|征集)内容"
        r"(?:及范围)?",
    ),
    (
        Role.CONDITION,
        r"(?:申报|申请|支持|认定|基本|申领|享受|准入|推荐|入库|办理|补贴|奖励|报名|参赛|参评|评选)?(?:条件|资格)(?:和?要求)?|(?:申报|申请|推荐|认定)(?:要求|标准)",
    ),
    (
        Role.AMOUNT,
        r"(?:支持|补助|奖励|资助|扶持|补贴|奖补|贴息|兑现|政策)(?:标准|内容|方式|政策|措施|额度|力度|金额|待遇|支持)(?:和标准)?"
        r"|服务内容|额度|兑付标准|政策内容",
    ),
    (
        Role.WINDOW,
        r"(?:网上)?(?:申报|受理|申请|办理|报名|申领|征集|填报|推荐)(?:起止)?(?:时间|期限|日期|截止)|截止(?:时间|日期)|(?<![\u4e00-\u9fff])时间(?:/频度|安排|要求)?"
        r"|时间/频度",
    ),
    (
        Role.OFFICE,
        r"(?:受理|主管|承办|办理|咨询|经办|责任|牵头)(?:部门|单位|机构)|联系(?:方式|人|电话)|联络方式|咨询(?:方式|电话)|受理地点",
    ),
    (
        Role.OTHER,
        r"监督管理|附则|总则|资金拨付|审核(?:和|与)拨付|审核拨付|申报(?:程序|流程)|服务流程|办理流程|组织实施|认定流程|程序|流程|监督"
        r"|(?:工作)?目标|评审立项|有关要求|其他(?:事项|要求)|注意事项|工作要求|保障措施|成果运用",
    ),
)
_SEARCH = tuple((role, re.compile(pattern)) for role, pattern in _NAMES)
_LABEL = re.compile("|".join(f"(?:{pattern})" for _, pattern in _NAMES))
_LONGEST_HEADING = 24
_LEAD = re.compile(
    r"(?:符合|具备|满足)[^。;]{0,14}(?:条件|要求)|下列[^。;]{0,6}情形|材料包括|(?:提交|提供|报送)[^。;]{0,8}材料"
)
_LEAD_END = re.compile(
    r"[,;:]?(?:并|且|还)?(?:其|他们)?(?:应当?|需要?|须|必须|均|都|同时|分别|各自|还|可|能够){0,6}(?:符合|具备|满足|包括|具有|达到)"
    r"(?=[^,;。]{0,6}(?:以下|下列|如下|必要|基本|所有)[^,;。]{0,10}(?:条件|要求|之一|情形|:$)|[^,;。]{0,10}(?:条件|要求)(?:之一)?:?$|:$)"
    r"|[,;]?(?:下列|以下|如下)[^,;。]{0,8}(?:条件|要求|情形)|:$"
)
_BESIDES = re.compile(r",?除[^,;。]{0,24}外,?")
_STATES = re.compile(
    r"应|须|需(?!求)|要(?!求)|具有|具备|拥有|符合|属于|注册|推荐|遴选|纳入|列入|取得|获得|达到|以上|未|无|不(?:超过|低于|少于|得|能)"
    r"|(?<![认评]定)为(?!了)|建立|设立|开展|依法|健全|明确"
)


def own_words(heading: str) -> str:
    """A lead-in's words before `应符合下列条件`: whom the list is for. All of a heading that leads into nothing."""
    return _BESIDES.sub("", _LEAD_END.split(heading)[0]).rstrip(",;、。 ")


def states(words: str) -> bool:
    """Whether words ask for something, as a heading seldom does."""
    return _STATES.search(words) is not None


def of_heading(heading: str) -> tuple[Role, ...]:
    """The roles a heading names, in its order; empty for a heading that names none.

    Args:
        heading: folded, with its numbering.
    """
    if len(heading) > _LONGEST_HEADING and not _LEAD.search(heading):
        return ()
    found: list[tuple[int, Role]] = []
    taken: list[tuple[int, int]] = []
    for role, pattern in _SEARCH:
        for match in pattern.finditer(heading):
            if match.end() > match.start() and not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                found.append((match.start(), role))
    roles: list[Role] = []
    for _, role in sorted(found, key=lambda item: item[0]):
        if role not in roles:
            roles.append(role)
    named = [role for role in roles if role is not Role.OTHER]
    if re.search(r"不予|不得|情形", heading) and not named:
        return (Role.CONDITION,) if "情形" in heading else ()
    return tuple(named or roles)


def of_label(heading: str) -> Role | None:
    """The role of a heading that is a label and nothing else, as where each field of a card was taken for a heading."""
    return _role(bare) if _LABEL.fullmatch(bare := heading.strip(" :[]【】")) else None


def labels(text: str, set_off: Callable[[int], bool]) -> list[tuple[Role, int, int]]:
    """The labels of a line of fields, each with its role, where it begins and where its value begins.

    `申报对象:…`, `时间/频度 从 2023 年 9 月起`, `工具分类 资金支持 服务对象 全市范围`, and a label alone on its
    line. The first stands at the line's start; further ones are set off by spaces on both sides.

    Args:
        text: folded reading text, which has closed the gaps between Chinese characters.
        set_off: whether the file has a space before the character at an offset of `text`.
    """
    found: list[tuple[Role, int, int]] = []
    if _LABEL.match(text, len(text) - len(text.lstrip(" [【"))) is None:
        return found  # most lines: the rest need not be searched
    for match in _LABEL.finditer(text):
        start, end = match.span()
        first = not found and not text[:start].strip(" [【")
        marked = re.match(r"[】\]]?\s*[:]|[】\]]", text[end:])
        alone = not text[end:].strip(" :。")
        if first and (marked or alone or set_off(end)):
            found.append((_role(match.group()), start, end + (marked.end() if marked else 0)))
        elif found and set_off(start) and set_off(end):
            found.append((_role(match.group()), start, end))
    return found


def _role(label: str) -> Role:
    return next(role for role, pattern in _SEARCH if pattern.fullmatch(label))
