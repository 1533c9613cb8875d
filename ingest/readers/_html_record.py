"""What a government web page says of its article outside it: its record, who signed it, which files are attached."""

from __future__ import annotations

import itertools
import re
from typing import Any

from ingest.readers._html_article import BLOCKS, squeezed, words_of

_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar|7z|pptx?|rtf|csv)(?:$|[?#])", re.IGNORECASE)
# The record that such sites show beside a document: as a table, or as a list of labelled lines.
_LABEL = (
    r"索引号|发布机构|发文机关|制定机关|成文日期|发文日期|发布日期|公布日期|文\s*号|发文字号|有效性|效力状态|时效|"
    r"生效日期|施行日期|实施日期|失效日期|废止日期"
)
_RECORD = re.compile(_LABEL)
_RECORD_LINE = re.compile(rf"({_LABEL})\s*[:：]\s*(\S.{{0,80}})")
ORGAN_LABELS = ("发布机构", "发文机关", "制定机关")
_TITLE_ORGAN = re.compile(r"([\u4e00-\u9fff、\s]{4,80}?)(?:关于|印发)")
_LEAST_RECORD = 3  # entries; fewer are a line that happens to look like one
# What may stand behind the element that holds the article, and be its end all the same.
_SIGNATURE = re.compile(
    r"(?:[\u4e00-\u9fff、\s]{2,60}(?:政府|办公厅|办公室|委员会|管委会|局|厅|(?<!顶)部|署|院|中心))"
    r"|[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:印发)?[）)]?|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_BLOCKS_BEHIND = 6


def record_of(body: Any, article: Any) -> list[tuple[str, str]]:
    """Entries of the page's record (文号, 成文日期, …) where it stands outside the article."""
    inside = set(article.iter())
    entries: dict[str, str] = {}
    for table in body.iter("table"):
        cells = [] if table in inside else [words_of(cell).rstrip(":：") for cell in table.iter("td", "th")]
        if sum(1 for cell in cells if _RECORD.fullmatch(cell)) >= _LEAST_RECORD:
            for label, value in itertools.pairwise(cells):
                if _RECORD.fullmatch(label) and value and not _RECORD.fullmatch(value):
                    entries.setdefault(squeezed(label), value)
    lines = [_RECORD_LINE.fullmatch(words_of(item)) for item in body.iter("li", "p", "dd") if item not in inside]
    found = {squeezed(line[1]): line[2].strip() for line in reversed(lines) if line}
    if len(found) >= _LEAST_RECORD:
        entries = dict(reversed(found.items())) | entries
    return list(entries.items())


def is_of_another(title: str, organ: str) -> bool:
    """Whether a title names another organ than the record: the page passes on somebody else's document."""
    named = _TITLE_ORGAN.match(title)
    return "转载" in title[:6] or (named is not None and organ not in named[1])


def signature_behind(body: Any, article: Any) -> list[str]:
    """Lines that sign the document (an organ, a day) and stand just behind the element that holds the article."""
    inside = set(article.iter()) | set(article.iterancestors())
    last = list(article.iter())[-1]
    behind: list[str] = []
    blocks = 0
    seen = False
    for element in body.iter():
        seen = seen or element is last
        if not seen or element in inside or element.tag not in BLOCKS or any(child.tag in BLOCKS for child in element):
            continue
        words = words_of(element)
        blocks += bool(words)
        if blocks > _BLOCKS_BEHIND:
            break
        if _SIGNATURE.fullmatch(words):
            behind.append(words)
    return behind


def attachments_of(body: Any) -> list[str]:
    """Words of the links to files."""
    links = [(words_of(link), link.get("href") or "") for link in body.iter("a")]
    return [words for words, href in links if words and _ATTACHMENT.search(href) and not words.startswith("http")]
