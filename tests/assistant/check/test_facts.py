"""Facts that are held apart from what looks like them: each kind with false sentences and with true ones beside."""

from __future__ import annotations

import pytest

from assistant.check.faults import FaultKind
from assistant.check.findings import check
from tests.assistant.sources import POLICY, REPORT, finding, material, source

LIMITED = POLICY | {"title": "青禾县夏令营补贴办法", "published": "2025-05-18", "expires": "2027-05-31"}
BOTH_YEARS = REPORT | {"title": "当涂县水利局2023年工作总结和2024年工作打算", "own_years": (2023,)}
SESSION = "夏令营报名时间为每年5月1日至5月20日。"
FLOOD = "防汛物资储备任务没有完成。"
NUMBERED = "原《青禾县牧草补贴办法》（青农〔2022〕17号）同时废止。"
IN_TURN = "租金补助分三年兑现，比例依次为50%、30%、20%。"
PRIZES = "三等奖、二等奖、一等奖分别奖励1万元、2万元、4万元。"
WEEKS = "岗前培训不超过24个月，见习期不少于6周。"


def kinds(text: str, held: str, question: str = "", **known: object) -> set[FaultKind]:
    return {f.kind for f in check(finding(text, held), material(source(held, **known), question=question)).faults}


@pytest.mark.parametrize(
    ("text", "held", "known", "kind"),
    [
        # a day on which the document came out or ends is none of what it rules
        ("夏令营报名时间为每年5月1日至5月31日。", SESSION, LIMITED, FaultKind.DATE),
        ("夏令营报名时间为每年5月18日至5月20日。", SESSION, LIMITED, FaultKind.DATE),
        # a year of another section of a report
        ("当涂县2024年防汛物资储备任务没有完成。", FLOOD, BOTH_YEARS, FaultKind.YEAR),
        # a place of another rank
        ("当涂市2023年防汛物资储备任务没有完成。", FLOOD, BOTH_YEARS, FaultKind.PLACE),
        ("青禾市夏令营报名时间为每年5月1日至5月20日。", SESSION, LIMITED, FaultKind.PLACE),
        ("青禾区夏令营报名时间为每年5月1日至5月20日。", SESSION, LIMITED, FaultKind.PLACE),
        # a number of another issuer
        ("原《青禾县牧草补贴办法》（青财〔2022〕17号）同时废止。", NUMBERED, POLICY, FaultKind.CODE),
        ("原《青禾县牧草补贴办法》（禾农办〔2022〕17号）同时废止。", NUMBERED, POLICY, FaultKind.CODE),
        # weeks for months, months for weeks
        ("岗前培训不超过24周。", WEEKS, POLICY, FaultKind.UNIT),
        ("见习期不少于6个月。", WEEKS, POLICY, FaultKind.UNIT),
        # another order
        ("租金补助分三年兑现，比例依次为20%、30%、50%。", IN_TURN, POLICY, FaultKind.BINDING),
        ("租金补助三年依次兑现30%、50%和20%。", IN_TURN, POLICY, FaultKind.BINDING),
        ("一等奖、二等奖、三等奖分别奖励1万元、2万元、4万元。", PRIZES, POLICY, FaultKind.BINDING),
    ],
)
def test_a_false_fact_is_caught(text: str, held: str, known: dict[str, object], kind: FaultKind) -> None:
    assert kind in kinds(text, held, **known)


@pytest.mark.parametrize(
    ("text", "held", "known"),
    [
        ("夏令营报名时间为每年5月1日至5月20日。", SESSION, LIMITED),
        ("该办法有效期至2027年5月31日，夏令营报名时间为每年5月1日至5月20日。", SESSION, LIMITED),
        ("该办法2025年5月18日发布。", SESSION, LIMITED),
        ("当涂县2023年防汛物资储备任务没有完成。", FLOOD, BOTH_YEARS),
        ("按《当涂县水利局2023年工作总结和2024年工作打算》，防汛物资储备任务没有完成。", FLOOD, BOTH_YEARS),
        ("青禾县县级夏令营报名时间为每年5月1日至5月20日。", SESSION, LIMITED),
        ("青禾市场夏令营报名时间为每年5月1日至5月20日。", SESSION, LIMITED),
        ("马鞍山市当涂县2023年防汛物资储备任务没有完成。", FLOOD, BOTH_YEARS),
        ("原牧草补贴办法，即青农〔2022〕17号，同时废止。", NUMBERED, POLICY),
        ("原牧草补贴办法（〔2022〕17号）同时废止。", NUMBERED, POLICY),
        ("岗前培训不超过24个月。", WEEKS, POLICY),
        ("见习期不少于6周。", WEEKS, POLICY),
        ("见习期不少于6个星期。", WEEKS, POLICY),
        ("租金补助分三年兑现，依次为50%、30%和20%。", IN_TURN, POLICY),
        ("租金补助第三年兑现20%，第一年兑现50%。", IN_TURN, POLICY),
        ("一等奖、二等奖、三等奖分别奖励4万元、2万元、1万元。", PRIZES, POLICY),
    ],
)
def test_a_true_fact_is_not(text: str, held: str, known: dict[str, object]) -> None:
    assert kinds(text, held, **known) == set()
