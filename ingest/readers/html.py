"""HTML: the article of a web page with title, date and source, its tables and the names of its attachments.

What is around the article (menus, search, links to other pages, the footer) is left out, and the warnings say how much.
Read with lxml and rules of structure; decision 0008 says why not with trafilatura.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._html_article import BLOCKS, article_of, clean
from ingest.readers._tables import Row
from ingest.readers._writer import TextWriter, one_line
from ingest.readers.base import RawText, no_access
from ingest.readers.text import decode, storable

MAX_HTML_BYTES = 20 * 1024 * 1024  # the largest page of the corpus has 0.2 MB; pages with pictures inside reach a few
MAX_COLUMNS = 200
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,30})")
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar|7z|pptx?|rtf|csv)(?:$|[?#])", re.IGNORECASE)
# What the guideline on government web sites (国办发〔2017〕47号) asks every page to say of its article.
_TITLE, _PUBLISHED, _SOURCE = "articletitle", "pubdate", "contentsource"
# The record that such sites show beside a document: as a table, or as a list of labelled lines.
_LABEL = (
    r"索引号|发布机构|发文机关|制定机关|成文日期|发文日期|发布日期|公布日期|文\s*号|发文字号|有效性|效力状态|时效|"
    r"生效日期|施行日期|实施日期|失效日期|废止日期"
)
_RECORD = re.compile(_LABEL)
_RECORD_LINE = re.compile(rf"({_LABEL})\s*[:：]\s*(\S.{{0,80}})")
_ORGAN_LABELS = ("发布机构", "发文机关", "制定机关")
_TITLE_ORGAN = re.compile(r"([\u4e00-\u9fff、\s]{4,80}?)(?:关于|印发)")
_LEAST_RECORD = 3  # entries; fewer are a line that happens to look like one
# What may stand behind the element that holds the article, and be its end all the same.
_SIGNATURE = re.compile(
    r"(?:[\u4e00-\u9fff、\s]{2,60}(?:政府|办公厅|办公室|委员会|管委会|局|厅|(?<!顶)部|署|院|中心))"
    r"|[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:印发)?[）)]?|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_BLOCKS_BEHIND = 6


def read_html(path: Path) -> RawText:
    """Read `.html` or `.htm`.

    Raises:
        UnreadableFileError: `too_large`, `damaged`, `no_text`.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_HTML_BYTES else b""
    except OSError as error:
        raise no_access(path, error) from error
    if size > MAX_HTML_BYTES:
        raise UnreadableFileError(
            f"{path.name} has {size >> 20} MB; pages over {MAX_HTML_BYTES >> 20} MB are not read.",
            remedy="Save the page without its pictures.",
            code="too_large",
        )
    try:
        return _read(path, data)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFileError(
            f"{path.name} is no sound web page: {' '.join(str(error).split())[:200]}.",
            remedy="Open it in a browser and save it anew.",
            code="damaged",
        ) from error


def _read(path: Path, data: bytes) -> RawText:
    text, warnings = _decoded(data)
    root = _parsed(text)
    body = None if root is None else root.find("body")
    if body is None:
        raise _without_text(path)
    told = _meta(root)
    everything = _length(body)
    clean(root)
    article = article_of(body)
    page = _Page(article)
    page.write_head(_title(root, article, told), _record(body, article), told)
    page.write_body(_signature_behind(body, article), _attachments(body))
    if not page.has_text:
        raise _without_text(path)
    left_out = everything - _length(article)
    if left_out > 0:
        warnings.append(f"Left out around the article: {left_out} of the page's {everything} characters.")
    return page.out.raw("html", warnings)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """Text in the encoding that the page names, if it can be in that; else in the one its bytes show."""
    found = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:8192])
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if found and not marked:
        name = found[1].decode("ascii", "replace").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
        try:
            if name.startswith(("gb", "utf-8", "utf8", "big5", "iso-8859", "windows-", "us-ascii")):
                return data.decode(name), []
        except (LookupError, UnicodeDecodeError):
            pass  # misnamed, or with a few broken bytes
    text, encoding, bad = decode(data)
    return text, [f"{bad} bytes could not be decoded as {encoding} and were replaced by U+FFFD."] if bad else []


def _parsed(text: str) -> Any:
    """Root of the page. No entity is expanded, nothing is fetched, and nesting has libxml2's bound of 256."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    declared = re.sub(r"^\s*<\?xml[^>]*\?>", "", storable(text))
    return etree.fromstring(declared.encode(), parser) if declared.strip() else None


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        content = one_line(element.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _title(root: Any, article: Any, told: dict[str, str]) -> str:
    """What the page names as its article's title; else its first main heading; else the window's title."""
    if told.get(_TITLE):
        return told[_TITLE]
    for place in (article, root):
        for element in place.iter("h1"):
            if words := _words(element):
                return words
    window = root.find(".//title")
    return _words(window) if window is not None else told.get("og:title", "")


def _record(body: Any, article: Any) -> list[tuple[str, str]]:
    """Entries of the page's record (文号, 成文日期, …) where it stands outside the article."""
    inside = set(article.iter())
    entries: dict[str, str] = {}
    for table in body.iter("table"):
        cells = [] if table in inside else [_words(cell).rstrip(":：") for cell in table.iter("td", "th")]
        if sum(1 for cell in cells if _RECORD.fullmatch(cell)) >= _LEAST_RECORD:
            for label, value in itertools.pairwise(cells):
                if _RECORD.fullmatch(label) and value and not _RECORD.fullmatch(value):
                    entries.setdefault(_squeezed(label), value)
    lines = [_RECORD_LINE.fullmatch(_words(item)) for item in body.iter("li", "p", "dd") if item not in inside]
    found = {_squeezed(line[1]): line[2].strip() for line in reversed(lines) if line}
    if len(found) >= _LEAST_RECORD:
        entries = dict(reversed(found.items())) | entries
    return list(entries.items())


def _is_of_another(title: str, organ: str) -> bool:
    """Whether a title names another organ than the record: the page passes on somebody else's document."""
    named = _TITLE_ORGAN.match(title)
    return "转载" in title[:6] or (named is not None and organ not in named[1])


def _signature_behind(body: Any, article: Any) -> list[str]:
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
        words = _words(element)
        blocks += bool(words)
        if blocks > _BLOCKS_BEHIND:
            break
        if _SIGNATURE.fullmatch(words):
            behind.append(words)
    return behind


def _attachments(body: Any) -> list[str]:
    """Words of the links to files."""
    links = [(_words(link), link.get("href") or "") for link in body.iter("a")]
    return [words for words, href in links if words and _ATTACHMENT.search(href) and not words.startswith("http")]


class _Page:
    """Writes one article."""

    def __init__(self, article: Any) -> None:
        self.out = TextWriter()
        self.has_text = False
        self._article = article
        self._title = ""

    def write_head(self, title: str, record: list[tuple[str, str]], told: dict[str, str]) -> None:
        """Title, and what the page says of the article before it begins.

        The day on which a page was put up may be years after the document's own: it is written as what it is.
        """
        if title:
            self._title = _squeezed(title)
            self.out.heading(title, 0)
        for label, value in record:
            whose = "网页" if label in _ORGAN_LABELS and _is_of_another(title, value) else ""
            self.out.line(f"{whose}{label}：{value}")
        labels = {label for label, _ in record}
        if told.get(_PUBLISHED) and not labels & {"发布日期", "公布日期"}:
            self.out.line(f"网页发布日期：{told[_PUBLISHED].split()[0]}")
        if told.get(_SOURCE) and not labels & {"发布机构", "发文机关"}:
            self.out.line(f"来源：{told[_SOURCE]}")

    def write_body(self, signature: list[str], attachments: list[str]) -> None:
        """The article, what signs it, and the attachments that it does not name itself."""
        self._block(self._article)
        for line in signature:
            self.out.line(line)
        text = _squeezed(self.out.raw("html").text)
        for name in dict.fromkeys(attachments):
            if _squeezed(name) not in text:
                self.out.line(f"附件：{name}")

    def _block(self, block: Any) -> None:
        """A block's own text line by line, and the blocks inside it, in order."""
        parts: list[str] = [block.text or ""]
        self._inline(block, parts)
        self._flush(block, parts)

    def _inline(self, element: Any, parts: list[str]) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag == "table":
                self._flush(element, parts)
                self._table(child)
            elif child.tag in BLOCKS:
                self._flush(element, parts)
                self._block(child)
            else:
                parts.append(child.text or "")
                self._inline(child, parts)
            parts.append(child.tail or "")

    def _flush(self, block: Any, parts: list[str]) -> None:
        words = _SPACES.sub(" ", "".join(parts)).strip(" \xa0")
        parts.clear()
        if not words:
            return
        if _squeezed(words) == self._title and not self.has_text:
            return  # the title again
        self.has_text = True
        level = next((_HEADINGS[at.tag] for at in (block, *block.iterancestors()) if at.tag in _HEADINGS), None)
        if level is None or len(words) > 100:
            self.out.line(words)
        else:
            self.out.heading(words, level)

    def _table(self, table: Any) -> None:
        rows = [element for element in table.iter("tr") if _table_of(element) is table]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        nested = any(True for inner in table.iter("table") if inner is not table)
        if nested or all(len(row) <= 1 for row in cells):  # it places things on the page
            for row in cells:
                for cell in row:
                    self._block(cell)
            return
        caption = table.find("caption")
        if caption is not None and (words := _words(caption)):
            self.out.line(words)
        self.out.grid(list(_rows(cells)))
        self.has_text = True


def _rows(cells: list[list[Any]]) -> Iterator[Row]:
    """Rows on the table's grid. A cell over several rows is a cell that each later row continues."""
    open_down: dict[int, tuple[int, int]] = {}  # column → rows still to come, width
    for row in cells:
        found = Row(is_header=bool(row) and all(cell.tag == "th" for cell in row))
        column = 0
        still_open: dict[int, tuple[int, int]] = {}
        waiting = list(row)
        while waiting or any(at >= column for at in open_down):
            if column in open_down:
                left, width = open_down.pop(column)
                found.add("", column=column, width=width, continues=True, is_bold=False)
                if left > 1:
                    still_open[column] = (left - 1, width)
            elif waiting:
                cell = waiting.pop(0)
                width = _span(cell, "colspan", MAX_COLUMNS)
                bold = cell.tag == "th" or cell.find(".//b") is not None or cell.find(".//strong") is not None
                found.add(_words(cell), column=column, width=width, continues=False, is_bold=bold)
                if (down := _span(cell, "rowspan", len(cells))) > 1:
                    still_open[column] = (down - 1, width)
            else:
                column = min(at for at in open_down if at >= column)
                continue
            column += width
            if column >= MAX_COLUMNS:
                break
        open_down = still_open
        yield found


def _span(cell: Any, name: str, most: int) -> int:
    try:
        return min(max(1, int(cell.get(name) or 1)), max(1, most))
    except ValueError:
        return 1


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _words(element: Any) -> str:
    """All text in an element on one line; blocks in it are parted by a space."""
    parts: list[str] = []
    for event, at in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += [" " if at.tag in BLOCKS else "", at.text or ""]
        elif at is not element:
            parts.append(at.tail or "")
    return one_line(_SPACES.sub(" ", "".join(parts)).replace("\xa0", " "))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _length(element: Any) -> int:
    return sum(
        len(_squeezed((at.text or "") if at.tag not in ("script", "style") else "")) + len(_squeezed(at.tail or ""))
        for at in element.iter()
    )


def _without_text(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} holds no text; what it shows is fetched by its scripts or is in pictures.",
        remedy="Open it in a browser, and save the article's text or print it to a PDF.",
        code="no_text",
    )
