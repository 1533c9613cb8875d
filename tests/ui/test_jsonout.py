"""The objects of the JSON contract, field by field."""

from __future__ import annotations

import json

from docs_store.types import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Chunk,
    Citation,
    FileError,
    FileReport,
    FileStatus,
    Inferred,
    Kind,
    Metadata,
    Outcome,
    Passage,
    Searched,
    Status,
    Understood,
    Verdict,
)
from ui import jsonout

CHUNK = Chunk(id="d-1", document_id="d", ordinal=0, text="原文", heading=("一、", "二"), start=3, end=5, page=None)


def test_the_answer_object() -> None:
    citation = Citation(
        marker=1, document_id="d", chunk_id="d-1", title="题", region="当涂县", year=2023, kind=Kind.WORK_SUMMARY,
        heading=("一、", "(三)"), page=1, source="a.txt", quote="47家", start=12, end=15,
    )  # fmt: skip
    figure = AnswerFigure(
        indicator="高新技术企业",
        value="47",
        unit="家",
        status=Status.ACTUAL,
        region="当涂县",
        period="2023",
        citation=1,
    )
    answer = Answer(
        question="问", standalone_question="全问", outcome=Outcome.ANSWERED, mode="extractive", answer="47家。[1]",
        sentences=(AnswerSentence(text="47家。", citations=(1,)),), citations=(citation,), figures=(figure,),
        notes=("注",), searched=Searched(regions=("当涂县",), years=(2023, 2024), documents=3),
        understood=Understood(
            places=(("当涂县", "安徽省马鞍山市当涂县"),), years=(2023,), status=Status.ACTUAL, asked="value",
            subject=("高新技术企业",), corrections=(("高薪", "高新"),), parts=("问",), profile=(("staff", "20"),),
        ),
        verdict=Verdict(holds=True, claim="有47家"), timings_ms={"retrieve": 8.0, "first_token": 9.0, "total": 12.0},
    )  # fmt: skip
    found = jsonout.answer_object(answer, "q1")
    assert json.loads(jsonout.to_json(found)) == found == {
        "id": "q1",
        "question": "问",
        "standalone_question": "全问",
        "outcome": "answered",
        "mode": "extractive",
        "answer": "47家。[1]",
        "sentences": [{"text": "47家。", "citations": [1]}],
        "citations": [
            {
                "marker": 1, "document_id": "d", "chunk_id": "d-1", "title": "题", "region": "当涂县", "year": 2023,
                "kind": "work_summary", "heading": ["一、", "(三)"], "page": 1, "source": "a.txt", "quote": "47家",
                "start": 12, "end": 15,
            }
        ],
        "figures": [
            {
                "indicator": "高新技术企业", "value": "47", "unit": "家", "status": "actual", "region": "当涂县",
                "period": "2023", "aspect": "level", "citation": 1, "operation": None, "computed_from": [],
            }
        ],
        "notes": ["注"],
        "searched": {"regions": ["当涂县"], "years": [2023, 2024], "documents": 3},
        "understood": {
            "places": [{"name": "当涂县", "region": "安徽省马鞍山市当涂县"}], "years": [2023], "status": "actual",
            "asked": "value", "subject": ["高新技术企业"], "corrections": [{"typed": "高薪", "read": "高新"}],
            "parts": ["问"],
            "profile": [{"field": "staff", "value": "20"}],
        },
        "verdict": "yes",
        "nearest": [],
        "completeness": None,
        "missing": [],
        "asks_back": None,
        "timings_ms": {"retrieve": 8.0, "first_token": 9.0, "total": 12.0},
    }  # fmt: skip


def test_a_failed_answer_has_every_field() -> None:
    found = jsonout.answer_object(jsonout.failed_answer("问", "为何"))
    assert (found["outcome"], found["notes"], found["answer"], found["citations"]) == ("failed", ["为何"], "", [])


def test_a_passage() -> None:
    passage = Passage(
        chunk=CHUNK, title="题", region="", kind=Kind.OTHER, source="a", score=1.5, similarity=None, found_by=("words",)
    )
    assert jsonout.passage_object(passage) == {
        "document_id": "d", "chunk_id": "d-1", "title": "题", "heading": ["一、", "二"], "page": None, "text": "原文",
        "score": 1.5, "found_by": ["words"],
    }  # fmt: skip


def test_an_ingest_report_with_its_sums() -> None:
    error = FileError(code="damaged", message="why", page=3)
    reports = [
        FileReport(
            source="a", status=FileStatus.ADDED, document_ids=("1", "2"), chunks=5, warnings=("w",), seconds=0.5
        ),
        FileReport(source="b", status=FileStatus.UNCHANGED, document_ids=("2",)),
        FileReport(source="c", status=FileStatus.FAILED, error=error),
    ]
    found = jsonout.ingest_object(reports, ["hint"], 1.23456)
    assert found["documents"][0]["warnings"] == ["w"]
    assert found["documents"][1]["error"] is None
    assert found["documents"][2]["error"] == {"code": "damaged", "message": "why", "page": 3}
    assert found["totals"] == {
        "added": 1, "updated": 0, "unchanged": 1, "failed": 1, "quarantined": 0, "documents": 2, "chunks": 5,
        "figures": 0, "provisions": 0, "seconds": 1.235,
    }  # fmt: skip
    assert found["warnings"] == ["hint"]
    json.loads(jsonout.to_json(found))


def test_metadata_bare_and_with_its_origin() -> None:
    metadata = Metadata(
        title=Inferred(value="题", source="first lines", certainty=0.5),
        kind=Inferred(value=Kind.POLICY, source="title", certainty=0.9),
        years=Inferred(value=(2023, 2024), source="title", certainty=0.9),
    )
    bare = jsonout.metadata_values(metadata)
    assert list(bare) == list(Metadata.__dataclass_fields__)
    assert (bare["title"], bare["kind"], bare["years"], bare["region"]) == ("题", "policy", [2023, 2024], None)
    full = jsonout.metadata_object(metadata)
    assert full["years"] == {"value": [2023, 2024], "source": "title", "certainty": 0.9, "quote": ""}
    assert full["region"] is None


def test_chinese_stays_readable_and_a_line_is_a_line() -> None:
    assert jsonout.to_json({"a": "中\n文"}) == '{"a": "中\\n文"}'
