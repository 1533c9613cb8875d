"""What the assistant says in its own words around an answer. None of it states a fact about the world."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.read.prompts import standing_of
from assistant.turn import Plan, Source
from docs_store.validity import Force

MODEL_FAILED = "语言模型没有给出完整的回答，以下为不用语言模型时的答案。"
MODEL_UNFIT = "语言模型的回答没有通过与原文的核对，以下为不用语言模型时的答案。"

LIBRARY_CHANGED = "作答时资料库有改动，以下为改动后不用语言模型时的答案。"


def model_late(seconds: float) -> str:
    """A model that was too slow."""
    return f"语言模型在{seconds:g}秒内没有答完，以下为不用语言模型时的答案。"


def missing(parts: Sequence[str]) -> str:
    """What was asked and not found."""
    return f"未找到：{'；'.join(part.rstrip('。') for part in parts)}。"


def dropped(count: int) -> str:
    """Sentences that did not pass the check."""
    return f"另有{count}句没有通过与原文的核对，未列出，答案可能不全。"


def not_found(plan: Plan, documents: int, parts: Sequence[str]) -> str:
    """Nothing in the library answers it; what was looked at."""
    looked = f"已在资料库（{documents}份文件）中查找，没有找到能回答这个问题的内容。"
    return looked + ("".join(f"\n{part.rstrip('。')}。" for part in parts) if parts else "")


def standing(source: Source) -> str:
    """A note on a cited document that is not in force; empty for one that is."""
    if source.force in (Force.IN_FORCE, Force.NO_TERM):
        return ""
    return f"《{source.title}》{standing_of(source)}。"
