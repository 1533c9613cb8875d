"""Questions over encyclopaedia articles as pairs."""

from __future__ import annotations

from typing import Any

from training.drcd import rows


def _paragraph(number: int, part: int) -> dict[str, Any]:
    before = f"第{part}段講述歷史。條目{number}的第{part}座橋建於"
    answer = {"text": f"{1900 + part}年", "answer_start": len(before)}
    question = {"id": f"{number}-{part}", "question": f"條目{number}的第{part}座橋何時建成?", "answers": [answer]}
    return {"context": f"{before}{1900 + part}年。其餘不詳。", "qas": [question]}


_ARTICLES = [
    {"id": str(number), "title": f"條目{number}", "paragraphs": [_paragraph(number, part) for part in range(4)]}
    for number in range(5)
]


def test_what_answers_holds_the_answer_in_simplified_characters() -> None:
    made = list(rows(_ARTICLES, 20))
    answered = [row for row in made if any(label == 2 for _, label, _ in row["pairs"])]
    assert len(made) == 20 and 5 < len(answered) < 20, "some paragraphs are left out"
    for row in answered:
        (window,) = [text for text, label, _ in row["pairs"] if label == 2]
        number, part = row["id"].split("-")
        assert f"条目{number}的第{part}座桥建于{1900 + int(part)}年" in window
        assert row["asked"] == [f"条目{number}的第{part}座桥何时建成?"]


def test_the_same_seed_draws_the_same() -> None:
    assert list(rows(_ARTICLES, 7)) == list(rows(_ARTICLES, 7))
    assert [row["id"] for row in rows(_ARTICLES, 7, seed=8)] != [row["id"] for row in rows(_ARTICLES, 7)]
