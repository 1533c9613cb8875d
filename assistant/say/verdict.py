"""The yes or no that an answer's first sentence opens with, where one yes/no question was asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.read.rules import claims
from assistant.turn import Plan
from docs_store import lazy_re
from docs_store.textnorm import fold, normalise
from docs_store.types import AnswerSentence, Verdict

_NO = "不(?:能|可以?|行|是|用|需要?|必|得|算数?|够|符合|属于|会|应)?|没有?|无[需须]|否|未"
_YES = "能|可以|可|行|是|对|需要|要|应该?|得|算数?|够|符合|属于|会|有"
# 能, 不可以: at the very start, alone or with a few words of the question (不能四种都报，…)
_OPENING = lazy_re.compile(
    rf"(?:现在|目前|今年)?(?:还是?)?(?:(?P<no>{_NO})|(?P<yes>{_YES}))了?[^，,。；;：:、\d《（(]{{0,8}}[，,。；;：:]"
)
_DENIES = lazy_re.compile("[不没未无别]")


def verdict_of(plan: Plan, sentences: Sequence[AnswerSentence]) -> Verdict | None:
    """What the first sentence decides; `None` where nothing was asked that is yes or no, or it opens with neither.

    A question that itself denies (是不是不能叠加) is left alone: 不能 may then be its yes.
    """
    if len(plan.inquiries) != 1 or not sentences:
        return None
    claim = claims.read(fold(normalise(plan.inquiries[0].text)))
    opening = _OPENING.match(sentences[0].text)
    if claim is None or opening is None or _DENIES.search(claim.text):
        return None
    return Verdict(holds=opening["no"] is None, claim=claim.text)
