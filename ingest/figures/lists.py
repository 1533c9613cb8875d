"""Several things and several numbers: which belongs to which.

`雏鹰、瞪羚、领军企业460家、21家、14家` and `城乡居民人均可支配收入分别增长4.3%、6.1%` pair in order. Words that the
list's members share stand once: behind the last (家电、新能源汽车零售额) or in the first (生产安全事故起数、死亡人数).
"""

from __future__ import annotations

import re

_SPLIT = re.compile("、|以及|和|与|及")
# Heads that a list's members share.
_SHARED = re.compile(
    r"(?:起数|拥有量|案件立案数|案件受理数|案件发案数|换新数量|比例|数量|零售额|零售总额|吞吐量|贷款余额|存款余额|消费额?|产能|交易额|成交额|销售额|营业额|营业收入|营收|产量|销量"
    r"|排放量|消费量|使用量|用电量|发电量|供应量|增加值|总产值|产值|投资额?|出口额?|进口额?|进出口额?|收入|人均月?标准|月标准|标准|人数|次数|企业|增速"
    r"|覆盖率|参保率|占比|比重|抽检合格率|[\u4e00-\u9fff]{2}率|率|额|量|数|(?:作物)?种植面积|播种面积|面积|装机|[人件户]次"
    r"|余额|贷款|专利|机构|平台|中心|人才|项目|学位授权点|浓度|案件|产业链产值|里程)$"
)
# Words of one kind that a list sets side by side; what follows the last of them is said of all.
_KINDS = re.compile("(?:职工|居民|城镇|农村|城市|男性|女性|学生|教师|旅客|货物|货邮|进口|出口|省级|市级|国家级|城乡)")
_PLACED = re.compile("机场|口岸|港口|综保区|高新区|经开区")


def _common(part: str, last: str) -> str:
    """What a member shares with the last beyond its head: 人均可支配收入 in 城镇居民、农村居民人均可支配收入."""
    if len(part) >= 4 and (at := last.find(part[-2:])) > 0 and len(last) > at + 3:
        return last[at + 2 :]
    mine, other = _KINDS.fullmatch(part), _KINDS.match(last)
    if mine and other:
        return last[other.end() :]
    place = _PLACED.search(last)
    if place and len(part) <= 3 and 2 <= place.start() <= 3:
        return last[place.start() :]
    return ""


# Words for two things at once.
_BOTH = {
    "城乡居民": ("城镇居民", "农村居民"),
    "城乡低保": ("城市低保", "农村低保"),
    "存贷款": ("存款", "贷款"),
    "产销量": ("产量", "销量"),
}
_PRODUCTS = {
    "粮": "粮食",
    "肉": "肉类",
    "奶": "奶类",
    "蛋": "蛋类",
    "菜": "蔬菜",
    "果": "水果",
    "茶": "茶叶",
    "油": "油料",
}
_PRODUCE = re.compile(f"(?P<kinds>[{''.join(_PRODUCTS)}]{{2,}})(?P<of>(?:总?产量|产能|供给))")
_SECTOR = re.compile("[一二三](?:产业?)?")  # 一、二、三产增加值
_OF_FIRST = re.compile("(?:死亡|受伤|伤亡|亡人|损失)人?数|成交额|利润总额?|受理数|[^,]{1,2}[率额量]|[人件户]次")
_INDUSTRY = re.compile("第[一二三]")  # 第一、第三产业增加值
_THINGS = frozenset({"企业", "专利", "机构", "平台", "中心", "人才", "项目"})
_SHORT = 6  # characters
_ENDS_ALONE = re.compile(r"(?:[数额量率值]|就业|[人件户家]次)$")


def members(text: str, count: int) -> list[str] | None:
    """The `count` things that a list names, each with the words they share; `None` when it does not name as many."""
    text = text.replace("”“", "”、“")
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    for word, both in _BOTH.items():
        if count == 2 and len(parts) == 1 and word in parts[0]:
            return [parts[0].replace(word, each_word) for each_word in both]
    if len(parts) == count and (_SECTOR.fullmatch(parts[0]) and (last := _SECTOR.match(parts[-1]))):
        return [f"第{part[0]}产业{parts[-1][last.end() :]}" for part in parts]
    kinds = _PRODUCE.fullmatch(text)
    if kinds and len(kinds["kinds"]) == count:  # 粮肉奶产量
        return [_PRODUCTS[kind] + kinds["of"] for kind in kinds["kinds"]]
    if len(parts) != count:
        loose = [part.strip() for part in text.split("、") if part.strip()]
        if len(loose) != count:
            return None
        parts = loose
    return _share(parts)


def _takes(part: str, head: str) -> bool:
    """Whether a member lacks the head of the last: 雏鹰 that of 领军企业, but 地区总部 not that of 研发中心."""
    return not _ENDS_ALONE.search(part) and (head not in _THINGS or len(part) <= _SHORT)


def _share(parts: list[str]) -> list[str]:
    last = _SHARED.search(parts[-1])
    first = _SHARED.search(parts[0])
    shared: list[str] = []
    for i, part in enumerate(parts):
        if _INDUSTRY.fullmatch(part):
            shared.append(part + parts[-1][2:])
            continue
        if i < len(parts) - 1 and (common := _common(part, parts[-1])):
            shared.append(part + common)
            continue
        own = _SHARED.search(part)
        if last is not None and last.group() in ("占比", "比重") and own is not last:
            shared.append(part if part.endswith(last.group()) else part + last.group())
        elif own is None and last is not None and _takes(part, last.group()):
            shared.append(part + last.group())
        elif i and first is not None and _OF_FIRST.fullmatch(part) and own is not None and first.start() >= 2:
            shared.append(parts[0][: first.start()] + part)
        else:
            shared.append(part)
    return shared
