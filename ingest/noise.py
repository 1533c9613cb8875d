"""Finding what is in a file but no part of what it says: navigation, aggregator lines, page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from docs_store.textnorm import fold
from ingest import page_frame, watermarks
from ingest.lines import Line
from ingest.readers.base import RawText

Span = tuple[int, int]

# Whole lines that web pages put around an article.
_NAVIGATION = re.compile(
    r"\s*+(?:(?:您?的?当前(?:的)?位置|您(?:现)?在(?:的)?位置|所在位置)\s*[:>].*+"
    r"|(?:上一篇|下一篇|上一条|下一条|返回顶部|返回首页|打印本页|关闭窗口|关闭本页|分享到|扫一扫|相关阅读|相关推荐|猜你喜欢)"
    r"(?:\s*[:|].*+)?"
    r"|.{0,30}(?:版权所有|Copyright|ICP备|公网安备).*+"
    r"|【?(?:字号|字体)\s*[:].*+"
    r"|(?:浏览|阅读|点击)(?:次数|量|数)\s*[:].*+"
    r"|(?:二维码(?:开始)?\s{0,4})?扫一扫在手机(?:上)?(?:打开|查看|浏览).{0,40}|分享(?:到)?\s*+:?)\s*"
)
# What a page's own record has beside the day and the source: a counter, the sizes of letters.
_RECORD = re.compile(r"(?:来源|发布时间|发布日期|发布人|作者|编辑|责编|时间|日期|信息来源)\s*:")
_BESIDE_RECORD = re.compile(
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s{0,4}:\s{0,4}\d{0,9}\s{0,4}次?(?![\d.万亿])"
    r"|[【\[(]?\s{0,4}(?:字号|字体)(?:大小)?\s{0,4}:\s{0,4}[【\[(]?\s{0,4}(?:特大\s{0,4})?大\s{0,4}中\s{0,4}小\s{0,4}[】\])]?"
    r"|[【\[(]\s{0,4}(?:打印(?:本页|正文)?|关闭(?:窗口|本页)?|收藏|分享)\s{0,4}[】\])]"
)
_LONGEST_RECORD = 120  # characters
# A site's name and address standing as a sentence of its own. Public bodies' addresses are content, and so is an
# address that the text sends its reader to.
_DOMAIN = r"\.(?:com|net|cn|org|cc|info|top|vip|xyz)"
_HAS_DOMAIN = re.compile(_DOMAIN, re.IGNORECASE)  # which few texts have; the whole is tried at every character
_SITE = re.compile(
    r"[(\[【]?(?:(?:本文)?(?:来源|来自|出自|转自|摘自|更多[^。\n]{0,12}请?(?:访问|关注|登录)?)[:]?\s*)?"
    r"(?:[\u4e00-\u9fff]{1,8}(?:网|吧|站|库|论坛|范文|文秘)\s*+[:]?\s*+)?"
    rf"(?:www\.)?[A-Za-z0-9][A-Za-z0-9-]{{1,30}}{_DOMAIN}(?:\.cn)?(?![A-Za-z0-9@/.])[)\]】]?",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"\.(?:gov|edu|org)\.cn[)\]】]?$|@|gov", re.IGNORECASE)
_SENDS_READER = re.compile(
    r"(?:网址|官网|网站|登录|登陆|访问|邮箱|平台|系统|链接|://|@)(?:[^。\n]{0,6}\Z|[:(]?\n\s{0,9}\Z)"
)
# A line of a table of contents: its heading stands again where it belongs.
_CONTENTS = re.compile(r"(?:\.{4}|…{2}|·{4})\s*\d{1,4}\s*$")
# A line by which a compilation or a converter says where a page begins.
_PAGE_MARK = re.compile(
    r"[\s#=*-]{0,9}(?:page|p\.)\s{0,3}\d{1,5}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,5})?\s{0,3}:?[\s=*-]{0,9}"
    # as printed at the foot of a page, left over where the pages are lost
    r"|\s{0,9}(?:[-—–·_|]\s{0,3})?第\s{0,3}\d{1,4}\s{0,3}页(?:\s{0,3}[/,]?\s{0,3}共\s{0,3}\d{1,4}\s{0,3}页)?(?:\s{0,3}[-—–·_|])?\s{0,9}"
    r"|\s{0,9}[-—–]{1,2}\s{0,3}\d{1,4}\s{0,3}[-—–]{1,2}\s{0,9}",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[\s\-—–·_|]*+(?:第\s*+)?\d{1,4}\s*+页?(?:\s*+[/,]?\s*+共?\s*+\d{1,4}\s*+页?)?[\s\-—–·_|]*")

_DIGITS = re.compile(r"\d+")


def find(raw: RawText, lines: list[Line]) -> list[Span]:
    """Spans to leave out of the reading text, in order, not overlapping.

    Args:
        raw: the file's text.
        lines: its lines, as `lines.split` gives them.
    """
    spans = [
        (line.start, line.end)
        for line in lines
        if _NAVIGATION.fullmatch(line.text)
        or _PAGE_MARK.fullmatch(line.text)
        or (_CONTENTS.search(line.text) and line.text.strip(". 0123456789"))
    ]
    spans += [
        (line.start + match.start(), line.start + match.end())
        for line in lines
        if len(line.text) <= _LONGEST_RECORD and _RECORD.search(line.text)
        for match in _BESIDE_RECORD.finditer(line.text)
    ]
    spans += [(run[0].start, run[-1].end) for run in page_frame.runs(lines)]
    spans += [(line.start, line.end) for line in page_frame.paths(lines)]
    spans += [(line.start, line.end) for line in watermarks.find(lines, [(t.start, t.end) for t in raw.tables])]
    spans += _page_furniture(raw, lines)
    folded = fold(raw.text)
    for match in _SITE.finditer(folded) if _HAS_DOMAIN.search(folded) else ():
        before, after = folded[max(0, match.start() - 16) : match.start()], folded[match.end() : match.end() + 1]
        alone = before[-1:] in ("", "\n", "。", "!", "?", ";", " ")
        ends = after in ("", "\n", "。", " ", "\r") or "\u4e00" <= after <= "\u9fff"
        if alone and ends and not _PUBLIC.search(match.group()) and not _SENDS_READER.search(before):
            spans.append(match.span())
    return merge(spans)


def kind_of(words: str) -> str:
    """What a removed span is: `page_number`, `navigation`, `site` or `running_head`."""
    folded = fold(words)
    if _PAGE_NUMBER.fullmatch(folded) or _PAGE_MARK.fullmatch(folded):
        return "page_number"
    if _NAVIGATION.fullmatch(folded) or _BESIDE_RECORD.fullmatch(folded) or page_frame.is_control(folded):
        return "navigation"
    return "site" if _SITE.fullmatch(folded) else "running_head"


def merge(spans: list[Span]) -> list[Span]:
    """Spans in order, with overlapping and touching ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _page_furniture(raw: RawText, lines: list[Line]) -> list[Span]:
    """Page numbers and running heads: first and last lines of pages that are numbers or repeat from page to page."""
    if not raw.pages:
        return []
    edges: list[Line] = []
    numbered: list[tuple[Line, int]] = []  # lines that may be page numbers, with how far they are from the page's own
    by_page: dict[int, list[Line]] = {page.number: [] for page in raw.pages}
    pages = iter(raw.pages)
    page = next(pages)
    for line in lines:
        while line.start >= page.end and (later := next(pages, None)) is not None:
            page = later
        if line.text.strip():
            by_page[page.number].append(line)
    for number, on_page in by_page.items():
        on_edges = on_page[:1] + (on_page[-1:] if len(on_page) > 1 else [])
        edges += on_edges
        numbered += [
            (line, int(_DIGITS.findall(line.text)[0]) - number)
            for line in on_edges
            if _PAGE_NUMBER.fullmatch(line.text)
        ]
    repeated = Counter(_masked(line.text) for line in edges)
    often = max(3, len(raw.pages) // 3)
    furniture = [line for line in edges if repeated[_masked(line.text)] >= often and len(line.text) < 60]
    return [(line.start, line.end) for line in (*furniture, *_counting(numbered))]


def _counting(numbered: Sequence[tuple[Line, int]]) -> list[Line]:
    """Of lines that may be page numbers those that count pages: where some go on from page to page, others do not."""
    shifts = Counter(shift for _, shift in numbered)
    goes_on = any(count > 1 for count in shifts.values())
    return [line for line, shift in numbered if not goes_on or shifts[shift] > 1 or not line.text.strip().isdigit()]


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))
