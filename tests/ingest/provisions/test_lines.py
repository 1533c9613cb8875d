"""Lines of a card: a field's label opens its role, also where the structure took the label for a heading."""

from __future__ import annotations

import pytest

from docs_store.types import Role
from ingest.provisions.line_reading import read
from ingest.provisions.roles import of_label
from ingest.structure import Block

CARD = (
    ("工具分类 资金支持 服务对象 在某市注册的企业", ("工具分类",)),
    ("服务内容\n（一）改造后综合节能率应达到15%。", ("服务内容", "1．改造目标")),
    ("服务流程\n项目单位向所在区提出申请。", ("服务流程", "1．项目申报")),
)


def test_labels_that_were_taken_for_headings_still_open_their_fields() -> None:
    blocks, text = [], ""
    for words, path in CARD:
        blocks.append(Block(start=len(text), end=len(text) + len(words), path=path, rank=None, breaks=()))
        text += words + "\n"
    assert [(line.text.strip(), line.roles) for line in read(blocks, text, origin=0, removed=[])] == [
        ("资金支持", (Role.META,)),
        ("在某市注册的企业", (Role.TARGET,)),
        ("改造后综合节能率应达到15%。", (Role.AMOUNT,)),
        ("项目单位向所在区提出申请。", (Role.OTHER,)),
    ]


@pytest.mark.parametrize("label", ["发文时间", "发布日期", "印发时间", "成文日期"])
def test_the_day_of_issue_is_no_window(label: str) -> None:
    assert of_label(label) is Role.META
    assert of_label("申报时间") is Role.WINDOW
