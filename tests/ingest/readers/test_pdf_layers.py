"""Pages that are pictures over text that nobody sees: what the picture shows is what counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_store.types import PageFault, ReadBy
from ingest.readers import _pdfium, ocr
from ingest.readers._pdf_layers import same_words
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.written_pdf import INVISIBLE, WrittenPdf, painted
from tests.slow import slowly

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="skipped: rapidocr is not installed")
SHOWN = ("关于道路改造补助的通知", "第一条 每公里补助60万元", "第二条 补助于12月10日前拨付")


def layered(tmp_path: Path, *layer: str, hidden: str, shown: tuple[str, ...] = SHOWN) -> Path:
    made = WrittenPdf().page()
    if hidden == "invisible":
        made.picture(painted(*shown))
    for row, line in enumerate(layer):
        made.write(line, 50, 60 + 34 * row, size=17, mode=INVISIBLE if hidden == "invisible" else 0)
    if hidden == "under":
        made.picture(painted(*shown))
    return made.save(tmp_path / "a.pdf")


@needs_ocr
@pytest.mark.parametrize(
    ("hidden", "layer"),
    [
        ("invisible", ("关于道路改造补助的通知", "第一条 每公里补助80万元", "第二条 补助于12月10日前拨付")),
        ("under", ("关于道路改造补助的通知", "第一条 每公里补助60万元", "第二条 补助于12月16日前拨付")),
        *slowly([("invisible", ("关子道珞攺造补肋的通知", "第一条 每公里补助60万元", "第二条 补助于12月10日前拨付"))]),
        *slowly([("under", ("另一份文件的文字层",))]),
    ],
)
def test_the_picture_is_read_where_the_layer_says_otherwise(
    tmp_path: Path, layer: tuple[str, ...], hidden: str
) -> None:
    raw = read_pdf(layered(tmp_path, *layer, hidden=hidden))
    (reading,) = raw.readings
    assert reading.by is ReadBy.OCR and reading.fault is PageFault.HIDDEN
    assert "".join(raw.text.split()) == "".join("".join(SHOWN).split())
    (warning,) = raw.warnings
    assert "picture was read" in warning and ": 1." in warning


@needs_ocr
def test_a_layer_that_says_the_same_stays_and_is_named(tmp_path: Path) -> None:
    raw = read_pdf(layered(tmp_path, *SHOWN, hidden="invisible"))
    (reading,) = raw.readings
    assert reading.by is ReadBy.TEXT and reading.fault is PageFault.HIDDEN
    assert raw.text.splitlines() == list(SHOWN)
    (warning,) = raw.warnings
    assert "text layer that nobody sees: 1." in warning


@pytest.mark.parametrize("hidden", ["invisible", "under"])
def test_without_recognition_the_page_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: str) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    raw = read_pdf(layered(tmp_path, *SHOWN, hidden=hidden))
    (warning,) = raw.warnings
    assert "nobody sees: 1." in warning and "pip install rapidocr" in warning
    assert raw.text.splitlines() == list(SHOWN)


def test_visible_text_over_a_picture_is_no_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recognize", lambda *_: pytest.fail("a page was recognised"))
    made = WrittenPdf().page().picture(painted())
    for row in range(12):
        made.write("这一页印在有底纹的纸上，文字看得见", 50, 60 + 34 * row)
    path = made.save(tmp_path / "a.pdf")
    raw = read_pdf(path)
    assert raw.readings[0].fault is None and raw.warnings == ()
    with _pdfium.opened(path) as document:
        content = _pdfium.content(document, 0)
    assert content.picture_share == 1 and content.hidden_share == 0


def test_how_much_is_hidden_is_a_share_of_the_text(tmp_path: Path) -> None:
    made = (
        WrittenPdf()
        .page()
        .picture(painted())
        .write("看得见的", 50, 60)
        .write("看不见的字有八个", 50, 90, mode=INVISIBLE)
    )
    with _pdfium.opened(made.save(tmp_path / "a.pdf")) as document:
        assert _pdfium.content(document, 0).hidden_share == pytest.approx(2 / 3, abs=0.01)


def test_text_without_colour_is_hidden(tmp_path: Path) -> None:
    made = WrittenPdf().page().picture(painted()).write("看得见", 50, 60).clear().write("看不见", 50, 90)
    with _pdfium.opened(made.save(tmp_path / "a.pdf")) as document:
        assert _pdfium.content(document, 0).hidden_share == pytest.approx(1 / 2, abs=0.01)


@pytest.mark.parametrize(
    ("seen", "told", "same"),
    [
        ("补助 ６０万元", "补助60 万元", True),
        ("补助60万元", "补助6万元", False),
        ("补助60万元,另加5%", "补助60万元,另加5.5%", False),
        ("第二条", "第二条 第三条", False),
        ("南湖区" * 40, "南湖区" * 39 + "南胡区", True),
    ],
)
def test_what_says_the_same(seen: str, told: str, same: bool) -> None:
    assert same_words(seen, told) is same
