"""The figures page in a real browser: conditions, the sentence behind a row, files and the chart."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook


def test_from_conditions_to_a_sentence_and_a_spreadsheet(
    address: str, visit: Callable[..., Any], tmp_path: Path
) -> None:
    page = visit(address)
    page.get_by_role("tab", name="数据速查").click()
    table = page.locator("#pa-figure-table")
    table.locator("tbody tr").first.wait_for()
    table.locator('input[name="indicator"]').fill("高企")
    table.locator('select[name="status"]').select_option("actual")
    table.get_by_role("button", name="查询").click()
    row = table.locator("tbody tr", has_text="新认定高新技术企业").first
    row.wait_for()
    page.wait_for_function(
        "[...document.querySelectorAll('#pa-figure-table tbody tr')].every(r => r.textContent.includes('高新技术企业'))"
    )
    assert "31家" in row.inner_text()
    row.click()
    mark = page.locator("#pa-figure-sentence mark")
    mark.wait_for()
    assert "新认定高新技术企业31家" in mark.inner_text()
    with page.expect_download() as saving:
        table.get_by_role("link", name="XLSX").click()
    saving.value.save_as(tmp_path / "saved.xlsx")
    sheet = load_workbook(io.BytesIO((tmp_path / "saved.xlsx").read_bytes())).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert cells[0][0] == "地区"
    assert any(line[2] == "新认定高新技术企业" and line[4] == 31 for line in cells[1:])
    assert all("高新技术企业" in line[2] for line in cells[1:])
    table.locator("summary").click()
    page.wait_for_function("document.querySelector('.pa-chart img')?.naturalWidth > 0")


def test_a_row_is_read_whole_on_a_phone(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, width=360, height=740, has_touch=True, is_mobile=True)
    page.get_by_role("tab", name="数据速查").tap()
    row = page.locator("#pa-figure-table tbody tr", has_text="31家").first
    row.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for cell in row.locator("td").all():
        box = cell.bounding_box()
        assert box["width"] > 0 and box["x"] >= 0 and box["x"] + box["width"] <= 360
    table = page.locator(".pa-ledger")
    assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth"), "nothing is behind a sideways scroll"
