"""申报时间, 受理部门, telephone numbers, and the rules on stacking and exclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from docs_store.dates import dates
from docs_store.provisions import Part, Window
from docs_store.textnorm import sentences
from docs_store.types import Role
from ingest.provisions.lines import Line

_WHEN = re.compile(
    r"(?:申报|受理|申请|报名|申领|填报|征集|推荐|评估|报送|提交|材料)[^,。;]{0,10}(?:时间|期限|截止|日期|截至)|受理时间|截止(?:时间|日期)?"
    r"|(?:常年|全年|随时|长期)(?:受理|申报|申请|有效|开放)|前(?:报送|提交|完成)"
)
_OTHER_TIME = re.compile("拨付|公示|起施行|打印|准考证|缴费|[初复决]赛")
_ALWAYS = re.compile(
    r"常年(?:受理|申报|接受)|全年(?:受理|申报)|随时(?:受理|申报|申请|在)|长期(?:受理|有效)|不限时|常态化(?:受理|申报)"
)
_RECURS = re.compile(r"每年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:起)?(?:至|到|[-—–~])(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日")
_MONTHS = re.compile(r"每年(?P<m1>\d{1,2})(?:月)?(?:至|到|[-—–~])(?P<m2>\d{1,2})月(?!\d)")
_RANGE = re.compile(
    r"(?P<y>20\d{2})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:\([^()]{0,30}\))?(?:\d{1,2}[:时]\d{0,2})?(?:起)?(?:至|到|[-—–~]+)"
    r"(?:(?P<y2>20\d{2})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日"
)
_FROM_MONTH = re.compile(r"(?:从|自)?(?P<y>20\d{2})年(?P<m>\d{1,2})月(?:\d{1,2}日)?(?:起|开始)")
_LATER = re.compile(r"另行通知|另行公布|以(?:申报)?通知为准|具体(?:时间)?(?:以|见)[^。;]{0,12}通知")
_OFFICE = re.compile(
    r"(?:(?:受理|办理|咨询|经办|责任)(?:部门|单位|机构)|(?:主管|承办)(?:部门|机构))(?:为|是|:)\s*(?P<name>(?:(?!联系)[^,。;:\s]){2,40})"
    r"|向(?P<to>(?:(?!提出|提交|申请|向|由)[^,。;]){2,30}?(?:局|委|办|厅|处|中心|管委会|委员会))(?:提出|提交|申报|申请|报送)|由(?P<by>[^,。;]{2,24}?(?:股|局|委|厅|科))(?:负责)?受理"
)
_PHONE = re.compile(
    r"(?<![\d-])(?:0\d{2,3}[-—]?\d{7,8}(?:[-—转]\d{1,4})?|1[3-9]\d{9}|400[-—]?\d{3}[-—]?\d{4}"
    r"|123\d{2}|\d{8}(?:[-—转]\d{1,4})?|\d{7})(?![\d-])"
)
_PHONE_WORD = re.compile(r"电话|联系|咨询|热线|:\s*$|联络")
_RULE = re.compile(
    r"不重复(?:享受|支持|资助|奖励|补助|安排)|不得重复|不可重复|就高(?:不重复|不就低|享受|原则)?|可以?(?:同时|叠加)享受|不(?:可|能|得)(?:同时|叠加)享受"
    r"|(?:只能|仅能|只可)享受|差额补足|从[^,。;]{0,12}中扣除|不(?:列入|纳入|在)[^,。;]{0,8}(?:支持|资助|补助)?范围|不再(?:重复)?(?:享受|给予|支持)"
    r"|两项合计|合计[^,。;]{0,16}(?:最高)?不超过|同一比例核减|限(?:申报|申请)\d+[项个]|同类[^,。;]{0,8}不重复|本金[^,。;]{0,12}不超过"
)


def windows(lines: Sequence[Line]) -> tuple[Window, ...]:
    """When applications are taken."""
    found = []
    for line in lines:
        labelled = Role.WINDOW in line.roles
        if line.cells or (line.roles and line.roles[0] in (Role.META, Role.CONDITION, Role.TARGET) and not labelled):
            continue
        for start, end in sentences(line.text):
            text = line.text[start:end]
            alone = labelled and line.roles == (Role.WINDOW,)
            if _OTHER_TIME.search(text) or not (alone or (_WHEN.search(text) and "有效期" not in text)):
                continue
            window = _window(line, start, end, alone)
            if window is not None:
                found.append(window)
    dated = [w for w in found if w.opens or w.closes or w.always]
    return tuple(dated or found)


def term(lines: Sequence[Line]) -> Window | None:
    """The period that granting lines name for what they grant; of several the one that ends last."""
    found = []
    for line in lines:
        for start, end in sentences(line.text):
            match = _RANGE.search(line.text[start:end])
            window = _ranged(line, start, end, match) if match else None
            if window is not None and window.closes:
                found.append(window)
    return max(found, key=lambda window: window.closes or "", default=None)


def _ranged(line: Line, start: int, end: int, match: re.Match[str]) -> Window | None:
    """The window of a range of days; `None` where they are no days of the calendar."""
    try:
        opens = date(int(match["y"]), int(match["m1"]), int(match["d1"]))
        closes = date(int(match["y2"] or match["y"]), int(match["m2"] or match["m1"]), int(match["d2"]))
    except ValueError:
        return None
    return Window(part=line.part(start, end), opens=opens.isoformat(), closes=closes.isoformat())


def _window(line: Line, start: int, end: int, labelled: bool) -> Window | None:
    text = line.text[start:end]
    part = line.part(start, end)
    later = bool(_LATER.search(text))
    if _ALWAYS.search(text):
        return Window(part=part, always=True)
    match = _RECURS.search(text)
    if match is not None:
        opens, closes = (f"--{int(match[f'm{n}']):02d}-{int(match[f'd{n}']):02d}" for n in (1, 2))
        return Window(part=part, opens=opens, closes=closes)
    match = _MONTHS.search(text)
    if match is not None:
        last = _last_day(int(match["m2"]))
        return Window(part=part, opens=f"--{int(match['m1']):02d}-01", closes=f"--{int(match['m2']):02d}-{last:02d}")
    match = _RANGE.search(text)
    if match is not None:
        ranged = _ranged(line, start, end, match)
        return replace(ranged, open_ended=later) if ranged else Window(part=part, open_ended=later)
    match = _FROM_MONTH.search(text)
    if match is not None and 1 <= int(match["m"]) <= 12:
        stated = list(dates(match.group()))
        first_day = stated[0][0] if stated else date(int(match["y"]), int(match["m"]), 1)
        return Window(part=part, opens=first_day.isoformat(), open_ended=later)
    stated = list(dates(text))
    if stated:
        day, a, b = stated[-1]
        if re.match(r"\s*(?:\([^)]*\))?起", text[b:]) or re.search(r"(?:从|自)\s*$", text[:a]):
            return Window(part=part, opens=day.isoformat(), open_ended=later)
        if labelled or re.search("前|截止|止|截至|至", text):
            return Window(part=part, closes=day.isoformat(), open_ended=later)
    return Window(part=part, open_ended=later) if labelled or later else None


def _last_day(month: int) -> int:
    return {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


def offices(lines: Sequence[Line]) -> tuple[Part, ...]:
    """Who takes applications, each once under its longest name."""
    found: list[Part] = []
    for line in lines:
        labelled = line.roles == (Role.OFFICE,)
        elsewhere = line.roles[:1] in ((Role.AMOUNT,), (Role.CONDITION,), (Role.TARGET,), (Role.SCOPE,))
        named = [
            line.part(*match.span(match.lastgroup or 0))
            for match in _OFFICE.finditer(line.text)
            if not elsewhere and not re.search("应|将|在|收到|审核", match[match.lastgroup or 0])
        ]
        if not named and labelled and (not found or _PHONE.search(line.text)):
            match = re.match(r"\s*(?P<name>[^,。;:\d\s]{3,40}?)(?:联系人|联系电话|电话)?(?=[,。;:\d\s]|$)", line.text)
            if match is not None:
                named = [line.part(*match.span("name"))]
        found += [part for part in named if part.text not in {held.text for held in found}]
    return tuple(part for part in found if not any(part.text in held.text and part is not held for held in found))


def phones(lines: Sequence[Line]) -> tuple[Part, ...]:
    """Telephone numbers of the offices."""
    found: list[Part] = []
    for line in lines:
        labelled = Role.OFFICE in line.roles
        for match in _PHONE.finditer(line.text):
            before = line.text[max(0, match.start() - 24) : match.start()]
            if labelled or _PHONE_WORD.search(before):
                part = line.part(*match.span())
                if part.text not in {held.text for held in found}:
                    found.append(part)
    return tuple(found)


def rules(lines: Sequence[Line]) -> tuple[Part, ...]:
    """What may not be had twice, what may be had together, ceilings over several measures, what is left out."""
    return tuple(line.part(start, end) for line, start, end in rule_spans(lines))


def rule_spans(lines: Sequence[Line]) -> Iterator[tuple[Line, int, int]]:
    """The sentences that `rules` are made of."""
    for line in lines:
        if line.cells:
            continue
        if line.roles == (Role.SCOPE,):
            yield line, 0, len(line.text)
            continue
        for start, end in sentences(line.text):
            if is_rule(line.text[start:end]):
                yield line, start, end


def is_rule(text: str) -> bool:
    """Whether a sentence is about stacking, exclusion or a common ceiling."""
    return _RULE.search(text) is not None
