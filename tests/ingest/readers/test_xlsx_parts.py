"""XLSX as other programs write it: damaged or missing styles, parts under other names, sheets that are blown up."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from docs_store.errors import UnreadableFileError
from tests.ingest.readers.workbooks import book, of_rows, read, with_parts
from ui.texts import Words

STYLES, SHEET = "xl/styles.xml", "xl/worksheets/sheet1.xml"
LINES = ["项目 | 占比 | 认定日期", "研发 | 12.5% | 2024年3月5日", "技改 | 87.5% | 2024年3月6日"]


def formatted(made: Workbook) -> None:
    for row in (
        ["项目", "占比", "认定日期"],
        ["研发", 0.125, datetime(2024, 3, 5)],
        ["技改", 0.875, datetime(2024, 3, 6)],
    ):
        made.active.append(row)
    for row in (2, 3):
        made.active.cell(row, 2).number_format = "0.0%"
        made.active.cell(row, 3).number_format = 'yyyy"年"m"月"d"日"'


def with_styles(change: Callable[[bytes], bytes | None]) -> bytes:
    return with_parts(book(formatted), {STYLES: change})


def inside(element: bytes, content: bytes) -> Callable[[bytes], bytes]:
    """A change that puts something first into an element."""
    return lambda data: re.sub(rb"<%b\b[^>]*>" % element, lambda match: match[0] + content, data, count=1)


@pytest.mark.parametrize(
    "change",
    [
        inside(b"fills", b"<fill/>"),
        inside(b"fills", b'<fill><patternFill patternType="wavy"><fgColor rgb="red"/></patternFill></fill>'),
        inside(b"fonts", b'<font><sz val="large"/><color rgb="xx"/><family val="99"/></font>'),
        inside(b"borders", b'<border><left style="curly"/></border>'),
        inside(b"cellStyles", b'<cellStyle name="" xfId="77" builtinId="x"/>'),
        lambda data: data.replace(b"</styleSheet>", b'<dxfs count="1"><dxf><fill/><what/></dxf></dxfs></styleSheet>'),
        lambda data: re.sub(rb"<cellStyleXfs.*?</cellStyleXfs>", b"", data, flags=re.DOTALL),
        lambda data: re.sub(rb'(fillId|borderId|xfId)="\d+"', rb'\1="999"', data),
        lambda data: data[: data.rindex(b"</cellXfs>") + 10] + b"<cellStyles><cellStyle",
    ],
    ids=["fill", "pattern", "font", "border", "named", "dxf", "no-base", "ids", "cut-off"],
)
def test_styles_that_programs_write_wrong_are_no_reason_to_refuse(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    raw = read(tmp_path, with_styles(change))
    assert raw.text.splitlines() == LINES and raw.warnings == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: None,
        lambda data: b"",
        lambda data: b"no XML at all",
        lambda data: re.sub(rb"<cellXfs.*?</cellXfs>", b"", data, flags=re.DOTALL),
        lambda data: re.sub(rb"<numFmts.*?</numFmts>", b"", data, flags=re.DOTALL),
    ],
    ids=["missing", "empty", "no-xml", "no-styles", "no-formats"],
)  # fmt: skip
def test_numbers_whose_format_is_lost_are_read_and_told(
    tmp_path: Path, change: Callable[[bytes], bytes | None]
) -> None:
    raw = read(tmp_path, with_styles(change))
    assert raw.text.splitlines()[:2] == ["项目 | 占比 | 认定日期", "研发 | 0.125 | 45356"]
    assert raw.warnings == ("The workbook's styles are damaged: 4 numbers are shown without their format.",)
    assert Words("zh").warning(raw.warnings[0]).startswith("工作簿的样式有缺损：有 4 个数字没有按格式显示")


def test_a_style_that_there_is_not_costs_its_cells_alone(tmp_path: Path) -> None:
    content = with_parts(book(formatted), {SHEET: lambda data: re.sub(rb'r="B3" s="\d+"', b'r="B3" s="500"', data)})
    raw = read(tmp_path, content)
    assert raw.text.splitlines() == [*LINES[:2], "技改 | 0.875 | 2024年3月6日"]
    assert raw.warnings == ("The workbook's styles are damaged: 1 numbers are shown without their format.",)


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        (10, 0.125, "12.50%"),
        (31, 45356, "2024年3月5日"),
        (57, 45356, "2024年3月"),
        (58, 45356, "3月5日"),
        (14, 45356, "2024-03-05"),
        (20, 0.3125, "07:30"),
        (20, 45356.3125, "07:30"),
        (22, 45356.3125, "2024-03-05 07:30"),
        (46, 1.5, "36:00"),
        (14, 1, "1900-01-01"),
        (14, 61, "1900-03-01"),
        (14, 99999999, "99999999"),
        (43, -1234.5, "-1,234.50"),
        (44, 1234.5, "¥1,234.50"),
    ],
)
def test_formats_that_files_name_by_number(tmp_path: Path, number: int, value: float, text: str) -> None:
    content = with_parts(
        of_rows(["项目", "数据"], ["甲", 0], ["乙", value]),
        {
            STYLES: lambda data: data.replace(b"</cellXfs>", b'<xf numFmtId="%d" fontId="0"/></cellXfs>' % number),
            SHEET: lambda data: data.replace(b'r="B3"', b'r="B3" s="1"'),
        },
    )
    assert read(tmp_path, content).text.splitlines()[-1] == f"乙 | {text}"


def test_days_counted_from_1904(tmp_path: Path) -> None:
    changed = {"xl/workbook.xml": lambda data: data.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')}
    assert "2028年3月6日" in read(tmp_path, with_parts(book(formatted), changed)).text


# --- how the package is written --------------------------------------------------------------------------------


def package(sheet: str, strings: str = "", folder: str = "xl", target: str = "worksheets/sheet1.xml") -> bytes:
    """A workbook as small as can be, in the strict edition's namespaces and with a prefix."""
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    package_relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package_relations}"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="/{folder}/Workbook.xml"/></Relationships>',
        f"{folder}/workbook.xml": f'<x:workbook xmlns:x="{main}" xmlns:r="{relations}"><x:sheets>'
        '<x:sheet name="一" sheetId="1" r:id="r1"/></x:sheets></x:workbook>',
        f"{folder}/_rels/workbook.xml.rels": f'<Relationships xmlns="{package_relations}">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="{target}"/>'
        f'<Relationship Id="r2" Type="{relations}/sharedStrings" Target="strings.xml"/></Relationships>',
        f"{folder}/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{main}"><x:sheetData>{sheet}</x:sheetData>'
        "</x:worksheet>",
        f"{folder}/strings.xml": f'<x:sst xmlns:x="{main}">{strings}</x:sst>',
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


RUNS = "<x:si><x:r><x:t>甲</x:t></x:r><x:r><x:t>厂</x:t></x:r><x:rPh sb='0' eb='1'><x:t>jia</x:t></x:rPh></x:si>"


@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "Worksheets\\Sheet1.xml"])
def test_the_strict_edition_with_prefixes_and_no_positions(tmp_path: Path, target: str) -> None:
    sheet = (
        '<x:row><x:c t="inlineStr"><x:is><x:t>企业_x4E00_</x:t></x:is></x:c><x:c t="str"><x:v>奖励</x:v></x:c></x:row>'
        '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c><x:v>1.5E1</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row>'
        '<x:row><x:c t="d"><x:v>2024-03-05</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c>'
        "<x:c><x:v>未定</x:v></x:c></x:row>"
    )
    raw = read(tmp_path, package(sheet, RUNS, target=target))
    assert raw.text.splitlines() == ["企业一 | 奖励 | ", "甲厂 | 15 | TRUE", "2024-03-05 | #N/A | 未定"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (package('<x:row><x:c t="s"><x:v>7</x:v></x:c></x:row>', RUNS), "damaged"),
        (package('<x:row><x:c t="s"><x:v>-1</x:v></x:c></x:row>', RUNS), "damaged"),
        (package("<x:row>", RUNS), "damaged"),
        (package("", RUNS, target="worksheets/sheet9.xml"), "damaged"),
        (package("", RUNS), "no_text"),
    ],
    ids=["no-such-words", "negative", "cut", "no-part", "empty"],
)
def test_faults_that_lose_words_are_errors(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code


def test_a_binary_workbook_is_named(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", bytes(50))
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, buffer.getvalue(), "表.xlsb")
    assert caught.value.code == "unsupported" and ".xlsx" in caught.value.remedy


def test_a_formula_whose_value_is_an_empty_text_has_been_computed(tmp_path: Path) -> None:
    sheet = (
        '<x:row><x:c t="str"><x:v>企业</x:v></x:c><x:c t="str"><x:f>IF(1,"","x")</x:f><x:v></x:v></x:c>'
        "<x:c><x:f>1+1</x:f></x:c></x:row>"
    )
    raw = read(tmp_path, package(sheet))
    assert raw.warnings == ("1 formulas were never computed, and their cells are empty here.",)


# --- blown up ---------------------------------------------------------------------------------------------------


def test_cells_that_are_only_formatted_cost_little(tmp_path: Path) -> None:
    def inflate(data: bytes) -> bytes:
        row = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "CDEFGHIJKLMNOPQRSTUV")
        rows = "".join(f'<row r="{at}">{row.replace("%d", str(at))}</row>' for at in range(3, 60_000))
        return data.replace(b"</sheetData>", f'{rows}<row r="1048576"><c r="XFD1048576"/></row></sheetData>'.encode())

    content = with_parts(of_rows(["企业", "奖励"], ["甲厂", 15]), {SHEET: inflate})  # 1.2 million cells
    started = process_time()
    raw = read(tmp_path, content)
    assert process_time() - started < 15  # 3 s where nothing else runs
    assert raw.text == "企业 | 奖励\n甲厂 | 15\n" and raw.warnings == ()


def merged(*areas: str) -> Callable[[bytes], bytes]:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return lambda data: data.replace(b"</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>".encode())


def test_a_merged_cell_of_a_million_rows_reaches_as_far_as_the_sheet_does(tmp_path: Path) -> None:
    rows = of_rows(["企业", "片区"], ["甲厂", "东片"], ["乙厂"], ["丙厂"])
    started = process_time()
    raw = read(tmp_path, with_parts(rows, {SHEET: merged("B2:B1048576", "D1:XFD1048576")}))
    assert raw.text.splitlines() == ["企业 | 片区", "甲厂 | 东片", "乙厂 | 东片", "丙厂 | 东片"]
    assert process_time() - started < 2


def test_merged_cells_that_repeat_their_words_a_million_times_are_refused(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active.append(["企业", "片区"])
        made.active["B1048576"] = "尾"

    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, with_parts(book(fill), {SHEET: merged("A1:A1048576")}))
    assert caught.value.code == "too_large"


def test_what_a_merged_cell_lies_over_is_not_read(tmp_path: Path) -> None:
    rows = of_rows(["企业", "片区"], ["甲厂", "东片"], ["乙厂", "盖住的"], ["丙厂", "西片"])
    raw = read(tmp_path, with_parts(rows, {SHEET: merged("B2:B3")}))
    assert raw.text.splitlines() == ["企业 | 片区", "甲厂 | 东片", "乙厂 | 东片", "丙厂 | 西片"]
