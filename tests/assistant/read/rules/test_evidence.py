"""Which sentences answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.read.rules import evidence
from assistant.read.rules.evidence import Evidence
from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.topic import coverage
from assistant.say.sentences import split
from docs_store.library import Library
from docs_store.types import Kind, Status

EvidenceFor = Callable[[str], list[Evidence]]


def test_sentences_lead_back_to_the_document(sample: Library) -> None:
    for info in sample.infos():
        document = sample.document(info.id)
        assert document is not None
        for chunk in sample.chunks_of(info.id):
            found = split(chunk)
            assert [sentence.index for sentence in found] == list(range(len(found)))
            for sentence in found:
                assert chunk.start <= sentence.start < sentence.end <= chunk.end
                assert sentence.text[0] == document.text[sentence.start] or sentence.text[0].isascii()


@pytest.mark.parametrize("number", ["第七条", "（一）", "一、", "一是", "1."])
def test_numbering_is_no_part_of_a_sentence(sample: Library, number: str) -> None:
    texts = [
        sentence.text for info in sample.infos() for chunk in sample.chunks_of(info.id) for sentence in split(chunk)
    ]
    assert not any(text.startswith(number) and number != "一是" and len(text) > len(number) for text in texts)


def test_a_misprinted_point_is_read_as_a_point(evidence_for: EvidenceFor) -> None:
    best = evidence_for("当涂县2023年兑付了多少科技奖补？")[0]
    assert "1434.3万元" in best.sentence.text


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("东丽区2023年入库国家科技型中小企业多少家？", "天津市东丽区"),
        ("洞头区2023年入库国家科技型中小企业多少家？", "浙江省温州市洞头区"),
    ],
)
def test_another_place_is_never_evidence(evidence_for: EvidenceFor, question: str, region: str) -> None:
    found = evidence_for(question)
    assert found
    assert {item.passage.region for item in found} == {region}


def test_another_year_is_never_evidence(evidence_for: EvidenceFor) -> None:
    results = evidence_for("当涂县2023年新培育高新技术企业多少家？")
    targets = evidence_for("当涂县2024年新培育高新技术企业多少家？")
    assert results
    assert targets
    assert not any("20家" in item.sentence.text for item in results)
    assert not any("47家" in item.sentence.text for item in targets)


def test_a_target_is_never_evidence_for_a_result(evidence_for: EvidenceFor) -> None:
    asked = "东丽区2024年实际有多少家国家高新技术企业？"
    assert not [item for item in evidence_for(asked) if item.status is Status.TARGET]


def test_a_result_is_never_evidence_for_a_target(evidence_for: EvidenceFor) -> None:
    found = evidence_for("东丽区2024年国家高新技术企业的目标是多少家？")
    assert found
    assert {item.status for item in found} == {Status.TARGET}


@pytest.mark.parametrize(
    "question",
    [
        "当涂县2023年瞪羚企业有多少家？",  # another place has them
        "东丽区2023年常住人口是多少？",
        "青禾县企业上市奖励多少万元？",
        "青禾县博士后补助多少？",  # 博士工作站 is another thing
        "东丽区2023年雏鹰企业、瞪羚企业的专利有多少件？",  # the enterprises are there, their patents are not
        "东丽区2023年雏鹰企业、瞪羚企业的专利是多少？",
    ],
)
def test_the_subject_must_be_met(evidence_for: EvidenceFor, question: str) -> None:
    assert evidence_for(question) == []


def test_a_question_without_a_subject_has_no_evidence(evidence_for: EvidenceFor) -> None:
    assert evidence_for("有多少家企业？") == []


def test_a_title_is_never_evidence(evidence_for: EvidenceFor) -> None:
    for question in ("东丽区科学技术局2024年有哪些工作？", "青禾县科技创新券管理办法有哪些内容？"):
        assert not any(item.sentence.text == item.passage.title for item in evidence_for(question))


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("洞头区2024年高新技术产业投资增速是多少？", "15%", "8亿元"),
        ("东丽区2023年技术合同成交额增长多少？", "13.75%", "9.69%"),
        ("创新券发放后多少个月内有效？", "12个月", "20万元"),
        ("青禾县高企培育奖补公示几天？", "5个工作日", "7个工作日"),
    ],
)
def test_the_quantity_is_of_the_kind_asked_for(
    evidence_for: EvidenceFor, question: str, wanted: str, unwanted: str
) -> None:
    best = evidence_for(question)[0].sentence.text
    assert wanted in best
    assert unwanted not in best


def test_beside_a_number_of_a_policy_is_all_before_it(evidence_for: EvidenceFor) -> None:
    best = evidence_for("青禾县企业参加县外展会补多少？")[0]
    assert "展位费的50%" in best.sentence.text


def test_scores_are_in_order(evidence_for: EvidenceFor) -> None:
    scores = [item.score for item in evidence_for("青禾县创新券怎么申领？")]
    assert scores == sorted(scores, reverse=True)


def test_coverage() -> None:
    topic = [("高新技术企业", 1.0), ("企业", 0.35)]
    assert coverage(topic, canonical("高企")) == 1.0
    assert coverage(topic, "") == 0.0
    assert coverage([], "高新技术企业") == 0.0
    assert 0 < coverage([("技术合同成交额", 1.0)], "技术合同登记1068项,交易额") < 1


def test_reports_and_policies_are_told_apart(sample: Library) -> None:
    kinds = {info.metadata.kind.value for info in sample.infos()}
    assert {Kind.WORK_SUMMARY, Kind.POLICY} <= kinds


@pytest.mark.parametrize(
    ("sentence", "is_number"),
    [
        ("发文字号 青科〔2024〕15号", True),
        ("〔2024〕青科15号", True),
        ("青科〔2024〕第 15号", True),
        ("发文字号 /", False),
    ],
)
def test_a_document_number_also_as_misprinted(sentence: str, is_number: bool) -> None:
    assert bool(evidence._NEEDED[Asked.NUMBER].search(sentence)) is is_number
