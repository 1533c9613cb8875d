"""A document says the same whatever its site, its pages and its printer put around it, and however it is numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from ingest.readers.base import RawText
from tests.ingest.same import changes
from tests.ingest.same.papers import Paper, drawn_papers, own_papers
from tests.ingest.same.told import Told, differences, told, word_differences
from tests.slow import IS_ASKED

Layout = Callable[[Sequence[str]], RawText]

# How many real documents are drawn of each folder, and how many where slow tests are asked for.
DRAWN = {"notices": (3, 12), "wide": (3, 25), "work_summaries": (1, 1), "gov_reports_2025": (1, 6)}
BUTTONS = ("打印本页", "关闭窗口", "【字号：大 中 小】")
SHARED = ("分享到：微信 微博 QQ空间", "扫一扫在手机打开当前页", "版权所有：青禾县人民政府 主办", "皖ICP备12345678号-1")
NEXT = ("上一篇：青禾县召开科技工作会议", "下一篇：没有了")


def furnished(change: changes.Change) -> Layout:
    return lambda lines: changes.raw(change(lines))


FURNITURE: dict[str, Layout] = {
    "buttons above": furnished(changes.above("打印", "下载", "收藏")),
    "buttons and counter under the title": furnished(changes.under_title(*BUTTONS, "浏览次数：1234")),
    "path": furnished(changes.above("当前位置：首页 > 政务公开 > 政策文件")),
    "path without a label": furnished(changes.above("首页 > 政务公开 > 政策文件")),
    "path, a step a line": furnished(changes.above("首页", ">", "政务公开", ">", "政策文件")),
    "share bar and footer": furnished(changes.below(*BUTTONS, *SHARED, *NEXT)),
    "a whole page around it": furnished(changes.around(("首页 > 政务公开", *BUTTONS), (*SHARED, *NEXT))),
    "page numbers without pages": furnished(changes.between("— {} —")),
    "page numbers in words": furnished(changes.between("第{}页 共9页")),
    "aggregator's lines": furnished(changes.between("作文网 zUOwEnBa.Net")),
    "aggregator's name in sentences": furnished(changes.behind_sentences("作文网 zUOwEnBa.Net")),
    "aggregator's address in sentences": furnished(changes.behind_sentences("（www.fanwen123.com）")),
    "notes on handling": furnished(changes.between("仅供参考 请勿外传", every=1)),
}
LAYOUTS: dict[str, Layout] = {
    "lines of 32": furnished(changes.wrapped(32)),
    "lines of 38": furnished(changes.wrapped(38)),
    "indented": lambda lines: changes.raw([*lines[:1], *(f"\u3000\u3000{line}" for line in lines[1:])]),
    "empty lines": lambda lines: changes.raw([more for line in lines for more in (line, "")]),
    "short pages": lambda lines: changes.paged(lines, 22, foot="— {} —"),
    "long pages with a running head": lambda lines: changes.paged(lines, 37, head="青禾县人民政府公报", foot="{}"),
    "pages counted in words": lambda lines: changes.paged(lines, 29, foot="第 {} 页 共 9 页"),
    "pages with a watermark": lambda lines: changes.paged(lines, 25, foot="{}", mark="内部资料 注意保存"),
}
NUMBERINGS: dict[str, changes.Change] = {
    "all in digits": changes.all_in_digits,
    "brackets in digits": changes.brackets_in_digits,
    "articles in digits": changes.articles_in_digits,
}


def _papers() -> list[Paper]:
    return own_papers() + [
        paper for folder, counts in DRAWN.items() for paper in drawn_papers(folder, counts[IS_ASKED])
    ]


PAPERS = _papers()
_PLAIN: dict[str, list[Told]] = {}


def plain(paper: Paper) -> list[Told]:
    """What a document says as it is."""
    if paper.name not in _PLAIN:
        _PLAIN[paper.name] = told(changes.raw(paper.lines), f"{paper.name}.txt")
    return _PLAIN[paper.name]


def some(layouts: dict[str, Layout], paper: Paper) -> list[str]:
    """The layouts that a document is tried with: all where slow tests are asked for, else two, others for each."""
    names = sorted(layouts)
    at = PAPERS.index(paper)
    return names if IS_ASKED else [names[(2 * at + n) % len(names)] for n in range(2)]


def cases(layouts: dict[str, Layout]) -> list[object]:
    return [pytest.param(paper, name, id=f"{paper.name}-{name}") for paper in PAPERS for name in some(layouts, paper)]


def test_the_documents_say_something() -> None:
    """Each has a title, a kind and figures or provisions: without, the other tests would hold whatever is read."""
    read = [document for paper in PAPERS for document in plain(paper)]
    assert all(document.metadata["title"] and document.metadata["kind"] for document in read)
    own = [document for paper in own_papers() for document in plain(paper)]
    assert all(document.figures or document.provisions for document in own)
    assert sum(bool(document.figures) for document in read) >= 5
    assert sum(bool(document.provisions) for document in read) >= 5
    assert sum(bool(document.metadata["number"]) for document in read) >= 5
    assert sum(bool(document.metadata["published"]) for document in read) >= 5


@pytest.mark.parametrize("folder", sorted(DRAWN))
def test_real_documents_are_drawn(shared: object, folder: str) -> None:
    assert drawn_papers(folder, 1), f"no document of {folder} is of use"


@pytest.mark.parametrize(("paper", "name"), cases(FURNITURE))
def test_furniture_is_no_part_of_a_document(paper: Paper, name: str) -> None:
    changed = told(FURNITURE[name](paper.lines), f"{paper.name}.txt")
    assert differences(plain(paper), changed) == []
    assert word_differences(plain(paper), changed) == []


@pytest.mark.parametrize(("paper", "name"), cases(LAYOUTS))
def test_lines_and_pages_change_nothing(paper: Paper, name: str) -> None:
    changed = told(LAYOUTS[name](paper.lines), f"{paper.name}.txt")
    assert differences(plain(paper), changed) == []
    assert word_differences(plain(paper), changed) == []


@pytest.mark.parametrize("name", sorted(NUMBERINGS))
@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_numbering_changes_nothing(paper: Paper, name: str) -> None:
    lines = NUMBERINGS[name](paper.lines)
    if lines == paper.lines:
        return
    assert differences(plain(paper), told(changes.raw(lines), f"{paper.name}.txt")) == []


def test_numberings_change_some_documents() -> None:
    for name, change in NUMBERINGS.items():
        assert sum(change(paper.lines) != paper.lines for paper in own_papers()) >= 4, name
