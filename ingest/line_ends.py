"""Where lines begin in papers that have lost their line ends.

What is saved from a site's text field, or pasted into one, often stands on one single line: title, number, addressees,
articles, signature and day, with blanks between them or nothing. The structure that official papers share (GB/T 9704)
tells where their lines began: behind the title stands the number, then whom it is sent to, with a colon; numbering
counts up, each number behind a sentence or a heading; the organ and the day stand behind the last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docs_store import lazy_re
from docs_store.dates import dates
from docs_store.numerals import whole
from ingest import markers
from ingest.lines import Line
from ingest.readers.base import TableSpan
from ingest.signature import ORGAN, PERSON, are_organs

_SHORTEST = 120  # characters of a line that may hold a whole paper
_HEAD = 700  # characters in which a paper names itself and whom it is sent to
_LONGEST_ADDRESS = 400
_LONGEST_HEADING = 60  # characters of a heading or title behind which no sentence ends
_ABOVE = 3  # lines above it that may hold its title
_NEAR = 90  # characters in front of a day that the organs take
_LIST = 300  # characters in front of a day that a list of attachments takes
_LIKE_PAPERS = 2  # numbers in a line that no sentence counts by

_N = f"[{markers.CHINESE_NUMBER}]{{1,5}}"
_NUMBERING = lazy_re.compile(
    rf"第(?P<chapter>{_N})[编章]|第(?P<section>{_N})节|第(?P<article>{_N})条(?!第|之|规定|[和、至到款])"
    rf"|(?<![{markers.CHINESE_NUMBER}])(?P<chinese>{_N})、|\((?P<bracket>{_N})\)"
    r"|(?<![\d.年月第])(?P<digit>\d{1,2})(?:、|\.(?!\d))|\((?P<digit_bracket>\d{1,2})\)"
)
_RANKS = ("chapter", "section", "article", "chinese", "bracket", "digit", "digit_bracket")
_OF_PAPERS = frozenset({"chapter", "article", "chinese"})  # what no sentence numbers its clauses by
# What parts of papers are called; where no mark stands behind such a heading, what follows is its text all the same.
_HEADING = lazy_re.compile(
    rf"(?:{_N}、|\({_N}\))\s{{0,2}}(?:指导思想|基本原则|总体要求|(?:主要|重点)任务|(?:工作|保障)措施|组织(?:保障|实施|领导)"
    r"|[\u4e00-\u9fff]{0,4}(?:对象|条件|要求|标准|材料|时间|方式|内容|程序|流程|范围|待遇|目标|事项|途径|额度|简介))"
    r"(?=[\u4e00-\u9fff“《\d(])(?![和及与或的为是应须由如以包等中内外前后上下之性化作明者人方书类单表员])"
)
_STOP = lazy_re.compile(r"[。;!?]")
_BEFORE_NUMBER = lazy_re.compile(r"[。;:!?…》”」』)】\s]$")
_TITLE = (
    r"(?:通知|意见|办法|方案|规定|细则|批复|函|决定|公告|通告|公示|措施|规划|通报|命令|计划|清单|要点)"
    r"(?:\([^()]{1,12}\))?"
)
_NUMBER = r"[\u4e00-\u9fff]{1,12}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d{1,4}号"
_NUMBER_ALONE = lazy_re.compile(rf"\s{{0,9}}(?P<number>{_NUMBER})(?=[\s\u4e00-\u9fff])")
_NUMBER_BEHIND_TITLE = lazy_re.compile(rf"{_TITLE}\s{{0,9}}(?P<number>{_NUMBER})(?=[\s\u4e00-\u9fff])")
_ADDRESS_BEHIND_TITLE = lazy_re.compile(
    rf"{_TITLE}\s{{0,9}}(?=各|[市区县省州盟旗]|[\u4e00-\u9fff]{{2,12}}(?:政府|管委会|委员会|局))"
)
_ADDRESSEES = lazy_re.compile(
    r"(?:政府|单位|部门|企业|公司|委员会|管委会|[局厅委办院校园会社处站所组]|机构|银行|中心|学校|协会|同志|[省市县区州盟旗])\s{0,4}$"
)
_LEADS_IN = re.compile("如下|以下|下列|[一二三四五六七八九十]、|。")
_CARRIED = lazy_re.compile(r"《([^《》]{4,80})》")
_CARRIED_BARE = lazy_re.compile(r"(?:印发|转发)(?!《|关于)([^《》。]{4,80}?)的通知")
_TITLE_ORGAN = lazy_re.compile(rf"(?:^|\n)\s{{0,9}}(?P<organ>{ORGAN.pattern})(?=关于|印发)")
# A title's last noun, and what a sentence or a table behind it begins with.
_RUN_ON = lazy_re.compile(
    rf"\s{{0,9}}(?P<title>[^。;!?:,\n]{{8,110}}?(?:{_TITLE}|报告|指南|答记者问|解读|问答|总结|情况(?=单位:|序号)|表(?=单位:|序号)))"
    r"(?=\s{0,9}(?:近日,|日前,|近期,|单位:|序号|为(?:了|进一步|贯彻|深入|加强|规范|推进|全面|认真|切实)|根据《|根据[国省市县区]|按照《"
    r"|(?:20\d\d年)?\d{1,2}月\d{1,2}日,))"
)
_QUESTION = lazy_re.compile(r"(?:^|(?<=[。?!…”]))\s{0,9}(?:记者)?问:")
_ANSWER = lazy_re.compile(r"(?<=[。?!…”])\s{0,9}答:")
_LEAST_PAIRS = 2
_OF_ATTACHMENTS = lazy_re.compile(r"附件\s?:\s{0,4}$")  # the first of them stands on the line of the label
_ATTACHED_NAME = lazy_re.compile("表|清单|名单|名录|标准|方案|办法|样式|说明|计划|申请书|任务书|要求")
_LABEL_LENGTH = 8
_OWN_CLAUSE = lazy_re.compile(r"(?<=[。;])\s{0,9}(?:本(?:通知|公告|通告|意见|方案|规定|办法)自|特此(?:通知|公告|通告))")
_NO_ISSUE = lazy_re.compile(r"[\d为是到至于自从在前截—~:、,(-]$")  # what a day in a sentence stands behind
_PRINTED = lazy_re.compile(r"\s{0,4}印发")
_BEHIND_DAY = lazy_re.compile(
    r"\s{0,99}$|\s{2}|\s?\(|\s?(?:相关)?附件?[:\d(]|\s?第一[编章条]|\s?一、|\s?(?:抄送|主题词|二维码|扫一扫)"
)
_GAP = lazy_re.compile(r"\s{2,999}")
_LABEL = lazy_re.compile(rf"\s{{0,9}}(?:第{_N}[编章节条]|{_N}、|[(]?\d{{1,2}}[)、.]|[(]{_N}[)]|附件\d{{0,2}}:?)")
_ATTACHED = lazy_re.compile(r"(?<=[。;:)\s日室府厅局委会])(?:相关附件|附件)(?=\s?[:\d])|(?:二维码开始)?扫一扫在手机")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A numbering in a line: where it stands, how deep it is, and its value."""

    start: int
    rank: int
    value: int


def begins(lines: Sequence[Line], tables: Sequence[TableSpan]) -> list[int]:
    """Offsets inside long lines at which a logical line begins, ascending; none where the file has its line ends.

    Args:
        lines: folded lines of the file.
        tables: tables, whose rows are lines as they are.
    """
    found: list[int] = []
    above: list[str] = []
    for line in lines:
        if len(line.text) >= _SHORTEST and not any(table.start <= line.start < table.end for table in tables):
            found += (line.start + at for at in _cuts(line.text, above))
        above = [*above, line.text.strip()][-_ABOVE:] if line.text.strip() else above
    return found


def _cuts(text: str, above: Sequence[str]) -> list[int]:
    """Where logical lines begin in a line that holds a paper; none in one that is a paragraph.

    Args:
        above: the lines that stand above it, where its title may be.
    """
    head, is_paper = _head(text, above)
    signed = _signed(text, "\n".join((*above, text[:_HEAD])))
    numbered = _numbered(text, {0, *head, *signed})
    asked = _asked(text)
    titled = _RUN_ON.match(text) if not above else None
    of_papers = sum(_RANKS[one.rank] in _OF_PAPERS for one in numbered)
    if not (is_paper or signed or asked or titled) and of_papers < _LIKE_PAPERS:
        return []
    cuts = {*([titled.end()] if titled else []), *asked, *head, *signed, *(one.start for one in numbered)}
    cuts.update(named.end() for one in numbered if (named := _HEADING.match(text, one.start)))
    cuts.update(match.start() for match in _ATTACHED.finditer(text))
    cuts.update(match.start() for match in _OWN_CLAUSE.finditer(text))
    cuts.update(_last_day(text))
    last = 0
    for gap in _GAP.finditer(text):
        last = max((cut for cut in cuts if last <= cut <= gap.start()), default=last)
        if not _LABEL.fullmatch(text, last, gap.start()):
            cuts.add(gap.end())
    behind_blanks = {len(text) - len(text[cut:].lstrip()) for cut in cuts}
    return sorted(cut for cut in behind_blanks if text[:cut].strip() and text[cut:].strip())


def _head(text: str, above: Sequence[str]) -> tuple[list[int], bool]:
    """Ends of a paper's title and number, and of whom it is sent to; and whether that is enough to tell a paper by."""
    cuts = []
    at = 0
    if title := next(filter(text.startswith, above), ""):  # once more
        at = len(title)
        cuts.append(at)
    filed = _NUMBER_ALONE.match(text, at) if at or not above else None
    filed = filed or _NUMBER_BEHIND_TITLE.search(text, at, _HEAD)
    if filed and not _STOP.search(text, at, filed.start()):
        cuts += [filed.start("number"), filed.end("number")]
        at = filed.end("number")
    colon = text.find(":", at, at + _LONGEST_ADDRESS)
    if colon > 0 and not _LEADS_IN.search(text[at:colon]) and _ADDRESSEES.search(text[at:colon]):
        titled = _ADDRESS_BEHIND_TITLE.search(text, at, colon)
        cuts += [titled.end() if titled else at, colon + 1]
        return cuts, at > 0 or titled is not None
    return cuts, filed is not None


def _signed(text: str, head: str) -> list[int]:
    """Where signatures and their days stand, and the title of a paper that is sent out under one.

    Args:
        head: what the paper says of itself, for the names of those that it sends out.
    """
    carried = [*_CARRIED.findall(head), *_CARRIED_BARE.findall(head)]
    titled = [found["organ"] for found in _TITLE_ORGAN.finditer(head)]
    cuts = []
    for _, start, end in dates(text):
        if printed := _PRINTED.match(text, end):
            end = printed.end()
        before = re.split(r"[。;!?)】]|\s{2,}", text[max(0, start - _NEAR) : start].rstrip())
        organs = before[-1].strip() if len(before) > 1 else ""
        organs = next((organ for organ in titled if organs.endswith(organ)), organs)
        if "附件" in text[max(0, start - _LIST) : start]:  # the name of the last attachment runs into the organ's
            ends = (organs[name.end() :].strip() for name in _ATTACHED_NAME.finditer(organs))
            organs = next(filter(are_organs, ends), organs)
        signs = bool(organs) and (are_organs(organs) or PERSON.fullmatch(organs) is not None)
        alone = len(before) > 1 and not organs
        behind = text[end : end + _NEAR].lstrip()
        goes_on = signs and behind.startswith((organs[:2], *carried))
        if not (signs or alone) or not (goes_on or _BEHIND_DAY.match(text, end)):
            continue
        cuts += [text.rindex(organs, 0, start), start, end] if signs else [start, end]
    for name in set(carried) if cuts else ():
        cuts += (at for found in re.finditer(rf"(?<=[。;)日]){re.escape(name)}", text) for at in found.span())
    return cuts


def _asked(text: str) -> list[int]:
    """Where questions and their answers begin (问:…?答:…); none where they do not come in pairs."""
    questions = [match.start() for match in _QUESTION.finditer(text)]
    answers = [match.start() for match in _ANSWER.finditer(text)]
    return sorted((*questions, *answers)) if min(len(questions), len(answers)) >= _LEAST_PAIRS else []


def _last_day(text: str) -> tuple[int, ...]:
    """Where the day stands that ends a paper, behind its attachments say, without a signature."""
    for _, start, end in dates(text[-_NEAR:]):
        at = max(0, len(text) - _NEAR) + start
        if not text[-_NEAR:][end:].strip() and at and _NO_ISSUE.search(text, 0, at) is None:
            return (at,)
    return ()


def _numbered(text: str, known: set[int]) -> list[_Numbered]:
    """Numberings that open a line: they count up, and stand behind a sentence or a heading of a higher rank.

    Args:
        known: where other logical lines begin.
    """
    every = list(_candidates(text))
    later = {(one.rank, one.value): one.start for one in every}  # where each value stands last
    reached = dict.fromkeys(range(len(_RANKS)), 0)
    found: list[_Numbered] = []
    for one in every:
        opens = one.value == 1 and later.get((one.rank, 2), -1) > one.start
        counts = reached[one.rank] < one.value <= reached[one.rank] + 2 and reached[one.rank] > 0
        if not (opens or counts) or _OF_ATTACHMENTS.search(text, max(0, one.start - _LABEL_LENGTH), one.start):
            continue
        if not _BEFORE_NUMBER.search(text, max(0, one.start - 1), one.start) and not _under_heading(
            text, one, found, known
        ):
            continue
        reached[one.rank] = one.value
        found.append(one)
    return found


def _candidates(text: str) -> Iterator[_Numbered]:
    for match in _NUMBERING.finditer(text):
        name = match.lastgroup or ""
        value = _value(match[name])
        if value:
            yield _Numbered(match.start(), _RANKS.index(name), value)


def _under_heading(text: str, one: _Numbered, found: Sequence[_Numbered], known: set[int]) -> bool:
    """Whether nothing but a heading or a title stands between a numbering and where the line above it begins."""
    last = found[-1] if found else None
    begins = max((at for at in known if at < one.start), default=0)
    if last is not None and last.start >= begins:
        if last.rank >= one.rank:
            return False
        begins = last.start
    return one.start - begins <= _LONGEST_HEADING and not _STOP.search(text, begins, one.start)


def _value(words: str) -> int:
    """A whole number in digits or Chinese characters; 0 for what is none."""
    try:
        return whole(words)
    except ValueError:
        return 0
