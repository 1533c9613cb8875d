"""Which part of a policy a heading or label opens: 支持对象, 申报条件, 支持标准, 申报材料, 申报时间, 受理部门."""

from __future__ import annotations

from docs_store import lazy_re
from docs_store.types import Role

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
_SEARCH = tuple((role, lazy_re.compile(pattern)) for role, pattern in _NAMES)
LABEL = lazy_re.compile("|".join(f"(?:{pattern})" for _, pattern in _NAMES))
"""A name by which policies call one of their parts."""
_LONGEST_HEADING = 24
_LEAD = lazy_re.compile(
    r"(?:符合|具备|满足)[^。;]{0,14}(?:条件|要求)|下列[^。;]{0,6}情形|材料包括|(?:提交|提供|报送)[^。;]{0,8}材料"
)
_CASES = lazy_re.compile("不予|不得|情形")


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
    if not named and _CASES.search(heading):
        return (Role.CONDITION,) if "情形" in heading else ()
    return tuple(named or roles)


def of_label(label: str) -> Role:
    """The role of what `LABEL` matches."""
    return next(role for role, pattern in _SEARCH if pattern.fullmatch(label))
