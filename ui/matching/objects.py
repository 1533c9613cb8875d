"""A matching result as the JSON object of `match --json`. Every quote is `text[start:end]` of its document."""

from __future__ import annotations

from typing import Any

from assistant.matching.profile import Profile, to_json
from assistant.matching.ranking import missing_of
from assistant.matching.results import Judged, JudgedGroup, Match, Matched, StepKind, Sum
from docs_store.provision_codec import predicate_to_json
from docs_store.provisions import Condition, ConditionTree, OneOf, Part, ProposedWindow, Provision
from ui.matching import told
from ui.texts import Words


def matched_object(matched: Matched, profile: Profile, words: Words) -> dict[str, Any]:
    """The whole result."""
    return {
        "on": matched.on.isoformat(),
        "profile": to_json(profile),
        "matches": [match_object(found, words) for found in matched.matches],
        "missing": [
            {"field": asked.field, "name": told.field_name(asked.field, words), "measures": asked.measures}
            for asked in matched.asked
        ],
        "elsewhere": matched.elsewhere,
        "others": matched.others,
        "steps": [
            {
                "kind": step.kind,
                "name": told.field_name(step.name, words) if step.kind is StepKind.FACT else step.name,
                "measures": [found.row.provision.measure for found in step.matches],
            }
            for step in matched.steps
        ],
        "deadlines": [
            {
                "date": deadline.day.isoformat(),
                "event": "closes" if deadline.closes else "opens",
                "measure": deadline.match.row.provision.measure,
                "document_id": deadline.match.row.info.id,
            }
            for deadline in matched.deadlines
        ],
    }


def match_object(found: Match, words: Words) -> dict[str, Any]:
    """One measure."""
    info, provision = found.row.info, found.row.provision
    metadata = info.metadata
    return {
        "measure": provision.measure,
        "verdict": found.verdict,
        "verdict_name": words(f"verdict.{found.verdict}"),
        "document_id": info.id,
        "title": metadata.title.value,
        "region": metadata.region.value if metadata.region else "",
        "source": info.source,
        "clause": list(provision.clause),
        "start": provision.start,
        "end": provision.end,
        "reasons": [
            {"code": one.code, "text": told.reason(one, words), "clause": part_object(one.part) if one.part else None}
            for one in found.reasons
        ],
        "conditions": _group(found.conditions),
        "missing": sorted(missing_of(found)),
        "amount": None if found.amount is None else str(found.amount),
        "sums": [_sum(one, words) for one in found.sums],
        "standard": [part_object(amount.part) | {"frequency": amount.frequency} for amount in provision.amounts],
        "window": {
            "state": found.dates.opening,
            "opens": found.dates.opens.isoformat() if found.dates.opens else None,
            "closes": found.dates.closes.isoformat() if found.dates.closes else None,
            "clause": part_object(found.dates.part) if found.dates.part else None,
        },
        "proposed_windows": [_proposed(window) for window in provision.proposed_windows],
        "validity": found.force,
        "recipients": sorted(provision.recipients),
        "way": provision.way,
        **{name: [part_object(part) for part in getattr(provision, name)] for name in _PARTS},
    }


def _proposed(window: ProposedWindow) -> dict[str, Any]:
    return part_object(window.part) | {"opens": window.opens, "closes": window.closes, "model": window.model}


def part_object(part: Part) -> dict[str, Any]:
    """A stretch of a clause, verbatim."""
    return {"text": part.text, "quote": part.quote, "heading": list(part.clause), "start": part.start, "end": part.end}


def provision_object(provision: Provision) -> dict[str, Any]:
    """One measure as it was read, before any enterprise is held against it."""
    return {
        "measure": provision.measure,
        "clause": list(provision.clause),
        "start": provision.start,
        "end": provision.end,
        "grants": provision.grants,
        "recipients": sorted(provision.recipients),
        "way": provision.way,
        "conditions": _tree(provision.conditions),
        "standard": [part_object(amount.part) | {"frequency": amount.frequency} for amount in provision.amounts],
        "windows": [
            part_object(window.part) | {"opens": window.opens, "closes": window.closes, "always": window.always}
            for window in provision.windows
        ],
        "proposed_windows": [_proposed(window) for window in provision.proposed_windows],
        **{name: [part_object(part) for part in getattr(provision, name)] for name in _PARTS},
    }


_PARTS = ("target", "materials", "offices", "phones", "rules")


def _tree(tree: ConditionTree) -> dict[str, Any]:
    if isinstance(tree, Condition):
        return part_object(tree.part) | {
            "predicates": [predicate_to_json(p) for p in tree.predicates],
            "complete": tree.complete,
            "hedged": tree.hedged,
        }
    return {"one_of" if isinstance(tree, OneOf) else "all_of": [_tree(item) for item in tree.items]}


def _group(group: JudgedGroup) -> dict[str, Any]:
    row: dict[str, Any] = {
        "one_of" if group.one_of else "all_of": [_judged(item) for item in group.items],
        "state": group.state,
    }
    return row | ({"lead": part_object(group.lead)} if group.lead else {})


def _judged(item: Judged | JudgedGroup) -> dict[str, Any]:
    if isinstance(item, JudgedGroup):
        return _group(item)
    return {
        "state": item.state,
        **part_object(item.condition.part),
        "confirmed_by_person": item.said,
        "judged_by": item.model or None,
        "judged_on": item.fact or None,
        "comparisons": [
            predicate_to_json(c.predicate) | {"state": c.state, "own": c.value, "missing": list(c.missing)}
            for c in item.comparisons
        ],
    }


def _sum(worked: Sum, words: Words) -> dict[str, Any]:
    return {
        "label": worked.rule.label,
        "amount": None if worked.amount is None else str(worked.amount),
        "up_to": worked.rule.up_to,
        "working": told.working(worked, words),
        "missing": list(worked.missing),
        "clause": part_object(worked.rule.part),
    }
