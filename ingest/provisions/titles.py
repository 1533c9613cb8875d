"""Names of enterprise titles and platforms, and what a clause asks of them."""

from __future__ import annotations

import re

# What clauses call a title → the name that profiles use. Longer names first.
TITLES: tuple[tuple[str, str], ...] = (
    (r"高新技术企业(?:后备)?培育库", "高新技术企业培育库"),
    (r"(?:国家级?)?(?:专精特新)?[“\"]?小巨人[”\"]?企业", "专精特新小巨人企业"),
    (r"(?:国家级?)?专精特新[“\"]?小巨人[”\"]?(?:企业)?", "专精特新小巨人企业"),
    (r"专精特新(?:中小)?企业", "专精特新中小企业"),
    (r"创新型中小企业", "创新型中小企业"),
    (r"科技型中小(?:微)?企业", "科技型中小企业"),
    (r"(?:国家)?高新技术企业|国家高新(?!区|技术)|国高新", "高新技术企业"),
    (r"技术先进型服务企业", "技术先进型服务企业"),
    (r"瞪羚企业", "瞪羚企业"),
    (r"独角兽企业", "独角兽企业"),
    (r"(?:制造业)?单项冠军(?:示范)?企业", "单项冠军企业"),
    (r"隐形冠军企业?", "隐形冠军企业"),
    (r"农业产业化(?:重点)?龙头企业", "农业产业化龙头企业"),
    (r"科技领军企业", "科技领军企业"),
    (r"技术创新示范企业", "技术创新示范企业"),
)
PLATFORMS = (
    "新型研发机构|研发机构|工程技术研究中心|工程研究中心|企业技术中心|重点实验室|技术创新中心|产业创新中心|博士后?(?:科研)?工作站"
    "|院士(?:专家)?工作站|科技企业孵化器|孵化器|众创空间"
)
LEVELS = ("国家级", "省级", "市级", "区级", "县级")
_ANY_TITLE = re.compile("|".join(f"(?P<t{n}>{pattern})" for n, (pattern, _) in enumerate(TITLES)))
_LEVEL = re.compile(r"(国家|省|市|区|县)级$")


def find(text: str) -> list[tuple[str, str, int, int]]:
    """Titles named in folded text: profile name, level (`省级` or empty), start, end."""
    found = []
    for match in _ANY_TITLE.finditer(text):
        name = TITLES[int((match.lastgroup or "t0")[1:])][1]
        start = match.start()
        level = _LEVEL.search(text[max(0, start - 3) : start])
        if level is not None:
            start -= len(level.group())
        found.append((name, level.group() if level else "", start, match.end()))
    return found
