"""The order in which one reads what stands about a page: by the gaps between (recursive XY cut).

After G. Nagy, S. Seth, "Hierarchical representation of optically scanned documents" (1984): the page is parted along
the widest gap that runs through it, across or down, and each part again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Area = tuple[float, float, float, float]
"""Left, top, right, bottom; down the page they grow."""

_OVERLAP = 0.1  # of a side, by which areas may overlap and still be parted: frames are drawn larger than their words
_DEEPEST = 40


def reading_order(areas: Sequence[Area]) -> list[int]:
    """Numbers of the areas in the order in which they are read."""
    return _ordered(list(range(len(areas))), [_shrunk(area) for area in areas], 0)


def _ordered(members: list[int], areas: Sequence[Area], depth: int) -> list[int]:
    if len(members) < 2 or depth > _DEEPEST:
        return sorted(members, key=lambda n: (areas[n][1], areas[n][0]))
    rows, between_rows = _parted(members, areas, 1)
    columns, between_columns = _parted(members, areas, 0)
    parts = columns if between_columns > between_rows else rows
    if len(parts) < 2:
        return sorted(members, key=lambda n: (areas[n][1], areas[n][0]))
    return [n for part in parts for n in _ordered(part, areas, depth + 1)]


def _parted(members: Sequence[int], areas: Sequence[Area], side: int) -> tuple[list[list[int]], float]:
    """Members on either side of the widest gap (of all gaps as wide), and how wide that is; one part if there is none.

    Args:
        side: 0 for gaps that run down the page, 1 for those across it.
    """
    ordered = sorted(members, key=lambda n: areas[n][side])
    gaps: list[tuple[float, int]] = []
    end = areas[ordered[0]][side + 2]
    for place, n in enumerate(ordered[1:], start=1):
        if areas[n][side] > end:
            gaps.append((areas[n][side] - end, place))
        end = max(end, areas[n][side + 2])
    if not gaps:
        return [ordered], 0.0
    widest = max(gaps)[0]
    cuts = [0, *(place for gap, place in gaps if gap >= widest * 0.9), len(ordered)]
    return [ordered[a:b] for a, b in pairwise(cuts)], widest


def _shrunk(area: Area) -> Area:
    x0, y0, x1, y1 = area
    across, down = (x1 - x0) * _OVERLAP, (y1 - y0) * _OVERLAP
    return x0 + across, y0 + down, x1 - across, y1 - down
