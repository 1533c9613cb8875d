"""Chunks of any document: verbatim, in order, whole sentences, one heading path each, nothing lost."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from docs_store.textnorm import clean, clean_chunk, fold
from docs_store.types import Chunk, Document, DocumentContent, PageSpan, Status
from ingest.chunking import LIST_LIMIT, LONGEST
from ingest.readers import read_file
from ingest.readers.base import RawText
from ingest.reading import read_documents

_NUMBERS = "一二三四五六七八九"
_CLOSED = re.compile(r"[。!?;:][”’」』)】]*$")


def wide(text: str) -> str:
    """ASCII punctuation as the full-width forms that Chinese text has."""
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in ",;:!?()"})


def read(raw: RawText) -> list[DocumentContent]:
    return read_documents(raw, name="某文件.txt", source_key="k", file_hash="ab" * 32)


# --- what holds for every document -----------------------------------------------------------------------------


def check(content: DocumentContent) -> None:
    document, chunks = content.document, content.chunks
    for ordinal, chunk in enumerate(chunks, start=1):
        assert chunk.text == document.text[chunk.start : chunk.end] == chunk.text.strip() != ""
        assert (chunk.ordinal, chunk.document_id) == (ordinal, document.id)
        assert all(chunk.start <= a <= b <= chunk.end for a, b in chunk.removed)
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(chunks))
    check_cover(document, chunks)
    check_boundaries(document, chunks)
    check_headings(document, chunks)
    check_layout(document)


def check_cover(document: Document, chunks: tuple[Chunk, ...]) -> None:
    """Together the chunks hold every character but white space and what was removed."""
    left = list(document.text)
    for chunk in chunks:
        left[chunk.start : chunk.end] = " " * (chunk.end - chunk.start)
    for start, end in document.removed:
        left[start:end] = " " * (end - start)
    assert not "".join(left).strip()


def check_boundaries(document: Document, chunks: tuple[Chunk, ...]) -> None:
    """Between two chunks a sentence or a line ends."""
    for chunk, after in itertools.pairwise(chunks):
        reading = clean_chunk(chunk).text
        between = clean(document.text[chunk.end : after.start], start=chunk.end, removed=document.removed).text
        assert "\n" in between or _CLOSED.search(fold(reading)), f"broken after {reading[-20:]!r}"


def check_headings(document: Document, chunks: tuple[Chunk, ...]) -> None:
    """No heading begins inside a chunk, save those of its own path that open it."""
    for section in document.sections:
        for chunk in chunks:
            if chunk.start < section.start < chunk.end:
                path = chunk.heading[: len(section.path)]
                assert section.path == path, f"{section.path} begins inside a chunk of {chunk.heading}"


def check_layout(document: Document) -> None:
    size = len(document.text)
    assert all(0 <= s.start < s.end <= size and s.level == len(s.path) for s in document.sections)
    assert all(0 <= a < b <= size for a, b in document.removed)
    assert all(0 <= page.start <= page.end <= size for page in document.pages)


# --- documents made of known sentences -------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A document, and for each of its sentences the headings it stands under."""

    lines: tuple[str, ...]
    sentences: dict[str, tuple[str, ...]]


STYLES = {
    "report": ("{}、分类{}", "({})小项{}", "{}.细类{}", "({})末类{}"),
    "law": ("第{}章 分类{}", "第{}节 小项{}", "第{}条【条目{}】", "({})末类{}"),
}


@st.composite
def documents(draw: st.DrawFn) -> Made:
    style = draw(st.sampled_from(sorted(STYLES)))
    lines = ["甲县某某工作办法"]
    sentences: dict[str, tuple[str, ...]] = {}

    def paragraph(path: tuple[str, ...], opening: str = "") -> str:
        words = opening
        for _ in range(draw(st.integers(1, 7))):
            number = (
                f"{_NUMBERS[len(sentences) // 81]}{_NUMBERS[len(sentences) // 9 % 9]}{_NUMBERS[len(sentences) % 9]}"
            )
            end = draw(st.sampled_from("。;!" if words else "。"))
            sentence = wide(f"甲乙丙{number}丁{'戊己,庚辛' * draw(st.integers(0, 18))}壬{end}")
            sentences[sentence] = path
            words += sentence
        return words

    def part(level: int, path: tuple[str, ...]) -> None:
        for n in range(draw(st.integers(1, 3))):
            mark = STYLES[style][level]
            number = str(n + 1) if (style, level) in (("report", 2), ("report", 3), ("law", 3)) else _NUMBERS[n]
            heading = mark.format(number, "子丑寅卯"[level] + _NUMBERS[n])
            inner = (*path, heading.replace("【", " ").replace("】", ""))
            if "【" in heading:
                lines.append(paragraph(inner, heading))
            else:
                lines.append(heading)
                if draw(st.booleans()) or level == 3:
                    lines.extend(paragraph(inner) for _ in range(draw(st.integers(1, 3))))
            if level < 3 and draw(st.booleans()):
                part(level + 1, inner)
            elif lines[-1] == heading:
                lines.append(paragraph(inner))

    if draw(st.booleans()):
        lines.append(paragraph(()))
    part(0, ())
    return Made(tuple(map(wide, lines)), sentences)


def check_sentences(content: DocumentContent, made: Made) -> None:
    """Each sentence stands whole in one chunk, under its own headings."""
    readings = [(chunk, clean_chunk(chunk).text) for chunk in content.chunks]
    for sentence, path in made.sentences.items():
        (chunk,) = (chunk for chunk, reading in readings if sentence in reading)
        assert tuple(map(fold, chunk.heading)) == path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents(), gap=st.sampled_from(["\n", "\n\n", "\r\n", "\n\u3000\u3000"]))
def test_a_document_of_known_sentences(made: Made, gap: str) -> None:
    (content,) = read(RawText(text=gap.join(made.lines), reader="text"))
    check(content)
    check_sentences(content, made)
    for chunk in content.chunks:
        assert len(clean_chunk(chunk).text) <= LONGEST


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents(), width=st.integers(24, 40), rows=st.integers(8, 30))
def test_the_same_as_pages_with_broken_lines(made: Made, width: int, rows: int) -> None:
    lines = []
    for line in made.lines:
        line = line if line.startswith(("第", wide("("))) or "、" in line[:3] else f"\u3000\u3000{line}"
        lines += [line[at : at + width] for at in range(0, len(line), width)]
    text, pages = "", []
    for number, at in enumerate(range(0, len(lines), rows), start=1):
        page = "\n".join([*lines[at : at + rows], f"— {number} —"]) + "\n"
        pages.append(PageSpan(number=number, start=len(text), end=len(text) + len(page)))
        text += page
    (content,) = read(RawText(text=text, reader="pdf", pages=tuple(pages)))
    check(content)
    numbers = {chunk.page for chunk in content.chunks}
    assert numbers <= set(range(1, len(pages) + 1))
    for chunk in content.chunks:
        page = next(page for page in pages if page.number == chunk.page)
        assert page.start <= chunk.start < page.end
        assert "—" not in clean_chunk(chunk).text


# --- documents made of anything --------------------------------------------------------------------------------

_MARKS = [
    "一、",
    "二、",
    "(一)",
    "(二)",
    "1.",
    "2、",
    "(1)",
    "①",
    "第一条 ",
    "第二章 ",
    "附件",
    "一是",
    "二是",
    "三是",
    "# ",
    "## ",
    "",
    "",
    "",
    "",
]
_WORDS = [
    "总则", "支持对象", "企业在本县注册", "新增高新技术企业47家",
    "符合下列条件", "材料如下", "存在问题", "下一步打算", "2024年工作安排",
    "“双创”", "(试行)", "《办法》", "72。5万元", "作文网 zuowen.com", "甲" * 150, "一是", "二是抓落实",
    "— 1 —", "(", ")", "“", "”", "  ", "\u3000",
]  # fmt: skip
_LINE = st.builds(
    lambda mark, parts: mark + "".join(parts),
    st.sampled_from(_MARKS),
    st.lists(
        st.builds(str.__add__, st.sampled_from(_WORDS), st.sampled_from(["", "。", ";", ":", ",", "!"])), max_size=8
    ),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(rows=["第一条 ", "第一条 支持对象72。5万元。总则", "一、", "第一条 "], reader="text", blank=False)
@given(rows=st.lists(_LINE, max_size=25), reader=st.sampled_from(["text", "pdf"]), blank=st.booleans())
def test_a_document_of_anything(rows: list[str], reader: str, blank: bool) -> None:
    text = wide(("\n\n" if blank else "\n").join(rows))
    contents = read(RawText(text=text, reader=reader))
    assert len({content.document.id for content in contents}) == len(contents)
    for content in contents:
        check(content)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_at_all(text: str) -> None:
    for content in read(RawText(text=text, reader="text")):
        check(content)


# --- particular ones -------------------------------------------------------------------------------------------


def test_neighbouring_short_paragraphs_share_a_chunk() -> None:
    (content,) = read(RawText(text="甲县办法\n一、总则\n甲乙丙。\n丁戊己。\n二、附则\n庚辛壬。\n", reader="text"))
    assert [chunk.text for chunk in content.chunks] == [
        "甲县办法",
        "一、总则\n甲乙丙。\n丁戊己。",
        "二、附则\n庚辛壬。",
    ]


def test_a_numbered_line_goes_with_what_follows_it() -> None:
    text = "甲县办法\n一、总则\n甲企业新增47家。\n6.新增专利20件的企业\n庚辛壬。\n7.新增专利30件的企业\n癸子丑。\n"
    (content,) = read(RawText(text=text, reader="text"))
    assert [chunk.text for chunk in content.chunks] == [
        "甲县办法",
        "一、总则\n甲企业新增47家。",
        "6.新增专利20件的企业\n庚辛壬。",
        "7.新增专利30件的企业\n癸子丑。",
    ]


@pytest.mark.parametrize("count", [2, 5, 9])
def test_a_list_up_to_the_limit_is_one_chunk(count: int) -> None:
    items = "".join(f"({_NUMBERS[n]})在青禾县注册并依法纳税的企业{'以及其他单位' * 6};\n" for n in range(count))
    text = wide(f"甲县办法\n一、条件\n申请企业应当符合下列条件:\n{items}二、附则\n施行。\n")
    (content,) = read(RawText(text=text, reader="text"))
    (chunk,) = (chunk for chunk in content.chunks if "下列条件" in chunk.text)
    assert fold(chunk.text).count("在青禾县注册") == count and len(chunk.text) <= LIST_LIMIT


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "各有关单位要加强组织领导，确保各项任务落到实处。"
    (content,) = read(RawText(text=f"甲县办法\n一、要求\n{sentence * 40}\n", reader="text"))
    assert len(content.chunks) > 3
    for chunk in content.chunks[1:]:
        assert chunk.text.endswith("落到实处。") and len(chunk.text) <= 250


def test_a_part_is_cut_where_a_report_turns_to_the_year_ahead() -> None:
    text = wide("2024年甲县政府工作报告\n修路8公里。植树90亩。今年是关键之年。我们要建桥3座。\n植树80亩。\n")
    (content,) = read(RawText(text=text, reader="text"))
    assert [(fold(chunk.text).split("\n")[-1][-6:], chunk.years, chunk.status) for chunk in content.chunks] == [
        ("植树90亩。", (2023,), Status.ACTUAL),
        ("植树80亩。", (2024,), Status.TARGET),
    ]
    assert [(f.indicator, f.period, f.status) for f in content.figures] == [
        ("修路", "2023", "actual"),
        ("植树", "2023", "actual"),
        ("建桥", "2024", "target"),
        ("植树", "2024", "target"),
    ]


@pytest.mark.parametrize("site", ["作文网 zuowen.com", "(www.zuowen.com)"])
def test_a_point_may_begin_behind_what_was_removed(site: str) -> None:
    def points(between: str) -> list[tuple[tuple[str, ...], str]]:
        text = wide(f"甲县工作总结\n一、成效\n一是抓企业。新增47家。{between}二是抓平台。{between}三是抓人才。\n")
        (content,) = read(RawText(text=text, reader="text"))
        return [(chunk.heading, clean_chunk(chunk).text.strip()) for chunk in content.chunks]

    assert [heading[1:] for heading, _ in points("")][1:] == [("一是抓企业",), (), ()]
    assert points(site) == points("")


@pytest.mark.parametrize("gap", ["\n\n", "\n\u3000\u3000", "\n\n\u3000\u3000"])
def test_space_between_paragraphs_moves_no_boundary(gap: str) -> None:
    sentences = [f"甲企业第{n}个项目新增产值{n}万元{'并稳定运行' * (n % 7)}。" for n in range(1, 60)]

    def chunks(between: str) -> list[str]:
        (content,) = read(RawText(text=wide(between.join(["甲县办法", "一、总则", *sentences])), reader="text"))
        return ["".join(clean_chunk(chunk).text.split()) for chunk in content.chunks]

    assert len(chunks("\n")) > 5
    assert chunks(gap) == chunks("\n")


def test_a_list_is_kept_or_parted_by_its_words_not_by_its_line_breaks() -> None:
    items = [f"({_NUMBERS[n]})在青禾县注册并依法纳税的企业{'以及其他各类创新主体和单位' * 4};" for n in range(8)]

    def chunks(width: int) -> list[str]:
        lines = ["甲县办法", "一、条件", "申请企业应当符合下列条件:", *items, "二、附则", "施行。"]
        broken = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
        (content,) = read(RawText(text=wide("\n".join(broken)), reader="text"))
        return ["".join(clean_chunk(chunk).text.split()) for chunk in content.chunks]

    assert chunks(22) == chunks(200)


def test_a_table_is_cut_between_rows() -> None:
    from ingest.readers.base import TableSpan

    header = "项目 | 金额\n"
    rows = "".join(f"第{n}类项目名称 | 最高{n}万元\n" for n in range(60))
    text = f"甲县办法\n一、标准\n{header}{rows}二、附则\n施行。\n"
    start = text.index(header)
    table = TableSpan(start=start, end=start + len(header + rows), header_end=start + len(header))
    (content,) = read(RawText(text=text, reader="docx", tables=(table,)))
    check(content)
    found = [chunk for chunk in content.chunks if "类项目" in chunk.text]
    assert len(found) > 1
    for chunk in found:
        assert chunk.heading == ("一、标准", "项目 | 金额")
        assert chunk.text.endswith("万元") and chunk.text.startswith(("第", "一、标准"))


@cache
def sample(path: Path) -> list[DocumentContent]:
    return read_documents(read_file(path), name=path.name, source_key="k", file_hash="ab" * 32)


def test_the_sample_library(examples: Path) -> None:
    for path in sorted(examples.iterdir()):
        for content in sample(path):
            check(content)


def test_the_work_summaries(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "work_summaries").iterdir()):
        contents = sample(path)
        assert len(contents) == 3
        for content in contents:
            check(content)


@pytest.mark.parametrize("folder", ["notices", "laws"])
def test_other_documents(shared: Path, folder: str) -> None:
    for path in sorted((shared / "corpus" / folder).iterdir())[::5]:
        for content in sample(path):
            check(content)
