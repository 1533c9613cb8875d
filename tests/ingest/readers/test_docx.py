"""DOCX: order, headings, automatic numbers, tables, tracked changes, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from docs_store.errors import UnreadableFileError
from ingest.readers import _zip
from ingest.readers._docx_numbers import format_number
from ingest.readers.base import RawText
from ingest.readers.docx import read_docx

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpus"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def p(text: str = "", properties: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def numbered(text: str, num: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, kind: str, text: str, extra: str = "", suffix: str = "") -> str:
    suff = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}{suff}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def package(body: str, *, numbers: str = "", styles: str = "", footnotes: str = "", main: str = "document") -> bytes:
    """A DOCX with just the given XML."""
    parts = {"styles": styles, "numbering": numbers, "footnotes": footnotes}
    links = "".join(
        f'<Relationship Id="r{name}" Type="{REL}/{name}" Target="{name}.xml"/>' for name, xml in parts.items() if xml
    )
    links += f'<Relationship Id="gone" Type="{REL}/image" Target="NULL"/>'  # as WPS leaves them
    package_rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package_rels}"><Relationship Id="r1" Type="{REL}/officeDocument" '
            f'Target="/word/{main}.xml"/></Relationships>',
        )
        archive.writestr(
            f"word/_rels/{main}.xml.rels", f'<Relationships xmlns="{package_rels}">{links}</Relationships>'
        )
        archive.writestr(f"word/{main}.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            if xml:
                archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{xml}</w:{name}>")
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> RawText:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    return read_docx(path)


def lines(tmp_path: Path, body: str, **parts: str) -> list[str]:
    text = read(tmp_path, package(body, **parts)).text
    assert text.endswith("\n")
    return text[:-1].split("\n")


def failure(tmp_path: Path, data: bytes) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, data)
    assert caught.value.remedy
    return caught.value


# --- paragraphs and headings


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("当涂县科技局工作总结", level=0)
    document.add_heading("一、工作成效", level=1)
    document.add_paragraph("新增47家。")
    document.add_table(rows=1, cols=2).cell(0, 1).text = "表"
    document.add_heading("（一）培育", level=2)
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("完。")
    document.save(str(tmp_path / "a.docx"))
    raw = read_docx(tmp_path / "a.docx")
    assert [line for line in raw.text.split("\n") if line] == [
        "当涂县科技局工作总结",
        "一、工作成效",
        "新增47家。",
        " | 表",
        "（一）培育",
        "完。",
    ]
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [
        ("当涂县科技局工作总结", 0),
        ("一、工作成效", 1),
        ("（一）培育", 2),
    ]
    assert raw.reader == "docx" and raw.pages == () and raw.warnings == ()


def test_chinese_and_derived_heading_styles(tmp_path: Path) -> None:
    def style(style_id: str, name: str, rest: str = "") -> str:
        return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{rest}</w:style>'

    styles = "".join(
        (
            style("1", "标题 1"),
            style("2", "heading 2"),
            style("a", "公文二级", '<w:basedOn w:val="2"/>'),
            style("b", "纲要", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
            style("c", "正文", '<w:basedOn w:val="c"/>'),
            style("t", "标题"),
            style("toc", "toc 1"),
        )
    )
    body = "".join(p(name, f'<w:pStyle w:val="{name}"/>') for name in ("1", "2", "a", "b", "c", "t", "toc", "none"))
    body += p("outline", '<w:outlineLvl w:val="0"/>')
    body += p("demoted", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    raw = read(tmp_path, package(body, styles=styles))
    assert {raw.text[h.start : h.end]: h.level for h in raw.headings} == {
        "1": 1,
        "2": 2,
        "a": 2,
        "b": 3,
        "t": 0,
        "outline": 1,
    }


def test_breaks_tabs_links_fields_and_content_controls(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r></w:p>"
        '<w:p><w:hyperlink r:id="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
        '<w:fldSimple w:instr="DATE"><w:r><w:t>2024年</w:t></w:r></w:fldSimple>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{p('块')}</w:sdtContent></w:sdt>"
        "<w:p><!-- note --><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="25A1"/><w:t>是</w:t></w:r>'
        "<w:ruby><w:rt><w:r><w:t>dāng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>当</w:t></w:r></w:rubyBase></w:ruby>"
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    )
    assert lines(tmp_path, body) == ["甲\t乙", "丙-丁", "链接2024年控件", "块", "□是当x"]


def test_tracked_insertions_count_and_deletions_do_not(tmp_path: Path) -> None:
    deleted = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>整段</w:delText></w:r></w:del></w:p>"
    body = (
        "<w:p><w:r><w:t>奖励</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>50</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(tmp_path, body + deleted + p("完")) == ["奖励50万元新处", "完"]


def test_text_boxes_follow_their_paragraph_once(tmp_path: Path) -> None:
    def box(text: str) -> str:
        return f"<wps:txbx><w:txbxContent>{p(text)}</w:txbxContent></wps:txbx>"

    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box('红头文件')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('红头文件')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(tmp_path, body) == ["正文", "红头文件"]


def test_footnotes_follow_the_body(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:t>47家</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("完")
    notes = f'<w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("不含注销")}</w:footnote>'
    assert lines(tmp_path, body, footnotes=notes) == ["47家", "完", "[1] 不含注销"]


# --- automatic numbers


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        (
            "chineseCountingThousand",
            {10: "十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"},
        ),
        ("ideographDigital", {1: "一", 10: "一〇", 23: "二三"}),
        ("japaneseCounting", {1: "一", 10: "十", 15: "十五", 30: "三十", 100: "百", 101: "百一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b"}),
        ("upperRoman", {4: "IV", 9: "IX", 14: "XIV", 1999: "MCMXCIX"}),
        ("lowerRoman", {3: "iii"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {1: "①"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("decimalFullWidth", {12: "１２"}),
        ("none", {1: ""}),
        ("someFutureFormat", {7: "7"}),
    ],
)
def test_number_formats(kind: str, shown: dict[int, str]) -> None:
    assert {count: format_number(count, kind) for count in shown} == shown


def test_levels_are_written_out_and_restart(tmp_path: Path) -> None:
    numbers = numbering(
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "%3.%4"),
        level(4, "decimalEnclosedCircle", "%5", suffix="nothing"),
        level(5, "bullet", "\uf06c"),
    )
    body = "".join(
        (
            numbered("总则"),
            numbered("目标", level=1),
            numbered("培育", level=2),
            numbered("认定", level=2),
            numbered("细目", level=3),
            numbered("圈", level=4),
            numbered("点", level=5),
            p("正文"),
            numbered("任务", level=1),
            numbered("重新", level=2),
            numbered("附则"),
            numbered("再来", level=1),
        )
    )
    assert lines(tmp_path, body, numbers=numbers) == [
        "一、总则",
        "（一）目标",
        "1. 培育",
        "2. 认定",
        "2.1 细目",
        "①圈",
        "• 点",
        "正文",
        "（二）任务",
        "1. 重新",
        "二、附则",
        "（一）再来",
    ]


def test_articles_number_on_across_chapters(tmp_path: Path) -> None:
    """第X条 does not restart with each 第X章 when the level says so."""
    numbers = numbering(
        level(0, "chineseCountingThousand", "第%1章", suffix="space"),
        level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>', suffix="space"),
    )
    body = "".join(
        (numbered("总则"), numbered("甲", level=1), numbered("乙", level=1), numbered("分则"), numbered("丙", level=1))
    )
    assert lines(tmp_path, body, numbers=numbers) == [
        "第一章 总则",
        "第一条 甲",
        "第二条 乙",
        "第二章 分则",
        "第三条 丙",
    ]


def test_lists_of_one_definition_count_on_unless_restarted(tmp_path: Path) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(numbered(text, num) for text, num in (("a", 1), ("b", 1), ("c", 2), ("d", 3), ("e", 3), ("f", 1)))
    body += numbered("g", 0) + numbered("h", 9)
    got = lines(tmp_path, body, numbers=numbering(level(0, "decimal", "%1."), nums=nums))
    assert got == ["1. a", "2. b", "3. c", "5. d", "6. e", "7. f", "g", "h"]


def test_numbers_from_styles_and_through_a_list_style(tmp_path: Path) -> None:
    numbers = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>'
        + level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%2.", '<w:pStyle w:val="H2"/>')
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="x"/><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="list"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(
        (
            p("甲", '<w:pStyle w:val="H1"/>'),
            p("乙", '<w:pStyle w:val="H2"/>'),
            p("丙", '<w:pStyle w:val="H3"/>'),
            p("丁", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
            numbered("戊", num=2),
        )
    )
    raw = read(tmp_path, package(body, numbers=numbers, styles=styles))
    assert raw.text.split("\n")[:-1] == ["一、甲", "1. 乙", "二、丙", "丁", "三、戊"]
    assert raw.text[raw.headings[0].start : raw.headings[0].end] == "一、甲"


# --- tables


def cell(text: str, properties: str = "", extra: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}{extra}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def header_of(raw: RawText) -> str:
    (span,) = raw.tables
    return raw.text[span.start : span.header_end]


def test_a_table_is_lines_with_a_span(tmp_path: Path) -> None:
    rows = [row(*map(cell, texts)) for texts in (("项目", "金额（万元）"), ("认定", "10"), ("", ""), ("培育", ""))]
    raw = read(tmp_path, package(p("前") + table(*rows) + p("后")))
    (span,) = raw.tables
    assert raw.text[span.start : span.end] == "项目 | 金额（万元）\n认定 | 10\n培育 | "
    assert header_of(raw) == "项目 | 金额（万元）"
    assert raw.text == "前\n" + raw.text[span.start : span.end] + "\n后\n"


def test_merged_cells(tmp_path: Path) -> None:
    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    raw = read(
        tmp_path,
        package(
            table(
                row(cell("序号", begin), cell("单位", begin), cell("金额", '<w:gridSpan w:val="2"/>')),
                row(cell("", go_on), cell("", go_on), cell("2023年"), cell("2024年")),
                row(cell("1"), cell("县科技局", begin), cell("5"), cell("6")),
                row(cell("2"), cell("旧", go_on), cell("合计11", '<w:gridSpan w:val="2"/>')),
                row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("7"), cell("8")),
            )
        ),
    )
    assert raw.text.split("\n")[:-1] == [
        "序号 | 单位 | 金额",
        "序号 | 单位 | 2023年 | 2024年",
        "1 | 县科技局 | 5 | 6",
        "2 | 县科技局 | 合计11",
        "甲 | 7 | 8",
    ]
    assert header_of(raw) == "序号 | 单位 | 金额\n序号 | 单位 | 2023年 | 2024年"


def test_header_rows_marked_guessed_and_absent(tmp_path: Path) -> None:
    data = row(cell("某某公司"), cell("12"))
    marked = table(row(cell("无"), cell("2023"), properties="<w:tblHeader/>"), data)
    assert header_of(read(tmp_path, package(marked))) == "无 | 2023"
    titled = table(row(cell("2024年计划表", '<w:gridSpan w:val="2"/>')), row(cell("指标"), cell("目标值")), data)
    assert header_of(read(tmp_path, package(titled))) == "2024年计划表\n指标 | 目标值"
    form = table(row(cell("企业名称"), cell("某某公司")), row(cell("地址"), cell("当涂县")))
    assert header_of(read(tmp_path, package(form))) == ""
    numbers = table(row(cell("1"), cell("2")), row(cell("3"), cell("4")))
    assert header_of(read(tmp_path, package(numbers))) == ""
    bold = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p></w:tc>"
    by_weight = table(row(bold.format("甲"), bold.format("乙")), row(cell("长期"), cell("短期")))
    assert header_of(read(tmp_path, package(by_weight))) == "甲 | 乙"


def test_a_frame_of_one_column_is_text(tmp_path: Path) -> None:
    inner = table(row(cell("a"), cell("b")))
    raw = read(tmp_path, package(table(row(cell("第一条", extra=p("第二条"))), row(cell("表", extra=inner)))))
    assert raw.text == "第一条\n第二条\n表\na | b\n"
    assert [raw.text[t.start : t.end] for t in raw.tables] == ["a | b"]


_STANDARDS = table(
    row(cell("等次"), cell("金额")), row(cell("一等"), cell("20万元")), row(cell("二等"), cell("10万元"))
)
_DATES = table(row(cell("批次"), cell("截止")), row(cell("第一批"), cell("3月")))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("项目", "标准"), ("奖励", f"分等次{_STANDARDS}以年度为准")],
            ["项目 | 标准\n奖励 | 分等次 以年度为准", "等次 | 金额\n一等 | 20万元\n二等 | 10万元"],
        ),
        (
            [("事项", "时间", "标准"), ("申报", _DATES, _STANDARDS)],
            [
                "事项 | 时间 | 标准\n申报 |  | ",
                "批次 | 截止\n第一批 | 3月",
                "等次 | 金额\n一等 | 20万元\n二等 | 10万元",
            ],
        ),
        (
            [("类别", "说明"), ("甲", table(row(cell("一"), cell("二")), row(cell("三"), cell("内", extra=_DATES))))],
            ["类别 | 说明\n甲 | ", "一 | 二\n三 | 内", "批次 | 截止\n第一批 | 3月"],
        ),
    ],
    ids=["one", "two in a row", "in one another"],
)
def test_a_table_in_a_cell_follows_with_rows_of_its_own(
    tmp_path: Path, rows: list[tuple[str, ...]], expected: list[str]
) -> None:
    def filled(words: str) -> str:
        before, _, rest = words.partition("<w:tbl>")
        inner, _, after = rest.rpartition("</w:tbl>")
        return cell(before, extra=f"<w:tbl>{inner}</w:tbl>{p(after)}") if rest else cell(words)

    raw = read(tmp_path, package(table(*(row(*map(filled, cells)) for cells in rows))))
    assert [raw.text[one.start : one.end] for one in raw.tables] == expected


def test_cells_are_one_line_with_nested_tables_and_numbers_in_reading_order(tmp_path: Path) -> None:
    breaks = "<w:tc><w:p><w:r><w:t>一行</w:t><w:br/><w:t>二行</w:t></w:r></w:p></w:tc>"
    numbers = numbering(level(0, "decimal", "%1"))
    auto = f"<w:tc>{numbered('')}</w:tc>"
    nested = table(row(cell("内1"), cell("内2")))
    body = table(
        row(auto, breaks, f"<w:sdt><w:sdtContent>{cell('前', extra=nested + p('后'))}</w:sdtContent></w:sdt>"),
        row(auto, cell("x"), cell("y")),
        row(auto, cell("删"), cell("z"), properties="<w:del/>"),
    )
    assert lines(tmp_path, body, numbers=numbers) == ["1 | 一行 二行 | 前 内1 内2 后", "2 | x | y"]


# --- what is refused, and what is put up with


def test_old_and_encrypted_word_files(tmp_path: Path) -> None:
    ole2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert failure(tmp_path, ole2).code == "wrong_format"
    error = failure(tmp_path, ole2 + "EncryptedPackage".encode("utf-16-le"))
    assert error.code == "encrypted" and "password" in error.remedy


def test_no_text(tmp_path: Path) -> None:
    assert failure(tmp_path, package(p() + p("　"))).code == "no_text"


def test_damaged_and_foreign_zip(tmp_path: Path) -> None:
    data = package(p("文本" * 500))
    assert failure(tmp_path, data[: len(data) // 2]).code == "damaged"
    assert failure(tmp_path, package("<w:p>")).code == "damaged"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert failure(tmp_path, buffer.getvalue()).code == "wrong_format"


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO(package(p("x")))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", bytes(30 * 1024 * 1024))
    assert failure(tmp_path, buffer.getvalue()).code == "too_large"
    monkeypatch.setattr(_zip, "MAX_XML_BYTES", 1000)
    assert failure(tmp_path, package(p("长" * 1000))).code == "too_large"


def test_a_member_that_lies_about_its_size_is_not_inflated(tmp_path: Path) -> None:
    huge = package(p("长" * 3_000_000))
    with zipfile.ZipFile(io.BytesIO(huge)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = huge.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != huge
    assert failure(tmp_path, lying).code == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "secret").write_text("机密", encoding="utf-8")
    secret = (tmp_path / "secret").as_uri()
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]>'
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>a&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    source = zipfile.ZipFile(io.BytesIO(package(p("x"))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            is_main = name == "word/document.xml"
            archive.writestr(name, document.encode(encoding) if is_main else source.read(name))
    assert failure(tmp_path, buffer.getvalue()).code == "damaged"


def test_damaged_styles_and_numbers_are_warned_of(tmp_path: Path) -> None:
    raw = read(tmp_path, package(numbered("正文"), styles="<w:style", numbers="</broken>"))
    assert raw.text == "正文\n"
    assert [warning.split()[1] for warning in raw.warnings] == ["styles", "numbering"]


def test_strict_documents_and_other_part_names(tmp_path: Path) -> None:
    assert read(tmp_path, package(p("甲"), main="document2")).text == "甲\n"
    source = zipfile.ZipFile(io.BytesIO(package(p("严格"))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            data = source.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            archive.writestr(name, data)
    assert read(tmp_path, buffer.getvalue()).text == "严格\n"


def test_a_document_with_pictures_is_read_without_them(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    paragraph = document.add_paragraph()
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>"))
    document.add_paragraph("后")
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(tmp_path, buffer.getvalue()).text == "前\n\n后\n"


def test_real_reports_agree_with_python_docx() -> None:
    files = sorted(SHARED.glob("gov_reports_2025/*.docx"))
    if not files:
        pytest.skip("skipped: no gov_reports_2025/*.docx beside the repository")
    for path in files:
        raw = read_docx(path)
        assert raw.text == "".join(paragraph.text + "\n" for paragraph in docx.Document(str(path)).paragraphs), (
            path.name
        )
        assert raw.warnings == ()
