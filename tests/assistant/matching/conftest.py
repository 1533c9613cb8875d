"""Measures and enterprises put together by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from docs_store.catalog import DocumentInfo
from docs_store.library import ProvisionRow
from docs_store.provisions import AllOf, Condition, ConditionTree, Fact, Op, Part, Predicate, Provision
from docs_store.types import Inferred, Kind, Metadata

ON = date(2026, 11, 24)


def part(text: str = "条件") -> Part:
    return Part(text=text, quote=text, clause=("二、申报条件",), start=0, end=len(text))


def number(fact: Fact, op: Op, value: str, **more: Any) -> Predicate:
    return Predicate(fact=fact, op=op, value=Decimal(value), **more)


def leaf(*predicates: Predicate, text: str = "条件", complete: bool = True, hedged: bool = False) -> Condition:
    return Condition(part=part(text), predicates=predicates, complete=complete, hedged=hedged)


def enterprises_only() -> Condition:
    """What every enterprise meets."""
    return leaf(Predicate(fact=Fact.APPLICANT, op=Op.ANY_OF, value=("企业",)))


def row(*items: ConditionTree, region: str | None = "安徽省马鞍山市当涂县", **more: Any) -> ProvisionRow:
    """A measure; without `items` one that asks no more than to be an enterprise."""
    dates = {name: Inferred(value=more.pop(name), source="t", certainty=1.0) for name in ("expires",) if name in more}
    metadata = Metadata(
        title=Inferred(value="办法", source="t", certainty=1.0),
        kind=Inferred(value=Kind.POLICY, source="t", certainty=1.0),
        region=None if region is None else Inferred(value=region, source="t", certainty=1.0),
        **dates,
    )
    info = DocumentInfo(
        id="d-1", source="f", source_key="f", position=1, file_hash="0", reader="text", metadata=metadata, chunks=1
    )
    provision = Provision(
        measure=more.pop("measure", "奖励"),
        clause=("三",),
        start=0,
        end=1,
        conditions=AllOf(items=items or (enterprises_only(),)),
        **more,
    )
    return ProvisionRow(info=info, provision=provision)


@pytest.fixture
def on() -> date:
    return ON
