"""Statements as a document's chunks keep them: each sentence with the role of its line."""

from __future__ import annotations

from docs_store import statements
from docs_store.types import Role
from ingest.readers.base import RawText
from ingest.reading import read_documents

_GUIDE = """甲区科技局关于组织申报2026年度研发补助的通知

一、申报对象：在甲区注册的科技型企业。

二、申报条件

（一）上年度研发费用不少于50万元；
（二）没有失信记录。

三、其他事项

申报材料：申请表一份；研发费用专项审计报告一份。

申报时间：2026年3月1日至3月31日。
"""
_REPORT = """甲县科学技术局2023年工作总结和2024年工作安排

一、2023年工作总结

新培育高新技术企业47家，总量预计突破165家。

二、2024年工作安排

总量达到185家。
"""


def read(text: str) -> list[tuple[str, Role | None]]:
    (content,) = read_documents(RawText(text=text, reader="text"), name="文.txt", source_key="k", file_hash="0" * 64)
    assert all(chunk.statements for chunk in content.chunks)
    return [(content.document.text[s.start : s.end], s.role) for chunk in content.chunks for s in statements.of(chunk)]


def test_a_sentence_has_the_role_of_its_heading_or_label() -> None:
    roles = {text.strip(): role for text, role in read(_GUIDE)}
    assert roles["（一）上年度研发费用不少于50万元；"] is Role.CONDITION
    assert roles["研发费用专项审计报告一份。"] is Role.MATERIALS
    assert roles["申报时间：2026年3月1日至3月31日。"] is Role.WINDOW
    assert next(role for text, role in roles.items() if "在甲区注册" in text) is Role.TARGET


def test_a_report_has_no_roles() -> None:
    assert {role for _, role in read(_REPORT)} <= {None, Role.OTHER}
