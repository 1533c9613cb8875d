"""PPTX: slides as pages, reading order, tables, charts, diagrams, notes; what is left out and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, ReadBy
from ingest.readers import _zip, ocr, read_file
from ingest.readers.base import RawText
from tests.ingest.readers.presentations import (
    NAMESPACES,
    C,
    graphic,
    group,
    paragraph,
    picture,
    pptx,
    relations,
    shape,
    slide,
    table,
    tree,
)

_WHOLE = (100, 200, 800, 400)


def read(tmp_path: Path, content: bytes, name: str = "汇报.pptx") -> RawText:
    path = tmp_path / name
    path.write_bytes(content)
    return read_file(path)


def failure(tmp_path: Path, content: bytes, name: str = "汇报.pptx") -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, content, name)
    return caught.value


def lines(raw: RawText) -> list[str]:
    return raw.text.splitlines()


def test_slides_are_pages_with_titles_as_headings(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        pptx(
            slide(shape("清源县科技工作汇报", kind="ctrTitle"), shape("清源县科学技术局", kind="subTitle")),
            slide(shape("高新技术企业86家", _WHOLE), shape("一、主要成效", kind="title")),
            slide(shape("二、下步打算", kind="title")),
            links={1: {"l": ("slideLayout", "../slideLayouts/slideLayout1.xml")}},
            parts={"ppt/slideLayouts/slideLayout1.xml": tree("sldLayout", more=' type="title"')},
        ),
    )
    assert lines(raw) == ["清源县科技工作汇报", "清源县科学技术局", "一、主要成效", "高新技术企业86家", "二、下步打算"]
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [
        ("清源县科技工作汇报", 0), ("一、主要成效", 1), ("二、下步打算", 1)
    ]  # fmt: skip
    assert [(page.number, raw.text[page.start : page.end].count("\n")) for page in raw.pages] == [
        (1, 2),
        (2, 2),
        (3, 1),
    ]
    assert [reading.by for reading in raw.readings] == [ReadBy.TEXT] * 3 and raw.reader == "pptx" and not raw.warnings


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        # Painted from the bottom up.
        ([("丙", (100, 500, 800, 50)), ("乙", (100, 300, 800, 50)), ("甲", (100, 100, 800, 50))], "甲乙丙"),
        # Two columns, each a heading over a list.
        (
            [("左题", (50, 100, 400, 60)), ("右题", (550, 100, 400, 60)), ("右文", (550, 170, 400, 300)),
             ("左文", (50, 170, 400, 300))],
            "左题左文右题右文",
        ),
        # A figure beside its words, twice, with more between the rows than between the two.
        (
            [("二万", (360, 500, 300, 60)), ("产值", (50, 100, 300, 60)), ("一万", (360, 100, 300, 60)),
             ("税收", (50, 500, 300, 60))],
            "产值一万税收二万",
        ),
        # Frames overlap more than words do.
        ([("下", (100, 195, 800, 100)), ("上", (100, 100, 800, 100))], "上下"),
    ],
    ids=["rows", "columns", "pairs", "overlap"],
)  # fmt: skip
def test_shapes_are_read_as_they_stand(
    tmp_path: Path, shapes: list[tuple[str, tuple[int, int, int, int]]], expected: str
) -> None:
    raw = read(tmp_path, pptx(slide(*(shape(text, at) for text, at in shapes))))
    assert "".join(lines(raw)) == expected


def test_a_group_is_read_in_one_piece_and_in_its_own_coordinates(tmp_path: Path) -> None:
    inner = group(shape("组二", (0, 900, 90, 10)), shape("组一", (0, 1, 90, 10)), at=(100, 300, 300, 100))
    raw = read(tmp_path, pptx(slide(shape("后", (100, 500, 300, 50)), inner, shape("前", (100, 100, 300, 50)))))
    assert lines(raw) == ["前", "组一", "组二", "后"]


def test_a_placeholder_stands_where_its_like_in_layout_or_master_does(tmp_path: Path) -> None:
    layout = tree("sldLayout", shape("单击添加正文", (100, 500, 800, 50), kind="body", index="7"))
    master = tree("sldMaster", shape("单击添加标题", (100, 10, 800, 50), kind="title"))
    raw = read(
        tmp_path,
        pptx(
            slide(
                shape("正文", kind="body", index="7"), shape("文本框", (100, 300, 800, 50)), shape("标题", kind="title")
            ),
            links={1: {"l": ("slideLayout", "../slideLayouts/slideLayout1.xml")}},
            parts={
                "ppt/slideLayouts/slideLayout1.xml": layout,
                "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations({"m": ("slideMaster", "../master.xml")}),
                "ppt/master.xml": master,
            },
        ),
    )
    assert lines(raw) == ["标题", "文本框", "正文"]


def test_numbers_that_are_counted_are_written_out(tmp_path: Path) -> None:
    def numbered(text: str, kind: str, level: int = 0, start: str = "") -> str:
        return paragraph(text, f'<a:pPr lvl="{level}"><a:buAutoNum type="{kind}"{start}/></a:pPr>')

    body = (
        numbered("申报", "ea1ChsPeriod")
        + numbered("条件", "arabicParenBoth", 1) + numbered("材料", "arabicParenBoth", 1)
        + numbered("审核", "ea1ChsPeriod") + numbered("初审", "arabicParenBoth", 1) + paragraph("以上为流程")
        + numbered("其他", "arabicPeriod", 0, ' startAt="4"') + numbered("附则", "circleNumDbPlain")
    )  # fmt: skip
    raw = read(tmp_path, pptx(slide(shape(body, _WHOLE))))
    assert lines(raw) == [
        "一．申报", "(1) 条件", "(2) 材料", "二．审核", "(1) 初审", "以上为流程", "4. 其他", "① 附则"
    ]  # fmt: skip


def test_line_breaks_fields_and_the_frame_of_slides(tmp_path: Path) -> None:
    broken = "<a:p><a:r><a:t>关于科技创新</a:t></a:r><a:br/><a:r><a:t>奖励的说明</a:t></a:r></a:p>"
    number = '<a:p><a:fld type="slidenum"><a:t>7</a:t></a:fld></a:p>'
    raw = read(
        tmp_path,
        pptx(
            slide(
                shape(broken, kind="title"), shape(broken, _WHOLE), shape(number, (10, 10, 50, 50)),
                shape(number, kind="sldNum"), shape("内部资料", kind="ftr"), shape("2025/3/1", kind="dt"),
            )
        ),
    )  # fmt: skip
    assert lines(raw) == ["关于科技创新奖励的说明", "关于科技创新", "奖励的说明"]


@pytest.mark.parametrize(
    ("rows", "expected", "has_header"),
    [
        (
            [("类别", "奖励（万元）"), ("国家级", "50"), ("省级", "20")],
            ["类别 | 奖励（万元）", "国家级 | 50", "省级 | 20"], True,
        ),
        (
            [("指标", "2024年", ">"), ("^", "总量", "增速"), ("产值", "12.5", "8.1"), ("税收", "3.2", "-1")],
            ["指标 | 2024年 总量 | 2024年 增速", "产值 | 12.5 | 8.1", "税收 | 3.2 | -1"], True,
        ),
        (
            [("乡镇", "企业", "金额"), ("城关镇", "甲公司", "1"), ("^", "乙公司", "2")],
            ["乡镇 | 企业 | 金额", "城关镇 | 甲公司 | 1", "城关镇 | 乙公司 | 2"], True,
        ),
        ([("企业名称", "甲公司"), ("法定代表人", "张三")], ["企业名称 | 甲公司", "法定代表人 | 张三"], False),
    ],
    ids=["plain", "two-header-rows", "merged-down", "form"],
)  # fmt: skip
def test_tables(tmp_path: Path, rows: list[tuple[str, ...]], expected: list[str], has_header: bool) -> None:
    raw = read(tmp_path, pptx(slide(graphic(table(rows, header=has_header), _WHOLE))))
    (span,) = raw.tables
    assert raw.text[span.start : span.end].split("\n") == expected
    assert raw.text[span.start : span.header_end] == (expected[0] if has_header else "")


_CHART = (
    f"<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich>{paragraph('研发投入（亿元）')}</c:rich></c:tx>"
    "</c:title>"
    "<c:plotArea><c:barChart>{series}</c:barChart><c:catAx>{axis}</c:catAx></c:plotArea></c:chart></c:chartSpace>"
)


def series(name: str, names: list[str], values: list[float], form: str = "General") -> str:
    def points(texts: list[object]) -> str:
        return "".join(f'<c:pt idx="{n}"><c:v>{text}</c:v></c:pt>' for n, text in enumerate(texts) if text is not None)

    return (
        f"<c:ser><c:tx><c:strRef><c:strCache>{points([name])}</c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache>{points([*names])}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache><c:formatCode>{form}</c:formatCode>{points([*values])}</c:numCache></c:numRef></c:val>"
        "</c:ser>"
    )


def chart_slide(chart: str) -> bytes:
    return pptx(
        slide(shape("二、研发", kind="title"), graphic('<c:chart r:id="c1"/>', _WHOLE, C)),
        links={1: {"c1": ("chart", "../charts/chart1.xml")}},
        parts={"ppt/charts/chart1.xml": chart},
    )


def test_a_chart_is_the_table_of_its_values(tmp_path: Path) -> None:
    axis = f"<c:title><c:tx><c:rich>{paragraph('年份')}</c:rich></c:tx></c:title>"
    both = series("投入", ["2023年", "2024年"], [1.5, 1.8]) + series("增速", ["2023年", "2024年"], [0.1, 0.2], "0.0%")
    raw = read(tmp_path, chart_slide(_CHART.replace("{series}", both).replace("{axis}", axis)))
    assert lines(raw) == [
        "二、研发", "研发投入（亿元）", "年份 | 投入 | 增速", "2023年 | 1.5 | 10.0%", "2024年 | 1.8 | 20.0%"
    ]  # fmt: skip
    (span,) = raw.tables
    assert raw.text[span.start : span.header_end] == "年份 | 投入 | 增速"


def test_a_chart_without_values_or_with_a_broken_part_is_named(tmp_path: Path) -> None:
    raw = read(tmp_path, chart_slide(_CHART.replace("{series}", "").replace("{axis}", "")))
    assert raw.warnings == ("Embedded objects are left out: 1 (chart).",)
    raw = read(tmp_path, chart_slide("<c:chartSpace"))
    (warning,) = raw.warnings
    assert warning.startswith("The chart part is damaged") and lines(raw) == ["二、研发"]


def test_a_diagram_is_read_from_the_top_of_its_tree(tmp_path: Path) -> None:
    def point(id_: str, text: str, kind: str = "node") -> str:
        return f'<dgm:pt modelId="{id_}" type="{kind}"><dgm:t>{paragraph(text)}</dgm:t></dgm:pt>'

    def link(above: str, order: int, below: str) -> str:
        return f'<dgm:cxn srcId="{above}" srcOrd="{order}" destId="{below}"/>'

    data = (
        f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{point('4', '第二步：评审')}{point('0', '', 'doc')}"
        f"{point('1', '第一步：申报')}{point('2', '提交材料')}{point('9', '版式', 'pres')}</dgm:ptLst>"
        f"<dgm:cxnLst>{link('0', 1, '4')}{link('0', 0, '1')}{link('1', 0, '2')}{link('2', 0, '1')}</dgm:cxnLst>"
        "</dgm:dataModel>"
    )
    raw = read(
        tmp_path,
        pptx(
            slide(graphic('<dgm:relIds r:dm="d1" r:lo="d2"/>', _WHOLE)),
            links={1: {"d1": ("diagramData", "../diagrams/data1.xml")}},
            parts={"ppt/diagrams/data1.xml": data},
        ),
    )
    assert lines(raw) == ["第一步：申报", "提交材料", "第二步：评审"]


def test_notes_follow_their_slide(tmp_path: Path) -> None:
    notes = tree(
        "notes",
        shape("1", kind="sldNum"),
        shape(paragraph("口径为规上企业") + paragraph("数据截至六月"), kind="body", index="1"),
    )
    raw = read(
        tmp_path,
        pptx(
            slide(shape("甲", _WHOLE)), slide(shape("乙", _WHOLE)),
            links={1: {"n": ("notesSlide", "../notesSlides/notesSlide1.xml")}},
            parts={"ppt/notesSlides/notesSlide1.xml": notes},
        ),
    )  # fmt: skip
    assert lines(raw) == ["甲", "备注：口径为规上企业", "数据截至六月", "乙"]


def test_what_nobody_sees_is_left_out_and_named(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        pptx(
            slide(shape("旧稿不讲", _WHOLE), show="0"),
            slide(shape("讲", _WHOLE), shape("藏起 的", _WHOLE, hidden=True), shape("页外", (1100, 10, 100, 100))),
        ),
    )
    assert lines(raw) == ["讲"] and [page.number for page in raw.pages] == [2]
    assert raw.warnings == ("Hidden slides are left out: 1.", "5 characters that nobody sees are left out.")
    error = failure(tmp_path, pptx(slide(shape("旧稿", _WHOLE), show="0")))
    assert error.code == "no_text" and "hidden" in error.message


def test_objects_and_what_is_missing_are_named(tmp_path: Path) -> None:
    held = graphic('<p:oleObj progId="Excel.Sheet.12" r:id="o1"/>', _WHOLE) + graphic("<x/>", _WHOLE, "urn:y/chartex")
    raw = read(tmp_path, pptx(slide(shape("讲", _WHOLE), held), "<p:sld", slide(shape("末页", _WHOLE))))
    assert lines(raw) == ["讲", "末页"]
    objects, broken = sorted(raw.warnings)
    assert objects == "Embedded objects are left out: 2 (Excel.Sheet.12, chart)."
    assert broken.startswith("Pages that cannot be read in full: 2 (")
    assert [reading.fault for reading in raw.readings] == [None, PageFault.UNREADABLE, None]


def test_the_strict_edition_and_new_and_old_ways_of_one_shape(tmp_path: Path) -> None:
    new, old = (f"<mc:{way}>{shape(text, _WHOLE)}</mc:{way}>" for way, text in (("Choice", "新"), ("Fallback", "旧")))
    ways = f"<mc:AlternateContent>{new}{old}</mc:AlternateContent>"
    raw = read(tmp_path, pptx(slide(ways, shape("题", kind="title")), strict=True))
    assert lines(raw) == ["题", "新"]


def test_a_slide_that_is_a_picture_is_read_by_recognition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    from ingest.readers._ocr_page import OcrLine, OcrPage

    line = OcrLine(text="图上的字", confidence=0.97, x0=1, y0=1, x1=50, y1=9)
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognize", lambda *_: OcrPage(lines=(line,), width=60, height=20))
    image = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(image, "PNG")
    content = pptx(
        slide(picture("i", _WHOLE)), slide(shape("字", _WHOLE), picture("i", _WHOLE)), slide(picture("e", _WHOLE)),
        links={n: {"i": ("image", "../media/a.png"), "e": ("image", "../media/b.emf")} for n in (1, 2, 3)},
        parts={"ppt/media/a.png": image.getvalue(), "ppt/media/b.emf": b"\x01\x00\x00\x00"},
    )  # fmt: skip
    raw = read(tmp_path, content)
    assert lines(raw) == ["图上的字", "字"] and raw.boxes == ()
    assert [reading.by for reading in raw.readings] == [ReadBy.OCR, ReadBy.TEXT, ReadBy.NOTHING]
    assert raw.warnings == ("Pages without text: 3.",)
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert "Pages without text: 1, 3. Text recognition is not installed." in read(tmp_path, content).warnings[0]


def test_what_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = pptx(slide(shape("讲", _WHOLE)))
    assert failure(tmp_path, sound[: len(sound) // 2]).code == "damaged"
    assert failure(tmp_path, pptx(slide())).code == "no_text"
    assert failure(tmp_path, pptx("<p:sld")).code == "damaged"
    assert failure(tmp_path, pptx()).code == "damaged"
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert failure(tmp_path, locked).code == "encrypted"
    entities = '<!DOCTYPE a [<!ENTITY b "cc">]>' + slide(shape("&b;", _WHOLE))
    assert failure(tmp_path, pptx(entities)).code == "damaged"
    monkeypatch.setattr(_zip, "MAX_XML_BYTES", 1000)
    assert failure(tmp_path, pptx(slide(shape("讲" * 2000, _WHOLE)))).code == "too_large"


def test_spans_and_indexes_that_lie_cost_nothing(tmp_path: Path) -> None:
    wild = table([("甲", "乙"), ("1", "2")]).replace("<a:tc>", '<a:tc gridSpan="999999999" rowSpan="999999999">')
    raw = read(tmp_path, pptx(slide(graphic(wild, _WHOLE))))
    assert lines(raw) == ["甲 | 乙", "1 | 2"]
    far = _CHART.replace("{series}", series("数", ["甲"], [1]).replace('idx="0"', 'idx="9999999"')).replace(
        "{axis}", ""
    )
    assert lines(read(tmp_path, chart_slide(far)))[-1] == "甲 | 1"


def test_a_chart_of_more_than_a_table_can_hold_is_named(tmp_path: Path) -> None:
    wild = "".join(
        series("数", ["甲"], [1]).replace('<c:pt idx="0"><c:v>1<', f'<c:pt idx="{n}"><c:v>1<') for n in range(300)
    )
    raw = read(tmp_path, chart_slide(_CHART.replace("{series}", wild).replace("{axis}", "")))
    assert raw.warnings == ("Embedded objects are left out: 1 (chart).",) and raw.tables == ()
