"""What a PDF's font calls a radical is read as the character that is printed, in lines and in cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf import read_pdf
from tests.ingest.readers.written_pdf import WrittenPdf

RADICALS = {
    "金": "⾦",
    "长": "⻓",
    "人": "⼈",
    "民": "⺠",
    "车": "⻋",
    "户": "⼾",
    "二": "⼆",
    "李": "\uf9e1",
    "一": "㇐",
}


@pytest.mark.parametrize("actual", [False, True])
@pytest.mark.parametrize(
    "rows",
    [
        (("序号", "户名", "金额"), ("1", "长江车辆厂", "20"), ("2", "李一民", "35")),
        (("编号", "项目", "人数"), ("1", "人民医院二期", "8"), ("2", "金车改造", "9")),
        (("类别", "名称", "金"), ("一", "户外", "二"), ("二", "民", "长")),
    ],
)
def test_cells_keep_all_their_characters(tmp_path: Path, rows: tuple[tuple[str, ...], ...], actual: bool) -> None:
    made = WrittenPdf(RADICALS).page().write("二〇二五年金额表", 60, 60)
    xs, ys = (60, 120, 300, 400), (100, 130, 160, 190)
    made.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            made.write(cell, x + 8, y + 8, actual=actual)
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.text.splitlines() == ["二〇二五年金额表", *(" | ".join(row) for row in rows)]
    assert len(raw.tables) == 1
    boxed = "".join(raw.text[box.start : box.end] for box in raw.boxes)
    assert all(cell in boxed for row in rows for cell in row)


@pytest.mark.parametrize("line", ["第二条 车辆由户主登记。", "人民政府的补助金，一年一次。", "长期住户名单"])
def test_running_text_has_the_ordinary_characters(tmp_path: Path, line: str) -> None:
    path = WrittenPdf(RADICALS).page().write(line, 60, 60).save(tmp_path / "a.pdf")
    assert read_pdf(path).text == line


def test_a_character_that_the_two_readers_call_by_other_names_keeps_its_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a font's table gives a private code, and the file says beside it what the letter stands for."""
    made = WrittenPdf({"额": "\ue123"}).page().grid((60, 160, 260, 360), (60, 90, 120))
    for row, cells in enumerate((("序号", "名称", "额"), ("1", "甲额乙", "额"))):
        for x, cell in zip((68, 168, 268), cells, strict=True):
            made.write(cell, x, 68 + 30 * row, actual=True)
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.text == "序号 | 名称 | \ue123\n1 | 甲\ue123乙 | \ue123\n"
