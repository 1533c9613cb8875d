"""HTML: the article of a web page with title, date and source, its tables and the names of its attachments.

What is around the article (menus, search, links to other pages, the footer) is left out, and the warnings say how much.
Read with lxml and rules of structure; decision 0006 says why not with trafilatura.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._html_article import article_of, clean, squeezed, take_out_controls, words_of
from ingest.readers._html_blocks import MAX_COLUMNS, Blocks
from ingest.readers._html_hidden import hide
from ingest.readers._html_record import ORGAN_LABELS, attachments_of, is_of_another, record_of, signature_behind
from ingest.readers._html_refusals import refusal, refused, signs_of
from ingest.readers._html_source import decoded, parsed
from ingest.readers._tables import beyond
from ingest.readers._writer import TextWriter, one_line
from ingest.readers.base import RawText, no_access

MAX_HTML_BYTES = 20 * 1024 * 1024  # the largest page of the corpus has 0.2 MB; pages with pictures inside reach a few
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
    return read_page(path, data)


def read_page(path: Path, data: bytes, *, charset: str = "", sheets: Sequence[str] = ()) -> RawText:
    """The article of a web page.

    Args:
        path: the file that it is of, for messages.
        data: the page.
        charset: what its envelope says it is encoded in.
        sheets: texts of the style sheets that came with it.

    Raises:
        UnreadableFileError: `damaged`, `no_text`.
    """
    with _sound(path):
        return _article(path, data, charset, sheets)


def write_fragment(out: TextWriter, path: Path, data: bytes, *, charset: str = "") -> list[str]:
    """Append all that a piece of HTML shows: a letter, or a part of another document; its warnings.

    Args:
        out: what it is appended to.
        path: see `read_page`.
        data: the piece.
        charset: see `read_page`.

    Raises:
        UnreadableFileError: `damaged`.
    """
    with _sound(path):
        text, warnings = decoded(data, charset)
        root = parsed(text)
        body = None if root is None else root.find("body")
        if body is None:
            return warnings
        if hidden := hide(root):
            warnings.append(f"{hidden} characters that nobody sees are left out.")
        take_out_controls(root)
        blocks = Blocks(out)
        blocks.block(body)
        return [*warnings, *beyond(blocks.beyond, MAX_COLUMNS)]


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Faults that libxml2 finds, as the one error."""
    try:
        yield
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFileError(
            f"{path.name} is no sound web page: {' '.join(str(error).split())[:200]}.",
            remedy="Open it in a browser and save it anew.",
            code="damaged",
        ) from error


def _article(path: Path, data: bytes, charset: str, sheets: Sequence[str]) -> RawText:
    text, warnings = decoded(data, charset)
    root = parsed(text)
    if root is None:
        raise refused(f"{path.name} is a web page without text.")
    signs = signs_of(root)
    body = root.find("body")
    if body is None:
        raise refused(refusal(path, signs))
    told = _meta(root)
    everything = _length(body)
    hidden = hide(root, sheets)
    clean(root)
    article = article_of(body)
    title = _title(root, article, told)
    blocks = Blocks(TextWriter(), title)
    _write_head(blocks, title, record_of(body, article), told)
    blocks.block(article)
    _write_tail(blocks, signature_behind(body, article), attachments_of(body))
    why = refusal(
        path,
        signs,
        blocks.out.raw("html").text.splitlines(),
        has_text=blocks.has_text,
        outside_links=_length(article) - _length_of_links(article),
        hidden=hidden,
    )
    if why:
        raise refused(why)
    left_out = everything - _length(article)
    if left_out > 0 and hidden:
        warnings.append(
            f"Left out around the article: {left_out} of the page's {everything} characters, {hidden} of them hidden."
        )
    elif left_out > 0:
        warnings.append(f"Left out around the article: {left_out} of the page's {everything} characters.")
    return blocks.out.raw("html", [*warnings, *beyond(blocks.beyond, MAX_COLUMNS)])


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


def _write_head(blocks: Blocks, title: str, record: list[tuple[str, str]], told: dict[str, str]) -> None:
    """Title, and what the page says of the article before it begins.

    The day on which a page was put up may be years after the document's own: it is written as what it is.
    """
    out = blocks.out
    if title:
        out.heading(title, 0)
    for label, value in record:
        whose = "网页" if label in ORGAN_LABELS and is_of_another(title, value) else ""
        out.line(f"{whose}{label}：{value}")
    labels = {label for label, _ in record}
    if told.get(_PUBLISHED) and not labels & {"发布日期", "公布日期"}:
        out.line(f"网页发布日期：{told[_PUBLISHED].split()[0]}")
    if told.get(_SOURCE) and not labels & {"发布机构", "发文机关"}:
        out.line(f"来源：{told[_SOURCE]}")


def _write_tail(blocks: Blocks, signature: list[str], attachments: list[str]) -> None:
    """What signs the article, and the attachments that it does not name itself."""
    out = blocks.out
    for line in signature:
        out.line(line)
    text = squeezed(out.raw("html").text)
    for name in dict.fromkeys(attachments):
        if squeezed(name) not in text:
            out.line(f"附件：{name}")


def _length(element: Any) -> int:
    return sum(
        len(squeezed((at.text or "") if at.tag not in ("script", "style") else "")) + len(squeezed(at.tail or ""))
        for at in element.iter()
    )


def _length_of_links(element: Any) -> int:
    return sum(len(squeezed("".join(link.itertext()))) for link in element.iter("a"))
