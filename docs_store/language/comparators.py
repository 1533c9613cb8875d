"""Words that make a number the least there is, the most, or about so, before it and behind it.

A mark passed on the way (迈上14万亿元新台阶, 跨过2万亿元大关) says that there is no less, not that it is just so much.
民法典 1259: 以上, 以下, 以内 include the number; 超过, 不满 and 以外 do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from docs_store import lazy_re
from docs_store.numerals import NUMERAL

REACHING = "迈上|跨上|站上|跃上|登上|迈过|跨过|跨越|迈入|跨入|跻身"
MARK = "(?:的?新?(?:台阶|大关|关口|门槛)|的?行列)(?![\u4e00-\u9fff])"
EXCEEDING = "超过|超出|突破|冲破|大于|逾"
NEARLY = "接近|逼近|直逼|将近"
ROUGHLY = "大约|大概"
SHORT_OF = "小于|低于|不足|不到"
_NUMBER = rf"(?=\s?[\d{NUMERAL}])"

# Words before a number. An empty mark leads to it and limits nothing (高达5%).
LEAST = "不得?(?:低于|少于|小于)|大于等于|至少|≥|>="
MOST = "(?:不得?|没有?|未|并未)(?:超过|高于|多于|大于|超出)|小于等于|至多|≤|<="
ABOVE = f"{EXCEEDING}|高于|多于|高出|>"
BELOW = f"{SHORT_OF}|少于|不满|未满|未达到?|<"
_BEFORE: tuple[tuple[str, str], ...] = (
    ("≥", f"{LEAST}|{REACHING}"),
    ("≤", MOST),
    (">", f"{ABOVE}|(?<!赶)超{_NUMBER}|(?<!打)破{_NUMBER}"),
    ("<", BELOW),
    ("≈", f"{ROUGHLY}|(?<![签节合公履违契条预制])约(?![束定])"),
    ("≲", f"{NEARLY}|(?<![附最临靠])近{_NUMBER}(?!\\s?[\\d{NUMERAL}]{{1,3}}\\s?个?(?:年|会计|月|周))"),
    ("", "高达|控制在"),
    # Names of a limit, which are words of what is limited (支付限额3800元).
    ("≥", "最低(?!生活|工资)|最少|下限"),
    ("≤", "最高|最多|最大|上限|封顶|限额(?!以上|[\\d.]{1,6}倍)|顶格"),
)
_VERBS = 7  # of the entries above those whose words lead to the number, and are no part of a name
_AFTER: tuple[tuple[str, str], ...] = (
    ("≥", f"[及或]?以上|\\(含\\)以上|起(?=[,。;、)]|$)|{MARK}"),
    ("≤", "[及或]?以[内下]|之内|为?上限|为限|封顶"),
    (">", "有余|出头|开外|[余多](?=[,。;、)的]|$)"),
    ("≈", "左右|上下"),
    ("", "之多"),
)
_LIMITS_BEFORE = lazy_re.compile(
    "(?=[不低大至最下≥>迈跨站跃登跻没未并小多上封限≤<顶超突冲逾高赶打破少约接逼直将近控])(?:"
    + "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(_BEFORE))
    + ")"
)
_LIMITS_AFTER = lazy_re.compile(
    rf"(?:人民币|\(含\)|的)?(?:{'|'.join(f'(?P<a{i}>{words})' for i, (_, words) in enumerate(_AFTER))})"
)
# From a limiting word to its number: some words, but no other clause; the others stand right before it.
_REACH = {"≤": 14, "≥": 8}
_FARTHEST = 20
_STRONGEST = "><≤≥≲≈"  # of a word farther off and one behind the number
_CLAUSE_END = lazy_re.compile(r"[,。;、:!?\n|“”《》]")
_LINKS = lazy_re.compile(r"(?:了|到|达到|达|为|至|人民币|\(含\)|\s){0,6}")


@dataclass(frozen=True, slots=True)
class Limit:
    """What the words around a number make of it.

    Attributes:
        comparator: `>`, `≥`, `<`, `≤`, `≈` (about), `≲` (nearly); empty for none.
        left, right: span of the number with the words right before and right behind it.
    """

    comparator: str
    left: int
    right: int


def limit_of(text: str, start: int, end: int, since: int) -> Limit | None:
    """The limit on the number at `start:end`; `None` where no word limits it.

    The word right before a number counts before the one behind it (突破2万亿元大关).

    Args:
        text: folded text.
        since: where the number before it ends: one word before several numbers limits the next one only.
    """
    first = max(since, start - _FARTHEST)
    before, at = "", -1
    for match in _LIMITS_BEFORE.finditer(text, first, end):  # 超 and 近 limit only what follows at once
        if match.end() > start:
            break
        entry = int((match.lastgroup or "b0")[1:])
        mark = _BEFORE[entry][0]
        near = _LINKS.fullmatch(text, match.end(), start) is not None
        far = start - match.end() <= _REACH.get(mark, 0) and not _CLAUSE_END.search(text, match.end(), start)
        if near or far:
            before, at = mark, match.start() if near else -1
            left = match.start() if match.end() == start and entry < _VERBS else start
    after = _LIMITS_AFTER.match(text, end)
    if after is None and not before and at < 0:
        return None
    behind = _AFTER[int((after.lastgroup or "a0")[1:])][0] if after else ""
    marks = [mark for mark in (before, behind) if mark]
    comparator = before if at >= 0 and before else min(marks, key=_STRONGEST.index, default="")
    return Limit(comparator, left if at >= 0 else start, after.end() if after else end)
