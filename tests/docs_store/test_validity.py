"""Which documents are in force: versions, repeals, drafts, terms, each by date and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from docs_store import proposals, validity
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.types import Inferred, Kind, Metadata, Standing
from docs_store.validity import Force

NOW = date(2026, 7, 1)


def given(value: Any) -> Inferred[Any] | None:
    return None if value is None else Inferred(value=value, source="test", certainty=0.9)


def paper(id_: str, title: str, kind: Kind = Kind.POLICY, **fields: Any) -> DocumentInfo:
    found = {name: given(value) for name, value in fields.items()}
    title_, kind_ = (Inferred(value=value, source="test", certainty=0.9) for value in (title, kind))
    metadata = Metadata(title=title_, kind=kind_, **found)  # type: ignore[arg-type]
    return DocumentInfo(
        id=id_,
        source=f"{id_}.txt",
        source_key=id_,
        position=1,
        file_hash=id_,
        reader="text",
        metadata=metadata,
        chunks=1,
    )


def law(id_: str, published: str, effective: str = "2020-04-10", title: str = "甲市营商条例") -> DocumentInfo:
    return paper(id_, title, region="甲省甲市", published=published, effective=effective)


OLD, MIDDLE, NEW = law("old", "2020-03-27"), law("middle", "2022-08-29"), law("new", "2024-11-29", "2025-01-01")
VERSIONS = [NEW, OLD, MIDDLE]


# --- versions --------------------------------------------------------------------------------------------------


def test_versions_are_linked_by_date() -> None:
    found = validity.versions(MIDDLE, VERSIONS)
    assert [(version.info.id, version.begins) for version in found] == [
        ("old", "2020-04-10"),
        ("middle", "2022-08-29"),  # an amended law keeps its first day in the text; this version came later
        ("new", "2025-01-01"),
    ]


@pytest.mark.parametrize(
    ("day", "id_"),
    [
        (date(2020, 4, 9), None),
        (date(2020, 4, 10), "old"),
        (date(2022, 8, 28), "old"),
        (date(2022, 8, 29), "middle"),
        (date(2024, 12, 31), "middle"),
        (date(2025, 1, 1), "new"),
    ],
)
def test_which_version_is_in_force(day: date, id_: str | None) -> None:
    found = validity.in_force_on(validity.versions(OLD, VERSIONS), day)
    assert (found.info.id if found else None) == id_


def test_a_version_ends_those_before_it_only_from_its_own_day() -> None:
    assert validity.superseded(VERSIONS, date(2021, 1, 1)) == {}
    assert validity.superseded(VERSIONS, date(2023, 1, 1)) == {"old": "middle"}
    assert validity.superseded(VERSIONS, NOW) == {"old": "new", "middle": "new"}
    assert DocumentSet(VERSIONS).not_yet(date(2024, 12, 1)) == {"new"}
    assert DocumentSet(VERSIONS).not_yet(NOW) == frozenset()


def test_versions_are_of_one_place() -> None:
    other = paper("other", "甲市营商条例", region="乙省乙市", published="2025-06-01")
    placeless = paper("placeless", "甲市营商条例", published="2021-06-01")
    assert validity.superseded([OLD, other], NOW) == {}
    assert validity.superseded([OLD, placeless], NOW) == {"old": "placeless"}


def test_reprints_are_no_versions_and_neither_are_notices() -> None:
    twin = law("twin", "2020-03-27")
    assert validity.versions(OLD, [OLD, twin]) == [] and validity.superseded([OLD, twin], NOW) == {}
    notices = [paper(f"n{year}", "申报通知", Kind.NOTICE, published=f"{year}-01-01") for year in (2024, 2025)]
    assert validity.superseded(notices, NOW) == {} and validity.versions(notices[0], notices) == []


# --- repeals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "named",
    ["甲县旧办法", "关于印发《甲县旧办法》的通知", "甲县旧办法\uff08试行\uff09", "甲科[2021]第9号", "甲科〔2021〕9号"],
)
def test_a_repeal_by_title_or_number(named: str) -> None:
    old = paper("old", "甲县旧办法", region="甲县", published="2021-03-01", doc_number="甲科〔2021〕9号")
    new = paper("new", "甲县新办法", region="甲县", effective="2024-07-01", repeals=(named,))
    assert validity.superseded([old, new], NOW) == {"old": "new"}
    assert validity.superseded([old, new], date(2024, 6, 30)) == {}
    assert {name: info.id for name, info in validity.repealed_by(new, [old, new]).items()} == {named: "old"}


def test_a_repeal_stays_in_its_place() -> None:
    old = paper("old", "旧办法", region="乙县", published="2021-03-01")
    new = paper("new", "新办法", region="甲县", published="2024-07-01", repeals=("旧办法",))
    assert validity.superseded([old, new], NOW) == {}


def test_a_draft_repeals_nothing_and_is_no_version() -> None:
    old = law("old", "2020-03-27")
    draft = paper(
        "draft", "甲市营商条例(征求意见稿)", region="甲省甲市", published="2025-03-01", standing=Standing.DRAFT,
        repeals=("甲市营商条例",),
    )  # fmt: skip
    assert validity.superseded([old, draft], NOW) == {}


def test_versions_that_repeal_their_forerunner_do_not_repeal_each_other() -> None:
    """Both texts of a law of 2001 end the one of 1992 that bears the same name."""
    fields = {"region": None, "effective": "2001-07-01", "repeals": ("专利法实施细则",)}
    first = paper("first", "专利法实施细则", published="1992-12-21", effective="1993-01-01")
    one = paper("one", "专利法实施细则", published="2010-01-09", **fields)
    two = paper("two", "专利法实施细则", published="2023-12-11", **fields)
    assert validity.superseded([one, two], NOW) == {"one": "two"}
    assert validity.superseded([first, one, two], NOW).keys() == {"first", "one"}


# --- standing on a day -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (NEW, Force.IN_FORCE),
        (OLD, Force.SUPERSEDED),
        (law("future", "2026-06-01", "2027-01-01", "乙市条例"), Force.NOT_YET),
        (paper("past", "甲办法", published="2020-01-01", expires="2025-12-31"), Force.EXPIRED),
        (paper("last day", "甲办法", published="2020-01-01", expires="2026-07-01"), Force.IN_FORCE),
        (paper("draft", "甲办法", standing=Standing.DRAFT), Force.DRAFT),
        (paper("void", "甲办法", standing=Standing.REPEALED), Force.REPEALED),
        (paper("notice", "甲通知", Kind.NOTICE, published="2020-01-01"), Force.NO_TERM),
    ],
)
def test_force(info: DocumentInfo, expected: Force) -> None:
    assert validity.force(info, NOW, validity.superseded(VERSIONS, NOW)) is expected


def test_many_documents_are_no_burden() -> None:
    """Repeals are looked up by name, not compared pair by pair."""
    infos = [paper(str(n), f"甲县办法之{n}", region="甲县", published="2021-03-01") for n in range(3000)]
    infos += [
        paper(f"r{n}", f"甲县新办法之{n}", published="2024-01-01", repeals=(f"甲县办法之{n}",)) for n in range(3000)
    ]
    assert len(validity.superseded(infos, NOW)) == 3000


# --- proposals -------------------------------------------------------------------------------------------------


def test_a_proposed_day_decides_nothing_until_a_person_confirms_it() -> None:
    proposed = Inferred(value="2025-12-31", source=proposals.source("m"), certainty=proposals.CERTAINTY, quote="至…")
    ended = paper("a", "甲县创新券办法", region="甲省甲县", expires="2025-12-31")
    unconfirmed = replace(ended, metadata=replace(ended.metadata, expires=proposed))
    assert validity.force(ended, NOW, {}) is Force.EXPIRED
    assert validity.force(unconfirmed, NOW, {}) is Force.IN_FORCE and validity.last_day(unconfirmed) is None

    later = paper("b", "甲县创新券办法", region="甲省甲县", effective="2026-01-01")
    unconfirmed = replace(later, metadata=replace(later.metadata, effective=replace(proposed, value="2026-01-01")))
    earlier = paper("c", "甲县创新券办法", region="甲省甲县", effective="2020-01-01")
    assert validity.superseded([later, earlier], NOW) == {"c": "b"}
    assert validity.superseded([unconfirmed, earlier], NOW) == {}
