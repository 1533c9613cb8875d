"""Text between two numbers of a clause: what of it is the first number's, and what the second's."""

from __future__ import annotations

import re

from ingest.figures import indicators

# 、 before one of these begins another statement, not another member of a list.
_LEADS = re.compile("总|累计|全年|新增|完成|实现|均|平均|达|突破|超|比|较|为|同比|其中")


def split_tail(gap: str, *, money: bool = False) -> tuple[str, str]:
    """Text between two numbers of a clause as the noun of the first and the head of the second.

    Args:
        gap: the text between the two.
        money: whether the second is an amount of money, which is got or given by the last verb before it.

    `、总数达` belongs to the second; in `家企业融资2800万元` 企业 is the first's and 融资 the second's.
    """
    if not gap or gap[0] in "、,和及与并":
        return "", gap
    cut = gap.find("、")
    if cut > 0 and (
        indicators.PREDICATE.match(gap, cut + 1) or _LEADS.match(gap, cut + 1) or re.match("的?增[长速幅]", gap)
    ):
        return gap[:cut], gap[cut:]
    cut = gap.rfind("、")
    joined = re.search(r"(?:[、和及]|以及)$", gap)
    if joined:
        return _MEASURED_CHANGE.sub("", gap[: joined.start()]), gap[joined.start() :]
    if cut > 0 and indicators.RELATIVE.match(gap[cut + 1 :]):
        return gap[:cut], gap[cut:]
    if indicators.PREDICATE.match(gap) or _NEXT_GAIN.match(gap):
        return "", gap
    place = _PLACES.match(gap)
    if place:
        return place.group(), gap[place.end() :]
    if money and (got := _GOT.search(gap, max(4, gap.rfind(",") + 1, gap.rfind("、") + 1))):
        return gap[: got.start()], gap[got.start() :]
    event = _BEGINS_DOING.search(gap, 1)
    if event and re.search("(?:企业|公司|单位|院所|机构|高校)$", gap[: event.start()]):
        return gap, gap if len(gap) - event.start() <= 3 else gap[event.start() :]
    if event:
        short = len(gap) - event.start() <= 3
        return gap[: event.start()], gap if short else gap[event.start() :]
    if cut > 0:
        return gap[:cut], gap[cut:]
    return _MEASURED_CHANGE.sub("", gap), gap


# 4家院所…获得市级奖励资金500万元
_GOT = re.compile("新?(?:获得?|兑现|发放|安排|落实|带动|完成)[^、,]{0,4}(?:资金|奖励|补助|投资|贷款|经费)")
_BEGINS_DOING = re.compile(f"新?(?:{indicators.EVENT.pattern})")
# 专精特新中小企业1000家新增规上工业企业2500家
_NEXT_GAIN = re.compile("(?:新增|净增|新认定|新培育)..")
# 在115个县建设示范片1000个
_PLACES = re.compile(
    r"(?:县区?|市|区|州|乡镇|村|城市|国家)(?:\([^()]*\))?(?=建设|开展|实施|完成|建成|划分|设立|推广|投运|布局)"
)
# 17个重点传统制造业增加值增长8%: counted is 重点传统制造业.
_MEASURED_CHANGE = re.compile(
    r"(?:(?<=..)(?:增加值|总?产值|营收|营业收入|销售额|产量|收入|投资|水质优良率|优良率|达标率|水质优良比例"
    r"|优良比例|利润|覆盖率|占比|增速))?(?:预计|同比|分别|均){0,4}(?:为|增长|下降|提高|达到?|突破|超过?)?$"
)


# 省级, 市级, 100亿级
_GRADE = re.compile(r"(?:[国省市区县州校]家?|[百千万亿]+元?|\d+(?:百|千|万|亿)+元?)级")


def behind_grade(tail: str) -> str:
    """The noun behind 省级, 市级, …"""
    found = _GRADE.match(tail)
    return indicators.tidy_tail(tail[found.end() :]) if found else ""
