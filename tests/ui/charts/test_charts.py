"""Charts: what is drawn, that targets are told from results, and that Chinese is drawn as glyphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from assistant import figures
from docs_store.library import LedgerRow, Library
from docs_store.types import Status
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.charts import font
from ui.charts.chart import Chart, chart_of
from ui.charts.layout import place
from ui.ledger_files import to_chart, to_csv
from ui.spreadsheet import text_cell
from ui.texts import Words

_NAMES = {Status.ACTUAL: "完成", Status.EXPECTED: "预计", Status.TARGET: "目标"}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[LedgerRow]]:
    folder = Path(__file__).resolve().parents[3] / "examples" / "figure_reports"
    library = Library(tmp_path_factory.mktemp("charts") / "library", None, create=True)
    ingest(library, [source for source in find_sources([folder], recursive=False) if isinstance(source, Source)])
    yield library.figures()
    library.close()


def chart(rows: list[LedgerRow], **conditions: object) -> Chart:
    made = chart_of(figures.select(rows, **conditions), _NAMES)  # type: ignore[arg-type]
    assert made is not None
    return made


def test_years_make_lines_and_a_target_is_a_series_of_its_own(rows: list[LedgerRow]) -> None:
    made = chart(rows, indicator="技术合同成交额", region="青禾县")
    assert made.lines
    assert made.labels == ("2022", "2023", "2024")
    assert [(s.name, s.planned) for s in made.series] == [("青禾县", False), ("青禾县(目标)", True)]
    assert made.series[0].values[2] is None, "a target is no result"
    assert made.differing == 1, "two reports give 2023 differently, and the chart says so"


def test_one_year_makes_bars_from_high_to_low(rows: list[LedgerRow]) -> None:
    made = chart(rows, indicator="研发投入强度", year=2023)
    assert not made.lines
    assert made.labels == ("青禾县", "临溪县")


def test_no_rows_make_no_chart(rows: list[LedgerRow]) -> None:
    assert chart_of(figures.select(rows, indicator="没有这个指标"), _NAMES) is None


def test_svg_holds_every_character_as_an_outline(rows: list[LedgerRow]) -> None:
    content = to_chart(figures.select(rows, indicator="技术合同成交额", region="青禾县"), "svg", Words("zh"))
    assert content is not None
    root = ElementTree.fromstring(content)  # our own
    space = {"svg": "http://www.w3.org/2000/svg"}
    labels = [group.get("aria-label") for group in root.iterfind(".//svg:g", space)]
    assert "技术合同成交额" in labels
    outlines = root.findall(".//svg:defs/svg:path", space)
    assert all(path.get("d") for path in outlines[: len(set("技术合同成交额"))])
    assert not root.findall(".//svg:text", space), "no font of the reader's machine is needed"


def test_png_is_a_picture_with_ink(rows: list[LedgerRow]) -> None:
    content = to_chart(figures.select(rows, indicator="技术合同成交额", region="青禾县"), "png", Words("zh"))
    assert content is not None
    image = Image.open(io.BytesIO(content)).convert("L")
    assert image.size == (1920, 1080)
    title = image.crop((160, 20, 600, 80))
    assert title.getextrema()[0] < 80, "the title is drawn"


def test_the_font_has_the_characters_of_the_words_and_marks_what_it_lacks() -> None:
    assert font.covered("高新技术企业 亿元（目标）123%") == "高新技术企业 亿元（目标）123%"
    assert font.covered("\U00020000") == font.MISSING


def test_words_of_a_document_are_no_markup(rows: list[LedgerRow]) -> None:
    made = chart(rows, indicator="技术合同成交额", region="青禾县")
    from ui.charts import svg

    written = svg.write(place(made, '<script>alert("x")</script>'), "<b>").decode()
    assert "<script" not in written
    assert "<b>" not in written


def test_csv_opens_in_excel_and_keeps_numbers(rows: list[LedgerRow]) -> None:
    row = {"region": "=1+1", "period": "2023", "indicator": "@x", "comparator": "", "value": "-5.5", "unit": "%",
           "status": "actual", "aspect": "growth", "title": "+t", "sentence": "-s"}  # fmt: skip
    content = to_csv([row], Words("zh"))
    assert content.startswith(b"\xef\xbb\xbf")
    cells = content.decode("utf-8-sig").splitlines()[1].split(",")
    assert cells[0] == "'=1+1"
    assert cells[4] == "-5.5"
    assert not any(re.match(r"[=+@]", cell) for cell in cells)


@pytest.mark.parametrize("mark", "=+-@＝＋－＠")
def test_a_cell_that_a_spreadsheet_would_run_is_text(mark: str) -> None:
    assert text_cell(f"{mark}1+1") == f"'{mark}1+1"
    assert text_cell(f" \t\n{mark}1+1") == f"'{mark}1+1"
    assert text_cell(f"1{mark}1") == f"1{mark}1"
