"""Answers to a question that names no place, where the library holds several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.read.rules.evidence import Evidence
from assistant.read.rules.scope import Scope
from assistant.understand.places import Place, name_of

_AS_GOOD = 0.9  # a place whose best sentence comes this close to the best of all answers as well
_MOST = 5  # places


def by_place(scope: Scope, found: Sequence[Evidence]) -> list[tuple[Scope, list[Evidence]]]:
    """Evidence parted by the place it is of, best place first; one place's sentence never stands for another's.

    A question about something that only one place has keeps that place alone. The place is then named in the answer
    wherever the library holds documents of others.

    Args:
        scope: a scope without a place.
        found: evidence for it, best first.
    """
    places: dict[str, list[Evidence]] = {}
    for evidence in found:
        places.setdefault(evidence.passage.region, []).append(evidence)
    held = (info.metadata.region.value for info in scope.infos if info.metadata.region)
    first = next(held, "")
    several = any(path != first for path in held)
    parts = []
    for region, here in list(places.items())[:_MOST]:
        if here[0].score >= _AS_GOOD * found[0].score:
            name = name_of(region) if region else ""
            place = Place(name=name, path=region, surface=name, at=0) if several and region else None
            parts.append((replace(scope, place=place), here))
    return parts
