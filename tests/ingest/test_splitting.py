"""One file, several documents."""

from __future__ import annotations

import itertools

import pytest

from docs_store.textnorm import fold
from ingest.lines import split as lines_of
from ingest.splitting import split


def titles(text: str) -> list[str]:
    parts = split(lines_of(fold(text)), len(text))
    assert all(a.end == b.start for a, b in itertools.pairwise(parts)) and parts[-1].end == len(text)
    return [part.title for part in parts]


BODY = "一、工作情况\n完成任务。\n二、下步打算\n继续努力。\n"


@pytest.mark.parametrize(
    "form",
    [
        "篇{}",
        "第{}篇",
        "科技局2023年工作总结和2024年工作安排 篇{}",
        "篇{}:甲县科技局总结",
        "【篇{}】",
        "范文{}",
        "(篇{})甲县总结",
    ],
)
@pytest.mark.parametrize("numbers", ["123", "一二三"])
def test_numbered_parts(form: str, numbers: str) -> None:
    text = "".join(f"{form.format(number)}\n{BODY}" for number in numbers)
    assert titles(text) == [form.format(number) for number in numbers]


def test_ten_and_more_parts() -> None:
    text = "".join(f"篇{n}\n{BODY}" for n in range(1, 13))
    assert len(titles(text)) == 12


@pytest.mark.parametrize(
    "text",
    [
        "", BODY, f"标题\n{BODY}", f"篇1\n{BODY}", f"篇2\n{BODY}篇3\n{BODY}", f"{BODY}这是第1篇。\n这是第2篇。\n",
        f"甲县2023年工作总结\n{BODY}附件\n甲县2023年工作总结\n{BODY}",
        "甲县2023年工作总结\n一、总体\n甲县2023年工作总结\n二、安排\n",
    ],
)  # fmt: skip
def test_one_document(text: str) -> None:
    assert titles(text) == [""]


def test_a_title_that_comes_again_begins_another_report() -> None:
    text = f"甲县科技局2023年工作总结\n{BODY}乙县科技局2023年工作总结\n{BODY}丙县科技局2024年工作要点\n{BODY}"
    assert titles(text) == ["甲县科技局2023年工作总结", "乙县科技局2023年工作总结", "丙县科技局2024年工作要点"]


def test_what_stands_before_the_first_part_belongs_to_none() -> None:
    text = f"科技局总结三篇\n篇1\n{BODY}篇2\n{BODY}"
    (first, _) = split(lines_of(text), len(text))
    assert text[first.start :].startswith("篇1")


def paper(place: str, number: int, *, listed: str = "", above: bool = True, day: str = "") -> str:
    title = f"{place}人民政府办公室关于印发{place}营商环境\n若干措施的通知{day}\n"
    code = f"{place[0]}政办〔2023〕{number} 号\n"
    ahead = f"{listed}\n{title}{code}" if above else f"{code}{title}"
    return f"{ahead}各镇人民政府,县直有关单位:\n现将若干措施印发给你们。\n2023年3月1日\n{BODY}"


@pytest.mark.parametrize(
    "text",
    [
        paper("甲县", 1, listed="3.", day="(2023年3月1日)") + paper("乙县", 16, listed="4.", day="(2023年6月9日)"),
        paper("甲县", 1) + paper("乙县", 16),
        paper("甲县", 1, above=False) + paper("乙县", 16, above=False),
        paper("甲县", 1) + "甲县营商环境工作要点\n" + BODY + paper("乙县", 16),
    ],
    ids=["a list", "titles above", "titles below", "a title inside"],
)
def test_bundled_papers_are_parted(text: str) -> None:
    assert titles(text) == [f"{place}人民政府办公室关于印发{place}营商环境若干措施的通知" for place in ("甲县", "乙县")]


def test_the_rest_of_a_paper_ahead_of_a_bundle_is_kept() -> None:
    rest = "本措施由县发展改革局负责解释。" * 8
    text = f"{rest}\n{paper('甲县', 1)}{paper('乙县', 16)}"
    assert len(titles(text)) == 3 and split(lines_of(text), len(text))[0].start == 0


@pytest.mark.parametrize(
    "text",
    [
        paper("甲县", 1),
        paper("甲县", 1) + "附件\n" + "甲政办〔2023〕1 号\n" + BODY,  # the number again, in a running head
        paper("甲县", 1) + "乙政办〔2019〕3 号\n同时废止。\n",  # a number that is only cited
        f"甲县文件目录\n甲政办〔2023〕1 号\n甲政办〔2023〕2 号\n甲政办〔2023〕3 号\n{BODY}",
    ],
)
def test_a_number_alone_begins_no_paper(text: str) -> None:
    assert len(split(lines_of(text), len(text))) == 1
