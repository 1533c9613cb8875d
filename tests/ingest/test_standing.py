"""Drafts, repealed papers, what a paper ends, what is attached to it."""

from __future__ import annotations

import pytest

from docs_store.types import Standing
from ingest.standing import attachments, repeals, standing


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("甲县办法(征求意见稿)", "", Standing.DRAFT),
        ("甲省条例(修订草案)", "", Standing.DRAFT),
        ("甲县规定(送审稿)", "", Standing.DRAFT),
        ("关于公开征求《甲县办法》意见的公告", "", Standing.DRAFT),
        ("关于向社会公开征集《甲县办法》修改意见建议的通知", "", Standing.DRAFT),
        ("甲县办法", "甲县办法\n(征求意见稿)\n第一条", Standing.DRAFT),
        ("甲县办法(已废止)", "", Standing.REPEALED),
        ("甲县办法", "甲县办法\n已废止\n第一条", Standing.REPEALED),
        ("甲县办法", "甲县办法\n有效性:失效\n第一条", Standing.REPEALED),
        ("甲县办法", "甲县办法\n时效性:现行有效\n第一条", Standing.ISSUED),
        ("甲县办法", "第一条 制定办法应当公开征求意见。\n已废止的文件不再执行。", None),
        ("关于加强科技工作的意见", "", None),
        ("关于征集2026年典型应用场景的通知", "", None),
    ],
)
def test_standing(title: str, text: str, expected: Standing | None) -> None:
    found = standing(title, text)
    assert (found.value if found else None) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲县旧办法》同时废止。", ("甲县旧办法",)),
        ("原《甲县旧办法(试行)》(甲科〔2021〕9号)同时废止。", ("甲县旧办法(试行)", "甲科〔2021〕9号")),
        ("《甲》一词。《甲县办法一》、《甲县办法二》即行废止。", ("甲县办法一", "甲县办法二")),
        (
            "《关于印发〈甲县办法〉的通知》(甲政办[2018]10号)自行废止",
            ("关于印发〈甲县办法〉的通知", "甲政办〔2018〕10号"),
        ),
        ("甲科〔2021〕9号文件同时废止。", ("甲科〔2021〕9号",)),
        ("根据《立法条例》,《甲县旧办法》予以废止。", ("甲县旧办法",)),
        ("《甲县总办法》第三条停止执行。", None),
        ("《甲县清单(2021年版)》自2021年9月1日起施行,《甲县清单(2020年版)》同时废止。", ("甲县清单(2020年版)",)),
        ("《甲县新目录》从2022年1月1日起执行,原《甲县旧目录》一并废止。", ("甲县旧目录",)),
        ("《甲县新标准》于2023年7月1日起实施,《甲县旧标准》停止执行。", ("甲县旧标准",)),
        ("《甲县总办法》中有关条款同时废止。", None),
        ("《甲县旧办法》继续有效。", None),
        ("及时修改或者废止有关规章。", None),
    ],
)
def test_what_a_paper_ends(text: str, expected: tuple[str, ...] | None) -> None:
    found = repeals(text)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正文。\n附件:项目申报书\n甲县科技局", ("项目申报书",)),
        ("附件:1.申报书.docx\n2.汇总表\n3、承诺书;\n甲县科技局\n4.不是", ("申报书", "汇总表", "承诺书")),
        ("附件:1.申报书 2.汇总表", ("申报书", "汇总表")),
        ("附件:\n\n1.申报书\n2.汇总表\n", ("申报书", "汇总表")),
        ("附件:\n1.申报书2.汇总表\n", ("申报书", "汇总表")),
        ("附件:1.申报书2.汇总表\n3.承诺书4.证明\n", ("申报书", "汇总表", "承诺书", "证明")),
        ("附件:登记表(/site/c104/17439/MxZw6e.doc)\n", ("登记表",)),
        ("附件1\n申报书", None),
        ("见附件。", None),
    ],
)
def test_attachments(text: str, expected: tuple[str, ...] | None) -> None:
    found = attachments(text)
    assert (found.value if found else None) == expected
