"""What a second reading must decide, though every fact holds: each kind beside true sentences that it leaves alone."""

from __future__ import annotations

import pytest

from assistant.check.findings import check
from docs_store.types import Status
from tests.assistant.sources import POLICY, REPORT, finding, material, source

TRIAL = POLICY | {"title": "青禾县渔船更新补贴办法（试行）"}
PLANS = REPORT | {"status": Status.TARGET, "own_years": (2024,)}
RESULTS = REPORT | {"status": Status.ACTUAL, "own_years": (2023,)}
FISHING = "单艘渔船最高补贴30万元。"
REPLACED = "《青禾县校车管理办法》同时废止。"
BOOKED = "图书借阅凭身份证办理，每次最多5册。"
OLD_CARS = "报废旧车的每辆补贴3000元，公务用车不予补贴。"


def is_doubtful(text: str, held: str, **known: object) -> bool:
    one = check(finding(text, held), material(source(held, **known), question="怎么样"))
    assert not one.faults, one.reason
    return one.is_doubtful


@pytest.mark.parametrize(
    ("text", "held", "known"),
    [
        # a paper named without what tells it from its other version
        ("按《青禾县渔船更新补贴办法》，单艘渔船最高补贴30万元。", FISHING, TRIAL),
        # a stage that the passage does not put it at
        ("当涂县2024年已安排水库加固经费800万元。", "全年安排水库加固经费800万元。", PLANS),
        ("当涂县2023年正在改造农贸市场4座。", "改造农贸市场4座。", RESULTS),
        ("《青禾县校车管理办法》即将废止。", REPLACED, POLICY),
        # yes for what is denied, no for what is not
        ("可以，公务用车报废旧车的每辆补贴3000元。", OLD_CARS, POLICY),
        ("不是，图书借阅凭身份证办理，每次最多5册。", BOOKED, POLICY),
        ("不能。图书借阅凭身份证办理。", BOOKED, POLICY),
    ],
)
def test_what_no_word_of_the_passage_says_is_doubtful(text: str, held: str, known: dict[str, object]) -> None:
    assert is_doubtful(text, held, **known)


@pytest.mark.parametrize(
    ("text", "held", "known"),
    [
        ("按《青禾县渔船更新补贴办法（试行）》，单艘渔船最高补贴30万元。", FISHING, TRIAL),
        ("青禾县单艘渔船更新最高补贴30万元。", FISHING, TRIAL),
        ("当涂县2024年计划安排水库加固经费800万元。", "全年计划安排水库加固经费800万元。", PLANS),
        ("当涂县2023年改造农贸市场4座。", "改造农贸市场4座。", RESULTS),
        ("当涂县2023年已改造农贸市场4座。", "已改造农贸市场4座。", RESULTS),
        ("《青禾县校车管理办法》已废止。", REPLACED, POLICY),
        ("可以，图书借阅凭身份证办理，每次最多5册。", BOOKED, POLICY),
        ("不能，公务用车不予补贴。", OLD_CARS, POLICY),
    ],
)
def test_what_the_passage_says_is_not(text: str, held: str, known: dict[str, object]) -> None:
    assert not is_doubtful(text, held, **known)
