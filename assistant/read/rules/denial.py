"""Words by which a text says that something is not so, and that something may not be had."""

from __future__ import annotations

from assistant.read.rules.lexicon import words_of
from docs_store import lazy_re

ENTITLES = words_of("申报 支持 补助 兑现 受理 报 用于 享有 参加 参与")  # what an exclusion denies, however it is put
EXCLUDES = lazy_re.compile(
    "不(?:在|属于?|列入|纳入|计入).{0,8}范围|不予(?:支持|受理|补[贴助]|贴息|兑[现付])|不再?(?:接受|受理|支持|享受)|不得(?:申[报请领]|享受)|除外"
)
_NEGATES = lazy_re.compile("不|没有?|未(?!来)|无(?!人机)|禁止|严禁|除外|取消|停止|停发")
_NOT_NEGATING = lazy_re.compile("不(?:低于|少于|超过|高于|小于|大于|多于|足|到|断|仅|但|同|良)|未来|无人机|无线")


def denies(text: str) -> bool:
    """Whether folded text says that something is not so; 不少于 and its like only limit a number."""
    return _NEGATES.search(_NOT_NEGATING.sub("", text)) is not None
