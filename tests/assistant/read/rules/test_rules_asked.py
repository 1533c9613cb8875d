"""Questions on rules of invented laws and guides: articles, items of lists, counts in words, days and terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.engine import Assistant
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Outcome
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

LAW = """青禾省数据产业促进条例

（2023年5月10日通过）

第一章 总则

第一条 为了促进数据产业发展，制定本条例。

第二条 本条例所称青年创客，其年龄在四十周岁以下。

第二章 扶持

第三条 设区的市人民政府可以设立一项数据产业奖。数据产业奖每两年评审一次。

第四条 申报数据产业奖的项目应当由三名高级专家实名推荐。

第二十条 隐瞒有关情况的，由主管部门处申报金额二倍的罚款。

第二十一条 本条例自2023年7月1日起施行。
"""

GUIDE = """青禾省乡村剧团扶持办法

一、扶持标准
大型剧目扶持额度：歌剧不超过90万元；儿童剧不超过40万元；皮影戏不超过20万元。
小型剧目扶持额度：独奏不超过6万元；合唱不超过9万元。

二、拨付
剧目通过备案后，拨付扶持资金总额的60%。

三、申报时间
每年2月左右公布，3月左右申报。
"""

QUESTIONS = """青禾省乡村剧团问答

问：剧团成立满几年可以申请？
答：剧团成立满3年。
"""


CARD = """{n}. 青禾县{name}
依据文件 《青禾县{name}管理办法》
发文机构 青禾县科学技术局
发文字号 青科〔2024〕{n}号
发布日期 2024-0{n}-15
服务内容
对符合条件的机构和单位给予最高{n}0万元支持。
条件要求
申报单位应当在本县登记注册，并设有分支机构。
时间/频度 一般每年一次
联络方式 青禾县科学技术局：555901{n}0
"""
NAMES = ("设备更新补助", "创新平台认定", "首台套奖励", "贷款贴息", "展会资助")
CARDS = "青禾县惠企政策导引\n" + "".join(CARD.format(n=n, name=name) for n, name in enumerate(NAMES, start=1))


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory, embedder: HashingEmbedder) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("rules")
    for name, text in (("条例", LAW), ("办法", GUIDE), ("问答", QUESTIONS), ("导引", CARDS)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", embedder, create=True)
    sources = find_sources(sorted(folder.glob("*.txt")), recursive=False)
    ingest(library, [found for found in sources if isinstance(found, Source)])
    yield Assistant(library, today=lambda: date(2026, 7, 1))
    library.close()


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("青禾省数据产业促进条例第三条怎么规定？", "可以设立一项数据产业奖", "总则"),
        ("《青禾省数据产业促进条例》第20条说了什么？", "二倍的罚款", "施行"),
        ("青禾省数据产业促进条例第二条的内容", "四十周岁以下", "罚款"),
        ("青禾省数据产业促进条例所称青年创客的年龄在多少周岁以下？", "四十周岁", "三名"),
        ("设区的市人民政府可以设立几项数据产业奖？", "一项", "三名"),
        ("数据产业奖的项目要由几名高级专家推荐？", "三名", "一项"),
        ("数据产业奖多久评审一次？", "每两年评审一次", "三名"),
        ("乡村剧团儿童剧的扶持额度不超过多少？", "40万元", "9万元"),
        ("乡村剧团的剧目备案后拨付扶持资金的多少？", "60%", "90万元"),
        ("乡村剧团扶持几月申报？", "3月左右申报", "7月"),
        ("剧团成立满几年可以申请？", "满3年", "？"),
    ],
)
def test_the_rule_that_is_asked_for(rules: Assistant, question: str, wanted: str, unwanted: str) -> None:
    answer = rules.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert wanted in answer.answer
    assert unwanted not in answer.answer


@pytest.mark.parametrize(
    "question",
    ["青禾省数据产业促进条例第九十条怎么规定？", "青禾省数据产业促进条例第一百条罚款多少？"],
)
def test_an_article_that_a_law_lacks_is_not_found(rules: Assistant, question: str) -> None:
    assert rules.ask(question).outcome is Outcome.NOT_FOUND


def test_a_field_of_a_card_is_said_alone(rules: Assistant) -> None:
    answer = rules.ask("“青禾县创新平台认定”的发文机构是哪个？")
    assert [sentence.text for sentence in answer.sentences] == ["发文机构青禾县科学技术局"]
    assert "每年一次" in rules.ask("青禾县创新平台认定多久申报一次？").answer
