"""SpreadsheetML 2003: XML under the name .xls, read as its sheets; and what else goes by that name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from tests.ingest.readers.workbooks import read, tables

SPACES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
STYLES = """<Styles>
 <Style ss:ID="Default"><Font ss:Size="11"/></Style>
 <Style ss:ID="share"><NumberFormat ss:Format="0.0%"/></Style>
 <Style ss:ID="dear" ss:Parent="share"><Font ss:Bold="1"/></Style>
 <Style ss:ID="named"><NumberFormat ss:Format="Percent"/></Style>
 <Style ss:ID="day"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>
 <Style ss:ID="short"><NumberFormat ss:Format="Short Date"/></Style>
</Styles>"""


def cell(value: object, attributes: str = "", kind: str = "") -> str:
    kind = kind or ("Number" if isinstance(value, int | float) else "String")
    return f'<Cell {attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


def row(*values: object, attributes: str = "") -> str:
    return f"<Row {attributes}>{''.join(str(v) if str(v).startswith('<') else cell(v) for v in values)}</Row>"


def sheet(*rows: str, name: str = "名单", options: str = "") -> str:
    visible = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{options}</WorksheetOptions>'
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{visible}</Worksheet>'


def workbook(*sheets: str, head: str = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n') -> bytes:
    return f"{head}<Workbook {SPACES}>{STYLES}{''.join(sheets)}</Workbook>".encode()


PLAIN = workbook(sheet(row("企业", "奖励"), row("甲厂", 15), row("乙厂", 25)))


@pytest.mark.parametrize("name", ["表.xls", "表.xml", "表.xlsx", "表.txt", "表"])
def test_it_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    raw = read(tmp_path, PLAIN, name)
    assert raw.reader == "xmlss" and raw.text == "企业 | 奖励\n甲厂 | 15\n乙厂 | 25\n"
    assert tables(raw) == [("企业 | 奖励", ["甲厂 | 15", "乙厂 | 25"])]
    assert [".xml" in warning for warning in raw.warnings] == [True] * (name not in ("表.xml", "表"))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\r\n " + data,
        lambda data: data.partition(b"\n<?mso")[2].partition(b"\n")[2],
        lambda data: b'<?xml version="1.0" encoding="GB2312"?>' + data.partition(b"?>")[2].decode().encode("gb2312"),
        lambda data: b'\xff\xfe' + data.decode().encode("utf-16-le"),
        lambda data: data.replace(b"<Workbook", b"<!-- made by a system --><Workbook"),
        lambda data: data.replace(b" ss:Type", b" Type").replace(b" ss:Name", b" Name"),
        lambda data: data.replace("甲厂".encode(), '<B xmlns="urn:rich">甲</B><!-- x -->厂'.encode()),
        lambda data: data.replace("甲厂".encode(), "<![CDATA[甲厂]]>".encode()),
        lambda data: data.replace(b"</Data></Cell>", "</Data><Comment><Data>批注</Data></Comment></Cell>".encode(), 1),
    ],
    ids=["mark", "blanks", "no-declaration", "gb2312", "utf-16", "comment", "no-prefix", "rich", "cdata", "note"],
)  # fmt: skip
def test_ways_to_write_the_same(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    assert read(tmp_path, change(PLAIN), "表.xls").text == "企业 | 奖励\n甲厂 | 15\n乙厂 | 25\n"


def test_values_as_their_formats_show_them(tmp_path: Path) -> None:
    content = workbook(
        sheet(
            row("项目", "甲", "乙", "丙", "丁", "戊", "己"),
            row(
                "数据",
                cell(0.125, 'ss:StyleID="share"'),
                cell(0.5, 'ss:StyleID="dear"'),
                cell(0.25, 'ss:StyleID="named"'),
                cell("2024-03-05T00:00:00.000", 'ss:StyleID="day"', "DateTime"),
                cell(45356, 'ss:StyleID="short"'),
                cell(1, "", "Boolean"),
            ),
            row(
                "又",
                cell("#N/A", "", "Error"),
                cell("不是数", "", "Number"),
                cell("2024-03-05T08:30:00", "", "DateTime"),
            ),
        )
    )
    raw = read(tmp_path, content, "表.xls")
    assert raw.text.splitlines()[1:] == [
        "数据 | 12.5% | 50.0% | 25.00% | 2024年3月 | 2024-03-05 | TRUE",
        "又 | #N/A | 不是数 | 2024-03-05 08:30 |  |  | ",
    ]


def test_places_merged_cells_and_rows_left_out(tmp_path: Path) -> None:
    content = workbook(
        sheet(
            row(cell("认定一览", 'ss:MergeAcross="2"')),
            row("片区", cell("2023年", 'ss:MergeAcross="1"')),
            row(cell("产值", 'ss:Index="2"'), "税收"),
            row(cell("东片", 'ss:MergeDown="1"'), 20, 3),
            row(cell(30, 'ss:Index="2"'), 4),
            row("另表", "数", attributes='ss:Index="8"'),
            row("甲", 1),
        )
    )
    raw = read(tmp_path, content, "表.xls")
    assert raw.text.splitlines() == [
        "认定一览", "片区 | 2023年 产值 | 2023年 税收", "东片 | 20 | 3", "东片 | 30 | 4", "另表 | 数", "甲 | 1",
    ]  # fmt: skip
    assert len(raw.tables) == 2


def test_hidden_sheets_rows_and_columns_are_named(tmp_path: Path) -> None:
    content = workbook(
        sheet(
            '<Column ss:Width="60"/><Column ss:Index="3" ss:Span="1" ss:Hidden="1"/><Column ss:Width="0"/>',
            row("企业", "奖励", "电话", "备注", "密"),
            row("甲厂", 15, 1, "无", "密"),
            row("乙厂", 25, 2, "无", "密", attributes='ss:Hidden="1"'),
            row("丙厂", 35, 3, "无", "密", attributes='ss:Height="0" ss:AutoFitHeight="0"'),
        ),
        sheet(row("草", "稿"), name="底稿", options="<Visible>SheetHidden</Visible>"),
        sheet(row("项目", "数"), row("灯", 1), name="项目", options="<Visible>SheetVisible</Visible>"),
    )
    raw = read(tmp_path, content, "表.xls")
    assert raw.text.splitlines() == ["名单", "企业 | 奖励", "甲厂 | 15", "项目", "项目 | 数", "灯 | 1"]
    assert raw.warnings[1:] == (
        "Hidden sheets are left out: 底稿.",
        "Hidden rows are left out: 2 (名单 3-4).",
        "Hidden columns are left out: 3 (名单 C-E).",
    )


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    formula = '<Cell ss:Formula="=R[-1]C"><Data ss:Type="Number"></Data></Cell>'
    content = workbook(sheet(row("项目", "数", "率"), row("灯", formula, cell(0.5, 'ss:StyleID="none"'))))
    assert read(tmp_path, content, "表.xls").warnings[1:] == (
        "1 formulas were never computed, and their cells are empty here.",
        "The workbook's styles are damaged: 1 numbers are shown without their format.",
    )


# --- bounds and faults -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PLAIN.replace(b"<Workbook", b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Workbook', 1), "damaged"),
        (PLAIN.replace(b"<Workbook", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><Workbook', 1), "damaged"),
        (PLAIN.replace("甲厂".encode(), b"&a;"), "damaged"),
        (PLAIN[:-40], "damaged"),
        (PLAIN.replace(b"<Row ", b'<Row ss:Index="1048577" '), "damaged"),
        (PLAIN.replace(b'?>\n<?mso', b' encoding="klingon"?>\n<?mso'), "damaged"),
        (workbook(), "no_text"),
    ],
    ids=["entities", "outside", "entity", "cut", "row", "encoding", "empty"],
)  # fmt: skip
def test_faults(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, content, "表.xls")
    assert caught.value.code == code


def test_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sheets, "MAX_CELLS", 5)
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, PLAIN, "表.xls")
    assert caught.value.code == "too_large"


def test_numbers_that_jump_cost_no_time(tmp_path: Path) -> None:
    columns = '<Column ss:Index="1" ss:Span="16383" ss:Hidden="1"/>' * 50_000
    content = workbook(
        sheet(row(cell("企业", 'ss:MergeDown="1048574"'), "奖励"), row(cell("甲厂", 'ss:Index="2"'))),
        sheet(columns, name="宽"),
        sheet(row("尾", attributes='ss:Index="1048576"'), row(attributes='ss:Span="9"'), name="长")
    )  # fmt: skip
    started = process_time()
    with pytest.raises(UnreadableFileError):  # the last row would have the number 1048577
        read(tmp_path, content, "表.xls")
    raw = read(tmp_path, content.replace(b'<Row ss:Span="9"></Row>', b""), "表.xls")
    assert raw.text.splitlines() == ["名单", "企业 | 奖励", "企业 | 甲厂", "长", "尾"]
    assert process_time() - started < 6


# --- what else is called .xls ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        ("企业\t奖励\n甲厂\t15\n乙厂\t25\n".encode("gbk"), "csv"),
        ("企业\t奖励\n甲厂\t15\n乙厂\t25\n".encode("utf-16"), "csv"),
        ("企业,奖励\n甲厂,15\n乙厂,25\n".encode(), "csv"),
        ("<table><tr><td>企业</td><td>奖励</td></tr><tr><td>甲厂</td><td>15</td></tr></table>".encode(), "html"),
        (
            '<?xml version="1.0" encoding="utf-8"?><html><body><table><tr><td>企业</td><td>奖励</td></tr>'
            "<tr><td>甲厂</td><td>15</td></tr></table></body></html>".encode(),
            "html",
        ),
    ],
    ids=["tabs", "utf-16", "commas", "table", "xhtml"],
)
def test_tables_that_systems_export_under_the_name(tmp_path: Path, content: bytes, reader: str) -> None:
    raw = read(tmp_path, content, "导出.xls")
    assert raw.reader == reader and raw.text.startswith("企业 | 奖励\n甲厂 | 15\n") and len(raw.tables) == 1


@pytest.mark.parametrize("name", ["信.doc", "表.xls", "数据.xml"])
def test_other_xml_is_refused_and_no_text(tmp_path: Path, name: str) -> None:
    content = b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, content, name)
    assert caught.value.code == "wrong_format" and "XML" in caught.value.message
