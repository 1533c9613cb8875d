"""Pairs of words of which one must not stand for the other: 县外 and 县内, 首次 and 重新, 每年 and 每月.

Each line of the table is a family; a text that says one of a family does not say another.
"""

from __future__ import annotations

import re

from docs_store import lazy_re
from docs_store.textnorm import fold

_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("县外", "县内"), ("市外", "市内"), ("省外", "省内"), ("区外", "区内"), ("境外", "境内"), ("国外", "国内"),
    ("迁入", "迁出"), ("转入", "转出"), ("线上", "线下"), ("网上", "现场"),
    ("首次", "重新", "再次"), ("初次", "延续"), ("新增", "存量"), ("事前", "事后"), ("税前", "税后"),
    ("全职", "兼职", "柔性"), ("合计", "各自"), ("总额", "余额"), ("自然年", "财政年"),
    ("每年", "每半年", "每季度", "每月", "每周", "每日", "每天"), ("按年", "按季", "按月"),
    ("男性", "女性"), ("法人", "自然人"), ("甲类", "乙类", "丙类"), ("一类", "二类", "三类"),
    ("国家级", "省级", "市级", "县级", "区级"), ("上半年", "下半年"), ("大型", "中型", "小型", "微型"),
    ("提高", "降低"), ("免费", "收费"), ("一次性", "分期"),
)  # fmt: skip
_PATTERN = lazy_re.compile("|".join(sorted({word for family in _FAMILIES for word in family}, key=len, reverse=True)))
_FAMILY = {word: i for i, family in enumerate(_FAMILIES) for word in family}


def opposed(text: str, held: str) -> list[str]:
    """Words of a text of whose family another word stands in what it rests on, and it itself does not."""
    there: dict[int, set[str]] = {}
    for word in _PATTERN.findall(fold(held)):
        there.setdefault(_FAMILY[word], set()).add(word)
    said = dict.fromkeys(re.findall(_PATTERN.pattern, fold(text)))
    return [word for word in said if (others := there.get(_FAMILY[word])) and word not in others]
