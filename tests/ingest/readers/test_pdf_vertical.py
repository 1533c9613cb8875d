"""Vertical writing: columns from right to left become lines; what only looks like columns stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers._pdf_vertical import set_columns
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.written_pdf import WrittenPdf

COLUMNS = ("乡村道路养护公约", "第一条︐每户每年出工三日︒", "第二条︐出工者每日补助四十元︒")
READ = [column.replace("︐", "，").replace("︒", "。") for column in COLUMNS]


def columns(made: WrittenPdf, *lines: str, x: float = 480, y: float = 90) -> WrittenPdf:
    for n, line in enumerate(lines):
        made.stack(line, x - 30 * n, y)
    return made


def read(tmp_path: Path, made: WrittenPdf) -> list[str]:
    return read_pdf(made.save(tmp_path / "a.pdf")).text.splitlines()


def test_columns_are_lines_with_ordinary_marks(tmp_path: Path) -> None:
    raw = read_pdf(columns(WrittenPdf().page(), *COLUMNS).save(tmp_path / "a.pdf"))
    assert raw.text.splitlines() == READ
    areas = {raw.text[box.start : box.end]: box for box in raw.boxes}
    assert areas["乡"].x0 > areas["户"].x0 > areas["四"].x0 and areas["四"].y0 > areas["者"].y0


def test_columns_that_are_drawn_from_left_to_right(tmp_path: Path) -> None:
    made = WrittenPdf().page()
    for n, line in reversed(list(enumerate(COLUMNS))):
        made.stack(line, 480 - 30 * n, 90)
    assert read(tmp_path, made) == READ


def test_digits_side_by_side_in_a_column(tmp_path: Path) -> None:
    made = columns(WrittenPdf().page(), "补助于每年", "按户发放至个人账户")
    made.write("12", 480, 90 + 60).stack("月拨付", 480, 90 + 72)
    assert read(tmp_path, made) == ["补助于每年12月拨付", "按户发放至个人账户"]


def test_a_gap_in_a_column_is_a_space(tmp_path: Path) -> None:
    made = columns(WrittenPdf().page(), *COLUMNS).stack("附则", 390, 90).stack("本公约自公布之日起施行", 390, 90 + 48)
    assert read(tmp_path, made) == [*READ, "附则 本公约自公布之日起施行"]


def test_lines_above_and_below_the_columns_stay_lines(tmp_path: Path) -> None:
    made = WrittenPdf().page().write("某乡文书 第四号", 60, 40)
    columns(made, *COLUMNS).write("- 3 -", 280, 780)
    assert read(tmp_path, made) == ["某乡文书 第四号", *READ, "- 3 -"]


def test_an_upper_and_a_lower_half(tmp_path: Path) -> None:
    made = columns(columns(WrittenPdf().page(), *COLUMNS), "第三条︐工具自备︒", "第四条︐雨天顺延︒", y=500)
    assert read(tmp_path, made) == [*READ, "第三条，工具自备。", "第四条，雨天顺延。"]


def test_labels_that_stand_upright_in_a_form_do_not_turn_the_page(tmp_path: Path) -> None:
    made = WrittenPdf().page().stack("申请单位意见", 60, 100)
    lines = [f"第{n}项内容由申请单位按实际情况如实填写" for n in "一二三四"]
    for n, line in enumerate(lines):
        made.write(line, 100, 100 + 20 * n)
    assert read(tmp_path, made)[-4:] == lines


@pytest.mark.parametrize("chars", ["0123456789ABCDEF", "甲乙丙丁"])
def test_few_letters_and_numbers_under_each_other_are_a_list(chars: str) -> None:
    letters = [
        letter
        for n, char in enumerate(chars)
        for letter in ((char, (100, 100 + 200 * n, 200, 280 + 200 * n)), ("\n", None))
    ]
    assert set_columns(letters) == letters


def test_letters_of_unknown_place_stay_behind_the_one_before_them() -> None:
    letters = [
        letter
        for n, char in enumerate("公约自公布之日起施行有效期限三年")
        for letter in ((char, None if char in "公三" else (100, 100 + 200 * n, 300, 300 + 200 * n)), ("\n", None))
    ]
    assert "".join(char for char, _ in set_columns(letters)).replace(" ", "") == "公约自公布之日起施行有效期限三年"
