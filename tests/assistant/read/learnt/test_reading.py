"""One question's sources read once: scores, what is shown of them, and where an answer ends."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.read.learnt import windows
from assistant.read.learnt.reading import Bounds, Reading, bounds, findings, lines
from assistant.turn import Inquiry
from tests.assistant.read.learnt.conftest import Told, holding
from tests.assistant.read.learnt.test_windows import RULE, plan, source

ASKED = plan(Inquiry(text="首次认定奖励多少？"))
LONG = "".join(f"第{i}类企业按规定补助{i}万元。" for i in range(40))


def test_the_surest_window_comes_first() -> None:
    sources = [source("县科技局负责组织实施。", 1), source(RULE, 2)]
    scored = Reading(holding("奖励20万元"), ASKED, sources).scored
    assert [each.window.text for each in scored] == [RULE, "县科技局负责组织实施。"]
    assert [each.score for each in scored] == [5.0, -5.0]


def test_no_sources_give_no_windows() -> None:
    encoder = holding("甲")
    reading = Reading(encoder, ASKED, [])
    assert reading.scored == [] and reading.likeliest(3, -math.inf) == [] and encoder.read == []


def test_one_window_of_each_passage_is_shown() -> None:
    """Windows that overlap show the same; those of one source that do not are passages of their own."""
    reading = Reading(Told(lambda passage: 1.0), ASKED, [source(LONG)])
    shown = [each.window for each in reading.likeliest(9, 0.0)]
    spans = sorted((window.start, window.end) for window in shown)
    assert len(shown) > 1
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert reading.likeliest(9, 2.0) == []


def test_the_score_of_a_citation_is_that_of_its_windows() -> None:
    cited = source(LONG)
    reading = Reading(holding("第3类企业"), ASKED, [])
    at = LONG.index("第3类企业")
    assert reading.score_of(cited, [(100 + at, 105 + at)]) == 5.0
    assert reading.score_of(cited, [(100 + len(LONG) - 5, 100 + len(LONG))]) == -5.0
    assert reading.score_of(cited, [(0, 50)]) == -math.inf


def test_sentences_at_the_ends_that_make_it_no_surer_are_left_out() -> None:
    text = f"本办法适用于全县。{RULE}县科技局负责组织实施。"
    reading = Reading(holding("奖励20万元"), ASKED, [source(text)])
    assert reading.trimmed(reading.scored[0]).text == RULE


def test_sentences_that_make_it_surer_stay() -> None:
    text = "首次认定的企业可以申请奖励。奖励标准为20万元。"
    reading = Reading(holding("首次认定", "20万元"), ASKED, [source(text)])
    assert reading.trimmed(reading.scored[0]).text == text


def test_a_list_is_said_with_its_lead_in_and_to_its_end() -> None:
    items = [f"{i}.条件{'甲' * 30}{i}；" for i in range(1, 8)]
    text = "申请奖励应当符合下列条件：\n" + "\n".join(items) + "\n8.无不良记录。\n县科技局负责受理。"
    first, *_ = windows.of_source(source(text))
    said = [text[start:end] for start, end in lines(first)]
    assert said[0] == "申请奖励应当符合下列条件：" and said[-1] == "8.无不良记录。"
    middle = replace(first, spans=first.spans[1:2])
    assert next(text[start:end] for start, end in lines(middle)) == "申请奖励应当符合下列条件："


def test_a_list_without_end_is_cut() -> None:
    text = "条件如下：\n" + "\n".join(f"{i}.条件{'甲' * 30}；" for i in range(99))
    window = windows.of_source(source(text))[0]
    spans = lines(window)
    assert spans[-1][1] - spans[0][0] <= 600


def test_findings_quote_what_they_say() -> None:
    (window,) = windows.of_source(source(f"{RULE}县科技局负责受理。"))
    found = findings(window, part=1)
    assert [finding.text for finding in found] == [RULE, "县科技局负责受理。"]
    assert all(finding.quotes[0].words == finding.text for finding in found)


@pytest.mark.parametrize("fingerprint", ["small-reader@other", "folder@1"])
def test_of_another_cross_encoder_nothing_is_decided(fingerprint: str, tmp_path: Path) -> None:
    path = tmp_path / "bounds.json"
    path.write_text(json.dumps(asdict(Bounds(fingerprint="mine", answers=1.0, agrees=0.5, shown=-2.0))))
    assert bounds("mine", path).answers == 1.0
    other = bounds(fingerprint, path)
    assert (other.answers, other.agrees, other.shown) == (math.inf, -math.inf, -math.inf)
