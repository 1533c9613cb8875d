"""Number formats that files name and do not spell out, and the serial numbers that stand for days.

Numbers of formats are those of ECMA-376 part 1, 18.8.30, as a Chinese Excel or WPS shows them: files made there name
`yyyy"年"m"月"d"日"` by its number 31 alone. Names are those of SpreadsheetML 2003.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

_MONTH, _DAY, _FULL = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_HOUR, _SECOND = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'

BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        5: '"¥"#,##0;"¥"-#,##0',
        6: '"¥"#,##0;[Red]"¥"-#,##0',
        7: '"¥"#,##0.00;"¥"-#,##0.00',
        8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        **dict.fromkeys(range(23, 27), "General"),
        27: _MONTH,
        28: _DAY,
        29: _DAY,
        30: "m-d-yy",
        31: _FULL,
        32: _HOUR,
        33: _SECOND,
        34: _HOUR,
        35: _SECOND,
        36: _MONTH,
        37: "#,##0_);(#,##0)",
        38: "#,##0_);[Red](#,##0)",
        39: "#,##0.00_);(#,##0.00)",
        40: "#,##0.00_);[Red](#,##0.00)",
        41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
        42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
        43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
        50: _MONTH,
        51: _DAY,
        52: _MONTH,
        53: _DAY,
        54: _DAY,
        55: _HOUR,
        56: _SECOND,
        57: _MONTH,
        58: _DAY,
    }
)
"""Number of a format to the format."""

NAMED: Mapping[str, str] = MappingProxyType(
    {
        "General": "General",
        "General Number": "General",
        "General Date": "yyyy/m/d h:mm",
        "Long Date": _FULL,
        "Medium Date": "d-mmm-yy",
        "Short Date": "yyyy/m/d",
        "Long Time": "h:mm:ss",
        "Medium Time": "h:mm",
        "Short Time": "h:mm",
        "Currency": '"¥"#,##0.00;"¥"-#,##0.00',
        "Euro Currency": '"€"#,##0.00;"€"-#,##0.00',
        "Fixed": "0.00",
        "Standard": "#,##0.00",
        "Percent": "0.00%",
        "Scientific": "0.00E+00",
    }
)
"""Name of a format in SpreadsheetML 2003 to the format."""

_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|!.|\[[^\[\]]*\]|General|G/通用格式|[eE][+-]', re.DOTALL)
_MOMENT = re.compile(r"[ymdhs]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LEAP_DAY = 60  # the 29 February 1900 that there never was: days before it are counted from one day later


def is_moment(number_format: str) -> bool:
    """Whether numbers of this format are days or times."""
    return _MOMENT.search(_NO_CODE.sub("", number_format.partition(";")[0])) is not None or is_elapsed(number_format)


def is_elapsed(number_format: str) -> bool:
    """Whether numbers of this format are hours gone by, which go on beyond 24."""
    return _ELAPSED.search(number_format) is not None


def moment(serial: float, *, from_1904: bool = False) -> datetime | time | None:
    """The moment of a serial number, which counts days; a number below 1 is a time. None beyond the year 9999."""
    if not 0 <= serial < 2_958_466:
        return None
    seconds = timedelta(seconds=round(serial * 86_400))
    if seconds < timedelta(days=1) and not from_1904:
        return (_EPOCH + seconds).time()
    early = timedelta(days=1 if serial < _LEAP_DAY and not from_1904 else 0)
    try:
        return (_EPOCH_1904 if from_1904 else _EPOCH) + seconds + early
    except OverflowError:
        return None


def elapsed(serial: float) -> str:
    """Hours and minutes of a number of days: 1.5 is `36:00`."""
    minutes = round(abs(serial) * 1440)
    return f"{'-' if serial < 0 else ''}{minutes // 60}:{minutes % 60:02}"
