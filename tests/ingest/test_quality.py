"""How well a file was read, and whether that is well enough."""

from __future__ import annotations

from typing import Any

import pytest

from docs_store.reading_report import ReadingReport
from docs_store.types import PageFault, PageReading, PageSpan, ReadBy
from ingest import quality
from ingest.readers.base import RawText, TableSpan
from ingest.reading import read_documents

GOOD = "甲县科技局2023年工作总结\n一、成效\n新培育高新技术企业47家，完成全年目标。\n"


def raw(*pages: str, **fields: Any) -> RawText:
    spans, at = [], 0
    for number, page in enumerate(pages, start=1):
        spans.append(PageSpan(number=number, start=at, end=at + len(page)))
        at += len(page)
    return RawText(text="".join(pages), reader="pdf", pages=tuple(spans), **fields)


def measured(text: RawText) -> ReadingReport:
    return quality.measure(text, read_documents(text, name="a.pdf", source_key="k", file_hash="ab" * 32))


def page(number: int, by: ReadBy = ReadBy.TEXT, confidence: float = 1.0, fault: PageFault | None = None) -> PageReading:
    return PageReading(number=number, characters=100, by=by, confidence=confidence, fault=fault)


def test_what_is_measured() -> None:
    text = raw(
        "当前位置:首页>政策\n", GOOD, "- 2 -\n\ufffd\n",
        tables=(TableSpan(start=0, end=5, header_end=0),),
        readings=(page(1), page(2, ReadBy.OCR, 0.9), page(3, ReadBy.OCR, 0.5, PageFault.UNSURE)),
    )  # fmt: skip
    found = measured(text)
    assert found.characters == sum(not char.isspace() for char in text.text)
    assert (found.unreadable, found.tables, found.recognised, found.confidence) == (1, 1, 200, 0.7)
    assert found.pages == tuple(sum(not c.isspace() for c in part) for part in (text.text[:11], GOOD, "- 2 -\n\ufffd"))
    assert [(suspect.number, suspect.reason) for suspect in found.suspects] == [(3, "unsure")]
    kinds = {kind.kind: kind for kind in found.dropped}
    assert kinds["navigation"].count == 1 and kinds["navigation"].examples == ("当前位置:首页>政策",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (raw(GOOD), None),
        (raw(GOOD + "\ufffd"), None),
        (raw(GOOD, "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a\n"), "garbled"),
        (raw(GOOD, GOOD, readings=(page(1, fault=PageFault.RUBBISH), page(2, fault=PageFault.RUBBISH))), "garbled"),
        (raw(GOOD, GOOD, readings=(page(1, fault=PageFault.RUBBISH), page(2))), None),
        (raw(GOOD, "1\n", "2\n", "3\n"), "little_text"),
        (raw(GOOD, "1\n"), None),
        (raw(GOOD, "", readings=(page(1, fault=PageFault.PICTURE), page(2, fault=PageFault.NO_TEXT))), "little_text"),
        (raw(GOOD, readings=(page(1, ReadBy.OCR, 0.3),)), "low_confidence"),
        (raw(GOOD, readings=(page(1, ReadBy.OCR, 0.95),)), None),
        (RawText(text="", reader="text"), None),
    ],
)
def test_the_verdict(text: RawText, code: str | None) -> None:
    reason = quality.verdict(measured(text))
    assert (reason.code if reason else None) == code
    if reason:
        assert "--accept" in reason.message


def test_many_short_pages_are_read_well() -> None:
    assert quality.verdict(measured(raw(*[f"第{n}页的一句话。\n" for n in range(1, 301)]))) is None
