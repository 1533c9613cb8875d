"""Markdown: headings, tables of both kinds, and what programs that read scans put into it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import RawText, format_of, read_file
from ingest.readers._latex import plain_math
from ingest.reading import read_documents


def read(tmp_path: Path, text: str) -> RawText:
    path = tmp_path / "甲.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def test_headings(tmp_path: Path) -> None:
    raw = read(tmp_path, "# 上海市条例\r\n\r\n## 第一章　总则\n\n正文 # 不是\n```\n# 代码\n```\n### 第一节\n#标签\n")
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [
        ("# 上海市条例", 0),
        ("## 第一章　总则", 1),
        ("### 第一节", 2),
    ]
    assert [h.level for h in read(tmp_path, "# 一\n正文\n# 二\n").headings] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "# 办法\n\n第一条 增长<5%，a<b>0时，按<企业名称>填写。\n",
        "* 一\n  - 二 & 三\n\n\n> 引用 R&D\n\n---\n没有换行",
        "每件$500 和 $600 之间，`<b>代码</b>` 与 `$x^2$` 不变。\n",
        "```html\n<table><tr><td>代码</td></tr></table>\n$3 \\%$\n```\n",
        "~~~\n<br>\n```\n~~~\n后 | 面\n",
    ],
)
def test_what_is_plain_stays_as_it_is(tmp_path: Path, text: str) -> None:
    raw = read(tmp_path, text)
    assert raw.text == text and raw.tables == () and raw.warnings == () and raw.reader == "markdown"


# --- tables


def rows(raw: RawText) -> list[list[str]]:
    return [raw.text[table.start : table.end].splitlines() for table in raw.tables]


@pytest.mark.parametrize("around", ["{}", "<html><body>{}</body></html>", "<div align='center'>\n\n{}\n\n</div>"])
def test_tables_of_html(tmp_path: Path, around: str) -> None:
    table = (
        "<table><tr><td rowspan=2>档次</td><td colspan=2>补贴</td></tr>\n<tr><td>标准</td><td>次数</td></tr>"
        "<tr><td rowspan=\"2\">甲类</td><td>$1 5 \\%$</td><td>2次</td></tr><tr><td>8万元</td><td>1次</td></tr></table>"
    )  # fmt: skip
    raw = read(tmp_path, f"# 补贴细则\n\n二、标准如下：\n\n{around.format(table)}\n三、本细则自印发之日起施行。\n")
    assert rows(raw) == [["档次 | 补贴 标准 | 补贴 次数", "甲类 | 15% | 2次", "甲类 | 8万元 | 1次"]]
    table_span = raw.tables[0]
    assert raw.text[table_span.start : table_span.header_end] == "档次 | 补贴 标准 | 补贴 次数"
    assert "<" not in raw.text
    filled = [line for line in raw.text.splitlines() if line]
    assert filled[:2] == ["# 补贴细则", "二、标准如下："] and filled[5:] == ["三、本细则自印发之日起施行。"]


def test_several_tables_and_what_stands_between(tmp_path: Path) -> None:
    one = "<TABLE border=1><tr><th>项目</th><th>金额</th></tr><tr><td>{}</td><td>20万元</td></tr></TABLE>"
    raw = read(tmp_path, f"前{one.format('甲')}中<br>间{one.format('乙<b>丙</b>')}\n后\n{one.format('丁')}")
    assert raw.text.splitlines() == [
        "前", "项目 | 金额", "甲 | 20万元", "中", "间", "项目 | 金额", "乙丙 | 20万元", "后", "项目 | 金额",
        "丁 | 20万元",
    ]  # fmt: skip
    assert len(raw.tables) == 3


def test_a_table_that_is_not_closed_ends_at_an_empty_line(tmp_path: Path) -> None:
    raw = read(tmp_path, "前\n<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>20万元\n\n第二条 正文。\n")
    assert raw.text.splitlines() == ["前", "项目 | 金额", "甲 | 20万元", "", "第二条 正文。"]


@pytest.mark.parametrize(
    "table",
    [
        "| 类别 | 标准 |\n| --- | ---: |\n| 甲 | 3万元 |\n| 乙 | $4 0 \\%$ |",
        "类别 | 标准\n:--|:-:\n甲 | 3万元\n乙|40\\%",
        "|类别|标准|\n|-|-|\n|<b>甲</b>|3万元|\n|乙|![](a.png)40%|",
    ],
)
def test_tables_with_bars(tmp_path: Path, table: str) -> None:
    raw = read(tmp_path, f"第一条 如下：\n\n{table}\n\n第二条 其他。\n")
    assert rows(raw) == [["类别 | 标准", "甲 | 3万元", "乙 | 40%"]]
    assert raw.text[raw.tables[0].start : raw.tables[0].header_end] == "类别 | 标准"
    assert raw.text.endswith("\n\n第二条 其他。\n")


def test_what_is_quoted_stands_in_the_text(tmp_path: Path) -> None:
    table = "<table><tr><td>类别</td><td>标准</td></tr><tr><td>甲</td><td>$3 0 \\%$</td></tr></table>"
    raw = read(tmp_path, f"# 青禾县补贴办法\n\n第一条 面积 $5 0 0 \\mathrm{{~m}}^2$ 以上。\n\n{table}\n\n第二条 完。\n")
    (content,) = read_documents(raw, name="甲.md", source_key="甲", file_hash="0")
    said = [content.document.text[chunk.start : chunk.end] for chunk in content.chunks]
    assert any("面积 500 ㎡ 以上" in words for words in said) and any("甲 | 30%" in words for words in said)


# --- tags, pictures, what nobody sees


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲\n<div style='text-align: center;'><img src='a.jpg' alt='Image'></div>\n乙", ["甲", "乙"]),
        ("甲\n![](images/0a1b.jpg)\n乙 ![图1](b.png)丙", ["甲", "乙 丙"]),
        ("![补贴流程示意图](c.jpg)", ["补贴流程示意图"]),
        ("第一条<br/>第二条<BR>第三条", ["第一条", "第二条", "第三条"]),
        ("<p>甲</p><p align=\"right\">乙</p>", ["甲", "乙"]),
        ("<h2>总则</h2>\n甲", ["## 总则", "甲"]),
        ("<span class='x'>给予<strong>20</strong>万元</span><font color=red>补助</font>", ["给予20万元补助"]),
        ("10<sup>4</sup>吨，60m<sup>2</sup>，CO<sub>2</sub>，说明<sup>[1]</sup>", ["10⁴吨，60㎡，CO2，说明[1]"]),
        ("甲&nbsp;乙&lt;丙&#20803;&copy2;", ["甲\xa0乙<丙元&copy2;"]),
        ("甲<!-- 注 -->乙\n<!--\n多行\n-->\n丙", ["甲乙", "丙"]),
        ("<style>\n.a { }\n</style>\n甲<script>f()</script>", ["甲"]),
        ("涨幅 \\< 5\\%，见附件\\_1\\.", ["涨幅 < 5%，见附件_1."]),
    ],
)  # fmt: skip
def test_tags_and_pictures(tmp_path: Path, text: str, lines: list[str]) -> None:
    assert read(tmp_path, text).text.splitlines() == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='font-size:0'>藏起来的话</span>",
        "<div hidden><p>藏起来</p><div>的话</div></div>",
        "<p style=\"display: none\">藏起来的话</p>",
        "<table><tr><td>甲</td><td style='display:none'>藏起来的话</td></tr></table>",
    ],
)  # fmt: skip
def test_what_nobody_sees(tmp_path: Path, hidden: str) -> None:
    raw = read(tmp_path, f"第一条 给予补助。\n{hidden}\n第二条 完。")
    assert "藏" not in raw.text and raw.text.startswith("第一条") and raw.text.endswith("第二条 完。")
    assert raw.warnings == ("5 characters that nobody sees are left out.",)


# --- formulas


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        (r"$3 0 \%$", "30%"),
        (r"$ 12. 5 \% $", "12.5%"),
        (r"$500 \mathrm{~m}^2$", "500 ㎡"),
        (r"$5 0 0 ~ \mathrm { m } ^ { 2 }$", "500 ㎡"),
        (r"$1 0 \mathrm{k m}^{2}$", "10km²"),
        (r"$1 0 ^ { 4 }$", "10⁴"),
        (r"$10^{-3}$", "10⁻³"),
        (r"$\geq 3 0 0$", "≥300"),
        (r"$2 0 \sim 3 0$", "20~30"),
        (r"$1 , 0 0 0 \times 2$", "1,000×2"),
        (r"$-1 5 ^ { \circ } \mathrm { C }$", "-15°C"),
        (r"$20 \text{ 万元}$", "20 万元"),
        (r"$\text{CO}_2$", "CO2"),
        (r"$\mathrm{PM}_{2.5}\leqslant 35$", "PM2.5≤35"),
        (r"$\textcircled{3}$", "③"),
        (r"$^{[1]}$", "[1]"),
        (r"$\frac{1}{3}$", "1/3"),
        (r"$\frac{a+b}{2}$", "(a+b)/2"),
        (r"$\left( 1 \right)$", "(1)"),
        (r"$2024$", "2024"),
        ("$$\n5 0 \\%\n$$", "50%"),
        (r"\(3 0 \%\)", "30%"),
        (r"\[S \leq 1 0 0\]", "S≤100"),
    ],
)
def test_formulas(formula: str, plain: str) -> None:
    assert plain_math(f"比例{formula}。") == f"比例{plain}。"


@pytest.mark.parametrize(
    "text",
    [
        "收费$500 和 $600", "US$5-$6", "$100 million", "每户$20，另加$30。", r"$\begin{matrix} 1 \end{matrix}$",
        r"$\foo{2}$", r"$a & b$", r"$\frac{1}$", r"$}{$", r"\$5 and \$6", "$" + "{" * 90 + "1" + "}" * 90 + "$",
    ],
)  # fmt: skip
def test_what_is_no_simple_formula_stays(text: str) -> None:
    assert plain_math(text) == text


# --- bounds


def test_pictures_alone_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, "![](a.jpg)\n\n<img src='b.jpg'>\n")
    assert caught.value.code == "no_text" and caught.value.remedy


def test_markdown_that_begins_with_a_table_is_markdown(tmp_path: Path) -> None:
    path = tmp_path / "甲.md"
    path.write_text("<html><body><table><tr><td>甲</td><td>乙</td></tr></table></body></html>\n\n# 标题\n")
    assert format_of(path) == ".md"
    path.write_text("<!DOCTYPE html><html><body><p>甲</p></body></html>")
    assert format_of(path) == ".html"


@pytest.mark.parametrize(
    "piece",
    [
        "<table>", "</table>", "<table><tr><td>", "<span style='font-size:0'>", "<!--", "$", "$1 ", "![", "![a](", "|",
        "|-|-|\n", "| a | b |\n|-|-|\n", "```\n", "<b", "<br>", "&#", "\\(", "\\[1", "`", "<style>", "<p hidden>x</p>",
    ],
)  # fmt: skip
def test_text_made_to_be_slow(tmp_path: Path, piece: str) -> None:
    started = time.perf_counter()
    try:
        read(tmp_path, "第一条 话。\n\n" + piece * (200_000 // len(piece)))
    except UnreadableFileError as error:
        assert error.code in ("damaged", "no_text")
    assert time.perf_counter() - started < 10
