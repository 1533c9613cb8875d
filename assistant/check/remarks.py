"""What a reader says besides findings: what is missing, and a question back. It may state no fact either."""

from __future__ import annotations

from assistant.check.addressed import to_a_machine
from assistant.check.words import carried
from assistant.turn import AskBack, Material, Missing, Plan
from docs_store import regions
from docs_store.language.periods import years_in
from docs_store.language.quantities import quantities

_LONGEST = 120  # characters
_CARRIED = 0.5  # share of its words that must be the question's


def sound_missing(missing: Missing, plan: Plan) -> Missing:
    """What is missing, in the reader's words where these are the question's and state nothing; else the question."""
    asked = "\n".join((plan.message, plan.text))
    if (
        len(missing.text) <= _LONGEST
        and not to_a_machine(missing.text)
        and _states_nothing(missing.text, asked)
        and carried(missing.text, [asked]) >= _CARRIED
    ):
        return missing
    part = plan.inquiries[missing.part - 1] if 0 < missing.part <= len(plan.inquiries) else plan.inquiries[0]
    return Missing(text=part.text, part=missing.part)


def sound_question(asked: AskBack, material: Material) -> AskBack | None:
    """A question back that names nothing but what question and sources name; `None` for any other."""
    held = "\n".join((material.plan.message, material.plan.text, *(f"{s.around}\n{s.text}" for s in material.sources)))
    text = asked.text
    if len(text) > _LONGEST or to_a_machine(text) or not text.rstrip("。").endswith(("?", "？", "吗", "呢")):
        return None
    return asked if _states_nothing(text, held) and carried(text, [held]) >= _CARRIED else None


def _states_nothing(text: str, held: str) -> bool:
    values = {q.value for q in quantities(held)}
    return (
        years_in(text) <= years_in(held)
        and all(q.is_article or q.value in values for q in quantities(text))
        and all(mention.surface in held for mention in regions.find_mentions(text))
    )
