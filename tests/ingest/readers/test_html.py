"""HTML: the article and nothing else, whatever it is divided into and however it is encoded."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import RawText, read_file
from ingest.readers.html import read_html

_CHROME = """
<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul>
<form><input name="q" placeholder="请输入关键字"><button>搜索</button></form></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/tz">通知公告</a></div>
"""
_FOOTER = """
<div class="list"><ul><li><a href="/1">关于举办培训班的通知</a></li>
<li><a href="/2">关于公布名单的公告</a></li></ul></div>
<div class="footer"><p>主办单位：青禾县人民政府办公室　网站标识码：0000000000</p></div>
"""
_BODY = """
<p>各乡镇人民政府，县直各单位：</p><p>为了支持企业研发，<b>现将</b>有关事项通知如下。</p>
<p>一、对首次认定的高新技术企业，给予一次性奖励20万元。</p><p>二、申报时间为每年3月1日至4月30日，逾期不予受理。</p>
"""


def page(inner: str, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>通知-青禾县人民政府</title>{head}'
        f"<script>var words = '脚本里的话，不是正文。';</script><style>p {{}}</style></head>"
        f"<body>{_CHROME}{inner}{_FOOTER}</body></html>"
    )


def read(tmp_path: Path, html: str | bytes, name: str = "页面.html") -> RawText:
    path = tmp_path / name
    path.write_bytes(html.encode() if isinstance(html, str) else html)
    return read_file(path)


def test_the_article_without_its_surroundings(tmp_path: Path) -> None:
    raw = read(tmp_path, page(f"<h1>关于支持研发的通知</h1><div class='content'>{_BODY}</div>"))
    assert raw.reader == "html"
    assert raw.text.splitlines() == [
        "关于支持研发的通知",
        "各乡镇人民政府，县直各单位：",
        "为了支持企业研发，现将有关事项通知如下。",
        "一、对首次认定的高新技术企业，给予一次性奖励20万元。",
        "二、申报时间为每年3月1日至4月30日，逾期不予受理。",
    ]
    assert [(raw.text[h.start : h.end], h.level) for h in raw.headings] == [("关于支持研发的通知", 0)]
    assert "of the page's" in raw.warnings[0]


@pytest.mark.parametrize("label", ["相关阅读", "推荐文章：", "热点新闻"])
@pytest.mark.parametrize("tag", ["ul", "div"])
def test_links_to_other_pages_say_nothing_of_this_one(tmp_path: Path, label: str, tag: str) -> None:
    links = "".join(f"<li><a href='/{n}'>青禾县201{n}年企业研究院奖励15万元办法</a></li>" for n in range(2))
    related = f"<div class='r'><h3>{label}</h3><{tag}>{links}</{tag}></div>"
    inner = f"<table><tr><td>{related}</td><td><h2>关于支持研发的通知</h2>{_BODY}</td></tr></table>"
    text = read(tmp_path, page(inner, '<meta name="ArticleTitle" content="关于支持研发的通知">')).text
    assert "15万元" not in text and "20万元" in text and text.count("关于支持研发的通知") == 1


def test_a_part_of_the_text_on_related_documents_stays(tmp_path: Path) -> None:
    said = "申报单位应当同时执行<a href='/1'>青禾县技改办法</a>，不重复享受奖励。"
    inner = f"{_BODY}<h3>相关政策</h3><div><p>{said}</p></div>"
    text = read(tmp_path, page(f"<div class='content'>{inner}</div>")).text
    assert "相关政策\n申报单位应当同时执行青禾县技改办法，不重复享受奖励。" in text


@pytest.mark.parametrize("tools", ["<p>打印本页</p>", "<div>【字号：大 中 小】</div>", "<p>来源：青禾县科学技术局</p>"])
def test_the_title_stands_once_though_buttons_stand_above_it(tmp_path: Path, tools: str) -> None:
    raw = read(tmp_path, page(f"<div class='content'>{tools}<h1>关于支持研发的通知</h1>{_BODY}</div>"))
    assert raw.text.count("关于支持研发的通知") == 1
    assert [h.level for h in raw.headings] == [0]


def test_what_a_government_page_says_of_its_article(tmp_path: Path) -> None:
    head = (
        '<meta name="ArticleTitle" content="关于支持研发的通知"><meta name="PubDate" content="2024-03-05 10:00">'
        '<meta name="ContentSource" content="青禾县科学技术局">'
    )
    raw = read(tmp_path, page(f"<div><h1>关于支持研发的通知</h1><div>{_BODY}</div></div>", head))
    assert raw.text.splitlines()[:3] == [
        "关于支持研发的通知",
        "网页发布日期：2024-03-05",
        "来源：青禾县科学技术局",
    ]
    assert raw.text.count("关于支持研发的通知") == 1


@pytest.mark.parametrize(
    "record",
    [
        "<table><tr><td>索引号：</td><td>000/2024-1</td><td>发布机构：</td><td>青禾县科学技术局</td></tr>"
        "<tr><td>文号：</td><td>青科〔2024〕7号</td><td>成文日期：</td><td>2024-03-01</td></tr></table>",
        "<ul><li>发布机构：青禾县科学技术局</li><li>文 号：<i>青科〔2024〕7号</i></li>"
        "<li>成文日期：2024-03-01</li></ul>",
    ],
    ids=["table", "list"],
)
def test_the_record_beside_the_article(tmp_path: Path, record: str) -> None:
    raw = read(tmp_path, page(f"<div>{record}</div><div class='text'>{_BODY * 3}</div>"))
    assert "文号：青科〔2024〕7号\n" in raw.text and "成文日期：2024-03-01\n" in raw.text
    assert raw.text.count("青科〔2024〕7号") == 1


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("关于支持研发的通知", "\n发布机构："),
        ("青禾县科学技术局关于支持研发的通知", "\n发布机构："),
        ("马鞍山市科学技术局关于支持研发的通知", "\n网页发布机构："),
        ("（转载）关于支持研发的通知", "\n网页发布机构："),
    ],
)
def test_who_passes_a_document_on_is_not_its_issuer(tmp_path: Path, title: str, label: str) -> None:
    record = "<li>发布机构：青禾县科学技术局</li><li>文号：青科〔2024〕7号</li><li>成文日期：2024-03-01</li>"
    head = f'<meta name="ArticleTitle" content="{title}">'
    raw = read(tmp_path, page(f"<div><ul>{record}</ul></div><div class='text'>{_BODY * 3}</div>", head))
    assert f"{label}青禾县科学技术局\n" in raw.text


def test_an_article_of_several_parts_stays_together(tmp_path: Path) -> None:
    raw = read(tmp_path, page(f"<div><div>{_BODY}</div><div><p>青禾县研发补助办法</p>{_BODY * 4}</div></div>"))
    assert raw.text.count("各乡镇人民政府") == 5


def test_the_signature_behind_the_article(tmp_path: Path) -> None:
    signed = f"<div><div>{_BODY * 3}</div><div><p>青禾县科学技术局</p><p>2024年3月1日</p></div></div>"
    assert read(tmp_path, page(signed)).text.endswith("青禾县科学技术局\n2024年3月1日\n")


def test_attachments_are_named(tmp_path: Path) -> None:
    links = (
        '<p><a href="/f/1.docx">附件1 申报表</a></p><div class="more"><a href="/f/2.xlsx?x=1">附件2 汇总表</a></div>'
    )
    text = read(tmp_path, page(f"<div>{_BODY * 2}{links}</div>")).text
    assert "附件1 申报表" in text and "附件2 汇总表" in text


def test_tables_keep_rows_headers_and_merged_cells(tmp_path: Path) -> None:
    table = (
        "<table><tr><th rowspan='2'>地区</th><th colspan='2'>2023年</th></tr><tr><th>产值</th><th>增速</th></tr>"
        "<tr><td rowspan='2'>青禾县</td><td>1.5亿元</td><td>3%</td></tr>"
        "<tr><td>2亿元</td><td><p>4</p><p>%</p></td></tr>"
        "</table>"
    )
    raw = read(tmp_path, page(f"<div>{_BODY}{table}{_BODY}</div>"))
    (found,) = raw.tables
    assert raw.text[found.start : found.header_end] == "地区 | 2023年 产值 | 2023年 增速"
    assert raw.text[found.header_end + 1 : found.end].splitlines() == ["青禾县 | 1.5亿元 | 3%", "青禾县 | 2亿元 | 4 %"]


def test_a_table_that_only_places_things_is_no_table(tmp_path: Path) -> None:
    raw = read(tmp_path, page(f"<table><tr><td><a href='/'>菜单</a></td><td>{_BODY}</td></tr></table>"))
    assert raw.tables == () and "给予一次性奖励20万元。" in raw.text and "菜单" not in raw.text


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gbk"),
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),
        ("big5", "big5"),
        ("x-odd", "gbk"),
        ("hz-gb-2312", "hz"),
        ("iso-8859-1", "gbk"),
        ("windows-1252", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, charset: str, encoding: str) -> None:
    words = "給予獎勵20萬元，申報時間為三月。" if encoding == "big5" else "给予奖励20万元，申报时间为三月。"
    raw = read(tmp_path, f'<html><meta charset="{charset}"><body><p>{words * 3}</p></body></html>'.encode(encoding))
    assert words in raw.text


def test_hidden_parts_and_comments_say_nothing(tmp_path: Path) -> None:
    hidden = "<div style='display: none'><p>看不见的话，看不见。</p></div><!-- 注释里的话。 --><p hidden>也看不见。</p>"
    assert "看不见" not in read(tmp_path, page(f"<div>{_BODY}{hidden}</div>")).text


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        (
            "<p>申报期限为<del>4月1日</del><ins cite='x'>4月20日</ins>前，<s>划去的字</s>，逾期不予受理。</p>",
            "申报期限为4月20日前，划去的字，",
        ),
        ("<p>给予一次性奖励<ins>25万元</ins><del datetime='2025-01-01'>20万元</del>。</p>", "给予一次性奖励25万元。"),
        ("<del><p>第九条 按旧标准执行。</p></del><ins><p>第九条 按新标准执行。</p></ins>", "\n第九条 按新标准执行。"),
    ],
)
def test_of_changes_the_text_that_holds(tmp_path: Path, changed: str, holds: str) -> None:
    text = read(tmp_path, page(f"<div>{_BODY}{changed}</div>")).text
    assert holds in text and not any(old in text for old in ("4月1日前", "25万元20万元", "旧标准"))


def test_pages_without_text(tmp_path: Path) -> None:
    for html in (b"<html><body><script>load()</script></body></html>", b"<html></html>", b"  \n"):
        with pytest.raises(UnreadableFileError) as caught:
            read(tmp_path, html)
        assert caught.value.code == "no_text"


def test_hostile_pages_end_in_text_or_the_one_error(tmp_path: Path) -> None:
    deep = "<div>" * 20_000 + "<p>深处的话，在这里。</p>"
    entities = (
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><p>&b;文字，文字。</p>"
    )
    outside = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;文字，文字。</p>'
    wide = "<table>" + "<tr><td colspan='100000' rowspan='100000'>甲</td><td>乙</td></tr>" * 300 + "</table>"
    for html in (
        deep,
        entities,
        outside,
        wide,
        "<p>" + "x<b>" * 50_000,
        "<a href='" + "x" * 100_000 + "'>好，好。</a>",
    ):
        try:
            text = read(tmp_path, html).text
        except UnreadableFileError as error:
            assert error.code in ("damaged", "no_text", "too_large")
        else:
            assert "root:" not in text and "aaaaaaaaaa" not in text and len(text) < 1_000_000


def test_a_page_under_another_name(tmp_path: Path) -> None:
    raw = read(tmp_path, page(f"<div>{_BODY}</div>"), name="导出.xls")
    assert raw.reader == "html" and "named .xls" in raw.warnings[0]


@pytest.mark.parametrize(
    "start", ["", "<meta charset='utf-8'>", "<!-- 导出 -->\n", "<?xml version='1.0'?>\n<style></style>"]
)
@pytest.mark.parametrize("suffix", [".xls", ".doc", ".docx"])
def test_a_piece_of_a_page_under_the_name_of_office(tmp_path: Path, start: str, suffix: str) -> None:
    table = "<table><tr><th>项目</th><th>金额</th></tr><tr><td>甲</td><td>20万元</td></tr></table>"
    assert read(tmp_path, start + table, name=f"导出{suffix}").text == "项目 | 金额\n甲 | 20万元\n"
    assert read(tmp_path, start + table, name="说明.txt").text == start + table  # a text about HTML


def test_the_corpus_keeps_what_its_pages_say(shared: Path) -> None:
    """Every paragraph of a page's marked content is in the text, and no line of the sites' menus is."""
    from lxml import etree

    pages = sorted((shared / "corpus" / "web_pages").glob("*.html"))
    assert pages
    marked = 0
    for path in pages:
        text = "".join(read_html(path).text.replace("|", "").split())
        root = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))
        for element in root.iter("div"):
            if element.get("id") == "zoomcon" or "article-content" in (element.get("class") or "").split():
                for line in element.iter("p"):
                    words = "".join("".join(line.itertext()).split())
                    assert words.replace("|", "") in text, (path.name, words)
                    marked += bool(words)
        assert "无障碍" not in text[:200] and "版权所有" not in text
    assert marked > 500


def test_columns_that_are_left_out_are_told(tmp_path: Path) -> None:
    head = "".join(f"<th>第{n}天</th>" for n in range(1, 367))
    days = "".join(f"<td>{n}</td>" for n in range(1, 366)) + "<td></td>"
    raw = read(tmp_path, page(f"<div class='content'>{_BODY}<table><tr>{head}</tr><tr>{days}</tr></table></div>"))
    assert raw.warnings[-1] == f"{166 + 165} cells beyond column 200 are left out."
    assert "第200天" in raw.text and "第201天" not in raw.text
    title = "<table><tr><th colspan='900'>一览表</th></tr><tr><td>甲</td><td>乙</td></tr></table>"
    raw = read(tmp_path, page(f"<div class='content'>{_BODY}{title}</div>"))
    assert not any("beyond" in warning for warning in raw.warnings)
