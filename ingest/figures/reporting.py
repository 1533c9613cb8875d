"""Whether a text reports: whether its sentences tell what an indicator came to, not what is granted or required.

A report's sentence gives a value with what it changed by (`同比增长6.3%`), with what was planned (`完成年目标的98%`)
or with the time it is of (`一季度完成12亿元`). A policy's gives amounts too, but as what somebody gets or has to have
(`给予50万元奖励`, `营业收入2000万元以上的`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docs_store.language.word_classes import FALLING, RISING
from docs_store.textnorm import sentences
from ingest.figures.cells import is_row

_NUMBER = r"-?\d[\d,]{0,15}(?:\.\d{1,6})?"
_CHANGED = re.compile(
    rf"(?:{RISING}|{FALLING}|增|降)了?{_NUMBER}(?:%|个?百分点|倍)"
    r"(?![^,。;]{0,4}(?:以上|以内|以下|左右)|的)"
    rf"|(?:完成|为|占)[^,。;\d]{{0,8}}(?:任务|计划|目标|预算|进度)[^,。;]{{0,12}}?{_NUMBER}%"
)
_CAME_TO = re.compile(
    r"(?:(?:完成|实现|累计|新增|发放|办理|共)[\u4e00-\u9fff]{0,9}|(?:达到?|突破|为|有|[入出额值量数资积])[\u4e00-\u9fff]{0,2})"
    rf"{_NUMBER}(?:余|多)?[万亿]{{0,2}}[^\d\s年月日号届条次级以、]"
)
_TIME = re.compile(
    r"(?:19|20)\d\d年(?!版|第)|今年|去年|年初以来|全年|[上下]半年|[一二三四1-4]季度|\d{1,2}月(?!\d{1,2}日)|截[至止]"
)
_PROVIDES = re.compile(
    "(?<!发放)(?<!支出)(?<!上级)(?:给予|奖励|补贴|补助|资助|奖补|扶持)|处罚|罚款|最高|不超过|不低于|不少于|不高于|不得"
    "|应当|可以?申[请报]|申请人|符合|条件(?!独特|优越)|须|以上的|以下的|按照?[^,。;]{0,16}标准|额度"
)
_PLANS = re.compile(r"(?<![截迄])[到至](?:19|20)\d\d年|目标(?!任务)|力争|计划(?=[新实完引培到])|规划|打造|确保")
_DIGIT = re.compile(r"\d")
_PER_PROVISION = 2  # for each that grants or requires


def reports(texts: Iterable[str], *, least: int) -> bool:
    """Whether a document's sentences tell results, and twice as many as grant or require. Rows of tables are no
    sentences.

    Args:
        texts: folded reading texts of its parts.
        least: how many sentences have to tell results.
    """
    told = granted = 0
    for text in texts:
        for start, end in sentences(text):
            if _DIGIT.search(text, start, end) is None or is_row(text[start:end]):
                continue
            if tells(text, start, end):
                told += 1
            elif _PROVIDES.search(text, start, end):
                granted += 1
    return told >= least and told >= _PER_PROVISION * granted


def provides(text: str, start: int, end: int) -> bool:
    """Whether a sentence only grants or requires what it gives a number of."""
    return _PROVIDES.search(text, start, end) is not None and not tells(text, start, end)


def tells(text: str, start: int, end: int) -> bool:
    """Whether a sentence tells what something came to: by how much it changed or was fulfilled, or at what time."""
    if _PLANS.search(text, start, end):
        return False
    if _CHANGED.search(text, start, end):
        return True
    came_to = _TIME.search(text, start, end) is not None and _CAME_TO.search(text, start, end) is not None
    return came_to and _PROVIDES.search(text, start, end) is None
