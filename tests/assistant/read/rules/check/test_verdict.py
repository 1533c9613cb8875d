"""A yes or no is checked like any sentence: it must be what the cited passage decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.read.rules.check import check_sentence, resolve
from assistant.read.rules.check.answer import grounds
from docs_store.library import Library
from docs_store.types import Answer

SET = Path(__file__).parents[3] / "sets" / "yes_no.sample.jsonl"


def test_a_verdict_turned_round_or_of_another_claim_is_caught(ask: Callable[..., Answer], sample: Library) -> None:
    decided = 0
    for line in SET.read_text(encoding="utf-8").splitlines():
        answer = ask(json.loads(line)["question"])
        if answer.verdict is None:
            continue
        decided += 1
        behind = grounds(answer.citations, sample)
        sources, _ = resolve(behind.citations, behind.chunks, behind.texts)
        said = answer.sentences[0]
        assert check_sentence(said, sources, answer.figures, answer.verdict) == []
        turned = {"是。": "否。", "否。": "是。"}[said.text]
        flipped = replace(answer.verdict, holds=not answer.verdict.holds)
        elsewhere = replace(answer.verdict, claim="发放住房公积金贷款")
        for text, verdict in (
            (turned, answer.verdict), (turned, flipped), (said.text, flipped), (said.text, elsewhere), (said.text, None)
        ):  # fmt: skip
            assert check_sentence(replace(said, text=text), sources, answer.figures, verdict), answer.question
    assert decided > 20
