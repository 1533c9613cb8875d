"""Words that mean the same, and words that say nothing."""

from __future__ import annotations

import pytest

from assistant.read.rules.lexicon import canonical, first_names, names_of, topic_words, without_asking
from docs_store import synonyms


@pytest.mark.parametrize("name", ["高企", "国家高新技术企业", "国家级高新技术企业"])
def test_other_names_are_read_as_the_first(name: str) -> None:
    assert canonical(f"全县{name}共有") == "全县高新技术企业总量"


def test_the_longest_name_wins() -> None:
    assert canonical("国家级专精特新“小巨人”企业") == "专精特新小巨人企业"


def test_case_and_width_do_not_matter() -> None:
    assert canonical("\uff27\uff24\uff30") == canonical("gdp") == "地区生产总值"


def test_names_stand_at_either_end_and_side_by_side() -> None:
    assert canonical("新") == "新"
    assert canonical("新认定高企新认定") == f"新增{canonical('高企')}新增"


def test_renewal_is_not_new() -> None:
    assert canonical("重新认定") == "重新认定"
    assert canonical("新认定") == "新增"


def test_one_kind_of_economy_is_not_the_whole() -> None:
    assert "地区生产总值" in canonical("全省经济增长")
    assert "地区生产总值" not in canonical("数字经济增长")


def test_names_of_a_group_and_of_a_word_alone() -> None:
    assert set(names_of("科技创新券")) == {"科技创新券", "创新券"}
    assert names_of("羊栖菜") == ("羊栖菜",)


@pytest.mark.parametrize(
    "question",
    ["请问有多少家？", "是什么时候的？", "各是多少？", "怎么样？", "一共几个？"],
)
def test_asking_words_are_no_topic(question: str) -> None:
    assert topic_words(question) == []


def test_what_is_left_between_the_asking_words() -> None:
    assert without_asking("研发投入后补助有哪些条件")[0].startswith("研发投入后补助")


def test_a_subject_weighs_more_than_what_all_documents_say() -> None:
    weights = dict(topic_words("瞪羚企业的工作"))
    assert weights["瞪羚"] == 1.0
    assert weights["企业"] < 0.5
    assert weights["工作"] < 0.5


def test_a_noun_of_one_character_stays_with_its_noun() -> None:
    words = dict(topic_words("国家科学技术奖"))
    assert "科学技术奖" in words
    assert "科学技术" not in words


def test_digital_is_no_asking_word_in_a_compound() -> None:
    assert any("数字" in word for word, _ in topic_words("数字贸易"))


def test_no_name_has_another_first_name_in_the_table_of_indicators() -> None:
    """规上工业增加值 read as one name by questions and as another by the ledger would not be one indicator."""
    ledger, questions = synonyms.default().names(), first_names()
    differing = {
        name: (first, questions[name.lower()])
        for name, first in ledger.items()
        if questions.get(name.lower(), first.lower()) != first.lower()
    }
    assert len(ledger.keys() & questions.keys()) > 30
    assert differing == {}
