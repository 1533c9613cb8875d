"""What holds for any text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from docs_store.textnorm import normalise
from docs_store.types import Chunk, Figure, Kind, Status
from ingest.figures import extract
from ingest.figures.numbers import lex

YEARS = (2023, 2024)

UNITS = st.sampled_from(["家", "项", "万元", "亿元", "%", "个百分点", "人年", "万平方米", "件", "P", "万人次"])
NAMES = st.sampled_from(
    ["高新技术企业", "技术合同交易额", "规上工业研发费用", "国家级平台", "科技型中小企业", "R&D经费支出"]
)
VERBS = st.sampled_from(
    ["新增", "达到", "突破", "占规上工业比重", "同比增长", "下降", "预计达到", "完成率", "累计", ""]
)
JOINTS = st.sampled_from([",", "、", "。", ";", "\n", "(", ")", "和", "\uff0c", "\uff1b"])
NOISE = st.sampled_from(
    [
        "2023年度", "2023—2025年", "1-9月", "〔2024〕12号", "第三届", "“315”体系", "《2023年汇编》", "300MN", "一是",
        "5A级", "今年以来", "其中", "分别", "居全市第3位", "截至目前", "每",
    ]
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(0, 99999).map(str),
    st.decimals(0, 9999, places=2).map(str),
    st.sampled_from(["10余", "3—5", "十余", "两千八百万", "72。5", "\uff11\uff12", "-3.5", "1,234", "百"]),
)
STATEMENTS = st.tuples(NOISE | st.just(""), VERBS, NAMES, VERBS, NUMBERS, UNITS, JOINTS).map("".join)
TEXTS = st.lists(STATEMENTS, min_size=1, max_size=6).map("".join)
ANYTHING = st.text(
    alphabet=st.sampled_from(
        "0123456789\uff10\uff19.。\uff0c,、;\uff1b:\uff1a()\uff08\uff09“”《》%\uff05"
        "万亿家项年月日第前位名增长占达到超约和及的一二三十百千\n \u3000-—"
    ),
    max_size=60,
)


def figures(text: str, start: int = 0) -> list[Figure]:
    chunk = Chunk(
        id="d-1-00001",
        document_id="d-1",
        ordinal=1,
        text=text,
        heading=(),
        start=start,
        end=start + len(text),
        page=None,
        years=(2023,),
        status=Status.ACTUAL,
    )
    return extract([chunk], years=YEARS, kind=Kind.WORK_SUMMARY)


@given(TEXTS | ANYTHING, st.integers(0, 50))
def test_spans_are_inside_and_nested(text: str, start: int) -> None:
    for f in figures(text, start):
        assert start <= f.start <= f.value_start < f.value_end <= f.end <= start + len(text)
        assert f.indicator and f.canonical
        assert 0 < f.certainty <= 1


@given(TEXTS)
def test_a_value_span_reads_as_its_value(text: str) -> None:
    for f in figures(text):
        if f.aspect == "rank":
            continue
        # The span alone: what grouped or signed the number stands inside it.
        again = lex(normalise("达到" + text[f.value_start : f.value_end]))
        fell = f.aspect in ("growth", "change") and f.value < 0 and text[f.value_start] not in "-−"
        sign = -1 if fell else 1  # 下降1% is -1
        assert [(sign * q.value, q.upper, q.unit.text) for q in again] == [
            (f.value, f.upper, f.unit) if not fell or f.upper is None else (f.value, -f.upper, f.unit)
        ]


@given(TEXTS)
def test_the_order_is_that_of_the_text(text: str) -> None:
    starts = [f.value_start for f in figures(text)]
    assert starts == sorted(starts)


@given(TEXTS)
def test_no_figure_is_made_of_years_ordinals_or_numbers_of_documents(text: str) -> None:
    noise = [
        m.span()
        for m in re.finditer("2023年度|2023—2025年|1-9月|〔2024〕12号|第三届|“315”体系|《[^》]*》|300MN|5A级", text)
    ]
    for f in figures(text):
        assert not any(a <= f.value_start < b for a, b in noise)


@given(st.lists(st.tuples(NAMES, st.integers(2, 98), UNITS), min_size=1, max_size=5), st.data())
def test_changing_a_digit_changes_that_figure_only(parts: list[tuple[str, int, str]], data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, len(parts) - 1))
    changed = [(n, v + 1 if i == chosen else v, u) for i, (n, v, u) in enumerate(parts)]

    def told(rows: list[tuple[str, int, str]]) -> list[tuple[object, ...]]:
        found = figures(",".join(f"{name}{value}{unit}" for name, value, unit in rows) + "。")
        return [(f.indicator, f.value, f.unit, f.aspect, f.status, f.period) for f in found]

    before, after = told(parts), told(changed)
    assert len(before) == len(after) == len(parts)
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        if i == chosen:
            assert new[1] == parts[i][1] + 1 and new[0] == old[0] and new[2:] == old[2:]
        else:
            assert new == old


@given(ANYTHING)
def test_any_text_is_read_without_an_error(text: str) -> None:
    figures(text)
