"""OFD: reading order from where characters are drawn, and bounds on what hostile files ask for."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from docs_store.types import ReadBy
from ingest.readers import RawText, read_file
from ingest.readers.ofd import read_ofd

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(words: str, x: float, y: float, *, size: float = 4, extra: str = "", code: str = "") -> str:
    """A text object whose first character stands at (x, y), millimetres from the page's top left."""
    step = code or f'DeltaX="g {len(words) - 1} {size}"'
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 200 {size}" Font="1" Size="{size}" {extra}>'
        f'<ofd:TextCode X="0" Y="{size}" {step}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def page(*objects: str, template: str = "") -> str:
    used = f'<ofd:Template TemplateID="{template}"/>' if template else ""
    return f"<ofd:Page {_NS}>{used}<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd(*pages: str, parts: dict[str, str | bytes] | None = None, common: str = "") -> bytes:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)},
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(tmp_path: Path, content: bytes) -> RawText:
    path = tmp_path / "公文.ofd"
    path.write_bytes(content)
    return read_file(path)


def failure(tmp_path: Path, content: bytes) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, content)
    return caught.value


def test_lines_go_from_top_to_bottom_and_left_to_right_whatever_the_order_of_drawing(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        ofd(
            page(text("第二行在下", 20, 60), text("右边", 120, 40), text("关于支持研发的通知", 20, 40)),
            page(text("第二页", 20, 40)),
        ),
    )
    assert raw.text == "关于支持研发的通知 右边\n第二行在下\n第二页\n"
    assert [raw.text[span.start : span.end] for span in raw.pages] == [
        "关于支持研发的通知 右边\n第二行在下\n",
        "第二页\n",
    ]
    assert [reading.by for reading in raw.readings] == [ReadBy.TEXT, ReadBy.TEXT]


def test_pieces_of_a_line_join_without_a_space_where_there_is_none(tmp_path: Path) -> None:
    pieces = [text("给予", 20, 40), text("20", 28, 40.2, code='DeltaX="2"'), text("万元", 32, 40), text("奖励", 60, 40)]
    assert read(tmp_path, ofd(page(*pieces))).text == "给予20万元 奖励\n"


def test_one_text_code_may_hold_several_lines_or_stand_upright(tmp_path: Path) -> None:
    lines = text("甲乙丙丁", 20, 40, code='DeltaX="4 -4 4" DeltaY="0 6 0"')
    upright = text("购买方", 100, 80, code='DeltaY="4 4"')
    assert read(tmp_path, ofd(page(lines, upright))).text == "甲乙\n丙丁\n购买方\n"


def test_transformations_move_and_scale_text(tmp_path: Path) -> None:
    moved = text("下面", 20, 20, extra='CTM="2 0 0 2 0 50"')
    assert read(tmp_path, ofd(page(moved, text("上面", 20, 40)))).text == "上面\n下面\n"


def test_words_drawn_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    assert read(tmp_path, ofd(page(text("标题", 20, 40), text("标题", 20.1, 40)))).text == "标题\n"


def test_templates_blocks_and_hidden_objects(tmp_path: Path) -> None:
    content = ofd(
        page(
            f"<ofd:PageBlock>{text('正文', 20, 60)}</ofd:PageBlock>",
            text("看不见", 20, 80, extra='Visible="false"'),
            template="9",
        ),
        common='<ofd:TemplatePage ID="9" BaseLoc="Tpls/t.xml"/>',
        parts={"Doc_0/TPLS/t.xml": page(text("青禾县人民政府文件", 20, 30))},
    )
    assert read(tmp_path, content).text == "青禾县人民政府文件\n正文\n"


def test_a_damaged_page_leaves_the_others(tmp_path: Path) -> None:
    raw = read(tmp_path, ofd("<broken", page(text("第二页", 20, 40))))
    assert raw.text == "第二页\n" and "1" in raw.warnings[0]
    assert failure(tmp_path, ofd("<broken", "<broken")).page == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ofd(), "damaged"),
        (ofd(page()), "no_text"),
        (ofd(page(), parts={"Encryptions.xml": "<x/>"}), "encrypted"),
        (ofd(page(), parts={"OFD.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "damaged"),
        (ofd(page(), parts={"Doc_0/Document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "damaged"),
        (ofd(page(), parts={"Doc_0/Res/bomb.bin": bytes(30 << 20)}), "too_large"),
    ],
    ids=["no-pages", "no-text", "encrypted", "entities", "external", "bomb"],
)
def test_faults_are_named(tmp_path: Path, content: bytes, code: str) -> None:
    error = failure(tmp_path, content)
    assert error.code == code and error.remedy


def test_paths_cannot_leave_the_file_and_numbers_cannot_grow(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(page(text("秘密", 20, 40)), encoding="utf-8")
    away = ofd(
        page(text("正文", 20, 40), template="9"), common='<ofd:TemplatePage ID="9" BaseLoc="../../../secret.xml"/>'
    )
    assert failure(tmp_path, away).code == "damaged"
    grows = text("正文", 20, 40, code='DeltaX="g 99999999999 4 g -5 x nan inf"')
    assert read(tmp_path, ofd(page(grows))).text == "正文\n"


def test_nested_composites_end(tmp_path: Path) -> None:
    res = (
        f'<ofd:Res {_NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content>'
        f'{text("印章", 0, 4)}<ofd:CompositeObject ResourceID="5" Boundary="0 9 9 9"/>'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    content = ofd(
        page('<ofd:CompositeObject ResourceID="5" Boundary="20 20 9 9"/>'),
        common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
        parts={"Doc_0/PublicRes.xml": res},
    )
    assert 1 <= read(tmp_path, content).text.count("印章") <= 30


def test_the_corpus_has_a_status_for_each_file(shared: Path) -> None:
    statuses = {}
    for path in sorted((shared / "corpus" / "ofd").glob("*.ofd")):
        if path.name == "containsJPEG.ofd":  # its pages are pictures, which takes the recognition 20 s
            continue
        try:
            statuses[path.name] = "read" if read_ofd(path).text.strip() else "empty"
        except UnreadableFileError as error:
            statuses[path.name] = error.code
    assert len(statuses) > 25
    assert {name for name, status in statuses.items() if status != "read"} == {"Page5.ofd", "V4RideRight.ofd"}
    assert statuses["Page5.ofd"] == statuses["V4RideRight.ofd"] == "no_text"


def test_official_letters_read_in_order(shared: Path) -> None:
    letter = read_ofd(shared / "corpus" / "ofd" / "n.ofd").text
    in_order = [
        "文件",
        "〔2011〕76号",
        "的批复",
        "区中医院：",
        "收悉。",
        "1978年2月出生",
        "经研究，同意",
        "2011年3月10日",
        "印发",
    ]
    places = [letter.index(words) for words in in_order]
    assert places == sorted(places)
    assert letter.splitlines()[1].endswith("〔2011〕76号")
    request = read_ofd(shared / "corpus" / "ofd" / "testPathFillOpacity.ofd").text
    places = [request.index(words) for words in ("的函", "区政府：", "按照7月7日", "此函。", "2023年7月12日")]
    assert places == sorted(places)


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [text(f"左栏第{n}行写满了这一栏", 20, 60 + 6 * n) for n in range(1, 9)]
    right = [text(f"右栏第{n}行写满了这一栏", 80, 60 + 6 * n) for n in range(1, 9)]
    title = text("标题横跨两栏而且比一栏更宽一些的一行文字", 20, 40)
    mixed = [part for pair in zip(left, right, strict=True) for part in pair]
    words = read(tmp_path, ofd(page(title, *mixed))).text.splitlines()
    assert words == [
        "标题横跨两栏而且比一栏更宽一些的一行文字",
        *(f"左栏第{n}行写满了这一栏" for n in range(1, 9)),
        *(f"右栏第{n}行写满了这一栏" for n in range(1, 9)),
    ]


def test_rows_of_a_table_stay_rows(tmp_path: Path) -> None:
    rows = []
    for n in range(1, 10):
        rows += [
            text("企业名称" + "某" * (n % 5 + 5), 20, 40 + 6 * n),
            text("备注内容" + "无" * (9 - n % 5), 90, 40 + 6 * n),
        ]
    words = read(tmp_path, ofd(page(*rows))).text.splitlines()
    assert len(words) == 9 and all("企业名称" in line and "备注内容" in line for line in words)
