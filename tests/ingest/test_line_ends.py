"""Papers that have lost their line ends: where their logical lines begin, and what is then read of them."""

from __future__ import annotations

import re
import time

import pytest

from docs_store.textnorm import fold
from docs_store.types import DocumentContent
from ingest import line_ends, lines
from ingest.readers.base import RawText, TableSpan
from ingest.reading import read_documents

RULES = """青禾县人民政府办公室关于印发《青禾县河道采砂管理办法》的通知
青政办发〔2022〕31号
各乡镇人民政府,县政府各部门,有关单位:
《青禾县河道采砂管理办法》已经县政府同意,现印发给你们,请认真贯彻执行。
青禾县人民政府办公室
2022年8月9日
青禾县河道采砂管理办法
第一章总则
第一条为加强河道采砂管理,保障防洪安全,根据有关法律法规,制定本办法。
第二条在本县河道内采砂的,适用本办法。
第二章采砂许可
第三条采砂实行许可制度。申请人应当具备下列条件:
(一)有营业执照;
(二)有符合要求的设备;
(三)没有违法采砂记录。
第四条违反本办法第三条规定的,依照有关法律处罚。
第五条本办法自2022年10月1日起施行,有效期5年。"""
MEASURES = """青禾县人民政府关于扶持茶叶产业的意见
青政发〔2021〕8号
各乡镇人民政府,县直各单位:
为扶持茶叶产业,提出以下意见。
一、总体要求
(一)指导思想。坚持绿色发展,把茶叶做成富民产业,让茶农增收。
(二)工作目标。到2024年,全县茶园面积达到3万亩,茶叶年产值突破2亿元。
二、主要任务
(一)建设茶园。每新建1亩补助500元,由县农业农村局负责,验收后拨付。
(二)培育企业。对新认定的市级龙头企业一次性奖励10万元。
青禾县人民政府
2021年3月2日
(此件公开发布)"""
NOTICE = """青禾县教育局关于调整学前教育资助标准有关问题的通知
各中心学校,各幼儿园:
经县政府同意,决定调整学前教育资助标准,现将有关事项通知如下:
一、资助标准由每人每年600元调整为800元,按学期发放给幼儿家长。
二、资助对象为在园就读的家庭经济困难幼儿、孤儿和残疾幼儿。
三、各园应当建立台账,不得截留、挪用资助资金,违者严肃处理。
本通知自2023年9月1日起执行。
附件:1.资助申请表2.资助汇总表
2023年6月15日"""
PAPERS = {"rules": RULES, "measures": MEASURES, "notice": NOTICE}


def on_one_line(paper: str, gap: str) -> str:
    """The paper on one line, its title on a line of its own above, as a site's text field gives it."""
    title = paper.partition("\n")[0]
    return f"{title}\n{gap.join(paper.splitlines())}\n"


def read(text: str) -> DocumentContent:
    (content,) = read_documents(RawText(text=text, reader="text"), name="文件.txt", source_key="k", file_hash="ab" * 32)
    return content


def parts(text: str) -> list[str]:
    folded = fold(text)
    found = line_ends.begins(lines.split(folded), ())
    return [line.text.strip() for line in lines.split(folded, found) if line.text.strip()]


@pytest.mark.parametrize("gap", ["", " ", "  ", "　　", "    "])
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_on_one_line_is_read_as_one_with_its_line_ends(name: str, gap: str) -> None:
    plain, joined = read(PAPERS[name]).document, read(on_one_line(PAPERS[name], gap)).document
    for field in ("title", "kind", "years", "doc_number", "published", "effective", "expires"):
        expected, found = getattr(plain.metadata, field), getattr(joined.metadata, field)
        assert (found and found.value) == (expected and expected.value), field
    if name != "notice":
        assert joined.metadata.issuer == plain.metadata.issuer
    assert [s.path for s in joined.sections] == [s.path for s in plain.sections]


def test_articles_are_found_and_citations_of_them_are_none() -> None:
    document = read(on_one_line(RULES, "")).document
    labels = [section.path[-1] for section in document.sections if section.path[-1].startswith("第")]
    assert labels == ["第一章总则", "第一条", "第二条", "第二章采砂许可", "第三条 采砂实行许可制度", "第四条", "第五条"]


def test_offsets_hold_and_no_character_is_lost() -> None:
    text = on_one_line(MEASURES, "  ")
    content = read(text)
    assert content.document.text == text
    for chunk in content.chunks:
        assert chunk.text == text[chunk.start : chunk.end]
    kept = re.sub(r"\s", "", "".join(chunk.text for chunk in content.chunks))
    assert kept == re.sub(r"\s", "", text)


def test_two_papers_sent_out_with_one_notice() -> None:
    text = (
        "青禾县水利局关于印发《青禾县水库管理办法》《青禾县渠道管理办法》的通知青水发〔2020〕5号各乡镇人民政府:现将两个办法印发给你们。"
        "青禾县水利局2020年4月2日青禾县水库管理办法第一条为加强水库管理,制定本办法。第二条本办法由县水利局解释。"
        "青禾县渠道管理办法第一条为加强渠道管理,制定本办法,保障灌溉用水,方便群众。第二条本办法自2020年6月1日起施行,由县水利局负责解释并组织实施。"
    )
    found = parts(text)
    assert [line for line in found if line.endswith("管理办法")] == ["青禾县水库管理办法", "青禾县渠道管理办法"]
    assert sum(line.startswith("第一条") for line in found) == 2


@pytest.mark.parametrize(
    "text",
    [
        # a long paragraph with an enumeration
        "申请补助的企业应当符合下列条件:(一)在本县注册;(二)依法纳税;(三)没有失信记录。" + "企业应当如实填报。" * 30,
        # one that cites articles
        "违反本条例第十条、第十一条规定的,由县水利局责令改正。" + "依照第二条取得的资金应当专款专用。" * 20,
        # one that names an organ and a day
        "青禾县财政局2023年3月1日印发的办法继续执行," + "有关资金按照原渠道列支,不得挤占挪用。" * 20,
    ],
)
def test_a_paragraph_stays_whole(text: str) -> None:
    assert line_ends.begins(lines.split(fold(text)), ()) == []


def test_rows_of_a_table_stay_whole() -> None:
    row = "一、甲类企业。二、乙类企业。三、丙类企业。" * 12
    raw = TableSpan(start=0, end=len(row), header_end=0)
    assert line_ends.begins(lines.split(row), ()) != []
    assert line_ends.begins(lines.split(row), (raw,)) == []


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("一、申报对象在本县注册的农业企业。二、申报条件依法纳税,没有失信记录。三、申报时间为六月。", "一、申报对象"),
        ("一、指导思想坚持绿色发展。二、工作目标建成茶园三万亩。三、保障措施各乡镇要落实责任。", "二、工作目标"),
        ("一、支持范围全县茶企。二、补助标准每亩补助500元。三、办理流程企业提交材料。", "二、补助标准"),
    ],
)
def test_a_heading_that_nothing_closes_is_known_by_its_name(text: str, heading: str) -> None:
    assert heading in parts(text + "各乡镇要加强宣传,让更多企业和群众了解政策内容。" * 8)


@pytest.mark.parametrize(
    "text", ["第一条", "一、二、三、" * 99, "(" * 400, "2024年1月1日" * 60, "各" * 500 + ":", "《" * 300, "  " * 300]
)
def test_odd_lines(text: str) -> None:
    found = line_ends.begins(lines.split(text), ())
    assert found == sorted(set(found)) and all(0 < at < len(text) for at in found)


@pytest.mark.parametrize(
    ("title", "behind"),
    [
        (
            "青禾县水利局有关负责人就《青禾县河道管理办法》有关问题答记者问",
            "近日,县水利局印发了《青禾县河道管理办法》。",
        ),
        ("2020年1-9月全县农田水利投资完成情况", "单位:万元乡镇完成投资去年同期增长甲乡1200110010.0%乙乡"),
        ("云岭市关于扶持中小企业的若干措施", "为进一步帮助中小企业,结合本市实际,制定以下措施。"),
        ("青禾县2021年农村公路养护工作总结", "根据《云岭省农村公路条例》,我县开展了养护工作。"),
    ],
)
def test_a_title_that_runs_into_the_text_ends_with_its_noun(title: str, behind: str) -> None:
    assert read(title + behind + "各乡镇认真开展工作,取得了较好的效果。" * 8).document.metadata.title.value == title


def test_questions_and_answers_on_one_line_begin_lines() -> None:
    line = (
        "近日,县水利局印发了新的办法,县水利局有关负责人回答了提问。问:为什么要修订?答:原办法已经不适应河道管理的需要,有必要修订。"
        "问:适用于哪些河道?答:适用于全县的所有河道,湖泊参照执行。问:什么时候施行?答:从明年一月一日起施行,原办法同时废止。"
    )
    begun = [line[at : at + 2] for at in line_ends.begins(lines.split(line), ())]
    assert begun == ["问:", "答:"] * 3
    assert read(line).document.metadata.kind.value.value == "faq"


def test_a_paragraph_that_opens_with_a_paper_is_left_whole() -> None:
    for text in (
        "该县认真落实有关扶持政策的规定,根据《云岭省农村公路条例》开展了养护工作。" * 4,
        "群众反映问:有没有补贴的人很多,工作人员逐一解释了补贴的条件和标准。" * 4,
        "我县通过了有关河道管理的办法。为了加强管理,各乡镇成立了巡查队伍。" * 4,
    ):
        assert line_ends.begins(lines.split(text), ()) == []


def test_its_time_does_not_grow_with_titles_and_questions() -> None:
    begun = time.perf_counter()
    for text in ("甲办法" * 30_000, "问:甲?答:" * 10_000, "。问" * 30_000, " " * 100_000 + "通知"):
        line_ends.begins(lines.split(text), ())
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("last", ["考核任务及标准", "任务分解表", "先进个人名单"])
def test_a_signature_behind_a_list_of_attachments(last: str) -> None:
    line = (
        "各区市县人民政府,市级各部门:为扶持养蜂产业,现提出如下实施意见。一、总体要求坚持市场导向,到明年养蜂户达到一千户。二、工作措施由市农业农村局负责落实,"
        f"各地要加强管理,兑现补助。附件:1.任务表2.云岭市养蜂产业{last}云岭市人民政府办公室2019年5月21日附件1任务表"
    )
    found = read(line).document.metadata
    assert found.issuer is not None and found.issuer.value == "云岭市人民政府办公室"
    assert found.published is not None and found.published.value == "2019-05-21"


@pytest.mark.parametrize("number", ["青市监规〔2021〕5号", "云政办发〔2020〕11号", "青教函〔2019〕3号"])
def test_a_number_that_opens_a_paper_ends_before_whom_it_is_sent_to(number: str) -> None:
    line = (
        f"{number}  各区市县市场监管局,市局机关各处室,各直属单位:《云岭市集贸市场管理规范》已经市局局务会议审议通过,"
        "现印发给你们,请结合工作实际,认真抓好落实。各单位要加强宣传,及时报告执行中遇到的问题,不断改进工作,努力提高管理的水平,让群众满意。"
    )
    found = read(line).document.metadata
    assert found.doc_number is not None and found.doc_number.value == number
    assert found.title.value == "云岭市集贸市场管理规范"
