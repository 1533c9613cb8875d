"""What a reviewer sees of a drafted reply."""

from __future__ import annotations

from dataclasses import replace

from assistant.drafting.checks import Check
from assistant.drafting.desk import Reply
from docs_store.types import Citation, Kind, Nearest, Outcome
from ui.web import draft_html
from ui.web.draft_html import Row
from ui.web.texts import words

ZH = words("zh")
SOURCE = Citation(
    marker=1, document_id="d", chunk_id="d-1", title="办法<b>", region="青禾县", year=2023, kind=Kind.POLICY,
    heading=("第二条",), page=3, source="办法.pdf", quote="奖励20万元。", start=0, end=7,
)  # fmt: skip
REPLY = Reply(number=1, question="奖励多少？", outcome=Outcome.ANSWERED, text="奖励20万元。[1]", sources=(SOURCE,))


def row(**changes: object) -> Row:
    reply = replace(REPLY, **changes)  # type: ignore[arg-type]
    return Row(number=1, question="奖励多少？", state="drafted", reply=reply)


def test_a_reply_without_remarks_is_still_to_be_reviewed_and_not_green() -> None:
    html = draft_html.checks(row(), ZH)
    assert "系统未发现异常，请审核人复核" in html and "pa-fine" not in html


def test_a_partial_reply_says_what_is_missing() -> None:
    html = draft_html.checks(row(checks=(Check.INCOMPLETE,), missing=("申报材料<b>",)), ZH)
    assert "只答了问题的一部分" in html and "未查到：申报材料&lt;b&gt;" in html


def test_a_question_that_nothing_answers_is_left_to_a_person_with_what_comes_nearest() -> None:
    near = Nearest(text="奖励标准另行规定。", citation=SOURCE)
    for check in (Check.NOT_FOUND, Check.ASKS_BACK, Check.UNPROVED, Check.FAILED):
        missing = row(outcome=Outcome.NOT_FOUND, sources=(), checks=(check,), nearest=(near,))
        assert "需人工答复" in draft_html.checks(missing, ZH) and "需人工答复" in draft_html.questions([missing], 1, ZH)
    html = draft_html.sources(missing, ZH)
    assert ZH["nearest"] in html and "奖励标准另行规定。" in html and "办法&lt;b&gt;" in html
    assert "pa-number" not in html, "the reply refers to none of them"
    assert ZH["draft_no_sources"] in draft_html.sources(row(sources=()), ZH)
