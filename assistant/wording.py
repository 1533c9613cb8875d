"""The sentences that the assistant says in its own words: what was looked for, what is missing, what to mind.

None of them states a fact about the world; facts come from the documents, with citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GREETING = (
    "您好！请直接提问，例如某地某年的一项数据，或某项政策的条件、金额、时间和材料。"
    "我只依据资料库中的文件回答，并给出出处。"
)
EMPTY_LIBRARY = "资料库里还没有文件。请先导入文件，再提问。"
KEYWORDS_ONLY = "未安装向量模型，本次仅按关键词检索。"
TARGET_GIVEN = "资料中这是目标或计划数，不是已完成的结果。"
EXPECTED_GIVEN = "原文为预计数，不是核定的结果。"
SEVERAL_PLACES = "问题没有写明地区，已按资料库中的各地分别给出。"
NOTHING_HOLDS = "找到的句子没有通过与原文的核对，因此不作答。"
IN_FORCE = "该文件自{begins}起施行，按其自身条款有效至{ends}，资料库中没有废止它的文件。"


def not_found(asked: str, *, places: Sequence[str], years: Iterable[int], documents: int) -> str:
    """What was searched, in one sentence."""
    where = "、".join(places)
    when = "、".join(f"{year}年" for year in years)
    scope = "".join(part for part in (where, when) if part)
    looked = f"已查找{scope}的资料（{documents}份文件），" if scope else f"已查找资料库（{documents}份文件），"
    return f"{looked}没有找到能回答“{asked}”的内容。"


def place_missing(places: Sequence[str]) -> str:
    """A place that the library holds nothing of."""
    return f"资料库中没有{'、'.join(places)}的文件。"


def year_missing(place: str, years: Iterable[int], held: Iterable[int]) -> str:
    """Years that the library holds nothing of, and those that it does."""
    when = "、".join(f"{year}年" for year in years)
    covered = "、".join(f"{year}年" for year in held)
    return f"资料库中没有{place}{when}的资料" + (f"，现有{covered}的。" if covered else "。")


def coverage(regions: Sequence[str], years: Sequence[int]) -> str:
    """What the library covers as a whole."""
    where = "、".join(regions[:8]) + ("等" if len(regions) > 8 else "")
    when = f"{min(years)}—{max(years)}年" if len(years) > 1 else "".join(f"{year}年" for year in years)
    return f"资料库现有：{where or '未标明地区'}；年份：{when or '未标明'}。"


def nearest(title: str, heading: str, quote: str) -> str:
    """The nearest thing that the library holds."""
    place = f"《{title}》" + (f"“{heading}”" if heading else "")
    return f"最接近的内容在{place}：{quote}"


def repealed(title: str) -> str:
    """A document that is no longer in force because of another."""
    return f"该文件已被《{title}》废止。"


def replaced(title: str, begins: str) -> str:
    """A version of a law or policy that a later one took the place of."""
    return f"该文件不是现行版本，现行的是《{title}》（{begins}起）。"


DRAFT = "该文件是征求意见稿或草案，没有正式施行。"
MARKED_REPEALED = "该文件标明已经废止或失效。"


def expired(day: str) -> str:
    """A document past its own last day."""
    return f"该文件的有效期至{day}，已经失效。"


def unanswered(places: Sequence[str]) -> str:
    """Places of a comparison that nothing was found for."""
    return f"没有找到{'、'.join(places)}的相应内容。"


def assumed(question: str) -> str:
    """How a follow-up was understood."""
    return f"按上文理解为：{question}"


def from_above(regions: Sequence[str]) -> str:
    """Evidence of a wider place than the one asked about."""
    return f"依据的是{'、'.join(region or '全国' for region in regions)}的文件，不是当地自己的规定。"


def dropped(count: int) -> str:
    """Sentences that the check took out of an answer."""
    return f"有{count}句没有通过与原文的核对，已略去。"
