"""Which metadata a person is asked to confirm, and how the list of the library page shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docs_store import proposals
from docs_store.catalog import DocumentInfo
from docs_store.types import Inferred, Kind, Metadata
from ui.confirming import to_confirm
from ui.web import library_html
from ui.web.texts import words


def info(**known: object) -> DocumentInfo:
    values = {
        "title": Inferred(value="甲县研发补助办法", source="title", certainty=0.9),
        "kind": Inferred(value=Kind.POLICY, source="title", certainty=0.9),
        "region": Inferred(value="甲县", source="issuer", certainty=0.9),
        "years": None,
    }
    for name, given in known.items():
        values[name] = given and Inferred(value=given[0], source="a guess", certainty=given[1])  # type: ignore[index]
    return DocumentInfo(
        id="d1",
        source="a.txt",
        source_key="k",
        position=1,
        file_hash="0" * 64,
        reader="text",
        metadata=Metadata(**values),
        chunks=3,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        ({}, ()),
        ({"title": ("甲县", 0.6)}, ("title",)),
        ({"kind": (Kind.OTHER, 0.3)}, ("kind",)),
        ({"region": ("甲县", 0.5)}, ("region",)),
        ({"region": ("甲县", 0.6)}, ()),  # it binds
        ({"region": None}, ("region",)),
        ({"region": None, "kind": (Kind.TABLE, 0.9)}, ()),  # a table need be of no place
        ({"years": ((2024,), 0.5)}, ()),  # of a rule, years date nothing
        ({"years": ((2024,), 0.5), "kind": (Kind.WORK_SUMMARY, 0.9)}, ("years",)),
        ({"years": None, "kind": (Kind.WORK_SUMMARY, 0.9)}, ("years",)),
        ({"title": ("甲", 0.6), "kind": (Kind.OTHER, 0.3), "region": ("甲县", 0.5)}, ("title", "kind", "region")),
    ],
)
def test_what_is_to_be_confirmed(known: dict[str, object], fields: tuple[str, ...]) -> None:
    assert to_confirm(info(**known)) == fields


def test_what_a_language_model_proposed_is_to_be_confirmed_whatever_field_it_is() -> None:
    number = Inferred(value="甲科〔2025〕3号", source=proposals.source("office"), certainty=0.95, quote="甲科[2025]3号")
    one = info(title=("甲县", 0.6))
    one = replace(one, metadata=replace(one.metadata, doc_number=number))
    assert to_confirm(one) == ("title", "doc_number")
    assert proposals.proposer(number) == "office"
    assert proposals.proposer(replace(number, source="set by hand")) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_names_the_fields_and_can_be_narrowed_to_them(language: str) -> None:
    told = words(language)
    sure, unsure = info(), replace(info(region=("乙县", 0.4)), id="d2")
    shown = library_html.documents([sure, unsure], [], "", told)
    assert shown.count('class="pa-doubts"') == 1 and told["field_region"] in shown
    assert f'data-narrow="{told["to_confirm"]}"' in shown
    narrowed = library_html.documents([sure, unsure], [], told["to_confirm"], told)
    assert 'data-open="d2"' in narrowed and 'data-open="d1"' not in narrowed
    assert 'data-narrow=""' in narrowed, "and back again"


def test_who_may_not_correct_is_not_asked_to() -> None:
    shown = library_html.documents([info(region=("乙县", 0.4))], [], "", words("zh"), changes=False)
    assert "data-narrow" not in shown


def test_nobody_is_asked_where_all_is_sure() -> None:
    assert "pa-confirm" not in library_html.documents([info()], [], "", words("zh"))
