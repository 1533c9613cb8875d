"""When a document takes effect and runs out, by its own clauses."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.terms import effective, expires

DAY = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法自2024年7月1日起施行,有效期3年。", date(2024, 7, 1)),
        ("自2024年7月1日起正式实施", date(2024, 7, 1)),
        ("自2024年7月1日零时起施行", date(2024, 7, 1)),
        ("本办法自发布之日起施行。", DAY),
        ("自印发之日起生效", DAY),
        ("发布之日施行", DAY),
        ("自公布之日起30日后施行。", date(2024, 7, 20)),
        ("本规定自发布之日起满3个月后施行", date(2024, 9, 20)),
        ("《甲办法》自2019年1月1日起施行。\n本细则自2024年8月1日起施行。", date(2024, 8, 1)),
        ("本细则自2024年8月1日起施行。\n附则:《甲办法》自2019年1月1日起施行。", date(2024, 8, 1)),
        ("2024年8月1日 施行", date(2024, 8, 1)),
        ("2024年7月1日印发", None),
        ("执行《乙质量标准》。该标准自2016年1月1日起实施。", None),
        ("《甲法》修订后自2020年5月1日起施行。", None),
        ("原目录自2022年3月1日起执行。", None),
        ("资助标准自2023年9月1日起执行。", date(2023, 9, 1)),
        ("申报自2024年7月1日起至2024年8月1日止", None),
        ("自发布之日起5个工作日内提出异议", None),
    ],
)
def test_taking_effect(text: str, expected: date | None) -> None:
    found = effective(text, DAY)
    assert (found.value if found else None) == expected


def test_the_day_of_sending_out_counts_only_where_the_clause_names_it() -> None:
    printed = date(2024, 6, 25)
    for text, expected in (("自印发之日起施行", printed), ("自发布之日起施行", DAY)):
        found = effective(text, DAY, printed)
        assert found is not None and found.value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有效期至2027年6月30日。", date(2027, 6, 30)),
        ("有效期3年。", date(2027, 6, 19)),
        ("有效期为三年", date(2027, 6, 19)),
        ("有效期两年", date(2026, 6, 19)),
        ("试行期1年", date(2025, 6, 19)),
        ("有效期五年。", date(2029, 6, 19)),
        ("本办法有效期18个月。", date(2025, 12, 19)),
        ("本办法自印发之日起施行,试行期两年。", date(2026, 6, 19)),
        ("本办法自印发之日起试行一年。", date(2025, 6, 19)),
        ("本办法自发布之日起施行,有效期暂定三年", date(2027, 6, 19)),
        ("本办法由科技局负责解释,有效期五年", date(2029, 6, 19)),
        ("有效期自2024年1月1日至2026年12月31日。", date(2026, 12, 31)),
        ("现将办法重新发布,有效期调整至2026年12月31日。", date(2026, 12, 31)),
        ("自2024年1月1日起施行,有效期至2026年底。", date(2026, 12, 31)),
        ("自2024年1月1日起施行至2026年12月31日", date(2026, 12, 31)),
        ("本措施自印发之日起施行,至2026年12月31日止。", date(2026, 12, 31)),
        ("执行期限至2026年12月31日", date(2026, 12, 31)),
        ("证书在有效期内的企业", None),
        ("高新技术企业证书有效期三年。", None),
        ("对通过认定的颁发证书,有效期三年。", None),
        ("按本办法认定的企业颁发证书,有效期三年。", None),
        ("自备案之日起,备案有效期为10年。", None),
        ("入库企业2026年5月1日起享受支持,名单有效期至2029年4月30日。", None),
        ("申报至2027年6月30日截止", None),
        ("自2024年1月1日起实施网上申报,申报至2024年3月1日", None),
    ],
)
def test_running_out(text: str, expected: date | None) -> None:
    found = expires(text, DAY)
    assert (found.value if found else None) == expected


def test_the_last_clause_decides() -> None:
    text = "有效期3年。\n第二十条 本办法自2024年6月20日起施行,有效期5年。"
    found = expires(text, DAY)
    assert found is not None and found.value == date(2029, 6, 19)


@pytest.mark.parametrize(
    "text",
    [
        "三、减轻税费负担。\n1.小规模纳税人减按1%征收增值税。执行期限至2023年12月31日。",
        "对吸纳就业的企业定额扣减税费;执行期限至2025年12月31日。",
        "房租减免三个月。实施期限自2023年1月1日至2023年6月30日。\n贷款利率下调。执行期限至2024年12月31日。",
    ],
)
def test_the_term_of_a_measure_is_not_the_document_s(text: str) -> None:
    assert expires(text, DAY) is None


def test_a_term_after_the_day_it_begins_is_the_document_s() -> None:
    found = expires("二十、本措施自2024年6月20日起施行。有效期至2027年6月30日。", DAY)
    assert found is not None and found.value == date(2027, 6, 30)


def test_running_out_needs_a_beginning() -> None:
    assert expires("有效期3年", None) is None


@pytest.mark.parametrize(
    ("begins", "term", "last"),
    [
        (date(2024, 2, 29), "有效期1年", date(2025, 2, 28)),
        (date(2024, 8, 31), "有效期6个月", date(2025, 2, 28)),
        (date(2024, 12, 31), "有效期2个月", date(2025, 2, 28)),
        (date(2024, 1, 1), "有效期1年", date(2024, 12, 31)),
        (date(2024, 1, 1), "有效期半年", date(2024, 6, 30)),
        (date(2024, 1, 1), "有效期30日", date(2024, 1, 30)),
    ],
)
def test_the_last_day_of_a_term(begins: date, term: str, last: date) -> None:
    found = expires(term, begins)
    assert found is not None and found.value == last


@pytest.mark.parametrize(
    ("clause", "begins", "ends"),
    [
        ("本通知自2022年8月1日起三年内有效。", date(2022, 8, 1), date(2025, 7, 31)),
        ("本意见自2024年5月1日起至2026年4月30日有效。", date(2024, 5, 1), date(2026, 4, 30)),
        ("本办法自2024年5月1日至2027年4月30日期间有效。", date(2024, 5, 1), date(2027, 4, 30)),
        ("本办法自2024年1月1日起实施,期限5年。", date(2024, 1, 1), date(2028, 12, 31)),
        ("本通知自2023年3月1日起施行,期限暂定三年。", date(2023, 3, 1), date(2026, 2, 28)),
        ("本规定自2021年7月1日起执行,期限为2年。", date(2021, 7, 1), date(2023, 6, 30)),
    ],
)
def test_a_span_for_which_a_paper_is_valid(clause: str, begins: date, ends: date) -> None:
    first = effective(clause, begins)
    assert first is not None and first.value == begins
    last = expires(clause, first.value)
    assert last is not None and last.value == ends


@pytest.mark.parametrize(
    "clause",
    [
        "证书自2022年8月1日起三年内有效。",
        "本办法自2024年1月1日起施行,贷款贴息期限3年。",
        "报名表自2024年5月1日至2024年5月30日期间有效。",
    ],
)
def test_the_span_of_another_thing_is_no_term(clause: str) -> None:
    assert expires(clause, date(2024, 1, 1)) is None
