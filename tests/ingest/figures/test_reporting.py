"""Of which papers figures are read: of those whose sentences report, whatever kind they are taken for."""

from __future__ import annotations

import pytest

from docs_store.types import Kind
from ingest.figures import reporting
from tests.ingest.figures.conftest import Read

REPORTS = (
    "一季度，全县完成固定资产投资12.6亿元，同比增长7.4%。社会消费品零售总额9.3亿元，增长5.2%。",
    "1-8月，本局办理进出口报关单4.1万份，同比下降3.6%；征收税款2.2亿元，为年度计划的71.3%。",
    "截至10月末，全镇粮食总产量达3.4万吨，比上年增加6.1%。肉类产量0.8万吨，比上年减少2.3%。",
    "2023年，中心共接待参观者18.2万人次。全年举办展览36场，比上年增长12.5%。",
)
PROVISIONS = (
    "对首次认定的企业给予20万元奖励。年营业收入2000万元以上、同比增长10%以上的，最高奖励50万元。",
    "违反前款规定的，处3万元以上10万元以下罚款。申请人应当在30日内缴纳。",
    "符合条件的家庭每月补贴600元，每户不超过3人。补助标准按照当地低保标准的1.2倍确定。",
    "2024年申报企业研发投入不低于500万元，员工不少于30人。贷款额度最高300万元，期限3年。",
)


@pytest.mark.parametrize("text", REPORTS)
@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.NOTICE, Kind.FAQ, Kind.POLICY])
def test_sentences_that_report_are_read_whatever_the_kind(read: Read, text: str, kind: Kind) -> None:
    assert len(read(text, kind=kind, years=(2023,))) >= 2


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_that_is_of_no_known_year_is_read(read: Read, text: str) -> None:
    assert read(text, kind=Kind.OTHER, years=())


@pytest.mark.parametrize("text", PROVISIONS)
@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.NOTICE, Kind.GUIDE, Kind.POLICY])
def test_amounts_that_are_granted_or_required_are_no_figures(read: Read, text: str, kind: Kind) -> None:
    assert read(text, kind=kind, years=(2024,)) == []


@pytest.mark.parametrize("text", PROVISIONS)
def test_a_provision_among_results_is_left_out(read: Read, text: str) -> None:
    alone = read("\n".join(REPORTS), kind=Kind.OTHER)
    among = read("\n".join([*REPORTS, text]), kind=Kind.OTHER)
    assert [figure.value for figure in among] == [figure.value for figure in alone]


@pytest.mark.parametrize(
    "text",
    [
        "开幕式3月5日举行，来自12个国家的80名选手参加。",
        "第三条 本法所称企业，是指依法登记的组织。第四条 国家实行统一的制度，每5年修订一次。",
        "小区位于3号路，有住户200余户，周边2公里内有学校。",
    ],
)
def test_news_and_laws_do_not_report(text: str) -> None:
    assert not reporting.reports([text], least=1)
