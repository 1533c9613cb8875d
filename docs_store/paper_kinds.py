"""The words by which a paper's name tells what kind of paper it is, in the order in which they decide."""

from __future__ import annotations

import re

from docs_store import lazy_re
from docs_store.types import Kind

KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.WORK_SUMMARY, lazy_re.compile(r"总结|工作报告|工作要点|工作回顾|工作安排|工作计划|工作思路|述职|统计公报")),
    (Kind.FAQ, lazy_re.compile(r"问答|答疑|解读|热点|百问")),
    (Kind.GUIDE, lazy_re.compile(r"指南|指引|导引|手册|汇编|办事流程|攻略|(?:流程|详解|须知)$")),
    (
        Kind.POLICY,
        lazy_re.compile(r"办法|细则|措施|意见|条例|规定|法$|法\(|政策|规划|方案|决定|准则|章程|若干|行动计划|规程"),
    ),
    (Kind.NOTICE, lazy_re.compile(r"通知|公告|公示|通告|函|通报")),
    (Kind.TABLE, lazy_re.compile(r"一览表|目录|清单|名单|台账|统计表")),
)
KINDS_ANY = lazy_re.compile("|".join(pattern.pattern for _, pattern in KINDS))
