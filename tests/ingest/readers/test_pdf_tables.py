"""Tables of PDF pages: rows, headers, merged cells; what is no table stays text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from fpdf import FPDF

from ingest.readers._pdf_boxes import Letters, boxes_of, placed
from ingest.readers._pdf_tables import set_rows as set_rows_of
from ingest.readers._pdfium import PageCharacters
from ingest.readers.base import RawText, TableSpan
from ingest.readers.pdf import read_pdf
from ingest.reading import read_documents
from tests.ingest.readers.written_pdf import WrittenPdf

SUPPORT = (
    ("No.", "Item", "Amount"),
    ("1", "New equipment, with a description so long that it wraps over several lines of its cell", "50"),
    ("2", "Loans", "30"),
)


def page(tmp_path: Path, *tables: Sequence[Sequence[str]], before: str = "Before", after: str = "After") -> RawText:
    made = FPDF(format="A4")
    made.set_font("helvetica", size=10)
    made.add_page()
    made.cell(0, 10, before, new_x="LMARGIN", new_y="NEXT")
    for rows in tables:
        with made.table() as table:
            for cells in rows:
                row = table.row()
                for cell in cells:
                    row.cell(cell)
        made.cell(0, 10, after, new_x="LMARGIN", new_y="NEXT")
    path = tmp_path / "a.pdf"
    made.output(str(path))
    return read_pdf(path)


def set_rows(letters: Letters, rulings: Sequence[tuple[int, int, int, int]]) -> tuple[Letters, list[TableSpan]]:
    return set_rows_of(letters, list(boxes_of(letters, 1)), rulings)


def texts(raw: RawText) -> list[str]:
    return [raw.text[table.start : table.end] for table in raw.tables]


def test_rows_and_header(tmp_path: Path) -> None:
    raw = page(tmp_path, SUPPORT)
    assert raw.text.splitlines() == ["Before", *(" | ".join(row) for row in SUPPORT), "After"]
    (table,) = raw.tables
    assert raw.text[table.start : table.header_end] == "No. | Item | Amount"
    assert texts(raw) == ["\n".join(" | ".join(row) for row in SUPPORT)]


def test_cells_keep_their_boxes(tmp_path: Path) -> None:
    raw = page(tmp_path, SUPPORT)
    words = {raw.text[box.start : box.end]: box for box in raw.boxes}
    assert words["50"].x0 > words["New"].x0 and words["Loans"].y0 > words["several"].y0
    starts = [box.start for box in raw.boxes]
    assert starts == sorted(starts)


def test_two_tables_on_a_page(tmp_path: Path) -> None:
    other = (("Year", "Number", "Share"), ("2023", "47", "12%"), ("2024", "52", "13%"))
    raw = page(tmp_path, SUPPORT, other)
    assert [text.partition("\n")[0] for text in texts(raw)] == ["No. | Item | Amount", "Year | Number | Share"]


def test_a_form_and_paragraphs_in_boxes_stay_text(tmp_path: Path) -> None:
    form = (("Name", "Some company"), ("Address", "Some street"), ("Telephone", "55590088"))
    assert page(tmp_path, form).tables == ()
    boxed = (("A", "B", "C"), ("word " * 80, "word " * 80, "x"))
    assert page(tmp_path, boxed).tables == ()


@pytest.mark.parametrize("rulings", [[], [(0, 0, 10_000, 10_000)], [(0, 500, 10_000, 505)] * 3])
def test_lines_that_make_no_grid(rulings: list[tuple[int, int, int, int]]) -> None:
    letters = [("甲", (100, 100, 200, 200)), ("\n", None)]
    assert set_rows(letters, rulings) == (letters, [])


def test_a_merged_cell_stands_in_each_of_its_rows() -> None:
    """Two rows and three columns; the first column is one cell over both rows."""
    across = [(0, y, 9_000, y) for y in (0, 2_000)] + [(3_000, 1_000, 9_000, 1_000)]
    down = [(x, 0, x, 2_000) for x in (0, 3_000, 6_000, 9_000)]
    words = {"设": (1_000, 900), "甲": (4_000, 400), "1": (7_000, 400), "乙": (4_000, 1_400), "2": (7_000, 1_400)}
    letters = [(char, (x, y, x + 100, y + 100)) for char, (x, y) in words.items()]
    written, (table,) = set_rows(letters, [*across, *down])
    assert "".join(char for char, _ in written) == "设 | 甲 | 1\n设 | 乙 | 2\n"
    assert (table.start, table.end) == (0, 19)


def test_letters_outside_of_the_cells_stay_where_they_are() -> None:
    across = [(0, y, 9_000, y) for y in (1_000, 2_000, 3_000)]
    down = [(x, 1_000, x, 3_000) for x in (0, 3_000, 6_000, 9_000)]
    cells = [
        (char, (x, y, x + 50, y + 50)) for y in (1_400, 2_400) for x, char in ((500, "a"), (4_000, "b"), (7_000, "c"))
    ]
    letters = [("头", (500, 200, 600, 300)), ("\n", None), *cells, ("\n", None), ("尾", (500, 5_000, 600, 5_100))]
    written, _ = set_rows(letters, [*across, *down])
    assert "".join(char for char, _ in written) == "头\na | b | c\na | b | c\n尾"


def test_letters_that_the_two_readers_have_in_another_order_keep_their_cells() -> None:
    cells = ("职能分类代码", "其他补助支出", "上年结余")
    shown = "".join(cells)
    boxes = tuple((100 * n, 0, 100 * n + 100, 100) for n in range(len(shown)))
    own = "其他补助\n上年\n支出职能分类代码\n结余"
    letters = placed(own, PageCharacters(shown, boxes))
    assert [box for _, box in letters if box] == [boxes[shown.index(char)] for char in own if not char.isspace()]


def test_a_letter_of_unknown_place_joins_the_cell_beside_it() -> None:
    across = [(0, y, 9_000, y) for y in (1_000, 2_000, 3_000)]
    down = [(x, 1_000, x, 3_000) for x in (0, 3_000, 6_000, 9_000)]
    places = ((500, 1_400), (4_000, 1_400), (7_000, 1_400), (500, 2_400), (4_000, 2_400), (7_000, 2_400))
    letters = [
        letter
        for x, y in places
        for letter in (("甲", (x, y, x + 50, y + 50)), ("?", None), ("乙", (x + 90, y, x + 140, y + 50)), (" ", None))
    ]
    written, _ = set_rows(letters, [*across, *down])
    assert "".join(char for char, _ in written) == "甲?乙 | 甲?乙 | 甲?乙\n甲?乙 | 甲?乙 | 甲?乙\n"


def test_a_row_alone_is_one_if_all_its_cells_are_there() -> None:
    rulings = [(0, y, 9_000, y) for y in (1_000, 2_000)] + [(x, 1_000, x, 2_000) for x in (0, 3_000, 6_000, 9_000)]
    letters = [(char, (x, 1_400, x + 50, 1_450)) for x, char in ((500, "a"), (4_000, "b"), (7_000, "c"))]
    written, (table,) = set_rows(letters, rulings)
    assert "".join(char for char, _ in written) == "a | b | c\n" and table.header_end == table.start
    assert set_rows(letters[:2], rulings) == (letters[:2], [])


UNITS = (("指标", "2023年", "2024年"), ("研发经费", "12.5", "13"), ("技改投入", "340", "351"))


@pytest.mark.parametrize(
    "titles",
    [
        [("单位：万元",)],
        [("某县主要指标完成情况表",), ("单位：万元",)],
        [("主要指标完成情况（单位：万元）",)],
        [("填报单位：某县财政局", "单位：万元")],
    ],
    ids=["units", "title and units", "title with units", "who and units"],
)
def test_rows_above_the_header_are_lines_and_give_its_units(tmp_path: Path, titles: list[tuple[str, ...]]) -> None:
    made, xs, y = WrittenPdf().page(), (60, 200, 340, 480), 100
    for cells in titles:
        edges = [60 + 420 * n // len(cells) for n in range(len(cells) + 1)]
        made.grid(edges, (y, y + 30))
        for x, cell in zip(edges, cells, strict=False):
            made.write(cell, x + 8, y + 8)
        y += 30
    made.grid(xs, [y + 30 * n for n in range(4)])
    for n, row in enumerate(UNITS):
        for x, cell in zip(xs, row, strict=False):
            made.write(cell, x + 8, y + 30 * n + 8)
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert texts(raw) == ["\n".join(" | ".join(row) for row in UNITS)]
    (table,) = raw.tables
    assert raw.text[table.start : table.header_end] == " | ".join(UNITS[0])
    assert raw.text[: table.start].splitlines() == ["  ".join(cells) for cells in titles]
    (document,) = read_documents(raw, name="指标.pdf", source_key="a", file_hash="0" * 64)
    assert [(one.indicator, str(one.value), one.unit, one.period) for one in document.figures] == [
        ("研发经费", "12.5", "万元", "2023"), ("研发经费", "13", "万元", "2024"),
        ("技改投入", "340", "万元", "2023"), ("技改投入", "351", "万元", "2024"),
    ]  # fmt: skip


@pytest.mark.parametrize("opening", [("", "", "十六、金融支出"), ("二、农业",), ("", "其他", "")])
def test_a_table_that_goes_on_with_a_group_keeps_its_row(tmp_path: Path, opening: tuple[str, ...]) -> None:
    made = WrittenPdf().page()
    made.grid([60 + 420 * n // len(opening) for n in range(len(opening) + 1)], (100, 130))
    made.grid((60, 200, 340, 480), (130, 160, 190))
    for n, row in enumerate((opening, ("良种", "12", "7"), ("农机", "30", "9"))):
        for m, cell in enumerate(row):
            made.write(cell, 68 + 140 * m, 108 + 30 * n)
    assert texts(read_pdf(made.save(tmp_path / "a.pdf"))) == [
        "\n".join(" | ".join(row) for row in (opening, ("良种", "12", "7"), ("农机", "30", "9")))
    ]
