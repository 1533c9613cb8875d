"""`figures`: filters, formats, and what it says when nothing is there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = """当涂县2023年工作总结和2024年工作安排

一、2023年工作总结
2023年全县新培育高新技术企业47家,兑现科技政策资金1434。3万元。预计全县高新技术企业总量突破165家。

二、2024年工作安排
到2024年,新培育高新技术企业20家。
"""


@pytest.fixture
def ledger(cli: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    path = tmp_path / "summary.txt"
    path.write_text(TEXT, encoding="utf-8")
    ran = cli("ingest", path, "--json").json
    assert ran["documents"][0]["figures"] == ran["totals"]["figures"] == 4
    return cli


def test_each_number_is_a_row_with_its_sentence(ledger: Callable[..., Any]) -> None:
    rows = ledger("figures", "--format", "json").json["figures"]
    assert [(row["value"], row["unit"], row["status"], row["period"]) for row in rows] == [
        ("47", "家", "actual", "2023"),
        ("1434.3", "万元", "actual", "2023"),
        ("165", "家", "expected", "2023"),
        ("20", "家", "target", "2024"),
    ]
    assert all(row["region"] == "安徽省马鞍山市当涂县" for row in rows)
    assert "1434。3万元" in rows[1]["sentence"]
    assert rows[1]["base_value"] in ("14343000", "14343000.0") and rows[1]["base_unit"] == "元"


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (("--status", "target"), ["20"]),
        (("--year", "2023", "--indicator", "高新技术企业"), ["47", "165"]),
        (("--region", "当涂县", "--status", "expected"), ["165"]),
        (("--region", "安徽省", "--year", "2024"), ["20"]),
        (("--region", "芜湖市"), []),
        (("--indicator", "高企"), ["47", "165", "20"]),
    ],
)
def test_filters(ledger: Callable[..., Any], options: tuple[str, ...], values: list[str]) -> None:
    assert [row["value"] for row in ledger("figures", "--json", *options).json["figures"]] == values


def test_nothing_found_says_what_there_is(ledger: Callable[..., Any]) -> None:
    ran = ledger("figures", "--year", "2019")
    assert ran.code == 0 and ran.out == ""
    assert "2023" in ran.err and "当涂县" in ran.err


def test_a_spreadsheet_opens_with_every_row(ledger: Callable[..., Any], tmp_path: Path) -> None:
    import openpyxl

    target = tmp_path / "out.xlsx"
    assert ledger("figures", "-o", target).code == 0
    sheet = openpyxl.load_workbook(target).active
    assert sheet.max_row == 5
    assert sheet.cell(row=3, column=5).value == 1434.3
    assert ledger("figures", "--format", "xlsx").code == 2


def test_csv_is_read_back_and_holds_no_formula(cli: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "=cmd.txt"
    path.write_text(TEXT.replace("当涂县2023年工作总结和", "=1+1当涂县2023年工作总结和", 1), encoding="utf-8")
    cli("ingest", path)
    target = tmp_path / "out.csv"
    cli("figures", "-o", target)
    rows = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 5
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_removed_document_leaves_no_row(ledger: Callable[..., Any]) -> None:
    documents = ledger("library", "list", "--json").json["documents"]
    id_ = documents[0].get("id") or documents[0]["document_id"]
    assert ledger("library", "remove", id_).code == 0
    assert ledger("figures", "--json").json == {"figures": []}
    assert json.loads(ledger("ask", "当涂县2023年新培育高新技术企业多少家?", "--json").out)["outcome"] == "not_found"
