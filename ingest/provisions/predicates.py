"""A stretch of a clause to the comparisons that code can make, and whether they say all of it.

What is not surely understood gives no predicate: a person judges it. A predicate that says only part of the words is
marked as incomplete, so that meeting it never counts as meeting the condition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docs_store.provisions import Predicate
from ingest.provisions import measured, registration, standing
from ingest.provisions.recognitions import recognitions
from ingest.provisions.records import records
from ingest.provisions.rules import Context, Found, Rule

_HEDGE = re.compile(r"原则上|一般(?:应|不)|除外|不受此限|不受[^,。;]{0,6}限制|以外的|放宽|视情|特殊|可不|酌情")
_FILLER = re.compile(
    r"申报|申请|企业|牵头|单位|主体|应当|应该|必须|同时|符合|满足|具备|具有|拥有|已经|依法|均|须|应|需|要|且|并|其|的|为|在|有|已|内|等|,|、|和|及|;|。|:"
    r"|\s|下列|条件|要求|对|以上述|该|本|其中|持有|经|认定|获得|取得|有效期|证书|入库登记编号|入库|国家|有效|中|总|额|达到|申领"
)
_RULES: tuple[Rule, ...] = (
    measured.yearly,
    registration.registered,
    registration.founded,
    standing.flags,
    recognitions,
    standing.kind,
    standing.applicants,
    standing.patents,
    standing.platforms,
    measured.investments,
    standing.contracts,
    records,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Predicates of a stretch, whether they cover its words, and whether the words leave room for exceptions."""

    predicates: tuple[Predicate, ...]
    complete: bool
    hedged: bool


def read(text: str, context: Context) -> Reading:
    """Read one stretch of folded reading text, one requirement or a few without exceptions between them."""
    found: list[Found] = []
    for rule in _RULES:
        taken = [(f.start, f.end) for f in found]
        found += [hit for hit in rule(text, context) if not any(a < hit.end and hit.start < b for a, b in taken)]
    hedged = _HEDGE.search(text) is not None
    if re.search(r"(?<![每])或者?|之一|任一", text) and len(found) > 0 and not _alternatives_read(text, found):
        return Reading(tuple(f.predicate for f in found), complete=False, hedged=True)
    return Reading(tuple(f.predicate for f in found), complete=bool(found) and _covered(text, found), hedged=hedged)


def _covered(text: str, found: list[Found]) -> bool:
    kept = list(text)
    for hit in found:
        kept[hit.start : hit.end] = "\0" * (hit.end - hit.start)
    rest = "".join(kept).replace("\0", "")
    return not _FILLER.sub("", rest)


def _alternatives_read(text: str, found: list[Found]) -> bool:
    """Whether each 或 of the text stands inside one predicate that knows of alternatives."""
    return all(
        any(hit.start <= m.start() and m.end() <= hit.end and _has_choice(hit.predicate) for hit in found)
        for m in re.finditer(r"(?<![每])或者?|之一|任一", text)
    )


def _has_choice(p: Predicate) -> bool:
    return bool(p.facts) or (isinstance(p.value, tuple) and len(p.value) > 1)
