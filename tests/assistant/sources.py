"""Sources and materials made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.turn import Finding, Inquiry, Material, Plan, Quote, Source, Stretch
from assistant.understand.places import Place
from docs_store import regions
from docs_store.types import Kind

TODAY = date(2026, 7, 1)
REPORT: dict[str, Any] = {
    "kind": Kind.WORK_SUMMARY,
    "title": "当涂县科技局2023年工作总结",
    "region": "安徽省马鞍山市当涂县",
    "is_region_sure": True,
    "years": (2023, 2024),
}
POLICY: dict[str, Any] = {
    "kind": Kind.POLICY,
    "title": "青禾县研发补助办法",
    "region": "青禾县",
    "is_region_sure": True,
}


def source(text: str, number: int = 1, **known: Any) -> Source:
    """A source of one chunk that begins where its document does."""
    given = {"document_id": f"d{number}"} | POLICY | known
    return Source(
        number=number,
        file="d.txt",
        text=text,
        origins=tuple(range(len(text))),
        stretches=(Stretch(chunk_id=f"d{number}-0", start=0, end=len(text)),),
        **given,
    )


def place(name: str) -> Place:
    mention = regions.find_mentions(name)
    path = mention[0].region_candidates[0].full_name if mention else name
    return Place(name=name, path=path, surface=name, at=0)


def material(
    *sources: Source, question: str = "", places: tuple[str, ...] = (), years: tuple[int, ...] = ()
) -> Material:
    inquiry = Inquiry(text=question, places=tuple(map(place, places)), years=years)
    return Material(plan=Plan(message=question, inquiries=(inquiry,), today=TODAY), sources=sources)


def finding(text: str, *words: str, formula: str = "", number: int = 1) -> Finding:
    return Finding(text=text, quotes=tuple(Quote(source=number, words=w) for w in words), formula=formula, part=1)
