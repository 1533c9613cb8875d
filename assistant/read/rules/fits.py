"""Whether a sentence can answer a question at all, by what the question wants beyond its subject.

A condition does not tell who is kept out, a paper to hand in is nothing that one gets, and a rule for those who passed
does not hold for those who did not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.read.rules.denial import ENTITLES, EXCLUDES, denies
from assistant.read.rules.lexicon import canonical, words_of
from assistant.read.rules.question import Question
from assistant.read.rules.topic import SUBJECT, TELLING, present
from assistant.say.sentences import Sentence
from docs_store import lazy_re
from docs_store.textnorm import fold
from docs_store.types import Kind, Role

_OF_BARS = ENTITLES | words_of("情形 情况 享受 资格 领取 获得 拿到 申领 资助 奖励 补贴 不到 不了 没有 没 不给")
_CONDITIONS = words_of("条件 申报条件 要求 门槛")
RULES = frozenset((Kind.POLICY, Kind.GUIDE, Kind.NOTICE))
# A text that ends with a colon leads into what is given.
GIVES = lazy_re.compile(r"\A(?!(?s:.*):\Z)(?s:.*?)(?:给予|予以|享受|发放|补[贴助偿]|奖[励补]|资助|贴息|支持).")
GAINS = lazy_re.compile("标准|奖[励补]|补[贴助]|资助|支持(?:内容|措施|方式|政策|力度)|待遇|额度")
_ADMINISTERS = lazy_re.compile(
    "负责|列支|管理|监督|是指|申[报请领][^,。;]{0,12}的"
)  # speaks of a grant and grants nothing
_STACKING = lazy_re.compile("不(?:得|再)?(?:重复|叠加)|就高|[可能]以?(?:同时|叠加|重复)(?:享受|申[报请领])|同时享受")
_ASKS_OF_ONE = lazy_re.compile("对象|条件|材料|程序|流程|受理")
_TAKES_IN = lazy_re.compile("受理|提交|提出|报送|窗口|平台|系统|网[站上址页]|地址|办理")
_EXPIRES = lazy_re.compile("有效|失效|作废|追回|退回|不得|不予|停发")
_OF_THE_RULE = lazy_re.compile("制定本(?:办法|细则|措施|规定|政策)|电话")
_DEFINES = lazy_re.compile(
    "(?P<term>[^。;]{2,60}?)[,:]?(?:是指|系指|指的是|定义为|(?<=[^但不还也都才])是一[种项个类])|所称的?(?P<listed>[^,。;]{2,20}?)包括"
)
_MARKS = ("指", "定义为", "是一", "所称")  # one of them stands in every definition
# What keeps an applicant out: as `EXCLUDES`, and what decides no yes or no by itself.
BARS = lazy_re.compile(
    f"{EXCLUDES.pattern}|不予|不适用|取消[^,。;]{{0,8}}资格|不(?:能|可以?|得)(?:再|重复|同时)?(?:申[报请领]|享受|参[评加])"
)
KEPT_FROM = " ".join((*sorted(ENTITLES), "资格"))  # 不列入支持范围 keeps from applying, without that word


def fits(question: Question, kind: Kind, sentence: Sentence, folded: str, before: str, context: str) -> bool:
    """Whether a sentence may answer.

    Args:
        folded: its text.
        before: what stands before it and leads to it, folded.
        context: title and headings above it.
    """
    if question.negative:
        said = f"{context} {before} {folded}"
        if not (BARS.search(said) if question.asks_barred else denies(said)):
            return False  # a condition (上年度研发费用不少于50万元) does not say who is kept out
        if question.asks_barred and not _names_what(question, canonical(said)):
            return False
    if not _defines_as_asked(question, folded) or not _is_of_actor(question, folded, before, context):
        return False
    if question.direction and not re.search(question.direction, folded):
        return False
    if not _tells(question.mishap, f"{before} {folded}"):
        return False
    undone = question.undone
    if undone and undone in folded and not re.search(f"[未没不][^,。;]{{0,3}}{undone}", folded):
        return False  # what is so for those who did it
    if question.asks_how_soon and _EXPIRES.search(folded):
        return False  # until when it may be used, or when it is taken back, is not when it is paid
    if question.asks_where_to_apply and not _TAKES_IN.search(folded):
        return False
    if kind not in RULES:
        return not (question.asks_allowance or question.asks_who_may)
    return not (
        ((question.asks_who_may or question.actor) and not _is_of_applicants(sentence, folded))
        or (question.asks_benefits and not _is_gain(sentence, folded))
        or ((question.asks_sum or question.asks_allowance) and _is_demand(sentence, folded))
        or (question.asks_stacking and not _STACKING.search(folded))
        or (question.asks_conditions and not _is_of_subject(question, sentence, folded, f"{context} {before}"))
    )


def _defines_as_asked(question: Question, folded: str) -> bool:
    """Whether a definition is of the word whose meaning is asked, or of that from which one is to pick.

    `所称创新券,是指向服务机构购买服务的凭证` tells neither what a 服务机构 is nor which ones there are.
    """
    found = _DEFINES.search(folded) if any(mark in folded for mark in _MARKS) else None
    term = canonical(found["term"] or found["listed"]) if found else ""
    if not question.asks_meaning:
        return not term or not question.which or canonical(question.which) in term
    words = [word for word, weight in question.topic if weight >= TELLING]
    words = words or _joined([word for word, _ in question.topic], question.text)
    return bool(words) and all(present(word, term) for word in words)


def _is_of_actor(question: Question, folded: str, before: str, context: str) -> bool:
    """Whether it speaks of those whom the question asks to pick from, not of others who deal with them."""
    if not question.actor:
        return True
    actor = canonical(question.actor)
    lead = before if before.endswith(":") else ""
    return actor in canonical(f"{context} {lead}") or _begins(actor, canonical(folded))


def _is_of_applicants(sentence: Sentence, folded: str) -> bool:
    """Whether a rule may tell for whom something is: no bar, no paper to hand in, no purpose, nobody to ask."""
    return not (_is_paper(sentence) or BARS.search(folded) or _STACKING.search(folded) or _OF_THE_RULE.search(folded))


def _is_paper(sentence: Sentence) -> bool:
    """Whether a sentence stands among what is to be handed in."""
    return sentence.statement.role is Role.MATERIALS


def _names_what(question: Question, text: str) -> bool:
    """Whether a text names the very measure from which somebody is kept out, not only some measure."""
    asked = [word for word, weight in question.topic if weight >= TELLING and word not in _OF_BARS]
    return all(present(word, text) for word in asked)


def _is_of_subject(question: Question, sentence: Sentence, folded: str, above: str) -> bool:
    """Whether a condition is one of the subject asked about: it is said above, or begins the sentence.

    In 与服务机构之间不存在投资关系 the condition is not of the 服务机构. A paper to hand in is no condition.
    """
    if _is_paper(sentence):
        return False
    above, own = canonical(above), canonical(folded)
    named = [(word, weight) for word, weight in question.topic if word not in _CONDITIONS]
    subject = [word for word, weight in named if weight >= SUBJECT] or _joined(
        [word for word, _ in named], question.text
    )
    if folded.endswith(":"):
        return True  # it leads to conditions, which are judged by themselves
    return all(word in above or _begins(word, own) for word in subject)


def _joined(words: Sequence[str], text: str) -> list[str]:
    """Words that stand side by side in a text as one: 服务 and 机构 of 服务机构需要什么条件."""
    found: list[str] = []
    for word in words:
        if found and f"{found[-1]}{word}" in text:
            found[-1] += word
        else:
            found.append(word)
    return found


def _begins(word: str, text: str) -> bool:
    return re.search(f"(?:^|[,。;:])[^,。;:]{{0,12}}(?<![与和向由对为]){re.escape(word)}", text) is not None


def _tells(mishap: tuple[str, bool], text: str) -> bool:
    """Whether a text speaks of what happened in the case that a question puts."""
    word, is_denied = mishap
    if not word or word not in text:
        return not word
    return not is_denied or re.search(f"[不未没无][^,。;]{{0,2}}{re.escape(word)}", text) is not None


def _is_gain(sentence: Sentence, folded: str) -> bool:
    """Whether a sentence of a policy gives something, by its words or by where it stands."""
    headings = fold(" ".join(sentence.chunk.heading))
    if _STACKING.search(folded):
        return False
    if GIVES.search(folded) and not sentence.is_heading and not _ADMINISTERS.search(folded):
        return True
    return gives_something(headings) or ("|" in folded and not _ASKS_OF_ONE.search(headings))


def _is_demand(sentence: Sentence, folded: str) -> bool:
    """Whether a sentence stands among what is asked of an applicant, and gives nothing."""
    return _ASKS_OF_ONE.search(fold(" ".join(sentence.chunk.heading))) is not None and not GIVES.search(folded)


def gives_something(heading: str) -> bool:
    """Whether a heading announces what one gets, not what is asked of one."""
    return GAINS.search(heading) is not None and not _ASKS_OF_ONE.search(heading)
