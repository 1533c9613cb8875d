"""Letter-spaced titles and figures are closed up; words and numbers that stand apart stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers._pdf_spacing import close_up
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.written_pdf import WrittenPdf


def closed(text: str) -> str:
    return "".join(char for char, _ in close_up([(char, None) for char in text]))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("青 禾 县 公 路 养 护 办 法", "青禾县公路养护办法"),
        ("通 知", "通知"),
        ("通\u3000\u3000知", "通知"),
        ("第 三 条 本 办 法 自 2 0 2 6 年 起 施 行 。", "第三条本办法自2026年起施行。"),
        ("省税 务 总 局 办 公 厅关于", "省税务总局办公厅关于"),
        ("提高 6 0 % ，共 1 2 0 万元", "提高60%，共120万元"),
        ("占６ ０ ％。", "占６０％。"),
        ("比例为 1 . 5 %", "比例为1.5%"),
        ("奖 励 １ ２ ０ 万 元", "奖励１２０万元"),
    ],
)
def test_without_places_single_letters_are_closed_up(printed: str, read: str) -> None:
    assert closed(printed) == read


@pytest.mark.parametrize(
    "text",
    [
        "公路 养护 办法",
        "甲公司 乙 丙公司",
        "1 2 3 4 5 6",
        "1 2 3 4 5 6 月",
        "5 8 9",
        "甲 3 5 8 2 甲",
        "12 5 %",
        "3 45 万元",
        "— 3 —",
        "1 | 甲 | 2 | 3",
        "A B C D",
        "2025 年 1 月 10 日",
    ],
)
def test_what_stands_apart_stays_apart(text: str) -> None:
    assert closed(text) == text


@pytest.mark.parametrize("apart", [4, 9, 16])
def test_a_wider_gap_parts_words(tmp_path: Path, apart: float) -> None:
    made = WrittenPdf().page().write("关于公布", 60, 60, apart=apart)
    made.write("项目名单的通知", 60 + 4 * (12 + apart) + 24, 60, apart=apart)
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.text == "关于公布 项目名单的通知"
    assert "".join(raw.text[box.start : box.end] for box in raw.boxes) == "关于公布项目名单的通知"


@pytest.mark.parametrize("size", [10, 12, 22])
def test_figures_in_a_spaced_line(tmp_path: Path, size: float) -> None:
    made = WrittenPdf().page().write("奖励120万元，首年拨付60%", 40, 60, size=size, apart=size / 2)
    assert read_pdf(made.save(tmp_path / "a.pdf")).text == "奖励120万元，首年拨付60%"


def test_numbers_of_columns_that_stand_far_apart_are_no_figure(tmp_path: Path) -> None:
    made = WrittenPdf().page()
    for n, char in enumerate("3758万元"):
        made.write(char, 60 + 40 * n, 60)
    assert read_pdf(made.save(tmp_path / "a.pdf")).text.startswith("3 7 5 8 ")
