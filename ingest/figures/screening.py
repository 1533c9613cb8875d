"""Which quantities can be rows: those that only say which things are meant, or how long, mostly are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docs_store.language.comparators import MARK
from docs_store.units import DURATIONS, PERCENTS, POINTS
from ingest.figures.clauses import FAR, Clause
from ingest.figures.numbers import Form, Quantity

_EACH = re.compile("每(?![人户家亩吨月年])[^,、]{0,3}$|就有$")  # 全国每出口4辆汽车就有1辆安徽造
_TOP_LIST = re.compile(r"\d强(?!国)")  # 企业500强、研发投入500家: names of lists
_NO_THING = re.compile("方面|季度|部分(?![^,。]{0,4}项目)|小时|周年|学年|年度(?=[,。、;)以]|$)|(?:重点)?工作$")
_KINDS_OF = re.compile("(?:创新药|新药|医疗器械)")
_SETTLEMENT = re.compile("的?(?:自然村|行政村|村|居民点|聚居|县|城市|乡镇)")  # 20户以上自然村
_LIMIT = re.compile("(?:[、,。;)]|增长|的增长|用于|支持)")
_DURATION_INDICATOR = re.compile(
    "(?:天数|时间|时长|寿命|年限|时限|用时|周期|期限)[^,。]{0,6}(?:\\d+天、[^,。]{0,4}(?:增加|减少))?$"
)
_PEOPLE = re.compile(
    "(?:名|多)?[^,。;、]{0,8}(?:人口|群众|群体|农民|农户|居民|学生|职工|老人|妇女|儿童|劳动力|人才|毕业生|师生|人员)"
)
_INDEX = re.compile("(?:指数|系数|倍差|之比|收入比|得分|倍率)[^,。;]{0,4}$")
_PASSES = re.compile("(?<![超突不通经])过$")
_CLASS = re.compile("[^,。;、的]{0,6}(?:集群|产业链|园区|企业|大县|强县|强镇)")
_MEASURE = re.compile("(?:收入|产值|总值|营收|规模|投资|能耗|总额|税收|产量|面积)$")
_MARKED = re.compile(f"(?:{MARK})")
# 连跨4个千亿台阶 counts no thing
_STEPS = re.compile("(?:百|千|万|十|亿)+元?级?(?:新?台阶|大关|关口)")
_WORKS = re.compile("(?:项目|工程|基地|装置|码头|泊位|机组|生产线|变电站|电站|货轮|船)")
_LENGTHS = re.compile("(?<!立方)米$")


def is_figure(text: str, q: Quantity, later: Sequence[Quantity], clause: Clause) -> bool:
    """Whether a quantity can be a row at all.

    Args:
        text: folded reading text.
        q: the quantity.
        later: the next one of its clause, if there is one.
        clause: the clause it stands in.
    """
    if q.form is not Form.NUMBER:
        return True
    end = min(clause.end, q.right + FAR)
    head = text[max(clause.start, q.left - FAR) : q.left]
    tail = text[q.right : min(later[0].left, end) if later else end]
    if head.endswith(("第", "每")) or _TOP_LIST.search(head) or _EACH.search(head) or _NO_THING.match(tail):
        return False
    if q.unit.name == "类" and _KINDS_OF.match(tail):  # 1类创新药
        return False
    if _STEPS.match(tail):
        return False
    unit = q.unit
    follows = tail[:1] not in ("", "、", ")", ",") and not tail.startswith(("和", "及", "的增长", "增长"))
    if unit.name in DURATIONS:
        return _DURATION_INDICATOR.search(head) is not None and not follows
    if not unit.text:
        return _INDEX.search(head) is not None and not follows
    if not unit.name:  # 39.8万农业转移人口; 旅居人数达389.75万
        return _PEOPLE.match(tail) is not None or (not follows and len(head) > 2) or _is_mark(text, q)
    if unit.name == "千伏" and follows:  # 500千伏主干网架
        return False
    if _is_threshold(q, head, tail):
        return False
    if later and later[0].unit == unit:  # A城300兆瓦储能、B城500兆瓦储能项目
        tail = text[q.right : end]
    names_works = unit.base not in ("元", "美元") and _WORKS.search(tail) and not _LENGTHS.search(unit.base)
    # 120万吨乙烯改造项目
    return not (follows and names_works) or unit.is_classifier or unit.name in PERCENTS | POINTS


def _is_mark(text: str, q: Quantity) -> bool:
    return _MARKED.match(text, q.end, q.right) is not None


def _is_threshold(q: Quantity, head: str, tail: str) -> bool:
    """Whether a quantity only says which things are meant (`10亿元以上制造业项目248个`)."""
    if q.unit.name in PERCENTS | POINTS:
        return False
    limited = q.right > q.end and q.comparator in ("≥", "≤")
    if q.unit.is_classifier:
        return limited and _SETTLEMENT.match(tail) is not None
    if q.unit.base == "元" and _PASSES.search(head):  # 产值过10亿元的企业
        return True
    if q.unit.base == "元" and q.comparator in (">", "≥") and _CLASS.match(tail):  # 打造超千亿元产业集群
        return True
    if not q.unit.is_classifier and tail.startswith("的") and q.comparator in (">", "≥") and q.left < q.start:
        return True  # 营业收入超千亿元的产业集群
    if q.left < q.start and _MEASURE.search(head):  # 生产总值超200亿元县达26个
        limited = True
    return limited and bool(tail) and tail[0] not in "、,)和及与" and not _LIMIT.match(tail)
