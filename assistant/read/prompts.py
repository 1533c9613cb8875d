"""What a language model is asked. Instructions come from here alone; text of documents and people is quoted data.

The instructions come first and are the same for every question, so that a server computes them once and keeps them
(prefix cache). Quoted text cannot end its own quotation: its delimiters and a model's control marks are made harmless.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.turn import Finding, Material, Plan, Source
from docs_store import lazy_re
from docs_store.proposals import WINDOW, Request
from docs_store.types import Kind, Status
from docs_store.validity import Force

if TYPE_CHECKING:
    from assistant.llm.streaming import Message

_FOLDER = Path(__file__).parent / "data"


@cache
def instructions(name: str) -> str:
    """What a model is told first: `read`, `second`, `plan`, `retry` or `propose`."""
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip()


_CONTROL = lazy_re.compile(r"<\|[^|>\n]{0,40}\|>|</?s>|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
_MARK = lazy_re.compile(r"(?m)^([^\S\n]*)([据答缺近问查算题我])(\d{0,3}\s*[:：])")
_KINDS = {
    Kind.WORK_SUMMARY: "工作报告", Kind.POLICY: "政策法规", Kind.GUIDE: "指南", Kind.NOTICE: "通知", Kind.FAQ: "问答",
    Kind.TABLE: "表格", Kind.OTHER: "其他",
}  # fmt: skip
KIND_OF = {word: str(kind) for kind, word in _KINDS.items() if kind is not Kind.OTHER}
"""The words for kinds of papers that a model is asked for, and the kinds' values."""
FIELDS = {
    "title": "标题", "kind": "类型", "region": "地区", "issuer": "发文单位", "years": "年份", "doc_number": "文号",
    "published": "发布日期", "effective": "施行日期", "expires": "有效期至", WINDOW: "申报时间",
}  # fmt: skip
"""Fields of a document that a model is asked for, and its words for them."""
_STATUS = {Status.ACTUAL: "已完成的结果", Status.EXPECTED: "预计数", Status.TARGET: "目标或计划"}


def reading(material: Material) -> list[Message]:
    """The conversation that asks a model to read."""
    plan = material.plan
    parts = [*source_blocks(material.sources), "", f"今天：{plan.today.isoformat()}"]
    if plan.asker:
        parts.append(f"提问人的情况：{_inline('；'.join(plan.asker))}")
    parts += [f"问题{i}：{_inline(inquiry.text)}" for i, inquiry in enumerate(plan.inquiries, start=1)]
    if not material.may_search:
        parts.append("（不能再检索，不要写“查”。）")
    if material.rejected:
        parts += ["", rejected(material.rejected)]
    return [("system", instructions("read")), ("human", "\n".join(parts))]


def rejected(findings: Sequence[tuple[Finding, str]]) -> str:
    """What a reader is told of findings that did not pass."""
    rows = [
        f"- 答{finding.part or ''}：{_inline(finding.text)}\n  原因：{_inline(reason)}" for finding, reason in findings
    ]
    return "\n".join([instructions("retry"), *rows])


def second(pairs: Sequence[tuple[str, str]], plan: Plan) -> list[Message]:
    """The conversation that asks whether passages say sentences. The plan tells the case that a rule is applied to."""
    rows = [
        f"{i}.\n<引文>{_inline(passage)}</引文>\n<句子>{_inline(text)}</句子>"
        for i, (passage, text) in enumerate(pairs, start=1)
    ]
    case = [f"今天：{plan.today.isoformat()}", f"提问：{_inline(plan.text)}"]
    case += [f"提问人的情况：{_inline('；'.join(plan.asker))}"] if plan.asker else []
    return [("system", instructions("second")), ("human", "\n".join([*case, *rows]))]


def plan(message: str, history: Sequence[tuple[str, str]]) -> list[Message]:
    """The conversation that asks what a message asks.

    Args:
        history: speaker (`提问人` or `助手`) and words, oldest first.
    """
    rows = [f"<{who}>{_inline(words)}</{who}>" for who, words in history]
    return [
        ("system", instructions("plan")),
        ("human", "\n".join([*rows, f"<最后一条消息>{_inline(message)}</最后一条消息>"])),
    ]


def proposing(request: Request) -> list[Message]:
    """The conversation that asks for a document's metadata."""
    shown = [
        f"<片段 编号={number}>\n{quoted(passage)}\n</片段>" for number, passage in enumerate(request.passages, start=1)
    ]
    wanted = "、".join(FIELDS[field] for field in request.fields if field in FIELDS)
    rows = [f"文件名：{_inline(request.file_name)}", *shown, f"要著录的项目：{wanted}"]
    return [("system", instructions("propose")), ("human", "\n".join(rows))]


def source_blocks(sources: Sequence[Source]) -> list[str]:
    """Sources as a model reads them: what is known of the document, then the text.

    What is known stands with the first source of a document; the others name that one. Sixteen sources are of some
    five documents, and their titles, places and numbers were four tenths of all that a model read.
    """
    first: dict[str, int] = {}
    return [_block(source, first.setdefault(source.document_id, source.number)) for source in sources]


def _block(source: Source, first: int) -> str:
    """One source; `first` is the number of the first one of its document."""
    facts = _facts(source) if first == source.number else [f"文件：同资料{first}"]
    if source.own_years:
        facts.append(f"本段年份：{'、'.join(map(str, source.own_years))}")
    if source.status in _STATUS:
        facts.append(f"本段性质：{_STATUS[source.status]}")
    lines = [f"<资料 编号={source.number} {' '.join(facts)}>"]
    if source.heading:
        lines.append(f"位置：{' › '.join(_inline(heading) for heading in source.heading)}")
    if source.label:
        lines.append(f"（读入时整理：{_inline(source.label)}）")
    return "\n".join([*lines, quoted(source.text), "</资料>"])


def _facts(source: Source) -> list[str]:
    """What is known of a source's document."""
    facts = [f"《{_inline(source.title)}》", f"地区：{_place(source)}", f"类型：{_KINDS[source.kind]}"]
    if source.kind is Kind.WORK_SUMMARY and source.years:
        facts.append(f"报告涉及年份：{'、'.join(map(str, source.years))}")
    for name, value in (("文号", source.doc_number), ("发文", source.issuer), ("发布", source.published)):
        if value:
            facts.append(f"{name}：{_inline(value)}")
    if standing := standing_of(source):
        facts.append(f"效力：{standing}")
    return facts


def _place(source: Source) -> str:
    if not source.region:
        return "未载明"
    return _inline(source.region) + ("" if source.is_region_sure else "（未确认）")


def standing_of(source: Source) -> str:
    """How a document stands on the day of asking, in words; empty where there is nothing to say."""
    match source.force:
        case Force.SUPERSEDED:
            return f"已被《{_inline(source.successor)}》取代" if source.successor else "已被取代"
        case Force.EXPIRED:
            return f"已于{source.expires}到期"
        case Force.REPEALED:
            return "已废止"
        case Force.DRAFT:
            return "征求意见稿，未生效"
        case Force.NOT_YET:
            return "尚未施行"
        case Force.IN_FORCE:
            return f"现行，有效至{source.expires}" if source.expires else "现行"
    return f"有效至{source.expires}" if source.expires else ""


def quoted(text: str) -> str:
    """Text that cannot be taken for anything but text: no delimiters, control marks or unseen characters."""
    text = _CONTROL.sub(" ", text)
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char)[0] != "C")
    text = _MARK.sub(r"\1\2 \3", text)
    return text.translate({ord("<"): "〈", ord(">"): "〉"})


def _inline(text: str) -> str:
    return " ".join(quoted(text).split())
