"""The record that a site sets above a paper: labels with their values, its way through the site, when it was filed.

    [ 发文字号 ]            发文日期:
    青政发〔2024〕7号            2024年04月06日

The fields are those of the catalogues that offices keep of what they make public; label and value may stand on lines
of their own.
"""

from __future__ import annotations

import itertools

from docs_store import lazy_re

_LINES = 60  # in which a record stands
_LEAST_LABELS = 3  # on lines of their own
_FIELD = (
    "索引号|发文字号|文号|文件编号|主题分类|体裁分类|主题词|关键词|信息分类|信息类别|公文种类|文种|分类|服务对象|公开方式|公开范围"
    "|发布机构|发文机关|发文机构|发文单位|发布单位|制定机关|责任部门|公开主体|生成日期|成文日期|成文时间|发文日期|发文时间|印发日期"
    "|发布日期|发布时间|公开日期|公开时间|更新时间|归档时间|实施日期|施行日期|生效日期|失效日期|废止日期|有效性|时效性|效力状态|来源|信息来源"
    "|文章来源|作者|内容概述|内容概要|浏览次数|点击数|阅读次数|字体|字号|当前位置|您?当前的位置|您?现在的位置|您的位置"
)
_BULLET = r"[•·▪◦*-]"
_LABEL = lazy_re.compile(
    rf"(?P<lead>\s{{0,20}}+{_BULLET}?+\s{{0,9}}+)[\[【]?+\s{{0,4}}+(?P<label>{_FIELD})\s{{0,4}}[\]】]?\s{{0,4}}:?\s{{0,9}}"
)
_VALUE = lazy_re.compile(rf"(?P<lead>\s{{0,20}}{_BULLET}?\s{{0,9}})(?P<value>\S[^\n]{{0,120}})")
_ENTRY = lazy_re.compile(
    rf"{_BULLET}?\s{{0,9}}[\[【]?\s{{0,4}}(?:{_FIELD})\s{{0,4}}(?:[\]】]\s{{0,4}}:?|:)[^\n]{{0,120}}"
)
_MARK = lazy_re.compile(r"[>»›|•·\s-]{1,9}")


def is_entry(line: str) -> bool:
    """Whether a line is one of a record: a field's label, with or without its value, or nothing but a mark."""
    return _ENTRY.fullmatch(line) is not None or _MARK.fullmatch(line) is not None


def joined(folded: str) -> str:
    """A document with each value of its record on the line of its label (`发文字号: …`); unchanged where it has none.

    Args:
        folded: the document's text, folded.
    """
    lines = folded.split("\n")
    filled = list(itertools.islice((at for at, line in enumerate(lines) if line.strip()), _LINES))
    labels = {at: match for at in filled if (match := _LABEL.fullmatch(lines[at]))}
    if len(labels) < _LEAST_LABELS:
        return folded
    taken: set[int] = set()
    for at, below in itertools.pairwise(filled):
        label = labels.get(at)
        value = _VALUE.fullmatch(lines[below]) if label is not None and below not in labels else None
        if label is None or value is None or (label["lead"] and not value["lead"]) or _MARK.fullmatch(lines[below]):
            continue
        lines[at] = f"{label['label']}: {value['value'].strip()}"
        taken.add(below)
    return "\n".join(line for at, line in enumerate(lines) if at not in taken)
