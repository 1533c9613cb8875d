"""Words that mean the same, and words that say nothing about the subject.

The synonym table is a text file that people can extend; see `data/synonyms.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from docs_store import lazy_re, segmentation, synonyms
from docs_store.textnorm import fold

_SYNONYMS = Path(__file__).parent / "data" / "synonyms.txt"
# Question words, politeness, and verbs that every question has: they tell what is asked, not what about.
_STOP = lazy_re.compile(
    "请问|请教|想问一下|问一下|想咨询|我想知道|想知道|告诉我|麻烦|你好|您好|帮我|查一下|查询"
    "|(?:分别)?(?:是|有|为|达|达到|达成|提高到|提升至|提升到|增至|突破|(?:不能|不得|不)?(?:超过|低于|高于|少于)|做到了?|能有|能拿|能领|能补|给|领|拿)?多少(?:个|家|户|项|件|人|名|次|亿|万|元|钱|亩|天|年)*"
    "|最多能?(?=[补领拿给奖])|能(?=[补领拿给奖][^助贴偿励])|百分之几|第几批?|几(?:个|家|户|项|件|人|名|次|批|月|年|天)|多(?:大|高|长|久)(?:规模|面积)?的?"
    "|什么时候|什么时间|什么|何时|多长时间(?:以?内)?|(?:单|每一?)[个份笔](?!体|税)|哪(?:一)?(?:年|月|天|日|个|家|些|里|儿|几|两|位|所|种|方面)*|为什么|为何|怎么样|怎样|如何|怎么|吗|呢|啊|呀|吧|么"
    "|是多少|各是|各有|各为|分别|各自|一共|总共|到底|究竟|目前|现在|现行|当前|如今|近期|今年以来|其中|大概|大约|差不多"
    "|政府工作报告|工作报告|报告|工作总结|中公布的?|里公布的?|公布的?|提到的?|提出的?|提到|提出|中提|显示|根据|按照|关于|对于|针对"
    "|开始|实际上?|真的|真正|(?<!能)(?:不能|不可以?|不得)(?!超过|低于|高于|少于)|行不行|原因|后果|幅度|目标数?|预计|预期|计划(?!项目)|打算|力争|准备|交哪些|要交|提交哪些|数量|数字(?=[是有为]|$)|最多|情况|具体|内容|方面|有关|相关|需要|可以|能够|才能|才可以?|满足|能不能|可不可以|能否|是否|有没有|必须|应该|应当|符合|规定"
)
_PARTICLE = lazy_re.compile(
    "[的了在是有和与及或把被给让里中上下对从到至个这那我你他它们地得着过就都也还又很最更跟哪几]"
)


def words_of(text: str) -> frozenset[str]:
    """Words of a table, set off by spaces."""
    return frozenset(text.split())


# Nouns so common in these documents that sharing them proves little.
GENERIC = words_of(
    "企业 单位 公司 工作 项目 资金 金额 全区 全县 全市 全省 我区 我县 全年 年度 完成 开展 进行 推进 发展 建设 "
    "政策 科技 创新 服务 支持 办法 措施 通知 文件 机构 "
    "部门 问题 任务 成果 活动 重点 新增 国家 省级 市级 国家级 区级 县级 "
    "超过 突破 增长 年底 比例 补助 申报 兑现 安排 个人 经费 投入 总量 不低于 每家企业 企业数 "
    "提升 提高 实现 获得 期限 申报时间"
)

# By part of speech, in the tags of jieba; 大型 and 总 (b) tell things apart
_WEIGHTS = dict.fromkeys(("n", "j", "l", "i", "x", "eng"), 1.0) | {"vn": 0.6, "an": 0.6, "v": 0.45, "b": 0.45, "a": 0.3}


_BEGINNING = 2  # characters of a name that tell which lengths to try


@cache
def names_of(word: str) -> tuple[str, ...]:
    """A canonical name and those of its table that are written out in full; the word alone when it is in no group."""
    return (
        word,
        *(name for first, *others in _table() if first == word for name in others if len(_spelt_out(name)) == 1),
    )


@cache
def _table() -> tuple[tuple[str, ...], ...]:
    """Lines of the table of synonyms and of the user's own, folded, in lower case."""
    text = _SYNONYMS.read_text(encoding="utf-8")
    every = (*text.splitlines(), *synonyms.own_lines())
    lines = (line for line in every if line.strip() and not line.startswith("#"))
    return tuple(tuple(fold(line).lower().split()) for line in lines)


@cache
def first_names() -> dict[str, str]:
    """Each name of the table, and the first name of its group."""
    canonical: dict[str, str] = {}
    for first, *others in _table():
        first = canonical.get(first, first)  # the user's own groups begin with any known name
        canonical.update(dict.fromkeys((name for entry in others for name in _spelt_out(entry)), first))
        canonical.setdefault(first, first)
    return canonical


@cache
def _by_beginning() -> tuple[re.Pattern[str], dict[str, tuple[int, ...]]]:
    """Where a name may begin, and the lengths of the names that begin so, longest first.

    One pattern of all names would take longer to make than the rest of a question's answer.
    """
    lengths: dict[str, set[int]] = {}
    for name in first_names():
        lengths.setdefault(name[:_BEGINNING], set()).add(len(name))
    firsts = "".join(sorted({re.escape(beginning[0]) for beginning in lengths}))
    return re.compile(f"[{firsts}]"), {
        beginning: tuple(sorted(all_, reverse=True)) for beginning, all_ in lengths.items()
    }


def _names_in(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the names in a text, the longest at each place; `text` is folded and in lower case."""
    names = first_names()
    first, lengths = _by_beginning()
    end = 0
    for match in first.finditer(text):
        start = match.start()
        if start < end:
            continue
        if text[start] == "新" and text[start - 1 : start] == "重":  # 重新认定 is no 新认定
            continue
        for length in (*lengths.get(text[start : start + _BEGINNING], ()), *lengths.get(text[start], ())):
            if text[start : start + length] in names:
                end = start + length
                yield start, end
                break


def _spelt_out(entry: str) -> list[str]:
    """All names that an entry stands for: `研发[经费]投入` for two, `占<GDP|生产总值>` for two as well."""
    part = re.search(r"\[([^\[\]]*)\]|<([^<>]*)>", entry)
    if part is None:
        return [entry]
    choices = ["", *part[1].split("|")] if part[1] is not None else part[2].split("|")
    return [name for choice in choices for name in _spelt_out(entry[: part.start()] + choice + entry[part.end() :])]


@lru_cache(maxsize=8192)
def canonical(text: str) -> str:
    """Folded, lower-cased text with each synonym replaced by its group's first name."""
    names = first_names()
    given = fold(text).lower()
    parts: list[str] = []
    at = 0
    for start, end in _names_in(given):
        parts += given[at:start], names[given[start:end]]
        at = end
    return "".join([*parts, given[at:]])


def topic_words(text: str) -> list[tuple[str, float]]:
    """Words of a question that say what it is about, each with a weight in 0..1.

    Args:
        text: the question without places and years.
    """
    weights: dict[str, float] = {}
    for name, rest in split_canonical(canonical(text)):
        if name:
            weights[name] = 0.35 if name in GENERIC else 1.0
            continue
        for run in without_asking(rest):
            for word, tag in _with_tails(tagged(run)):
                weight = _weight(word, tag)
                if weight > 0:
                    weights[word] = max(weight, weights.get(word, 0.0))
    return list(weights.items())


def tagged(text: str) -> list[tuple[str, str]]:
    """Words with their parts of speech, in the tags of jieba."""
    return segmentation.tag(text)


def words_without_guessing(text: str) -> list[str]:
    """Words of the dictionary, in order; what is in none comes out in single characters."""
    return segmentation.cut(text)


@cache
def known_names() -> frozenset[str]:
    """All names of the table of synonyms."""
    return frozenset(first_names())


def without_asking(text: str) -> list[str]:
    """What is left of a question between the words that only ask."""
    return _STOP.sub(" ", text).split()


def _with_tails(tagged: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Words with a noun of one character joined to the noun before it: 科学技术 奖 is a prize, not science."""
    joined: list[tuple[str, str]] = []
    for word, tag in tagged:
        tail = tag == "n" and len(word) == 1 and word not in "数量额率值"
        if tail and joined and joined[-1][1].startswith("n") and len(joined[-1][0]) > 1:
            joined.append((joined.pop()[0] + word, tag))
        else:
            joined.append((word, tag))
    return joined


def split_canonical(text: str) -> Iterable[tuple[str, str]]:
    """Pieces of canonical text: (name, "") for a synonym group's name, ("", text) for what stands between."""
    at = 0
    for start, end in _names_in(text):
        yield "", text[at:start]
        yield text[start:end], ""
        at = end
    yield "", text[at:]


def _weight(word: str, tag: str) -> float:
    if len(word) == 1 and not word.isascii():
        return 0.0
    if _PARTICLE.fullmatch(word) or not any(char.isalnum() for char in word):
        return 0.0
    if word in GENERIC:
        return 0.35
    if word.isascii():
        return 0.0 if word.isdigit() else 1.0
    return _WEIGHTS.get(tag, _WEIGHTS.get(tag[:1], 0.0))
