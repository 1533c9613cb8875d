"""Lines and paragraphs."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.types import PageSpan
from ingest.lines import Line, paragraphs, split
from ingest.readers.base import HeadingHint, RawText, TableSpan

Spans = tuple[tuple[int, int], ...]


def read(text: str, *, reader: str = "text", removed: Spans = (), **marks: tuple[object, ...]) -> list[str]:
    """Paragraphs as they read, soft breaks closed; a PDF has pages."""
    if reader == "pdf":
        marks["pages"] = (PageSpan(number=1, start=0, end=len(text)),)
    raw = RawText(text=text, reader=reader, **marks)  # type: ignore[arg-type]
    found = []
    for paragraph in paragraphs(raw, split(text), removed):
        words, at = "", paragraph.start
        for start, end in paragraph.soft_breaks:
            words += text[at:start]
            at = end
        found.append(words + text[at : paragraph.end])
    return found


WRAPPED = """本办法所称高新技术企业是指按照国家有关规定通过认定且证书在有效期
内的企业，县级科技专项资金中列支的奖补资金由县科学技术局会同县财
政局管理，遵循公开申报、据实核算、社会监督的原则。
第二条支持对象为在青禾县登记注册、依法纳税并具有独立法人资格的企
业，申报企业应当在注册满一年以后提出申请，并按照要求提交有关材料
和证明文件，逾期没有提交的视为自动放弃，由此产生的后果由企业自行承
担，县科学技术局不再另行通知。
"""


def test_lines_tile_the_text() -> None:
    assert split("甲\n\n乙") == [Line(0, 1, "甲"), Line(2, 2, ""), Line(3, 4, "乙")]
    assert split("") == [Line(0, 0, "")]


@given(st.text(alphabet="甲乙。\n ", max_size=60))
def test_every_line_is_its_slice(text: str) -> None:
    found = split(text)
    assert all(text[line.start : line.end] == line.text for line in found)
    assert "\n".join(line.text for line in found) == text


def test_a_line_is_a_paragraph_where_nothing_wraps() -> None:
    assert read("甲乙丙\n\u3000\u3000丁戊己。 \n\n庚\n") == ["甲乙丙", "丁戊己。", "庚"]


def test_wrapped_lines_are_joined() -> None:
    found = read(WRAPPED)
    assert len(found) == 2
    assert found[0].startswith("本办法") and found[0].endswith("原则。") and "有效期内的企业" in found[0]
    assert found[1].startswith("第二条") and "法人资格的企业" in found[1]


def test_lines_of_a_pdf_are_joined_even_if_few() -> None:
    assert read("一二三四五六七八九十一二三四五六七八九十\n甲乙。\n丙丁\n", reader="pdf") == [
        "一二三四五六七八九十一二三四五六七八九十甲乙。",
        "丙丁",
    ]


def test_a_line_broken_behind_a_comma_goes_on() -> None:
    text = (
        WRAPPED
        + "县科学技术局会同县财政局，\n建立奖补资金的管理台账，\n按年度公开。\n(一)材料齐全的，\n(二)予以受理。\n"
    )
    assert read(text)[2:] == [
        "县科学技术局会同县财政局，建立奖补资金的管理台账，按年度公开。",
        "(一)材料齐全的，",
        "(二)予以受理。",
    ]


def test_what_a_broken_line_runs_over_to_goes_on_too() -> None:
    first, rest = "各项措施由县直有关部门分别组织实施，", "除国家和省另有规定以外由县科学技术"
    found = read(f"{WRAPPED}{first}\n{rest}\n局负责解释，有效期三年。\n")
    assert found[2:] == [f"{first}{rest}局负责解释，有效期三年。"], "together they fill a line"
    apart = read(f"{WRAPPED}{rest}\n局负责解释。\n")
    assert apart[2:] == [rest, "局负责解释。"], "alone it does not"


def test_lines_broken_around_quoted_words_go_on() -> None:
    pieces = "推行惠企政策\n“免申即享”\n和公共服务\n“一网通办”\n，打造\n“办事不求人”\n品牌。\n"
    joined = "推行惠企政策“免申即享”和公共服务“一网通办”，打造“办事不求人”品牌。"
    assert read(WRAPPED + pieces)[2:] == [joined]
    assert read(WRAPPED + "总体要求\n“十四五”时期，全县坚持创新发展。\n")[2:] == [
        "总体要求",
        "“十四五”时期，全县坚持创新发展。",
    ]


@pytest.mark.parametrize(
    ("above", "below", "is_one"),
    [
        ("第二条 对首次认定的县级研究院，县财政在认定文件印发后三十日内一次性给予奖励，金额", "为80万元。", True),
        ("申报单位每年三月起在县科技管理平台提交材料，网上提交的截止时间为当年的", "6月30日。", True),
        ("奖补资金由县科学技术局会同县财政局管理，遵循公开申报、据实核算、社会监督的", "原则。", True),
        ("(三)着力构建跨界合作体系，积极融入产业发展网络，推动完善资源配置机制", "推动研发。", False),
        ("关于印发青禾县促进高新技术企业高质量发展的若干政策措施的通知", "各镇人民政府。", False),
        ("地址：青禾县建设路一百二十八号政务服务中心三楼，科学技术局高新技术股", "周一至周五。", False),
        ("受理部门为青禾县科学技术局高新技术股，地址在政务服务中心三楼西侧窗口", "电话：0000-6001001", False),
    ],
)
def test_a_sentence_that_breaks_off_goes_on_where_nothing_wraps(above: str, below: str, is_one: bool) -> None:
    assert len(read(f"青禾县奖补办法\n第一条 制定本办法。\n{above}\n{below}\n")) == (3 if is_one else 4)


@pytest.mark.parametrize(
    "text",
    [
        "第五条 弄虚作假的，依照\n第二条、第三条取得的资金予以追回。",
        "第六条 违反本办法\n第四条规定的，三年内不得申报。",
        "第七条 本办法第二条、\n第三条所称企业，须在县内注册。",
    ],
)
def test_a_cited_article_begins_none(text: str) -> None:
    assert read(f"青禾县奖补办法\n{text}\n第八条 由县科学技术局受理。\n") == [
        "青禾县奖补办法", text.replace("\n", ""), "第八条 由县科学技术局受理。",
    ]  # fmt: skip


def test_a_blank_line_a_marker_and_a_short_line_end_a_paragraph() -> None:
    full = "一企业研究开发活动年度总结报告如下所述说明"
    assert len(read(f"{full}\n\n{full}\n", reader="pdf")) == 2
    assert len(read(f"{full}\n(一)乙\n", reader="pdf")) == 2
    assert len(read(f"{full}\n{full}\n短\n{full}\n", reader="pdf")) == 2


def test_a_removed_line_neither_joins_nor_parts() -> None:
    full = "企业研究开发活动年度总结报告如下所述说明一"
    text = f"{full}\n— 3 —\n{full}。\n"
    at = text.index("—")
    assert read(text, reader="pdf", removed=((at, at + 5),)) == [f"{full}{full}。"]


def test_the_foot_of_a_page_does_not_part_a_sentence() -> None:
    full = "企业研究开发活动年度总结报告如下所述说明一"
    text = f"{full}\n \n7\n{full}。\n"
    at = text.index("7")
    pages = (PageSpan(number=1, start=0, end=at + 2), PageSpan(number=2, start=at + 2, end=len(text)))
    assert read(text, removed=((at, at + 1),), pages=pages) == [f"{full}{full}。"]


def test_the_lines_of_a_narrow_cell_are_joined() -> None:
    full = "企业研究开发活动年度总结报告如下所述" * 2
    cell = "在本市登记并能独立开展业务的银行和担保公"
    assert read(f"{full}。\n{cell}\n{cell}\n司以及基金\n", reader="pdf")[1:] == [f"{cell}{cell}司以及基金"]
    assert read(f"{full}。\n甲公司名单一二三四五\n乙公司名单一二三四五\n", reader="pdf")[1:] == [
        "甲公司名单一二三四五",
        "乙公司名单一二三四五",
    ]


def test_headings_and_tables_that_the_file_marks_stay_alone() -> None:
    full = "企业研究开发活动年度总结报告如下所述说明一"
    text = f"{full}\n{full}\n{full}\n"
    width = len(full) + 1
    assert len(read(text, reader="pdf")) == 1
    assert len(read(text, reader="pdf", headings=(HeadingHint(start=0, end=width - 1, level=1),))) == 2
    assert len(read(text, reader="pdf", tables=(TableSpan(start=0, end=2 * width, header_end=width),))) == 3


@given(
    st.lists(st.text(alphabet="甲乙丙丁。，;(一)1. \u3000", max_size=40), max_size=15),
    st.sampled_from(["pdf", "text"]),
)
def test_paragraphs_are_in_order_and_hold_all_text(rows: list[str], reader: str) -> None:
    text = "\n".join(rows)
    found = paragraphs(RawText(text=text, reader=reader), split(text), ())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    left = list(text)
    for paragraph in found:
        assert text[paragraph.start : paragraph.end] == text[paragraph.start : paragraph.end].strip()
        left[paragraph.start : paragraph.end] = [""] * (paragraph.end - paragraph.start)
        for start, end in paragraph.soft_breaks:
            assert paragraph.start <= start <= end <= paragraph.end
            assert not text[start:end].strip()
    assert not "".join(left).strip()
