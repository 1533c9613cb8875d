"""Provisions to JSON and back, for the catalog. A quote is a span; its text is cut out of the document's."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from docs_store.provisions import (
    AllOf,
    Amount,
    Condition,
    ConditionTree,
    Fact,
    Frequency,
    OneOf,
    Op,
    Part,
    Predicate,
    ProposedWindow,
    Provision,
    Recipient,
    Rule,
    Way,
    Window,
)

_PARTS = ("target", "materials", "offices", "phones", "rules")


def to_json(provision: Provision) -> str:
    """A provision as one JSON object."""
    row: dict[str, Any] = {
        "measure": provision.measure,
        "clause": provision.clause,
        "span": [provision.start, provision.end],
        "conditions": _tree(provision.conditions),
        "amounts": [
            {"part": _part(a.part), "rules": [_rule(r) for r in a.rules], "frequency": a.frequency}
            for a in provision.amounts
        ],
        "windows": [_window(w) for w in provision.windows],
    }
    row |= {name: [_part(part) for part in getattr(provision, name)] for name in _PARTS}
    if provision.proposed_windows:
        row["proposed"] = [[_part(w.part), w.opens, w.closes, w.model] for w in provision.proposed_windows]
    if provision.recipients:
        row["to"] = sorted(provision.recipients)
    if provision.term:
        row["term"] = _window(provision.term)
    if not provision.grants:
        row["grants"] = False
    if provision.doubtful:
        row["doubtful"] = True
    if provision.way:
        row["way"] = provision.way
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def from_json(data: str, document_text: str) -> Provision:
    """Inverse of `to_json`.

    Args:
        document_text: text of the provision's document, for the quotes.
    """
    row = json.loads(data)
    read = _Reader(document_text)
    start, end = row["span"]
    parts = {name: tuple(read.part(part) for part in row[name]) for name in _PARTS}
    conditions = read.tree(row["conditions"])
    assert isinstance(conditions, AllOf)
    return Provision(
        measure=row["measure"],
        clause=tuple(row["clause"]),
        start=start,
        end=end,
        conditions=conditions,
        amounts=tuple(
            Amount(
                part=read.part(a["part"]),
                rules=tuple(read.rule(r) for r in a["rules"]),
                frequency=Frequency(a["frequency"]),
            )
            for a in row["amounts"]
        ),
        windows=tuple(read.window(window) for window in row["windows"]),
        term=read.window(row["term"]) if "term" in row else None,
        proposed_windows=tuple(
            ProposedWindow(part=read.part(part), opens=opens, closes=closes, model=model)
            for part, opens, closes, model in row.get("proposed", ())
        ),
        recipients=frozenset(map(Recipient, row.get("to", ()))),
        doubtful=row.get("doubtful", False),
        grants=row.get("grants", True),
        way=Way(row["way"]) if "way" in row else None,
        **parts,
    )


def _window(w: Window) -> list[Any]:
    return [_part(w.part), w.opens, w.closes, w.always, w.open_ended]


def _part(part: Part) -> list[Any]:
    return [part.start, part.end, part.text, part.clause]


def _tree(tree: ConditionTree) -> dict[str, Any]:
    if isinstance(tree, Condition):
        return {
            "part": _part(tree.part),
            "if": [predicate_to_json(p) for p in tree.predicates],
            "complete": tree.complete,
            "hedged": tree.hedged,
        }
    if isinstance(tree, OneOf):
        return {"one": [_tree(item) for item in tree.items], "lead": _part(tree.lead) if tree.lead else None}
    return {"all": [_tree(item) for item in tree.items]}


def predicate_to_json(p: Predicate) -> dict[str, Any]:
    """A predicate as JSON; numbers as text, so that no digit is lost."""
    value: Any = p.value if isinstance(p.value, bool) else list(p.value) if isinstance(p.value, tuple) else str(p.value)
    row: dict[str, Any] = {"fact": p.fact, "op": p.op, "value": value}
    if p.year:
        row["year"] = p.year
    if p.detail:
        row["detail"] = p.detail
    if p.facts:
        row["facts"] = p.facts
    return row


def _predicate(row: dict[str, Any]) -> Predicate:
    value = row["value"]
    return Predicate(
        fact=Fact(row["fact"]),
        op=Op(row["op"]),
        value=value if isinstance(value, bool) else tuple(value) if isinstance(value, list) else Decimal(value),
        year=row.get("year", 0),
        detail=row.get("detail", ""),
        facts=tuple(Fact(fact) for fact in row.get("facts", ())),
    )


_DECIMALS = ("fixed", "ratio", "cap")
_PLAIN = ("up_to", "base_text", "base_year", "base_detail", "label", "computable")


def _rule(rule: Rule) -> dict[str, Any]:
    row: dict[str, Any] = {"part": _part(rule.part), "when": [predicate_to_json(p) for p in rule.when]}
    row |= {name: None if (value := getattr(rule, name)) is None else str(value) for name in _DECIMALS}
    row |= {name: getattr(rule, name) for name in _PLAIN}
    return row | {"base": rule.base}


class _Reader:
    def __init__(self, document_text: str) -> None:
        self._text = document_text

    def part(self, row: list[Any]) -> Part:
        start, end, text, clause = row
        return Part(text=text, quote=self._text[start:end], clause=tuple(clause), start=start, end=end)

    def window(self, row: list[Any]) -> Window:
        part, opens, closes, always, open_ended = row
        return Window(part=self.part(part), opens=opens, closes=closes, always=always, open_ended=open_ended)

    def tree(self, row: dict[str, Any]) -> ConditionTree:
        if "all" in row:
            return AllOf(items=tuple(self.tree(item) for item in row["all"]))
        if "one" in row:
            lead = self.part(row["lead"]) if row["lead"] else None
            return OneOf(items=tuple(self.tree(item) for item in row["one"]), lead=lead)
        return Condition(
            part=self.part(row["part"]),
            predicates=tuple(_predicate(p) for p in row["if"]),
            complete=row["complete"],
            hedged=row["hedged"],
        )

    def rule(self, row: dict[str, Any]) -> Rule:
        fields: dict[str, Any] = {name: row[name] for name in _PLAIN}
        fields |= {name: None if row[name] is None else Decimal(row[name]) for name in _DECIMALS}
        return Rule(
            part=self.part(row["part"]),
            when=tuple(_predicate(p) for p in row["when"]),
            base=Fact(row["base"]) if row["base"] else None,
            **fields,
        )
