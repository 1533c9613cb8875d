"""The nouns by which official papers call themselves, and what kind of document each names."""

from __future__ import annotations

from docs_store import lazy_re
from docs_store.types import Kind

# Of several in a title the last says what the paper is: 《…办法》政策解读 interprets, …管理办法的通知 notifies.
WORDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.WORK_SUMMARY,
        "工作总结|总结|工作报告|工作要点|工作回顾|工作安排|工作计划|工作思路|述职报告|述职|统计公报|年度报告",
    ),
    (Kind.FAQ, r"问答|答记者问|答疑|解读|热点|百问|[\d十]问|常见问题|解答"),
    (Kind.GUIDE, "指南|指引|导引|手册|汇编|流程|攻略|详解|须知|如何|怎么|怎样|一文|简介"),
    (
        Kind.POLICY,
        "办法|细则|措施|意见|条例|规定|法$|法(?=\\()|政策清单|政策|规划|纲要|方案|决定|准则|章程|若干|行动计划|计划|规程|规则|规范|标准|制度|令$",
    ),
    (Kind.NOTICE, "通知|公告|公示|通告|复函|函|通报|批复|启事|邀请|倡议书|大赛|征集"),
    (Kind.TABLE, "一览表|(?<![_ ])目录|清单|名单|名录|台账|统计表|汇总表|决算|预算"),
)
NAMES_KIND = lazy_re.compile("|".join(words for _, words in WORDS))
# The noun at which a title ends; 规划 and 规范 are also parts of bureaus' names and verbs.
NOUN = (
    r"(?:办法|细则|措施|意见|条例|规定|政策|规划|纲要|方案|决定|准则|章程|计划|规程|规则|规范|标准|制度|机制|命令|通知|公告|公示|通告|复函|函|通报|批复"
    r"|指南|指引|导引|攻略|手册|汇编|须知|流程|问答|答记者问|解读|答疑|解答|一览表|目录|清单|名单|名录|决算|预算|公报|任务|要点|总结|报告|法)"
)
# What sends another paper out: 关于印发《…》的通知.
CARRIES = lazy_re.compile(
    r"(?:印发|转发|下发|发布|公布|重新发布|制定|制订|实施|修订|修改)\s{0,9}(?P<name>《?(?:关于)?[^《》]{2,80}(?:《[^《》]{2,60}》[^《》]{1,20})?》?)"
    r"(?:\([^()]{2,12}\))?》?.{0,8}?的?(?:通知|公告|函|决定|通告|命令)(?:\([^()]{2,20}\))?$"
)
