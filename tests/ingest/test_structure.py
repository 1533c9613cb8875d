"""Headings by every numbering style, in text, Word and PDF alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from docs_store.textnorm import clean_chunk, fold
from docs_store.types import DocumentContent, PageSpan
from ingest.readers import read_file
from ingest.readers.base import HeadingHint, RawText
from ingest.reading import read_documents

Paths = dict[str, tuple[str, ...]]


def wide(text: str) -> str:
    """ASCII punctuation as the full-width forms that Chinese text has."""
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in ",;:!?()"})


def read(text: str, *, reader: str = "text", **parts: object) -> DocumentContent:
    raw = RawText(text=text, reader=reader, **parts)  # type: ignore[arg-type]
    (content,) = read_documents(raw, name="某文件.txt", source_key="k", file_hash="ab" * 32)
    return content


def path_of(content: DocumentContent, words: str) -> tuple[str, ...]:
    """Folded heading path of the one chunk that says `words`."""
    (path,) = (chunk.heading for chunk in content.chunks if words in clean_chunk(chunk).text)
    return tuple(map(fold, path))


SUMMARY = wide(
    """甲县科学技术局2023年工作总结
开头说明。
一、2023年工作总结
总述一句。
(一)企业培育
1.高新技术企业
(1)申报服务
细项甲成效明显。
(2)入库培育
细项乙成效明显。
2.科技型企业
细项丙成效明显。
(二)平台建设。细项丁成效明显。
(三)人才工作:细项戊成效明显。
二、下一步打算
一是抓企业。细项己逐户辅导。二是抓平台。细项庚逐个推进。三是抓人才。细项辛逐人服务。
"""
)
SUMMARY_PATHS: Paths = {
    "开头说明": (),
    "总述一句": ("一、2023年工作总结",),
    "细项甲": ("一、2023年工作总结", "(一)企业培育", "1.高新技术企业", "(1)申报服务"),
    "细项乙": ("一、2023年工作总结", "(一)企业培育", "1.高新技术企业", "(2)入库培育"),
    "细项丙": ("一、2023年工作总结", "(一)企业培育", "2.科技型企业"),
    "细项丁": ("一、2023年工作总结", "(二)平台建设"),
    "细项戊": ("一、2023年工作总结", "(三)人才工作"),
    "细项己": ("二、下一步打算", "一是抓企业"),
    "细项庚": ("二、下一步打算", "二是抓平台"),
    "细项辛": ("二、下一步打算", "三是抓人才"),
}
POLICY = wide(
    """甲县研发补助办法
第一编 通则
第一章 总则
第一条 为促进研发制定本办法,细项甲。
第二章 支持
第一节 对象
第二条 支持对象。细项乙在本县注册。
第三条【支持标准】细项丙给予补助。
第四条 细项丁应当符合要求。
第二节 程序
第五条 申请材料  细项戊一式三份。
第二编 附则
第六条 细项己解释。
附件 申报材料清单
细项庚营业执照。
"""
)
POLICY_PATHS: Paths = {
    "细项甲": ("第一编 通则", "第一章 总则", "第一条"),
    "细项乙": ("第一编 通则", "第二章 支持", "第一节 对象", "第二条 支持对象"),
    "细项丙": ("第一编 通则", "第二章 支持", "第一节 对象", "第三条 支持标准"),
    "细项丁": ("第一编 通则", "第二章 支持", "第一节 对象", "第四条"),
    "细项戊": ("第一编 通则", "第二章 支持", "第二节 程序", "第五条 申请材料"),
    "细项己": ("第二编 附则", "第六条"),
    "细项庚": ("附件 申报材料清单",),
}


def as_text(folder: Path, text: str) -> RawText:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def as_word(folder: Path, text: str) -> RawText:
    """One plain paragraph a line."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "a.docx"))
    return read_file(folder / "a.docx")


def as_word_with_styles(folder: Path, text: str) -> RawText:
    """The title and the two outer kinds of headings by Word's styles."""
    document = docx.Document()
    outer = ("一、", "二、", "第一编", "第二编", "附件")
    inner = (wide("(一)企业培育"), "第一章", "第二章")
    for n, line in enumerate(text.splitlines()):
        if n == 0:
            document.add_heading(line, level=0)
        elif line.startswith(outer):
            document.add_heading(line, level=1)
        elif line.startswith(inner):
            document.add_heading(line, level=2)
        else:
            document.add_paragraph(line)
    document.save(str(folder / "a.docx"))
    return read_file(folder / "a.docx")


def as_pdf(folder: Path, text: str) -> RawText:
    """As a PDF reader gives it: lines broken at the margin, page numbers between."""
    lines: list[str] = []
    for line in text.splitlines():
        lines += [line[at : at + 16] for at in range(0, len(line), 16)]
    made, pages = "", []
    for number, at in enumerate(range(0, len(lines), 12), start=1):
        page = "\n".join([*lines[at : at + 12], f"- {number} -"]) + "\n"
        pages.append(PageSpan(number=number, start=len(made), end=len(made) + len(page)))
        made += page
    return RawText(text=made, reader="pdf", pages=tuple(pages))


@pytest.mark.parametrize("form", [as_text, as_word, as_word_with_styles, as_pdf])
@pytest.mark.parametrize(
    ("text", "paths"), [(SUMMARY, SUMMARY_PATHS), (POLICY, POLICY_PATHS)], ids=["summary", "policy"]
)
def test_paths_are_the_same_in_every_format(
    tmp_path: Path, form: Callable[[Path, str], RawText], text: str, paths: Paths
) -> None:
    (content,) = read_documents(form(tmp_path, text), name="某文件", source_key="k", file_hash="ab" * 32)
    assert {words: path_of(content, words) for words in paths} == paths


@pytest.mark.parametrize(
    ("file", "paths"),
    [
        (
            "天津市东丽区科学技术局2023年工作总结和2024年工作安排.pdf",
            {"天津市东丽区科学技术局": ()},
        ),
    ],
)
def test_a_real_pdf_has_its_title_above_all_headings(examples: Path, file: str, paths: Paths) -> None:
    (content,) = read_documents(read_file(examples / file), name=file, source_key="k", file_hash="ab" * 32)
    assert content.chunks[0].heading == () and content.chunks[0].page == 1
    assert {chunk.page for chunk in content.chunks} == {1, 2}
    assert len({chunk.heading for chunk in content.chunks}) > 8


def test_sections_hold_what_stands_under_them() -> None:
    document = read(SUMMARY).document
    by_path = {tuple(map(fold, section.path)): section for section in document.sections}
    outer, inner = by_path[("一、2023年工作总结",)], by_path[("一、2023年工作总结", "(一)企业培育")]
    assert document.text[outer.start :].startswith("一、2023")
    assert document.text[outer.end :].startswith("二、下一步")
    assert outer.start < inner.start < inner.end < outer.end
    assert document.text[inner.end :].startswith(wide("(二)"))
    assert (outer.level, inner.level) == (1, 2)
    assert [section.start for section in document.sections] == sorted(section.start for section in document.sections)


def test_a_statement_with_a_number_is_no_heading() -> None:
    content = read(wide("甲县2023年工作总结\n一、工作\n1.新增高新技术企业47家,同比增长5%\n2.技术合同12.93亿元\n"))
    assert {path for chunk in content.chunks if (path := chunk.heading)} == {("一、工作",)}


def test_markdown_headings() -> None:
    content = read("# 甲县办法\n\n## 总则\n\n细项甲适用。\n\n### 范围\n\n细项乙适用。\n\n## 附则\n\n细项丙施行。\n")
    assert path_of(content, "细项甲") == ("总则",)
    assert path_of(content, "细项乙") == ("总则", "范围")
    assert path_of(content, "细项丙") == ("附则",)
    assert content.document.metadata.title.value == "甲县办法"


def test_headings_that_the_file_marks_without_numbers() -> None:
    text = "甲县办法\n总则\n细项甲适用。\n范围\n细项乙适用。\n附则\n细项丙施行。\n"
    marks = {"甲县办法": 0, "总则": 1, "范围": 2, "附则": 1}
    hints = tuple(
        HeadingHint(start=text.index(words + "\n"), end=text.index(words + "\n") + len(words), level=level)
        for words, level in marks.items()
    )
    content = read(text, headings=hints)
    assert [path_of(content, words) for words in ("细项甲", "细项乙", "细项丙")] == [
        ("总则",), ("总则", "范围"), ("附则",)
    ]  # fmt: skip


def test_a_plain_line_that_opens_the_plans_is_a_heading() -> None:
    content = read("甲县2023年工作总结\n一、工作\n细项甲完成。\n2024年工作安排建议\n一、企业\n细项乙推进。\n")
    assert path_of(content, "细项甲") == ("一、工作",)
    assert path_of(content, "细项乙") == ("2024年工作安排建议", "一、企业")


@pytest.mark.parametrize("numbers", [("1.", "2.", "3."), ("一、", "二、", "三、"), ("问:", "问:", "问:"), ("", "", "")])
def test_a_question_is_the_heading_of_its_reply(numbers: tuple[str, ...]) -> None:
    asked = [
        f"{number}{words}?"
        for number, words in zip(
            numbers, ("2025年度的补助有多少,怎么算", "年满45周岁的个人能申请吗", "到哪里办理"), strict=True
        )
    ]
    replies = ("答:细项甲20万元。", "答:细项乙可以申请。\n另需提交细项丁。", "答:细项丙窗口。")
    text = "".join(f"{a}\n{b}\n" for a, b in zip(asked, replies, strict=True))
    content = read(wide(f"甲县科技补助问答\n发布日期:2025-03-01\n{text}"))
    for question, words in zip(asked, ("细项甲", "细项乙", "细项丙"), strict=True):
        assert path_of(content, words) == (question,)
        (chunk,) = (chunk for chunk in content.chunks if words in chunk.text)
        assert chunk.text.startswith(wide(question))
    assert path_of(content, "细项丁") == (asked[1],)


def test_a_question_without_a_reply_is_no_heading() -> None:
    content = read(wide("甲县工作总结\n一、问题\n怎样把企业留住?\n我们细项甲研究了三次。\n"))
    assert path_of(content, "细项甲") == ("一、问题",)


def items(count: int, length: int = 20) -> str:
    numbers = "一二三四五六七八九十"
    return "".join(f"({numbers[n]})细项{numbers[n]}{'在本县注册' * (length // 5)};\n" for n in range(count))


@pytest.mark.parametrize(
    "lead", ["第四条 申请企业应当符合下列条件:", "申报材料如下:", "申请企业应当同时具备以下条件。", "1.申报材料:"]
)
def test_a_short_list_stays_with_its_lead_in(lead: str) -> None:
    body = items(4) if not lead.startswith("1.") else items(4).replace("(", "(").replace("一", "1")
    if lead.startswith("1."):
        body = "".join(f"({n})细项{n}在本县注册;\n" for n in range(1, 5))
    content = read(wide(f"甲县办法\n第一章 总则\n{lead}\n{body}第五条 其他事项。\n"))
    (chunk,) = (chunk for chunk in content.chunks if lead[:5] in fold(chunk.text))
    assert fold(chunk.text).count("细项") == 4 and len(chunk.text) <= 600
    assert "其他事项" not in chunk.text


def test_the_items_of_a_long_list_carry_its_lead_in() -> None:
    content = read(wide(f"甲县办法\n第四条 申请企业应当符合下列条件:\n{items(10, 90)}第五条 其他事项。\n"))
    found = [chunk for chunk in content.chunks if "细项" in chunk.text]
    assert len(found) > 3
    for chunk in found:
        assert "应当符合下列条件" in " ".join(chunk.heading) or "应当符合下列条件" in chunk.text
        assert fold(chunk.heading[0]).startswith("第四条")


def test_points_inside_a_paragraph_stand_alone() -> None:
    text = wide("甲县2023年工作总结\n一、工作\n主要做了三件事。一是细项甲47家;二是细项乙12家;三是细项丙3家。\n")
    content = read(text)
    assert [chunk.text for chunk in content.chunks][-3:] == [
        wide("一是细项甲47家;"), wide("二是细项乙12家;"), "三是细项丙3家。"
    ]  # fmt: skip


def test_points_with_a_lead_in_stay_with_it() -> None:
    text = wide("甲县2023年工作总结\n一、工作\n重点抓好如下工作:一是细项甲47家;二是细项乙12家;三是细项丙3家。\n")
    assert fold(read(text).chunks[-1].text).count("细项") == 3


def test_points_are_found_across_line_breaks() -> None:
    text = "甲县2023年工作总结\n一、工作\n"
    text += "全县上下共同努力完成各项工作任务。一\n是细项甲新增四十七家高新技术企业。二是\n细项乙入库。\n"
    content = read(text, pages=(PageSpan(number=1, start=0, end=len(text)),))
    assert [clean_chunk(chunk).text for chunk in content.chunks][-2:] == [
        "一是细项甲新增四十七家高新技术企业。", "二是细项乙入库。"
    ]  # fmt: skip


def test_a_heading_with_nothing_under_it_does_not_slip_under_the_next() -> None:
    content = read(
        wide(
            "甲县办法\n一、总则\n(一)目的\n(二)范围\n细项甲适用。\n二、标准\n三、附则\n"
            "第九条 本办法自发布之日起施行。\n附件\n细项乙。\n"
        )
    )
    assert [(fold(" > ".join(chunk.heading)), fold(chunk.text)) for chunk in content.chunks][1:] == [
        ("一、总则", "一、总则\n(一)目的"),
        ("一、总则 > (二)范围", "(二)范围\n细项甲适用。"),
        ("", "二、标准\n三、附则"),
        ("第九条", "第九条 本办法自发布之日起施行。"),
        ("附件", "附件\n细项乙。"),
    ]


def test_one_point_is_no_list() -> None:
    content = read("甲县2023年工作总结\n一、工作\n完成任务。一是一二是二。新增47家。\n")
    assert content.chunks[-1].text.endswith("新增47家。")


def test_a_table_stays_whole_under_its_heading(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲县办法")
    document.add_paragraph("一、支持标准")
    rows: Sequence[Sequence[str]] = (("等级", "金额"), ("一等", "20万元"), ("二等", "10万元"))
    table = document.add_table(rows=3, cols=2)
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("二、附则")
    document.add_paragraph("细项甲施行。")
    document.save(str(tmp_path / "a.docx"))
    (content,) = read_documents(read_file(tmp_path / "a.docx"), name="a.docx", source_key="k", file_hash="ab" * 32)
    (chunk,) = (chunk for chunk in content.chunks if "20万元" in chunk.text)
    assert chunk.heading[0] == "一、支持标准" and "等级" in chunk.heading[-1]
    assert "一等" in chunk.text and "10万元" in chunk.text and "施行" not in chunk.text
    assert path_of(content, "细项甲") == ("二、附则",)


def test_a_heading_with_nothing_under_it_is_text_all_the_same() -> None:
    content = read("甲县办法\n一、总则\n细项甲适用。\n二、附则\n")
    assert content.chunks[-1].text == "二、附则"
    assert content.chunks[-1].heading == ()


def test_items_without_end_marks_stay_with_the_heading_that_leads_into_them() -> None:
    content = read(wide("甲县办法\n第一条 应提交下列材料:\n1. 申请表\n2. 营业执照\n3. 审计报告\n第二条 其他。\n"))
    (chunk,) = (chunk for chunk in content.chunks if "申请表" in chunk.text)
    assert "审计报告" in chunk.text and "其他" not in chunk.text
    assert tuple(map(fold, chunk.heading)) == ("第一条 应提交下列材料",)


def test_a_table_of_contents_is_a_chunk_of_its_own() -> None:
    content = read(wide("甲县办法\n目录\n一、总则\n二、附则\n一、总则\n细项甲。\n二、附则\n细项乙。\n"))
    assert [fold(chunk.text) for chunk in content.chunks] == [
        "甲县办法\n目录\n一、总则\n二、附则", "一、总则\n细项甲。", "二、附则\n细项乙。"
    ]  # fmt: skip


def test_points_in_paragraphs_of_their_own_all_have_their_headings() -> None:
    content = read(
        wide("甲县2023年工作总结\n一、工作\n一是抓企业。新增47家。\n二是抓平台。新增2个。\n三是抓人才。引进3人。\n")
    )
    assert [chunk.heading[-1] for chunk in content.chunks[1:]] == ["一是抓企业", "二是抓平台", "三是抓人才"]


def test_numbered_rows_of_a_table_in_plain_text_are_no_headings() -> None:
    rows = "类别 | 涨幅 |\n一、肉类 | 2.1 |\n猪肉 | -3 |\n二、家电 | 0.4 |\n"
    content = read(f"甲县2023年物价公报\n一、物价\n{rows}二、就业\n就业稳定。\n")
    assert path_of(content, "猪肉") == ("一、物价",)
    assert path_of(content, "家电") == ("一、物价",)
    assert path_of(content, "就业稳定") == ("二、就业",)
