"""Reduce Noto Sans CJK SC to the characters of GB 2312, for charts.

    python tools/subset_font.py NotoSansCJK-Regular.ttc ui/charts/data/NotoSansSC-subset.otf

The source is Debian's package `fonts-noto-cjk` (SIL OFL 1.1); Simplified Chinese is its third font.
"""

from __future__ import annotations

import argparse
from pathlib import Path

_FONT = 2
_SIGNS = "·—‘’“”…‰≈≤≥〓、。《》【】！（），．：；？％￥"


def characters() -> str:
    """ASCII, some signs, and GB 2312."""
    rows = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    known = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    return "".join(map(chr, range(0x20, 0x7F))) + _SIGNS + known


def main() -> None:
    """Write the smaller font."""
    from fontTools import subset  # noqa: PLC0415  # of no use elsewhere

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("made", type=Path)
    given = parser.parse_args()
    options = subset.Options(font_number=_FONT, layout_features=[], hinting=False, notdef_outline=True)
    font = subset.load_font(str(given.source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    font.save(str(given.made))


if __name__ == "__main__":
    main()
