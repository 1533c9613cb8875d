"""From answers and documents to HTML: nothing becomes markup, nothing is changed in a quote."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.say import texts as say
from docs_store.catalog import DocumentInfo, SourceRow
from docs_store.types import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Citation,
    Completeness,
    FileError,
    FileReport,
    FileStatus,
    Inferred,
    Kind,
    Metadata,
    Nearest,
    Operation,
    Outcome,
    Searched,
    Status,
    Understood,
)
from ui.answers import sources
from ui.web import library_html, render, texts
from ui.web.figures_html import shown_period
from ui.web.holdings import Holdings
from ui.web.nouns import AROUND, Exchange, Reading, excerpt, history, steps
from ui.web.texts import LANGUAGES, Words, error_text, words

ZH = words("zh")
EVIL = """</mark></div><script>alert(1)</script><img src=x onerror="a('b')">&amp; javascript:alert(2)"""
ALLOWED = frozenset({
    "article", "h2", "h3", "span", "div", "p", "button", "section", "dl", "dt", "dd", "mark", "svg", "circle",
    "path", "ul", "li", "table", "tbody", "thead", "tr", "th", "td", "small", "b", "details", "summary", "strong",
    "input", "select", "option", "ol",
})  # fmt: skip


class Tags(HTMLParser):
    """Tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open += tag not in ("circle", "path", "input")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open -= 1


def check_harmless(html: str) -> None:
    seen = Tags(html)
    assert set(seen.tags) <= ALLOWED
    assert not any(name.startswith("on") for name in seen.attributes)
    assert not seen.attributes & {"href", "src", "style"}
    assert seen.open == 0


def citation(marker: int = 1, *, said: str = "兑付72。5万元", start: int = 0) -> Citation:
    return Citation(
        marker=marker, document_id="d-1", chunk_id="d-1-0", title=f"总结{EVIL}", region=f"青禾县{EVIL}", year=2023,
        kind=Kind.WORK_SUMMARY, heading=(f"一、{EVIL}", "（一）"), page=3, source=f"a{EVIL}.txt", quote=said,
        start=start, end=start + len(said),
    )  # fmt: skip


def answer(outcome: Outcome = Outcome.ANSWERED, **changes: object) -> Answer:
    made = Answer(
        question=EVIL, standalone_question=EVIL, outcome=outcome, mode="extractive", answer=EVIL,
        sentences=(
            AnswerSentence(text=f"第一句{EVIL}", citations=(1,)), AnswerSentence(text="第二句", citations=(1, 9)),
        ),
        citations=(citation(),), notes=(f"说明{EVIL}",),
        figures=(AnswerFigure(indicator=EVIL, value="72.5", unit="万元", status=Status.ACTUAL, region=EVIL,
                              period="2023", citation=1),),
        searched=Searched(regions=(EVIL,), years=(2023,), documents=4),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def exchange(given: Answer) -> Exchange:
    around = tuple(excerpt(f"前{c.quote}后", 1, 1 + len(c.quote), c.quote) for c in given.citations)
    return Exchange(number=1, question=EVIL, answer=given, excerpts=around)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", Outcome)
def test_no_text_becomes_markup(outcome: Outcome, language: str) -> None:
    html = render.conversation([exchange(answer(outcome))], words(language))
    check_harmless(html)
    assert EVIL in unescape(html)


def test_a_quote_is_marked_and_its_surroundings_stand_as_they_are() -> None:
    text = "甲" * 500 + "  兑付72。5万元，\n<b>比上年多</b>" + "乙" * 500
    start, end = text.index("兑付"), text.index("比上")
    html = render.turn(
        Exchange(
            number=1,
            question="?",
            answer=answer(citations=(citation(said=text[start:end], start=start),)),
            excerpts=(excerpt(text, start, end, text[start:end]),),
        ),
        ZH,
    )
    shown = re.search(r'<div class="pa-excerpt".*?>(.*?)</div>', html, re.DOTALL)
    assert shown
    before, quote, after = re.split("<mark>|</mark>", shown[1])
    assert unescape(quote) == "兑付72。5万元，\n<b>"
    strip = re.compile(r'<span class="pa-more".*?</span>')
    assert unescape(strip.sub("", before)) == text[start - AROUND : start]
    assert unescape(strip.sub("", after)) == text[end : end + AROUND]
    assert "pa-more" in before and "pa-more" in after


def test_a_document_that_changed_shows_the_quote_alone_and_says_so() -> None:
    for text in (None, "", "别的文字别的文字"):
        around = excerpt(text, 0, 3, "原来的")
        assert (around.before, around.quote, around.after, around.faithful) == ("", "原来的", "", False)
    html = render.turn(Exchange(number=1, question="?", answer=answer(), excerpts=(around,)), ZH)
    assert ZH["mismatch"] in html


def test_an_excerpt_at_the_edges_of_a_document_is_not_cut() -> None:
    around = excerpt("甲乙丙", 0, 3, "甲乙丙")
    assert (around.cut_before, around.cut_after, around.before, around.after) == (False, False, "", "")


def test_sentences_come_one_by_one_and_the_rest_with_the_last() -> None:
    whole = exchange(answer())
    first, last = steps(whole)
    html = render.turn(first, ZH)
    assert "第一句" in html and "第二句" not in html and 'pa-source"' not in html and 'aria-busy="true"' in html
    assert last == whole
    assert 'aria-busy="false"' in render.turn(last, ZH)
    assert steps(exchange(answer(sentences=(), citations=()))) == [exchange(answer(sentences=(), citations=()))]


def test_a_number_without_a_citation_gets_no_button() -> None:
    assert 'data-source="pa-source-1-9"' not in render.turn(exchange(answer()), ZH)


def test_compared_figures_are_a_table_and_a_computed_one_leads_to_all_it_is_made_of() -> None:
    def figure(value: str, region: str, marker: int, **computed: Any) -> AnswerFigure:
        return AnswerFigure(
            indicator="总值", value=value, unit="亿元", status=Status.ACTUAL, region=region, period="2023",
            citation=marker, **computed,
        )  # fmt: skip

    made = figure("3", "", 1, operation=Operation.DIFFERENCE, computed_from=(0, 1))
    figures = (figure("8", f"甲县{EVIL}", 1), figure("5", "乙县", 2), made)
    html = render.turn(exchange(answer(citations=(citation(1), citation(2)), figures=figures)), ZH)
    check_harmless(html)
    rows = re.findall("<tr>(.*?)</tr>", html)
    assert [re.findall(r'data-source="pa-source-1-(\d)"', row) for row in rows] == [["1"], ["2"], ["1", "2"]]
    assert [ZH["computed"] in row for row in rows] == [False, False, True]


def test_outcomes_look_different() -> None:
    answered, missing, failed = (render.turn(exchange(answer(outcome)), ZH) for outcome in Outcome)
    assert "pa-outcome" not in answered
    assert "pa-not_found" in missing and "pa-failed" not in missing and ZH["not_found"] in missing
    assert "pa-failed" in failed and "pa-not_found" not in failed and 'role="alert"' in failed
    assert "2023" in missing and "4 份资料" in missing


def test_a_partial_answer_says_what_is_missing_once_and_a_whole_one_has_no_badge() -> None:
    missing = (f"2019年的奖励{EVIL}", "申报材料")
    notes = (say.missing(missing), "另一条说明")
    html = render.turn(exchange(answer(completeness=Completeness.PARTIAL, missing=missing, notes=notes)), ZH)
    check_harmless(html)
    assert ZH["partial"] in html and "申报材料" in html.split('class="pa-partial"')[1].split("</div>")[0]
    assert html.count("申报材料") == 1 and "另一条说明" in html
    for completeness in (Completeness.COMPLETE, None):
        assert "pa-partial" not in render.turn(exchange(answer(completeness=completeness)), ZH)


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": f"您问的是哪一项{EVIL}？", "asks_back": "您问的是哪一项？"},
        {"understood": Understood(asked="greeting")},
    ],
)
def test_a_greeting_and_a_question_back_look_like_any_bubble(changes: dict[str, object]) -> None:
    said = answer(Outcome.NOT_FOUND, sentences=(), citations=(), figures=(), notes=(), **changes)
    html = render.turn(exchange(said), ZH, Holdings(documents=1))
    check_harmless(html)
    assert f'<div class="pa-answer"><p>{escape(said.answer)}</p></div>' in html
    assert ZH["not_found"] not in html and not {"pa-outcome", "pa-understood", "pa-searched", "pa-tools"} & set(
        re.findall(r"pa-[a-z_]+", html)
    )


def test_what_comes_nearest_is_numbered_and_opens_like_a_source() -> None:
    near = tuple(Nearest(text=f"第{n}段{EVIL}", citation=citation(said=f"原文{n}")) for n in (1, 2))
    missing = answer(Outcome.NOT_FOUND, sentences=(), citations=(), nearest=near)
    force = ("repealed", "in_force")
    around = tuple(
        excerpt(f"前{n.citation.quote}后", 1, 4, n.citation.quote, f) for n, f in zip(near, force, strict=True)
    )
    html = render.turn(Exchange(number=1, question="?", answer=missing, excerpts=around), ZH)
    check_harmless(html)
    items = re.findall("<li><p>(.*?)</li>", html.split('class="pa-nearest"')[1].split("</section>")[0])
    assert [re.findall(r'data-source="(.*?)"', item) for item in items] == [["pa-source-1-1"], ["pa-source-1-2"]]
    assert [f"第{n}段" in item and "总结" in item and "2023" in item for n, item in enumerate(items, 1)] == [True, True]
    assert [f"<mark>原文{n}</mark>" in html for n in (1, 2)] == [True, True]
    assert [ZH["force_repealed"] in item for item in items] == [True, False]
    assert ZH["nearest"] in html and ZH["nearest_hint"] in html


def test_what_comes_nearest_is_numbered_on_after_the_answers_own_sources() -> None:
    near = Nearest(text="近", citation=citation(said="近"))
    both = answer(citations=(citation(1), citation(2)), nearest=(near, near))
    assert [source.marker for source in sources(both)] == [1, 2, 3, 4]


def test_what_failed_is_not_part_of_the_conversation() -> None:
    turns = history([exchange(answer(Outcome.FAILED)), exchange(answer())])
    assert [turn.role for turn in turns] == ["user", "assistant"]


def test_the_library_lists_are_harmless() -> None:
    metadata = Metadata(
        title=Inferred(value=EVIL, source="", certainty=1), kind=Inferred(value=Kind.POLICY, source="", certainty=1),
        region=Inferred(value=EVIL, source="", certainty=1),
    )  # fmt: skip
    info = DocumentInfo(
        id='"><script>', source=EVIL, source_key="k", position=1, file_hash="", reader="", metadata=metadata, chunks=2
    )
    error = FileError(code="of no table", message=EVIL, page=2)
    failed = SourceRow(
        key="k", name=EVIL, file_hash="", size=1, modified_ns=1, status=FileStatus.FAILED, error=error
    )  # fmt: skip
    reports = [
        FileReport(source=EVIL, status=FileStatus.FAILED, error=error),
        FileReport(source=EVIL, status=FileStatus.ADDED, document_ids=("a",), warnings=(EVIL,), chunks=3),
    ]
    rows = [Reading(name=EVIL, state=state) for state in ("waiting", "reading", "storing", "same_name", "not_read")]
    rows += [Reading(name=EVIL, state="done", report=report) for report in reports]
    for html in (
        library_html.documents([info], [failed], "", ZH),
        library_html.readings(rows, ZH),
        library_html.message(EVIL, EVIL + "!", told=ZH),
        library_html.done(EVIL),
        render.side(ZH, Holdings(documents=1, regions=(EVIL,))),
    ):
        check_harmless(html)
        assert EVIL in unescape(html)
    assert EVIL in unescape(render.offers([f"《{EVIL}》的支持对象和申报条件是什么？"], ZH))


@pytest.mark.parametrize("told", [ZH, words("en")])
def test_the_heading_of_the_offers_stands_only_over_questions(told: Words) -> None:
    welcome = render.welcome(told, Holdings(documents=3))
    assert told["try_one"] not in welcome
    assert render.offers((), told) == ""
    coming = render.offers(None, told)
    assert told["try_one_later"] in coming and told["try_one"] not in coming and "<button" not in coming
    offered = render.offers(["多少家？"], told)
    assert offered.index(told["try_one"]) < offered.index("多少家？")


def test_the_list_is_narrowed_by_every_word() -> None:
    def info(title: str) -> DocumentInfo:
        metadata = Metadata(
            title=Inferred(value=title, source="", certainty=1), kind=Inferred(value=Kind.OTHER, source="", certainty=1)
        )
        return DocumentInfo(
            id=title, source="a.TXT", source_key="k", position=1, file_hash="", reader="", metadata=metadata, chunks=1
        )

    infos = [info("甲办法"), info("乙办法")]
    assert "甲办法" in library_html.documents(infos, [], "办法 txt 甲", ZH)
    assert "乙办法" not in library_html.documents(infos, [], "办法 txt 甲", ZH)
    assert ZH["none_found"] in library_html.documents(infos, [], "丙", ZH)
    assert ZH["empty_title"] in library_html.documents([], [], "", ZH)


def test_both_languages_have_the_same_words() -> None:
    zh, en = words("zh"), words("en")
    assert zh.keys() == en.keys()
    for key in zh:
        assert sorted(re.findall(r"\{\w+\}", zh[key])) == sorted(re.findall(r"\{\w+\}", en[key])), key
    assert words("fr") == zh


def test_no_two_modules_of_words_share_a_key() -> None:
    tables = [texts._ZH, *(part.ZH for part in texts._PARTS)]
    keys = [key for table in tables for key in table]
    assert len(keys) == len(set(keys))


def test_errors_are_told_in_the_readers_language() -> None:
    assert error_text("library_locked", "Another …", ZH) != "Another …"
    assert error_text("library_locked", "Another …", words("en")) == "Another …"
    assert error_text("of no table", "Another …", ZH) == "Another …"


@pytest.mark.parametrize(
    ("period", "shown"), [("2023", "2023"), ("..2024", "截至2024"), ("2023-01..2023-09", "2023-01—2023-09")]
)
def test_a_period_is_shown_as_people_read_it(period: str, shown: str) -> None:
    assert shown_period(period, words("zh")) == shown
