"""Reading text and the way back from it."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.ideographs import ordinary
from docs_store.textnorm import clean, clean_chunk, fold, mend_points, normalise, sentences, visible
from docs_store.types import Chunk


def wide(text: str) -> str:
    """ASCII punctuation as the full-width forms that Chinese text has."""
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in ",;:!?()"})


WIDE_DIGITS = "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"
_ALPHABET = "年月万元家新增\u3000 \t\n0123456789.。,;“”《》()[]%abR&D-" + (
    "\uff0c\uff08\uff09\uff1b\uff05\uff21\u33a1\u2103\uf900\u00a0"
)
TEXT = st.text(st.one_of(st.sampled_from(_ALPHABET), st.characters(codec="utf-8")), max_size=80)
SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)).map(lambda pair: (min(pair), max(pair))), max_size=4)


# --- origins ---------------------------------------------------------------------------------------------------


@given(text=TEXT, start=st.integers(0, 10_000), removed=SPANS)
def test_every_character_leads_back_to_the_one_it_was_read_from(
    text: str, start: int, removed: list[tuple[int, int]]
) -> None:
    removed = [(start + a, start + b) for a, b in removed]
    reading = clean(text, start=start, removed=removed)
    assert len(reading.origins) == len(reading.text)
    assert list(reading.origins) == sorted(reading.origins)
    for char, origin in zip(reading.text, reading.origins, strict=True):
        assert start <= origin < start + len(text)
        assert not any(a <= origin < b for a, b in removed)
        source = text[origin - start]
        assert (
            char == source
            or char in (ordinary(source), *unicodedata.normalize("NFKC", source))
            or (char, source) == (".", "。")
            or (char == " " and source.isspace())
            or (char == " " and unicodedata.category(source) in ("Cf", "Zs"))
        )


@pytest.mark.parametrize("code", range(0x21, 0x7F))
def test_of_full_width_forms_letters_digits_and_signs_of_numbers_are_narrowed(code: int) -> None:
    form, plain = chr(code + 0xFEE0), chr(code)
    read = plain if plain.isalnum() or plain in "%.+-/@&~" else form
    reading = clean(f"\u7532{form}\u4e59", start=5)
    assert (reading.text, reading.origins) == (f"\u7532{read}\u4e59", (5, 6, 7))
    assert fold(form) == plain


def test_a_character_that_becomes_several_leads_back_to_the_one() -> None:
    reading = clean("5\u33a1\ue0017", start=10)
    assert (reading.text, reading.origins) == ("5m27", (10, 11, 11, 13))


@given(text=TEXT, start=st.integers(0, 100))
def test_nothing_but_spaces_and_private_marks_is_lost(text: str, start: int) -> None:
    origins = set(clean(text, start=start).origins)
    lost = {text[i] for i in range(len(text)) if start + i not in origins}
    spaces = {*" \t\u00a0\u3000\ufeff", *map(chr, range(0x2002, 0x200C))}
    assert all(char in spaces or "\ue000" <= char <= "\uf8ff" or not visible(char) for char in lost)


def test_a_font_s_own_mark_inside_a_number_is_no_part_of_it() -> None:
    assert clean("罚款1\ue01020元").text == "罚款120元"


def test_cells_of_a_table_stay_apart() -> None:
    assert clean("5000万元以下 | 3% | 2% | 60万元").text == "5000万元以下 | 3% | 2% | 60万元"


@given(text=TEXT, data=st.data())
def test_a_span_of_reading_text_is_a_span_of_the_document(text: str, data: st.DataObject) -> None:
    reading = clean(text, start=7)
    if not reading.text:
        return
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, len(reading.text)))
    a, b = reading.source_span(start, end)
    assert 7 <= a < b <= 7 + len(text)
    assert a == reading.origins[start] and b == reading.origins[end - 1] + 1


@given(TEXT)
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text) == len(mend_points(fold(text)))


@given(TEXT)
def test_reading_text_reads_as_itself(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once or "。" in once  # mending one point can leave another one to mend


# --- what is read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("兑付72。5万元", "兑付72.5万元"),
        ("研发投入12。93亿元", "研发投入12.93亿元"),
        ("科技奖补1434。3万元", "科技奖补1434.3万元"),
        (wide("指数为150。6,列全省第30位"), wide("指数为150.6,列全省第30位")),
        ("增长9。69%", "增长9.69%"),
        ("占比2。49%。2024年", "占比2.49%。2024年"),
        (f"奖补{WIDE_DIGITS[7]}{WIDE_DIGITS[2]}。{WIDE_DIGITS[5]}万元", "奖补72.5万元"),
        ("奖补72 。5万元", "奖补72。5万元"),
    ],
)
def test_a_misprinted_point_is_a_point(written: str, read: str) -> None:
    assert normalise(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "总量达到165。2024年新增20家",
        "要求见3。2、加强管理",
        "达到165。3月底完成",
        "达到165。10月完成",
        "达到165。15日前",
        "达到165。1-9月实现",
        "达到165。1至9月实现",
        "达到165。1—10月实现",
        "达到165。2023-2024年",
        "达到165。2. 加强管理",
        "新增165家。3家企业",
        "达到165。二是",
        "编号7。12345678",
    ],
)
def test_a_full_stop_before_a_digit_stays(written: str) -> None:
    assert "。" in normalise(written)
    assert fold(written).count("。") == mend_points(fold(written)).count("。")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"{WIDE_DIGITS[2]}{WIDE_DIGITS[0]}\uff05", "20%"),
        ("\uff32\uff06\uff24投入", "R&D投入"),
        ("新增 47 家 高新技术企业", "新增47家高新技术企业"),
        ("全 县\u3000新 增", "全县新增"),
        ("Wi  Fi 6 router", "Wi Fi 6 router"),
        ("面积30\u33a1", "面积30m2"),
        ("\u3000\u3000第一段\n\u3000\u3000第二段", "第一段\n第二段"),
        (wide("一、总则(试行):"), wide("一、总则(试行):")),
        ("", ""),
    ],
)
def test_forms_and_spaces(written: str, read: str) -> None:
    assert normalise(written) == read


def test_removed_spans_are_not_read() -> None:
    text = "新增作文网 zUOwEnBa.Net高新技术企业4\n7家"
    site, line = (2, 18), (text.index("\n"), text.index("\n") + 1)
    reading = clean(text, start=100, removed=[(100 + a, 100 + b) for a, b in (line, site, (3, 9))])
    assert reading.text == "新增高新技术企业47家"
    assert reading.source_span(2, 4) == (118, 120)
    assert reading.reading_span(118, 120) == (2, 4)


def test_a_point_is_mended_across_a_removed_line_break() -> None:
    text = "兑付72。\n5万元"
    assert clean(text, removed=[(5, 6)]).text == "兑付72.5万元"


def test_a_chunk_is_read_with_offsets_of_its_document() -> None:
    chunk = Chunk(
        id="a-1-00001", document_id="a-1", ordinal=1, text="新增\n47家", heading=(), start=50, end=56, page=None,
        removed=((52, 53),),
    )  # fmt: skip
    assert clean_chunk(chunk).text == "新增47家"
    assert clean_chunk(chunk).source_span(2, 5) == (53, 56)


# --- sentences -------------------------------------------------------------------------------------------------


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增47家。增长5%。", ["新增47家。", "增长5%。"]),
        (wide("新增47家;增长5%;排名第一。"), [wide("新增47家;"), wide("增长5%;"), "排名第一。"]),
        ("标题\n第一句。\n\n第二句", ["标题", "第一句。", "第二句"]),
        ("他说“继续努力。”随后离开。", ["他说“继续努力。”", "随后离开。"]),
        (wide("企业(含分公司;不含个体户)可以申报。"), [wide("企业(含分公司;不含个体户)可以申报。")]),
        ("见《甲。乙》第一条。完", ["见《甲。乙》第一条。", "完"]),
        (wide("真的吗?!是的。"), [wide("真的吗?!"), "是的。"]),
        ("“甲。乙\n丙。丁”", ["“甲。", "乙", "丙。", "丁”"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", [wide("1)企业(含分公司;不含个体户)可以申报。完"), wide(")企业(甲;乙)可以。完")])
def test_a_stray_closing_bracket_opens_nothing(text: str) -> None:
    assert split(text) == [text[:-1], "完"]


@pytest.mark.parametrize("opening", [wide("("), "“", "《", "【"])
def test_a_bracket_that_is_never_closed_swallows_nothing(opening: str) -> None:
    assert split(f"企业{opening}甲。乙。丙。") == [f"企业{opening}甲。", "乙。", "丙。"]


@pytest.mark.timeout(60)  # work that grows with the square of the length would take hours, on any machine
def test_a_long_line_with_an_open_bracket_is_split_in_linear_work() -> None:
    text = wide("(") + "各有关单位要加强领导。" * 200_000
    assert len(sentences(text)) == 200_000


@given(TEXT)
def test_sentences_are_in_order_and_leave_out_white_space_only(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    rest = "".join(
        text[b:c] for b, c in zip([0, *(b for _, b in spans)], [*(a for a, _ in spans), len(text)], strict=True)
    )
    assert not rest.strip()
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


# --- format characters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden", ["\u00ad", "\u200b", "\u200d", "\u200e", "\u202e", "\u2060", "\u2066", "\ufeff", "\U000e0041"]
)
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    text = f"{hidden}奖励2{hidden}4{hidden}{hidden}万元 {hidden}，A{hidden}B c{hidden}"
    reading = clean(text, start=100)
    assert reading.text == "奖励24万元，AB c"
    start, end = reading.source_span(2, 6)
    assert text[start - 100 : end - 100] == f"2{hidden}4{hidden}{hidden}万元"
    assert visible(text) == "奖励24万元 ，AB c"


def test_what_is_seen_stays() -> None:
    for text in ("2 4", "a-b", "é e\u0301", "𠀀", "一、二", "\t|\n"):
        assert visible(text) == text
