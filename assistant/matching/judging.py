"""Conditions that no predicate decides, judged by a language model against what the enterprise says; code proves.

The model is shown the facts of the profile and the conditions of the measures that are on the screen, each with a
number, and says of each condition whether it is met, by which fact. A judgement counts only where it names a fact that
is there; where the condition holds a number, a date, a place or a title, code keeps the last word and the model is not
asked. What was judged once is kept, by condition and facts.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date

from assistant.llm import GenerationError, LanguageModel, pieces
from assistant.llm.streaming import Message
from assistant.matching.conditions import undecided
from assistant.matching.match import match
from assistant.matching.profile import Profile, confirmation_key
from assistant.matching.profile_words import TITLES
from assistant.matching.results import Judged, Match, Matched, Reading, State
from assistant.matching.sections import sections
from assistant.matching.spoken import pairs
from assistant.say import wording
from docs_store.document_set import DocumentSet
from docs_store.language.periods import year_mentions
from docs_store.language.quantities import quantities
from docs_store.library import ProvisionRow
from docs_store.regions import find_mentions
from docs_store.textnorm import fold

log = logging.getLogger(__name__)

_MEASURES = 8  # on the screen
_CONDITIONS = 24  # of one call
_LONGEST = 160  # characters of a condition that a model is asked about; what is longer is several
_MOST = 2_000  # characters of an answer
_KEPT = 4_096  # judgements
_STATES = {"满足": State.MET, "不满足": State.NOT_MET, "缺信息": State.MISSING, "需人工确认": State.CONFIRM}
_LINE = re.compile(r"(?m)^[^\S\n]*(\d{1,3})[.、:：\s]{1,4}(不满足|满足|缺信息|需人工确认)(?:[^\d\n]{0,9}(\d{1,3}))?")
_TITLE_NAMES = tuple(name for names, _, _ in TITLES for name in names.split())
_SYSTEM = (
    "你核对一家企业是否满足支持政策的条件。只按“企业情况”里写明的事实判断，不推测，不用常识补充。"
    "每个条件回答一行：条件编号、结论、依据的事实编号。结论只能是：满足（事实直接说明）、不满足（事实直接说明与条件相反，如行业、"
    "业务明显不是条件所说的）、缺信息（企业情况没有说）、需人工确认（要看材料或由部门认定）。没有依据的事实时不写编号。"
    "不要写别的话。例：\n1 满足 2\n2 缺信息\n3 不满足 1"
)


class ConditionReader:
    """Asks one language model, and keeps what it said. Safe for several threads.

    Args:
        model: see `LanguageModel`; its `seconds` bound a call.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Reading | None] = OrderedDict()

    def read(self, matches: Iterable[Match], profile: Profile) -> dict[str, Reading]:
        """Readings of the open conditions of the first measures, by `confirmation_key`.

        Where the model fails, what was kept before is all there is: matching goes on without it.
        """
        facts = facts_of(profile)
        if not facts:
            return {}
        digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()
        wanted = dict.fromkeys(_open_conditions(list(matches)[:_MEASURES]))
        with self._lock:
            known = {text: self._kept[key] for text in wanted if (key := (text, digest)) in self._kept}
        asked = [text for text in wanted if text not in known][:_CONDITIONS]
        if asked:
            said = self._ask(facts, asked)
            with self._lock:
                for text in said:
                    self._kept[text, digest] = said[text]
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            known |= said
        return {confirmation_key(text): reading for text, reading in known.items() if reading is not None}

    def _ask(self, facts: Sequence[str], conditions: Sequence[str]) -> Mapping[str, Reading | None]:
        """What the model says of each condition: nothing where what it says is not proved. Empty where it fails."""
        try:
            with closing(pieces(self._model, prompt(facts, conditions), most=_MOST)) as stream:
                text = "".join(stream)
        except GenerationError as error:
            log.warning("%s: %s", self._model.name, error)
            return {}
        return dict(zip(conditions, _proved(text, facts, len(conditions), self._model.name), strict=True))


def facts_of(profile: Profile) -> list[str]:
    """What a profile says, one line a fact."""
    return [f"{wording.fact_name(field)}：{value}" for field, value in pairs(profile)]


def prompt(facts: Sequence[str], conditions: Sequence[str]) -> list[Message]:
    """What the model is shown: facts and conditions, each with its number."""
    told = "\n".join(f"{n}. {fact}" for n, fact in enumerate(facts, start=1))
    asked = "\n".join(f"{n}. {text}" for n, text in enumerate(conditions, start=1))
    return [("system", _SYSTEM), ("human", f"企业情况：\n{told}\n\n条件：\n{asked}")]


def _open_conditions(matches: Sequence[Match]) -> Iterator[str]:
    for found in matches:
        for judged in undecided(found.conditions):
            text = " ".join(judged.condition.part.text.split())
            if judged.state is State.CONFIRM and _is_for_model(judged, text):
                yield text


def _is_for_model(judged: Judged, text: str) -> bool:
    """Whether a condition is one of meaning alone. Numbers, dates, places and titles are code's."""
    if judged.condition.hedged or len(text) > _LONGEST:
        return False
    folded = fold(text)
    held = (quantities(folded), year_mentions(folded), find_mentions(folded))
    return not any(held) and not any(name in folded for name in _TITLE_NAMES)


def _proved(text: str, facts: Sequence[str], count: int, model: str) -> Iterator[Reading | None]:
    said: dict[int, tuple[State, int]] = {}
    for number, state, fact in _LINE.findall(text):
        said.setdefault(int(number), (_STATES[state], int(fact or 0)))
    for number in range(1, count + 1):
        state, fact_number = said.get(number, (State.CONFIRM, 0))
        rests = facts[fact_number - 1] if 1 <= fact_number <= len(facts) else ""
        decides = state in (State.MET, State.NOT_MET)
        yield Reading(state, rests, model) if decides and rests else None


def steps(
    rows: Sequence[ProvisionRow],
    infos: DocumentSet,
    profile: Profile,
    on: date,
    reader: ConditionReader | None,
) -> Iterator[Matched]:
    """The result by code alone, at once; then, with a model that has something to say, the one that it improves.

    Args:
        reader: `None` without a language model.
    """
    matched = match(rows, infos, profile, on)
    yield matched
    if reader is not None:
        readings = reader.read(sections(matched).now, profile)
        if readings:
            yield match(rows, infos, profile, on, readings)
