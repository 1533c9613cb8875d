"""How much of a sentence's wording its passages carry: what decides whether a second reading is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from docs_store import lazy_re
from docs_store.textnorm import fold

_WORD = 2
_CHINESE = lazy_re.compile("[\u4e00-\u9fff]")
# What any sentence may add without saying more: particles, words of reference and of order.
_LIGHT = lazy_re.compile(
    "[的了是在为和与及并或其该等即也则由从到至对按就都还这那个些您贵]|可以|能够|根据|按照|依据|规定|文件|资料|其中|包括|分别|共计|一共|合计"
    "|具体|如下|以下|以及|同时|此外|另外|需要?|应当?|属于|可|有|没有|不|主要|方面|情况|相关|目前|今天|当天|公司|企业|单位|符合|享受|申请|申报"
    "|全年|年度?|月|日|因此|所以|即为|已经?|尚未|截至|期间|时间|金额|标准|条件|数量|总数|比|较|相差"
)


def carried(text: str, passages: Sequence[str]) -> float:
    """Share of a sentence's characters that stand beside the same neighbour in a passage, 0..1; 1 for none to carry.

    Args:
        passages: the sentences around its quotes, their context, and the question.
    """
    body = _LIGHT.sub(" ", re.sub(r"[\d.,%]+", " ", fold(text)))
    held = _pairs("\n".join(passages))
    total = covered = 0
    for run in body.split():
        chars = [char for char in run if _CHINESE.match(char)]
        total += len(chars)
        flags = [False] * len(run)
        for i in range(len(run) - 1):
            if run[i : i + 2] in held:
                flags[i] = flags[i + 1] = True
        covered += sum(flag for char, flag in zip(run, flags, strict=True) if _CHINESE.match(char))
    return covered / total if total else float(bool(_CHINESE.search(text)))


def is_otherwise(text: str, passages: Sequence[str]) -> bool:
    """Whether a sentence has a word of two characters or more of which no passage has any pair.

    Args:
        passages: the sentences around its quotes, and their context.
    """
    body = _LIGHT.sub(" ", re.sub(r"[\d.,%]+", " ", fold(text)))
    held = _pairs("\n".join(passages))
    for run in body.split():
        flags = [False] * len(run)
        for i in range(len(run) - 1):
            if run[i : i + 2] in held:
                flags[i] = flags[i + 1] = True
        left = "".join(
            char if not flag and _CHINESE.match(char) else " " for char, flag in zip(run, flags, strict=True)
        )
        if any(len(word) >= _WORD for word in left.split()):
            return True
    return False


def without_light(text: str) -> str:
    """A folded text with spaces in place of words that any sentence may add."""
    return _LIGHT.sub(" ", text)


@lru_cache(maxsize=256)
def _pairs(text: str) -> frozenset[str]:
    folded = re.sub(r"\s", "", fold(text))
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))
