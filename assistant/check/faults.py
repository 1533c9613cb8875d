"""Why a finding may not be said: kinds of faults, and what its reader is told of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What is wrong with a finding. The values are what its reader is told, `{}` standing for the words at fault."""

    NO_QUOTE = "没有给出引文"
    NOT_VERBATIM = "引文与来源的原文不一致：{}"
    NUMBER = "引文中没有这个数：{}"
    UNIT = "单位与引文不一致：{}"
    LIMIT = "“不超过、以上、约”等限定与引文不一致：{}"
    COMPUTED = "这个数引文中没有，也不能由算式从引文的数得出：{}"
    YEAR = "年份与引文或其所在文件不一致：{}"
    DATE = "引文中没有这个日期：{}"
    PLACE = "地区与来源不一致：{}"
    NAME = "引文中没有这个名称：{}"
    CODE = "引文中没有这个号码或文号：{}"
    STATUS = "引文是{}，句子没有这样写明"
    BINDING = "这个数在引文中说的不是同一件事：{}"
    DIRECTION = "增减方向与引文不一致：{}"
    POLARITY = "肯定或否定与引文不一致：{}"
    WORDING = "引文说的是另一种情形，不是“{}”"
    STANDING = "文件已不是现行的：{}"
    SCOPE = "来源不属于所问的地区或年份，句子没有写明：{}"
    WORDS = "引文没有说这句话"
    ORDERS = "这是对机器的指令，不是资料的内容"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing about a finding that does not hold; `text` is the words at fault."""

    kind: FaultKind
    text: str = ""

    def __str__(self) -> str:
        return self.kind.value.format(self.text)
