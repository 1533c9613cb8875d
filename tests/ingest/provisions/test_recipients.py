"""Whom a measure is for: read by the fitted weights from measures that they were not fitted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_store.library import Library
from docs_store.provisions import Recipient, Way
from ingest.pipeline import ingest
from ingest.sources import find_sources


def provisions(library: Library, folder: Path, text: str, name: str = "青禾县支持措施") -> list:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    ingest(library, find_sources([path], recursive=False))
    return [row.provision for row in library.provisions()]


@pytest.mark.parametrize(
    ("granted", "recipient", "enterprise"),
    [
        ("（一）规上奖励。对首次升规的工业企业，一次性奖励10万元。", Recipient.ENTERPRISE, True),
        ("（一）夺冠奖励。对获得省运会单项前三名的运动员，每人奖励5000元。", Recipient.PERSON, False),
        (
            "（一）园区奖励。对新认定的省级科技企业孵化器，给予孵化器运营机构一次性奖励50万元。",
            Recipient.PLATFORM,
            None,
        ),
    ],
)
def test_the_noun_at_the_giving_tells(
    library: Library, tmp_path: Path, granted: str, recipient: Recipient, enterprise: bool | None
) -> None:
    title = "青禾县奖励办法"
    text = f"{title}\n\n第一章 奖励标准\n\n{granted}\n\n本办法自2026年1月1日起施行，有效期三年。\n"
    (found,) = provisions(library, tmp_path, text, title)
    assert recipient in found.recipients
    if enterprise is not None:
        assert (Recipient.ENTERPRISE in found.recipients) is enterprise


def test_duties_and_aims_are_no_measures(library: Library, tmp_path: Path) -> None:
    text = (
        "青禾县网约车经营服务管理办法\n\n"
        "第一条 网约车平台公司违反本办法规定的，由县交通运输局责令改正，"
        "处5000元以上3万元以下罚款。\n\n"
        "第二条 政府投资项目概算不得超过500万元，超过的应当报县人民政府批准。\n\n"
        "第三条 到2027年，力争全县网约车达到300辆以上，加强监管。\n"
    )
    found = provisions(library, tmp_path, text, "青禾县网约车经营服务管理办法")
    assert not any(provision.grants for provision in found)


def test_what_enterprises_hand_in_for_their_people_is_theirs_to_apply_for(examples: Path, library: Library) -> None:
    ingest(library, find_sources([examples], recursive=False))
    rows = [row for row in library.provisions() if "人才引育" in row.info.metadata.title.value]
    assert rows
    assert all(Recipient.ENTERPRISE in row.provision.recipients for row in rows)
    assert {row.provision.way for row in rows} == {Way.APPLICATION}
