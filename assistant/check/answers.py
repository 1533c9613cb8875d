"""The check of an answer's sentences, whoever made them: each is a finding whose quotes are what it cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.check.computing import formula_of, number_of
from assistant.check.faults import Fault, FaultKind
from assistant.check.findings import Checked, check
from assistant.find.cited import Cited
from assistant.turn import Finding, Inquiry, Material, Plan, Quote
from assistant.understand.figures import Wanted
from assistant.understand.places import Place
from docs_store.language.quantities import quantities
from docs_store.types import AnswerFigure, AnswerSentence, Understood


def plan_of(question: str, understood: Understood, today: date, figures: Wanted | None = None) -> Plan:
    """The plan of a question as an answer says that it was understood."""
    places = tuple(Place(name=name, path=path, surface=name, at=0) for name, path in understood.places)
    inquiry = Inquiry(text=question, places=places, years=understood.years, status=understood.status, figures=figures)
    return Plan(message=question, inquiries=(inquiry,), today=today)


def check_sentence(
    sentence: AnswerSentence,
    cited: Mapping[int, Cited],
    plan: Plan,
    figures: Sequence[AnswerFigure] = (),
    *,
    wording: bool = False,
) -> Checked:
    """Check the facts of one sentence against all that it cites.

    Args:
        cited: what the answer's citations lead into, by marker; a marker that is not there leads nowhere.
        figures: the answer's figures: a computed one gives the formula of the sentence that says it.
        wording: see `check`; the rules' sentences are their sources' own, so it would tell nothing of them.
    """
    finding = Finding(
        text=sentence.text,
        quotes=tuple(
            Quote(source=marker, words=cited[marker].words) for marker in sentence.citations if marker in cited
        ),
        formula=";".join(_formula(figure, figures) for figure in figures if _is_said(figure, sentence)),
        part=1,
    )
    lost = [Fault(FaultKind.NOT_VERBATIM, f"[{marker}]") for marker in sentence.citations if marker not in cited]
    if lost:
        return Checked(finding=finding, grounds=(), faults=tuple(lost))
    material = Material(plan=plan, sources=tuple(at.source for at in cited.values()))
    return check(finding, material, wording=wording)


def _is_said(figure: AnswerFigure, sentence: AnswerSentence) -> bool:
    """Whether a sentence gives a computed number, whatever its sign: a fall of 5 % is said as 下降5%."""
    number = number_of(figure) if figure.operation is not None else None
    return number is not None and any(abs(q.value) == abs(number[0]) for q in quantities(sentence.text))


def _formula(figure: AnswerFigure, figures: Sequence[AnswerFigure]) -> str:
    """How a figure was computed, of its operands as they are stated; empty where they are none."""
    if not all(0 <= i < len(figures) and figures[i].operation is None for i in figure.computed_from):
        return ""
    terms = [f"{figures[i].value.lstrip('><≥≤≈')}{figures[i].unit}" for i in figure.computed_from]
    return formula_of(figure.operation, terms) if figure.operation else ""
