"""What documents say of themselves: the sample library against a golden file, and the corpus where it is here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docs_store.textnorm import fold
from docs_store.types import DocumentContent, Kind, Metadata
from ingest.readers import read_file
from ingest.readers.base import RawText
from ingest.reading import read_documents

PROVINCES = [
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省",
    "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省",
    "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省",
    "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区",
]  # fmt: skip


def read(path: Path) -> list[DocumentContent]:
    return read_documents(read_file(path), name=path.name, source_key="k", file_hash="ab" * 32)


def infer(text: str, name: str = "文件.txt") -> Metadata:
    (content,) = read_documents(RawText(text=text, reader="text"), name=name, source_key="k", file_hash="ab" * 32)
    return content.document.metadata


def wide(text: str) -> str:
    """ASCII punctuation as the full-width forms that Chinese text has."""
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in ",;:!?()"})


def values(metadata: Metadata) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in Metadata.__dataclass_fields__:
        entry = getattr(metadata, field)
        value = entry.value if entry else None
        found[field] = list(value) if isinstance(value, tuple) else value
    return found


# --- golden ----------------------------------------------------------------------------------------------------


def test_the_sample_library(examples: Path, golden: Callable[[str, Any], None]) -> None:
    golden(
        "metadata.json",
        {path.name: [values(c.document.metadata) for c in read(path)] for path in sorted(examples.iterdir())},
    )


def test_the_outline_of_the_sample_library(examples: Path, golden: Callable[[str, Any], None]) -> None:
    golden(
        "outline.json",
        {
            path.name: [
                [
                    " > ".join(chunk.heading),
                    chunk.page,
                    list(chunk.years),
                    chunk.status,
                    chunk.text[:16],
                    len(chunk.text),
                ]
                for content in read(path)
                for chunk in content.chunks
            ]
            for path in sorted(examples.iterdir())
        },
    )


def test_every_value_says_where_it_came_from(examples: Path) -> None:
    for path in examples.iterdir():
        for content in read(path):
            for field in Metadata.__dataclass_fields__:
                entry = getattr(content.document.metadata, field)
                assert entry is None or (entry.source and 0 < entry.certainty <= 1)


# --- the corpus ------------------------------------------------------------------------------------------------


def test_the_work_summaries(shared: Path) -> None:
    (path,) = (shared / "corpus" / "work_summaries").iterdir()
    found = [content.document.metadata for content in read(path)]
    assert [m.region.value if m.region else None for m in found] == [
        "安徽省马鞍山市当涂县", "浙江省温州市洞头区", "天津市东丽区"
    ]  # fmt: skip
    assert [m.years.value if m.years else None for m in found] == [(2023, 2024)] * 3
    assert {m.kind.value for m in found} == {Kind.WORK_SUMMARY}


def test_the_provincial_reports(shared: Path) -> None:
    wrong = {}
    paths = sorted((shared / "corpus" / "gov_reports_2025").iterdir())
    for path in paths:
        metadata = [content.document.metadata for content in read(path)]
        named = re.sub(r"^\d{4}年|政府工作报告.*", "", path.stem)
        (expected,) = (province for province in PROVINCES if province.startswith(named[:2]))
        found = [
            (m.region.value if m.region else None, m.years.value if m.years else None, m.kind.value) for m in metadata
        ]
        if found != [(expected, (2024, 2025), Kind.WORK_SUMMARY)]:
            wrong[path.name] = found
    assert len(paths) == 31 and wrong == {}


# --- one by one ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲县科技局2023年工作总结", Kind.WORK_SUMMARY),
        ("甲县科学技术局2024年工作要点", Kind.WORK_SUMMARY),
        ("甲县研发补助管理办法", Kind.POLICY),
        ("甲县支持科技创新若干措施", Kind.POLICY),
        ("关于印发《甲县研发补助办法》的通知", Kind.POLICY),
        ("关于组织申报2026年度项目的通知", Kind.NOTICE),
        ("高新技术企业认定政策问答", Kind.FAQ),
        ("科技型中小企业评价工作指引", Kind.GUIDE),
        ("甲县惠企政策清单", Kind.POLICY),
        ("某某说明材料", Kind.OTHER),
    ],
)
def test_kinds(title: str, kind: Kind) -> None:
    assert infer(f"{title}\n\n内容如下。\n").kind.value is kind


def test_a_policy_head(tmp_path: Path) -> None:
    found = infer(
        wide(
            "青禾县科学技术局关于印发《青禾县研发补助办法》的通知\n青科〔2024〕12号\n\n各有关单位:\n现将办法印发给你们。\n"
            "第一条 适用于青禾县企业。\n第二条 本办法自2024年7月1日起施行,有效期3年。"
            "《青禾县旧办法(试行)》(青科〔2021〕9号)同时废止。\n\n青禾县科学技术局\n2024年6月20日\n"
        )
    )
    assert values(found) == {
        "title": "青禾县科学技术局关于印发《青禾县研发补助办法》的通知",
        "kind": Kind.POLICY,
        "region": "青禾县",
        "issuer": "青禾县科学技术局",
        "years": [2024],
        "doc_number": "青科〔2024〕12号",
        "published": "2024-06-20",
        "effective": "2024-07-01",
        "expires": "2027-06-30",
        "repeals": ["青禾县旧办法(试行)", "青科〔2021〕9号"],
        "standing": None,
        "attachments": None,
    }


@pytest.mark.parametrize("number", ["青科〔2024〕12号", "青科[2024]12号", wide("青科(2024)12号"), "青科【2024】第12号"])
def test_document_numbers(number: str) -> None:
    found = infer(f"青禾县办法\n{number}\n\n第一条 适用。\n").doc_number
    assert found is not None and found.value == "青科〔2024〕12号"


def test_labelled_lines() -> None:
    found = infer(
        wide(
            "甲县研发补助办法\n发文字号:甲科〔2023〕5号\n发布机构:甲县科学技术局\n发布日期:2023-05-06\n第一条 适用。\n"
        )
    )
    assert found.doc_number and found.issuer and found.published
    assert (found.doc_number.value, found.issuer.value, found.published.value) == (
        "甲科〔2023〕5号", "甲县科学技术局", "2023-05-06"
    )  # fmt: skip


def test_a_title_over_two_lines_and_one_only_in_the_file_name() -> None:
    assert infer("甲县人民政府关于\n支持科技创新的若干措施\n\n第一条 适用。\n").title.value == (
        "甲县人民政府关于支持科技创新的若干措施"
    )
    found = infer("第一条 适用于企业。\n第二条 施行。\n", "甲县补助办法.txt").title
    assert (found.value, found.source) == ("甲县补助办法", "file name")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("9. 甲县关于印发《甲县研发\n补助办法》的通知(2023 年3 月21 日)\n", "甲县关于印发《甲县研发补助办法》的通知"),
        ("25.\n甲县研发补助实施细则\n(2024年1月29日)\n", "甲县研发补助实施细则"),
        ("甲 县 科 技 创 新\n奖 励 办 法\n", "甲县科技创新奖励办法"),
        ("甲科〔2025〕7号\n甲县研发补助办法\n", "甲县研发补助办法"),
        ("(此件公开发布)\n甲县研发补助办法\n", "甲县研发补助办法"),
        ("归档副本\n青禾县研发补助办法(试行)\n", "青禾县研发补助办法(试行)"),
        ("- **发布机构**:甲县政府\n- **文件名称**:甲县研发补助办法(2024年版)\n附件\n", "甲县研发补助办法(2024年版)"),
        ("企业名称 | 补助金额(万元)\n乙厂 | 20\n", "文件"),
        ("甲县的几句话\n我们支持研发。\n", "甲县的几句话"),
    ],
)  # fmt: skip
def test_the_title_among_what_stands_around_it(head: str, title: str) -> None:
    assert infer(f"{head}\n第一条 适用。\n", "文件.txt").title.value == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "(三)甲省\n1. 甲省人民政府办公厅关于优化审批服\n务的通知(2023 年5 月10 日)\n甲政办发〔2023〕38 号\n",
            "甲省人民政府办公厅关于优化审批服务的通知",
        ),
        (
            "甲市财政局关于印发《甲市采购\n办法》的通知(2023 年4\n月2 日)\n",
            "甲市财政局关于印发《甲市采购办法》的通知",
        ),
        (
            "1. 甲市关于印发甲市\n2023\n 年优化服务责\n任清单的通知\n各单位:\n",
            "甲市关于印发甲市2023年优化服务责任清单的通知",
        ),
        (
            "甲市关于印发甲市推进政务服务标准\n化工作实施方案的通知\n",
            "甲市关于印发甲市推进政务服务标准化工作实施方案的通知",
        ),
        (
            "4.甲市上一篇的末尾\n4. 甲市关于印发《甲市办法》的通知\n甲办〔2023〕1号\n各区:\n",
            "甲市关于印发《甲市办法》的通知",
        ),
        ("甲区规划和自然\n资源局2024年度部门决算\n目录\n", "甲区规划和自然资源局2024年度部门决算"),
        ("甲市关于印发《甲市措施》\n的通知\n各区:\n", "甲市关于印发《甲市措施》的通知"),
        (
            "甲市前海现代服务业合作区管理局国家税务总局甲\n市税务局关于印发\n《关于支持前海现代服务业合作区涉税服务业创新发展十八条措施》的通知\n",
            "甲市前海现代服务业合作区管理局国家税务总局甲市税务局关于印发"
            "《关于支持前海现代服务业合作区涉税服务业创新发展十八条措施》的通知",
        ),
    ],
)
def test_a_title_broken_over_lines_goes_to_its_end(head: str, title: str) -> None:
    assert infer(f"{head}\n第一条 适用。\n", "文件.txt").title.value == title


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("关于印发青禾县公路养护办法的通知", "青禾县"),
        ("关于公布《青禾县公路养护办法》的通知", "青禾县"),
        ("青禾县公路养护办法", "青禾县"),
        ("关于印发老旧小区改造办法的通知", None),
        ("关于下达示范县公路养护补助的通知", None),
        ("关于印发产粮大县奖励办法的通知", None),
    ],
)
def test_a_county_in_no_table_is_known_from_the_title_alone(title: str, region: str | None) -> None:
    found = infer(f"{title}\n\n第一条 每公里补助三万元。\n").region
    assert (found.value if found else None) == region


def test_the_title_keeps_its_own_punctuation() -> None:
    title = wide("甲县补助办法(试行)")
    assert infer(f"{title}\n\n第一条 适用。\n").title.value == title


@pytest.mark.parametrize(
    ("text", "name", "years"),
    [
        (
            "甲县科技局2023年工作总结和2024年工作安排\n一、2023年工作总结\n好。\n二、2024年工作安排\n做。\n",
            "a.txt",
            (2023, 2024),
        ),
        ("甲县科技局工作总结\n一、2023年工作\n好。\n二、2024年计划\n做。\n", "a.txt", (2023, 2024)),
        ("甲县科技局工作总结\n一、工作\n好。\n", "2022年总结.txt", (2022,)),
        ("2025年甲省政府工作报告\n一、过去一年\n好。\n", "a.txt", (2024, 2025)),
        ("甲县政府工作报告\n——2024年1月9日在甲县第十届人民代表大会上\n修路。\n", "a.txt", (2023, 2024)),
        ("甲县补助办法\n第一条 适用。\n", "a.txt", None),
    ],
)
def test_years(text: str, name: str, years: tuple[int, ...] | None) -> None:
    found = infer(text, name).years
    assert (found.value if found else None) == years


@pytest.mark.parametrize("text", ["", "\n\n", "x", "。。。", "2024", "\ufeff", "一、\n二、\n"])
def test_the_least_text_has_metadata(text: str) -> None:
    for content in read_documents(
        RawText(text=text, reader="text"), name="名.txt", source_key="k", file_hash="ab" * 32
    ):
        assert fold(content.document.metadata.title.value)


def test_a_guide_has_no_term_of_the_papers_it_quotes() -> None:
    text = "某市产业政策导引\n\n一、创新券\n本办法自2020年1月1日起施行,有效期至2021年12月31日。原办法同时废止。\n"
    raw = RawText(text=text, reader="text")
    (content,) = read_documents(raw, name="导引.txt", source_key="k", file_hash="0" * 64)
    found = content.document.metadata
    assert found.kind.value is Kind.GUIDE
    assert found.effective is None and found.expires is None and found.repeals is None


def test_labels_of_a_web_page_and_the_record_at_the_end() -> None:
    text = wide(
        "甲县人民政府办公室关于印发甲县补助办法的通知\n文号:甲府办规〔2021〕7 号\n"
        "实施日期:2021年04月16日\n失效日期:2023年06月01日\n"
        "第一条 适用。\n第二条 本办法自印发之日起施行,有效期5年。\n甲县人民政府办公室\n2021年4月13日\n"
    )
    found = infer(text)
    assert found.effective and found.expires and found.published and found.doc_number
    assert (found.effective.value, found.expires.value, found.published.value, found.doc_number.value) == (
        "2021-04-16", "2023-06-01", "2021-04-13", "甲府办规〔2021〕7号"
    )  # fmt: skip
    record = text.replace("实施日期", "甲").replace("失效日期", "乙") + "甲县人民政府办公室 2021年4月20日印发\n"
    found = infer(record)
    assert found.effective and found.expires and found.published
    assert (found.effective.value, found.expires.value, found.published.value) == (
        "2021-04-20", "2026-04-19", "2021-04-13"
    )  # fmt: skip


def test_who_a_title_names_comes_before_who_put_it_on_the_net() -> None:
    page = "发布机构:乙县财政局\n第一条 适用。\n第二条 适用。\n第三条 适用。\n"
    full = infer(wide(f"甲市民政局 甲市财政局关于印发助餐办法的通知\n{page}"))
    short = infer(wide(f"省科技厅关于印发助餐办法的通知\n{page}"))
    assert full.issuer and full.issuer.value == "甲市民政局、甲市财政局"
    assert short.issuer and short.issuer.value == "乙县财政局"


@pytest.mark.parametrize("head", ["青禾县科学技术局文件", "青禾县科学技术局 文件\n青禾县财政局", "青禾县财政局文 件"])
def test_the_title_stands_below_the_letterhead(head: str) -> None:
    found = infer(f"{head}\n青科〔2024〕15 号\n\n关于加强科技信用建设的通知\n各乡镇人民政府:\n现就有关事项通知如下。\n")
    assert found.title.value == "关于加强科技信用建设的通知" and found.kind.value is Kind.NOTICE
    assert found.doc_number is not None and found.doc_number.value == "青科〔2024〕15号"


@pytest.mark.parametrize(
    "page",
    [
        "{}_云岭市民政局\n首页\n政务公开\n{}\n2020-01-02",
        "{} | 青禾县政府网\n搜索\n{}\n来源:县政府",
        "{} - 云岭省\n{}\n字体:大",
    ],
)
def test_the_title_of_a_page_is_left_for_the_papers_own(page: str) -> None:
    title = "关于做好冬季救助工作的通知"
    assert infer(page.format(title, title)).title.value == title


@pytest.mark.parametrize("line", ["新华社北京2006年3月15日电", "(云岭日报青禾3月5日讯)", "中新社上海2010年1月2日电"])
def test_a_dateline_is_no_part_of_the_title(line: str) -> None:
    assert infer(f"{line}\n政 府 工 作 报 告\n各位代表:").title.value.replace(" ", "") == "政府工作报告"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("教育部关于同意设置", "安徽应用学院的函"),
        ("民政厅关于撤销", "湖北省渔业协会的公告"),
        ("关于表彰", "四川省先进集体的决定"),
    ],
)
def test_a_short_line_about_a_matter_begins_the_title(first: str, second: str) -> None:
    assert infer(f"{first}\n{second}\n各单位:").title.value.replace("\n", "") == first + second
