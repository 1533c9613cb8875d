"""A guide of 331 pages, from its PDF to its 145 cards (`../shared`)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_store.types import DocumentContent, Kind
from ingest.readers.base import RawText
from ingest.readers.pdf import read_pdf
from ingest.reading import read_documents

GUIDE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "policy_guide_pdf" / "北京市产业政策导引.pdf"
_NUMBER = re.compile(r"发文字号\s+(\S+?〔\d{4}〕\s*\d+\s*号)")


@pytest.fixture(scope="module")
def raw() -> RawText:
    if not GUIDE.exists():
        pytest.skip("skipped: no policy_guide_pdf beside the repository")
    return read_pdf(GUIDE)


@pytest.fixture(scope="module")
def cards(raw: RawText) -> list[DocumentContent]:
    return read_documents(raw, name=GUIDE.name, source_key=str(GUIDE), file_hash="0" * 64)[1:]


def test_each_page_is_read_with_its_boxes(raw: RawText) -> None:
    assert len(raw.pages) == 331 and raw.warnings == ()
    assert raw.pages[-1].end == len(raw.text)
    page = raw.pages[150]
    # Row labels stand before their cell, not in the middle of it (which pypdf's layout mode would give).
    assert "服务流程 \n1．发布通知。" in raw.text[page.start : page.end]
    assert not any(reading.fault for reading in raw.readings)
    assert sum(box.end - box.start for box in raw.boxes) > 0.999 * len("".join(raw.text.split()))


def test_each_card_is_a_document_with_its_fields(cards: list[DocumentContent]) -> None:
    assert len(cards) == 145
    for content in cards:
        document, metadata = content.document, content.document.metadata
        assert metadata.kind.value is Kind.GUIDE
        assert metadata.issuer is not None and metadata.published is not None, metadata.title.value
        stated = _NUMBER.search(document.text)
        if stated:
            assert metadata.doc_number is not None
            assert metadata.doc_number.value == "".join(stated[1].split())
        assert document.text.count("联络方式") == 1 and content.chunks[-1].heading[-1] == "联络方式"
        assert content.boxes and all(0 <= box.start < box.end <= len(document.text) for box in content.boxes)
    assert len({content.document.metadata.title.value for content in cards}) >= 140  # some policies have two cards


def test_wrapped_titles_are_whole(cards: list[DocumentContent]) -> None:
    titles = {content.document.metadata.title.value for content in cards}
    assert "中关村国家自主创新示范区支持保险补贴机制在首台（套）市场推广中的应用" in titles
