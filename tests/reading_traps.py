"""Papers with a place for a trap: a piece repeated where a policy grants money, sets conditions, or a report counts.

A rule looks at a text only where it stands as such texts do, so a trap on a line of its own shows little.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from unittest import mock

from docs_store import sketch, textnorm, tokenize
from docs_store.types import DocumentContent
from ingest import cards, chunking, figures, lines, metadata, noise, provisions, quality, splitting
from ingest.readers.base import RawText, TableSpan
from ingest.reading import read_documents
from ingest.structure import Outline

_POLICY = """临溪县促进科技企业发展若干措施（试行）
临政办发〔2023〕18号

第一条 【目的】为支持科技企业，制定本措施。
第二条 【支持对象】在临溪县依法注册、具有独立法人资格的企业，并同时符合下列条件：
（一）注册满三年，上年度研发费用占营业收入的比例不低于3%；
（二）近两年未发生重大安全事故；{conditions}
（三）拥有发明专利2件以上。
第三条 【支持标准】对首次认定的高新技术企业，一次性奖励15万元；{amounts}对研发费用按支出的8%补助，最高不超过60万元。
第四条 【申报材料】申报时提交营业执照复印件和审计报告。受理部门为县科学技术局，联系电话0555-6711234。
第五条 【附则】本措施自2023年6月1日起施行，有效期三年。{term}
"""
_REPORT = """临溪县科学技术局2023年工作总结和2024年工作计划

一、2023年主要工作
（一）企业培育。全年新认定高新技术企业31家，同比增长12.5%，{counts}科技型中小企业入库156家，居全市第二位。
（二）平台建设。新增省级企业研发中心4家，总数达到17家。

二、2024年工作计划
力争高新技术企业达到110家，技术合同成交额突破20亿元。
"""
PLACES = ("conditions", "amounts", "term", "counts", "line", "cell")
"""Where a trap may stand; `line` is one of its own, `cell` that of a table."""
STEPS = {
    "noise.find": (noise, "find"),
    "lines.split": (lines, "split"),
    "lines.paragraphs": (lines, "paragraphs"),
    "cards.find": (cards, "find"),
    "splitting.split": (splitting, "split"),
    "Outline.read": (Outline, "read"),
    "metadata.infer": (metadata, "infer"),
    "chunking.chunk": (chunking, "chunk"),
    "provisions.extract": (provisions, "extract"),
    "figures.extract": (figures, "extract"),
}


def raw(place: str, trap: str) -> RawText:
    """A paper with a trap at one of `PLACES`."""
    if place == "counts":
        return RawText(text=_REPORT.format(counts=trap), reader="text")
    others = dict.fromkeys(("conditions", "amounts", "term"), "")
    if place in others:
        return RawText(text=_POLICY.format(**(others | {place: trap})), reader="text")
    text = _POLICY.format(**others)
    if place == "line":
        head, rest = text.split("\n", 1)
        return RawText(text=f"{head}\n{trap}\n{rest}", reader="text")
    table = f"项目 | 奖励标准 | 申报条件\n高新技术企业 | {' '.join(trap.split())} | 注册满一年\n"
    tables = (TableSpan(start=len(text), end=len(text) + len(table), header_end=len(text) + table.index("\n") + 1),)
    return RawText(text=text + table, reader="text", tables=tables)


def read(paper: RawText) -> dict[str, float]:
    """Reads a paper as a file of it is read; seconds of the processor that each step took, and `all`."""
    with _timed() as spent:
        started = process_time()
        contents = read_documents(paper, name="措施.txt", source_key="k", file_hash="ab" * 32)
        for name, step in (("quality.measure", lambda: quality.measure(paper, contents)), *_of_texts(paper, contents)):
            begun = process_time()
            step()
            spent[name] = process_time() - begun
        spent["all"] = process_time() - started
    return spent


def _of_texts(paper: RawText, contents: list[DocumentContent]):  # type: ignore[no-untyped-def]
    """What else is done with a document's text: folding while it is read, terms when it is indexed."""
    chunks = [chunk.text for content in contents for chunk in content.chunks]
    return (
        ("textnorm.fold", lambda: textnorm.mend_points(textnorm.fold(paper.text))),
        ("textnorm.sentences", lambda: [textnorm.sentences(text) for text in chunks]),
        ("textnorm.normalise", lambda: [textnorm.normalise(text) for text in chunks]),
        ("tokenize", lambda: [tokenize.words_and_bigrams(text) for text in chunks]),
        ("sketch", lambda: sketch.sketch(paper.text)),
    )


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """Seconds of each step while it lasts."""
    spent: dict[str, float] = dict.fromkeys(STEPS, 0.0)

    def timer(name: str, function):  # type: ignore[no-untyped-def]
        def call(*args, **kwargs):  # type: ignore[no-untyped-def]
            started = process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += process_time() - started

        return call

    patches = [
        mock.patch.object(owner, name, timer(step, getattr(owner, name))) for step, (owner, name) in STEPS.items()
    ]
    for patch in patches:
        patch.start()
    try:
        yield spent
    finally:
        for patch in patches:
            patch.stop()
