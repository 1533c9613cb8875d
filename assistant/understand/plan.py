"""From a message with its history to a plan: questions that stand by themselves, and what the asker says of themselves.

By rules; with a reader that can plan, by it where the message leans on others or is long, and then only as far as code
can prove it: no place or year that neither message nor history holds is taken from a model.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.bounds import MAX_QUESTION, MAX_TURNS, check_scopes
from assistant.turn import Inquiry, Plan
from assistant.understand import places
from assistant.understand.followup import readings
from assistant.understand.several import parted
from assistant.understand.spelling import simplified
from docs_store import lazy_re, regions
from docs_store.document_set import DocumentSet
from docs_store.language.periods import years_in
from docs_store.language.word_classes import WordClass, has
from docs_store.textnorm import fold, normalise
from docs_store.types import Status, Turn

if TYPE_CHECKING:
    from assistant.read.rules.run import Limits
    from docs_store.library import Library

log = logging.getLogger(__name__)

Planner = Callable[[str, Sequence[tuple[str, str]]], str]
"""Message and history (speaker, words) to a model's plan, as `assistant.read.prompts.PLAN` asks for it."""

_CLAUSE = lazy_re.compile(r"[，,。；;！!\n]+")
_SENTENCE = lazy_re.compile(r"(?<=[。；;！!？?\n])")
_SELF = lazy_re.compile("我们?|咱们?|本人|本公司|本企业|俺|家里|自家")
_ASKS = lazy_re.compile(
    "[?？]|吗|呢|么(?![^,，]*[。])|多少|几[个家项人万元年月天%成]|什么|哪|怎么|怎样|如何|能不能|可不可以|是不是|有没有|谁|何时|多久|是否|能否|可否"
)
# Whom a place's name only describes (香港税务师, 四川人): where they come from is no place that is asked about
_ORIGIN = lazy_re.compile(
    "同胞|籍|人士|户籍|户口|青年|学生|居民|毕业|老家|出生|专家|客商|投资者|[\u4e00-\u9fff]{0,3}师|人(?!民|均|口|大)"
)
_OWN_EVENT = lazy_re.compile("成立|注册|毕业|出生|入职|创办|开办|买|花了|投入|营收|收入|缴|取得|通过|拿到|获得|搬|迁")
_PLANNED = lazy_re.compile(
    r"^[ \t\u3000*\-•\d.、]*(?P<mark>题|我)\d{0,2}\s{0,9}[:：]\s*(?P<text>\S(?:.*\S)?)", re.MULTILINE
)
_DOC_NUMBER_YEAR = lazy_re.compile(r"[〔\[(【]\s{0,4}(?:19|20)\d{2}\s{0,4}[〕\])】]\s{0,4}第?\s{0,4}\d{1,6}\s{0,4}号")
_ANY_YEAR = lazy_re.compile("上一?年度?|本年度?|当年|下一?年度?")
_SHORT = 36  # characters up to which a message without history is taken to say one thing plainly
_MOST_INQUIRIES = 6
_MOST_YEARS = 6  # a longer span (十四五以来 and more) limits nothing
_MOST_YEARS = 6  # a longer span (十四五以来 and more) limits nothing
_MOST_TURNS = 6
_LONGEST_TURN = 600


def understand(
    message: str, history: Sequence[Turn], infos: DocumentSet, today: date, planner: Planner | None = None
) -> Plan:
    """The plan of a message.

    Args:
        history: earlier messages, oldest first.
        planner: a reader that can plan; asked only where the message leans on others or says several things.
    """
    text = simplified(normalise(message)).strip()
    turns = [
        Turn(role=turn.role, content=simplified(turn.content[:MAX_QUESTION]))
        for turn in history[-2 * MAX_TURNS :]
        if turn.content.strip()
    ]
    asker = _asker(text, turns)
    questions: list[str] = []
    parts = parted(text)
    if planner is not None and (turns or len(text) > _SHORT or len(parts) > 1):
        questions, own = _planned(text, turns, infos, today, planner)
        asker = tuple(dict.fromkeys((*own, *asker))) if questions else asker
    if not questions:
        before = list(turns)
        for part in parts:  # what a later part leaves out is taken from those before it, as in a conversation
            questions.append(readings(part, before, infos)[0])
            before.append(Turn(role="user", content=part))
    return Plan(
        message=message.strip(),
        inquiries=tuple(inquiry(q, infos, today) for q in questions[:_MOST_INQUIRIES]),
        asker=asker,
        today=today,
    )


def inquiry(text: str, infos: DocumentSet, today: date) -> Inquiry:
    """What one question asks. Places of origin and years of the asker's own past are no limits.

    Raises:
        UsageError: it names too many places and years; see `assistant.bounds`.
    """
    asking = "，".join(clause for clause in _CLAUSE.split(text) if not _is_own_past(clause)) or text
    named = tuple(place for place in places.find(text, infos) if not _is_origin(text, place))
    # 上年度, 当年 in a question on a rule mean any year; 去年 and 今年 are the calendar's
    years = years_in(_DOC_NUMBER_YEAR.sub(" ", _ANY_YEAR.sub(" ", fold(asking))), today.year)
    asked = tuple(sorted(years)) if len(years) <= _MOST_YEARS else ()
    check_scopes(len(named), len(asked))
    return Inquiry(text=text, places=named, years=asked, status=_status(asking))


def _status(text: str) -> Status:
    if has(text, WordClass.EXPECTED):
        return Status.EXPECTED
    if re.search("目标|力争|预期目标", text):
        return Status.TARGET
    return Status.UNKNOWN


def _is_origin(text: str, place: places.Place) -> bool:
    behind = text[place.at + len(place.surface) :][:4]
    return _ORIGIN.match(behind) is not None


def _is_own_past(clause: str) -> bool:
    return bool(_OWN_EVENT.search(clause)) and not _ASKS.search(clause)


def _asker(text: str, turns: Sequence[Turn]) -> tuple[str, ...]:
    """Clauses in which the person states something of themselves, in this message or before."""
    said = [turn.content for turn in turns if turn.role == "user"] + [text]
    found: list[str] = []
    for words in said[-_MOST_TURNS:]:
        for sentence in _SENTENCE.split(words):
            if not _SELF.search(sentence):
                continue
            found += [c.strip() for c in _CLAUSE.split(sentence) if c.strip() and not _ASKS.search(c)]
    return tuple(dict.fromkeys(found))


def _planned(
    text: str, turns: Sequence[Turn], infos: DocumentSet, today: date, planner: Planner
) -> tuple[list[str], list[str]]:
    """A model's questions and facts of the asker; none where it says what nobody said, or nothing."""
    history = [
        ("提问人" if turn.role == "user" else "助手", turn.content[:_LONGEST_TURN]) for turn in turns[-_MOST_TURNS:]
    ]
    held = fold("\n".join([text, *(words for _, words in history)]))
    questions: list[str] = []
    own: list[str] = []
    for match in _PLANNED.finditer(planner(text, history)):
        words = normalise(match["text"])
        if not _is_proven(words, held, today):
            log.info("a plan names what nobody named: %s", words)
            return [], []
        (questions if match["mark"] == "题" else own).append(words)
    return questions[:_MOST_INQUIRIES], own


def _is_proven(words: str, held: str, today: date) -> bool:
    """Whether all places and years of a planned question stand in the conversation; 去年 may be told as its year."""
    years = years_in(fold(words))
    known = years_in(held, today.year)
    known |= {year + step for year in years_in(held) for step in (-1, 0, 1)}
    if not years <= known | {today.year}:
        return False
    mentioned = {r.full_name for m in regions.find_mentions(held) for r in m.region_candidates}
    for mention in regions.find_mentions(fold(words)):
        if mention.surface not in held and not {r.full_name for r in mention.region_candidates} & mentioned:
            return False
    return True


def limited(plan: Plan, limits: Limits, library: Library) -> Plan:
    """The plan with what the caller limits it to, whatever the question says."""
    inquiries = list(plan.inquiries)
    if limits.region:
        infos = library.infos()
        path = places.resolve(limits.region, infos)
        place = places.Place(name=places.name_of(path), path=path, surface=limits.region, at=0)
        inquiries = [replace(inquiry, places=(place,)) for inquiry in inquiries]
    if limits.year:
        inquiries = [replace(inquiry, years=(limits.year,)) for inquiry in inquiries]
    if limits.status is not None:
        inquiries = [replace(inquiry, status=limits.status) for inquiry in inquiries]
    return replace(plan, inquiries=tuple(inquiries))
