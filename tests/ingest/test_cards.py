"""Catalogues of cards: found by labels that come again, whatever they are called; nothing else is taken for one."""

from __future__ import annotations

import pytest

from docs_store.types import DocumentContent, Kind, PageSpan
from ingest.readers.base import RawText
from ingest.reading import read_documents

NAMES = ("设备更新补助", "创新平台认定", "首台套奖励", "贷款贴息", "人才公寓租金补贴", "展会资助")


def card(number: str, name: str, n: int, labels: tuple[str, ...]) -> str:
    paper, organ, filed, day, gives, asks, when, call = labels
    return f"""{number}青禾县{name}
{paper} 《青禾县{name}管理办法》
{organ} 青禾县科学技术局
{filed} 青科〔2024〕{n}号
{day} 2024-0{n}-15
{gives}
1.方向
对符合条件的项目给予最高{n}0万元支持。
2.方式
分两次拨付。
{asks}
申报单位应当在本县登记注册,近三年没有失信记录,并且具备承担项目所需要的人员、场地
和设备。
{when} 每年{n}月
{call} 青禾县科学技术局:555901{n:02}
"""


USUAL = ("依据文件", "发文机构", "发文字号", "发布日期", "服务内容", "条件要求", "时间/频度", "联络方式")
OTHERS = ("政策来源", "发布单位", "文号", "印发日期", "扶持政策", "申请资格", "受理期限", "咨询电话")


def catalogue(labels: tuple[str, ...] = USUAL, *, numbered: bool = True) -> str:
    cards = [card(f"{n}. " if numbered else "", name, n, labels) for n, name in enumerate(NAMES, start=1)]
    contents = "\n".join(f"{n}.青禾县{name}........{n}" for n, name in enumerate(NAMES, start=1))
    return f"青禾县惠企政策导引\n目录\n{contents}\n一、综合篇\n{''.join(cards)}"


def read(text: str, pages: tuple[PageSpan, ...] = ()) -> list[DocumentContent]:
    pages = pages or (PageSpan(number=1, start=0, end=len(text)),)
    raw = RawText(text=text, reader="pdf", pages=pages)
    return read_documents(raw, name="导引.pdf", source_key="k", file_hash="0" * 64)


def titles(contents: list[DocumentContent]) -> list[str]:
    return [content.document.metadata.title.value for content in contents]


@pytest.mark.parametrize("labels", [USUAL, OTHERS])
def test_each_card_is_a_document(labels: tuple[str, ...]) -> None:
    front, *cards = read(catalogue(labels))
    assert titles([front]) == ["青禾县惠企政策导引"]
    assert titles(cards) == [f"青禾县{name}" for name in NAMES]
    for n, content in enumerate(cards, start=1):
        metadata = content.document.metadata
        assert metadata.kind.value is Kind.GUIDE
        assert metadata.doc_number is not None and metadata.doc_number.value == f"青科〔2024〕{n}号"
        assert metadata.issuer is not None and metadata.issuer.value == "青禾县科学技术局"
        assert metadata.published is not None and metadata.published.value == f"2024-0{n}-15"
        assert [chunk.heading[-1] for chunk in content.chunks[-2:]] == [labels[6], labels[7]]
    assert cards[0].document.text.startswith("一、综合篇\n1. 青禾县设备更新补助")


def test_the_parts_cover_the_text() -> None:
    text = catalogue()
    assert "".join(content.document.text for content in read(text)) == text


def test_cards_without_numbers_begin_with_their_page() -> None:
    text = catalogue(numbered=False).replace("一、综合篇\n", "")
    starts = [0, *(text.index(f"青禾县{name}\n依据文件") for name in NAMES)]
    pages = tuple(
        PageSpan(number=n, start=start, end=end)
        for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1)
    )
    assert titles(read(text, pages))[1:] == [f"青禾县{name}" for name in NAMES]


def test_contents_are_no_text() -> None:
    front = read(catalogue())[0]
    assert all("...." not in chunk.text or chunk.removed for chunk in front.chunks)


@pytest.mark.parametrize(
    "text",
    [
        "青禾县科技奖励办法\n" + "\n".join(f"第{n}条 申报单位应当符合下列条件。" for n in "一二三四五六七八九"),
        "工作总结\n" + "\n".join(f"{n}.支持 企业{n}家\n{n}.推进 项目{n}个\n完成 {n}项\n" for n in range(1, 9)),
        catalogue()[: catalogue().index("3. 青禾县")],  # two cards are no catalogue
        "",
    ],
)
def test_other_files_stay_whole(text: str) -> None:
    assert len(read(text)) <= 1


def test_a_title_that_goes_on_with_a_conjunction_is_whole() -> None:
    whole = "青禾县示范区核心区开展高等院校和科研院所成果转化"
    rest = "和医疗卫生机构先使用后付费改革试点"
    text = catalogue().replace("3. 青禾县首台套奖励", f"3. {whole}\n{rest}")
    assert f"{whole}{rest}" in titles(read(text))
