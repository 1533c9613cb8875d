"""What a place has or plans as a whole: its policies by title, a report's points by their first sentences.

A question such as 青禾县有哪些政策 or 洞头区2024年有什么计划 names no subject that a sentence could hold. What answers
it is a list made of the documents' own lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.read.rules.evidence import Evidence, passage_of
from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import canonical, words_of
from assistant.read.rules.question import Question
from assistant.read.rules.scope import Scope, status_fit, status_of, year_fit
from assistant.read.rules.topic import present
from assistant.say.sentences import Sentence, bare, split
from docs_store import lazy_re
from docs_store.catalog import DocumentInfo
from docs_store.types import Chunk, Kind, Status

_GRANTING = frozenset((Kind.POLICY, Kind.GUIDE, Kind.NOTICE))
_PAPERS = "(?:政策|办法|文件|措施)"
_POLICIES = lazy_re.compile(
    f"(?:哪些|什么|啥)[^,。?]{{0,10}}{_PAPERS}|{_PAPERS}(?:清单|目录|汇总|一览|都?有(?:哪些|什么|啥))|政策[?。]*$"
)
_DEEDS = "(?:计划|打算|安排|工作|举措|思路|任务|成绩|成效|亮点)"
_WORK = lazy_re.compile(
    f"(?:哪些|什么|啥|怎么)[^,。?]{{0,8}}{_DEEDS}|{_DEEDS}(?:都|主要)?(?:有|是)?(?:哪些|什么|啥|怎么样|如何)"
    "|(?:做|干|开展)了(?:哪些|什么)|工作(?:总结|计划|安排|思路|情况)[?。]*$"
)
# Words that such questions have and that name no subject.
_PLAIN = words_of(
    "支持 企业 政策 办法 措施 文件 项目 科技 创新 发展 工作 重点 主要 计划 安排 任务 思路 打算 扶持 惠企 享受 补助 "
    "成绩 成效 亮点 开展 总结 年度 新 全年 下一步 举措 资金 申报 科技局 科学技术局"
)


def said(question: Question, scope: Scope, chunks_of: Callable[[str], Sequence[Chunk]]) -> list[Evidence]:
    """Lines that answer a question on the whole of a place; none for any other question.

    Args:
        scope: of one place, or of all.
        chunks_of: the chunks of a document by its id, in order.
    """
    subject = [word for word, _ in question.topic if word not in _PLAIN]
    if question.claim or question.asked not in (Asked.LIST, Asked.FACT) or question.titles:
        return []
    if _POLICIES.search(question.text):
        named = (_title(info, chunks_of(info.id)) for info in scope.infos if _is_on(info, subject))
        return [found for found in named if found]
    if not subject and _WORK.search(question.text) and scope.place and scope.years:
        reports = [info for info in scope.infos if info.metadata.kind.value is Kind.WORK_SUMMARY]
        return [point for info in reports for point in _points(question, scope, info, chunks_of(info.id))]
    return []


def _is_on(info: DocumentInfo, subject: Sequence[str]) -> bool:
    title = canonical(info.metadata.title.value)
    return info.metadata.kind.value in _GRANTING and all(present(word, title) for word in subject)


def _title(info: DocumentInfo, chunks: Sequence[Chunk]) -> Evidence | None:
    """The line that is a document's title."""
    title = bare(info.metadata.title.value)
    for chunk in chunks[:2]:
        for sentence in split(chunk):
            if bare(sentence.text) == title:
                return _evidence(sentence, info, Status.UNKNOWN)
    return None


def _points(question: Question, scope: Scope, info: DocumentInfo, chunks: Sequence[Chunk]) -> list[Evidence]:
    """The first sentence below each innermost heading, where its year and status are those asked about."""
    found: list[Evidence] = []
    seen: set[tuple[str, ...]] = set()
    for chunk in chunks:
        if chunk.heading in seen or not chunk.heading:
            continue
        told = next((sentence for sentence in split(chunk) if not sentence.is_heading), None)
        if told is None:
            continue
        status = status_of(told, Kind.WORK_SUMMARY)
        wanted = question.status if question.status is not Status.UNKNOWN else Status.ACTUAL
        if year_fit(told, info, scope.years) and status_fit(wanted, status):
            seen.add(chunk.heading)
            found.append(_evidence(told, info, status))
    return found


def _evidence(sentence: Sentence, info: DocumentInfo, status: Status) -> Evidence:
    return Evidence(
        sentence=sentence,
        passage=passage_of(sentence.chunk, info),
        score=1.0,
        covered=frozenset(),
        status=status,
    )
