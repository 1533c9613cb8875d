"""Whether a person asks what their own enterprise may apply for: 我们是高企,能申请什么?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from docs_store import lazy_re
from docs_store.regions import find_mentions
from docs_store.textnorm import fold
from docs_store.types import Turn

_WE = lazy_re.compile("我们|我司|我公司|我企业|我厂|本公司|本企业|咱们?|我们公司|我单位")
# 能申领创新券吗 names a measure and asks about that one; 能申请吗 does not
_WANTS = lazy_re.compile(
    r"(?:能|可以|可|够|适合|符合|该)[^。?!]{0,10}(?:申请|申报|享受|拿|领|报|获得)(?:[^。?!]{0,8}(?:什么|哪|啥|多少|政策|补贴|补助|奖励)|[吗么])"
    r"|(?:有|符合)(?:什么|哪些|啥)(?:扶持|支持|优惠|奖补)?(?:政策|补贴|补助|奖励|资金)|(?:申请|申报|享受|拿)(?:什么|哪些|啥)"
)

_ASKS = lazy_re.compile("[?]|什么|哪|多少|吗|怎么|如何|是否|何时|几")


def is_asked(question: str) -> bool:
    """Whether a person asks what their own enterprise may apply for."""
    text = fold(question)
    return _WE.search(text) is not None and _WANTS.search(text) is not None


def told(question: str, history: Sequence[Turn]) -> list[str]:
    """What a person says of their own enterprise, oldest first, where they ask what it may apply for; else nothing.

    A message right after such a question mends or adds to it, unless it asks something else: 首次认定要交哪些材料?
    """
    earlier = [turn.content for turn in history if turn.role == "user"]
    goes_on = bool(earlier) and is_asked(earlier[-1]) and _ASKS.search(fold(question)) is None and _tells(question)
    return [*earlier, question] if is_asked(question) or goes_on else []


def _tells(message: str) -> bool:
    """Whether a message says anything of an enterprise, its place included."""
    from assistant.matching import spoken  # noqa: PLC0415 - few questions are about the asker's own enterprise

    return spoken.read([message], date(2000, 1, 1)) is not None or bool(find_mentions(fold(message)))
