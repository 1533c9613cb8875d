"""HTML: the article of a web page with title, date and source, its tables and the names of its attachments.

What is around the article (menus, search, links to other pages, the footer) is left out, and the warnings say how much.
Read with lxml and rules of structure; decision 0006 says why not with trafilatura.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._html_article import BLOCKS, article_of, clean, squeezed, words_of
from ingest.readers._html_record import ORGAN_LABELS, attachments_of, is_of_another, record_of, signature_behind
from ingest.readers._tables import Row, beyond
from ingest.readers._writer import TextWriter, one_line
from ingest.readers.base import RawText, no_access
from ingest.readers.text import decode, storable

MAX_HTML_BYTES = 20 * 1024 * 1024  # the largest page of the corpus has 0.2 MB; pages with pictures inside reach a few
MAX_COLUMNS = 200
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,30})")
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What the guideline on government web sites (国办发〔2017〕47号) asks every page to say of its article.
_TITLE, _PUBLISHED, _SOURCE = "articletitle", "pubdate", "contentsource"


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
    page.write_head(_title(root, article, told), record_of(body, article), told)
    page.write_body(signature_behind(body, article), attachments_of(body))
    if not page.has_text:
        raise _without_text(path)
    left_out = everything - _length(article)
    if left_out > 0:
        warnings.append(f"Left out around the article: {left_out} of the page's {everything} characters.")
    return page.out.raw("html", [*warnings, *beyond(page.beyond, MAX_COLUMNS)])


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
            if words := words_of(element):
                return words
    window = root.find(".//title")
    return words_of(window) if window is not None else told.get("og:title", "")


class _Page:
    """Writes one article. `beyond`: how many cells with words stood beyond the columns that are read."""

    def __init__(self, article: Any) -> None:
        self.out = TextWriter()
        self.has_text = False
        self.beyond = 0
        self._article = article
        self._title = ""

    def write_head(self, title: str, record: list[tuple[str, str]], told: dict[str, str]) -> None:
        """Title, and what the page says of the article before it begins.

        The day on which a page was put up may be years after the document's own: it is written as what it is.
        """
        if title:
            self._title = squeezed(title)
            self.out.heading(title, 0)
        for label, value in record:
            whose = "网页" if label in ORGAN_LABELS and is_of_another(title, value) else ""
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
        text = squeezed(self.out.raw("html").text)
        for name in dict.fromkeys(attachments):
            if squeezed(name) not in text:
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
        if squeezed(words) == self._title and not self.has_text:
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
        if caption is not None and (words := words_of(caption)):
            self.out.line(words)
        self.out.grid(list(self._rows(cells)))
        self.has_text = True

    def _rows(self, cells: list[list[Any]]) -> Iterator[Row]:
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
                    found.add(words_of(cell), column=column, width=width, continues=False, is_bold=bold)
                    if (down := _span(cell, "rowspan", len(cells))) > 1:
                        still_open[column] = (down - 1, width)
                else:
                    column = min(at for at in open_down if at >= column)
                    continue
                column += width
                if column >= MAX_COLUMNS:
                    self.beyond += sum(bool(words_of(cell)) for cell in waiting)
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


def _length(element: Any) -> int:
    return sum(
        len(squeezed((at.text or "") if at.tag not in ("script", "style") else "")) + len(squeezed(at.tail or ""))
        for at in element.iter()
    )


def _without_text(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} holds no text; what it shows is fetched by its scripts or is in pictures.",
        remedy="Open it in a browser, and save the article's text or print it to a PDF.",
        code="no_text",
    )
