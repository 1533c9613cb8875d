"""How large an enterprise is by its staff, its revenue and its industry.

Source of the limits: 中小企业划型标准规定 (工信部联企业〔2011〕300号), section 4. A size needs both of its lower
limits; an enterprise that misses one of them is of the next smaller size. Construction and real estate are measured by
their assets there and are left out, since a profile seldom tells these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

SIZES = ("大型", "中型", "小型", "微型")
_WAN = 10_000


@dataclass(frozen=True, slots=True)
class _Limits:
    """Lower limits of 大型, 中型 and 小型: persons, and revenue in 万元; `None` where a size does not ask for it."""

    staff: tuple[int, int, int] | None
    revenue: tuple[int, int, int] | None


_INDUSTRIES: Mapping[tuple[str, ...], _Limits] = MappingProxyType(
    {
        ("农业", "林业", "牧业", "渔业", "种植", "养殖"): _Limits(None, (20_000, 500, 50)),
        ("工业", "制造", "采矿", "生产", "机器人", "设备", "装备", "机械", "化工", "纺织", "零部件", "材料"): _Limits(
            (1000, 300, 20), (40_000, 2000, 300)
        ),
        ("批发",): _Limits((200, 20, 5), (40_000, 5000, 1000)),
        ("零售",): _Limits((300, 50, 10), (20_000, 500, 100)),
        ("交通运输",): _Limits((1000, 300, 20), (30_000, 3000, 200)),
        ("仓储",): _Limits((200, 100, 20), (30_000, 1000, 100)),
        ("邮政",): _Limits((1000, 300, 20), (30_000, 2000, 100)),
        ("住宿", "酒店"): _Limits((300, 100, 10), (10_000, 2000, 100)),
        ("餐饮", "饭店"): _Limits((300, 100, 10), (10_000, 2000, 100)),
        ("信息传输", "电信", "互联网"): _Limits((2000, 100, 10), (100_000, 1000, 100)),
        ("软件", "信息技术"): _Limits((300, 100, 10), (10_000, 1000, 50)),
        ("物业",): _Limits((1000, 300, 100), (5000, 1000, 500)),
        (): _Limits((300, 100, 10), None),  # 其他未列明行业
    }
)  # fmt: skip


def sizes(industries: Sequence[str], staff: Decimal | None, revenue: Decimal | None) -> frozenset[str]:
    """The sizes that an enterprise may be of: one where its facts decide, all four where nothing is known.

    Args:
        industries: as it tells them; of none that the standard names, every industry's limits are tried.
        staff: persons.
        revenue: of the last full year, in 元.
    """
    if staff is None and revenue is None:
        return frozenset(SIZES)
    named = [
        limits for words, limits in _INDUSTRIES.items() if any(word in own for word in words for own in industries)
    ]
    return frozenset(size for limits in named or _INDUSTRIES.values() for size in _of(limits, staff, revenue))


def _of(limits: _Limits, staff: Decimal | None, revenue: Decimal | None) -> set[str]:
    """The sizes by one industry's limits: what is not told may be anything."""
    highest = lowest = 0
    for held, bounds in ((staff, limits.staff), (None if revenue is None else revenue / _WAN, limits.revenue)):
        if bounds is None:
            continue
        rank = next((n for n, bound in enumerate(bounds) if held is not None and held >= bound), len(bounds))
        highest = max(highest, rank if held is not None else 0)
        lowest = max(lowest, rank if held is not None else len(bounds))
    return set(SIZES[highest : lowest + 1])
