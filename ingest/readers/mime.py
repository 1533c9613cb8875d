"""MHT, MHTML and EML: a web page saved as one file, and a letter.

Of a saved page its HTML part is read as a web page is, with the style sheets that came with it; where that only puts
others into frames, as a workbook saved as a page does, those are read in their order. Of a letter the subject, the day
and the text are read; attachments are named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers._mime import Part, header, take_apart
from ingest.readers._writer import TextWriter, one_line
from ingest.readers.base import RawText, no_access
from ingest.readers.html import MAX_HTML_BYTES, read_page, write_fragment
from ingest.readers.text import storable

MAX_MIME_BYTES = 100 * 1024 * 1024  # most of it is pictures
_MAX_PAGES = 50  # HTML parts of one file that are looked at
_LEAST_TEXT = 20  # characters; a frame with less holds buttons
_MUCH_MORE = 2  # times; so much more than the page itself has a frame that holds its article
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HTML_START = re.compile(rb"\s{0,99}(?:<!--.{0,200}?-->\s{0,99})?<(?:!doctype html|html|head|body|meta)\b", re.I | re.S)
# What only letters have: they were sent.
_OF_LETTERS = ("To", "Received", "Message-ID", "Delivered-To", "Return-Path", "Reply-To", "Cc")


def read_mime(path: Path) -> RawText:
    """Read `.mht`, `.mhtml` or `.eml`.

    Raises:
        UnreadableFileError: `wrong_format` (no MIME), `damaged`, `too_large`, `encrypted`, `no_text`.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_MIME_BYTES else b""
    except OSError as error:
        raise no_access(path, error) from error
    if size > MAX_MIME_BYTES:
        raise UnreadableFileError(
            f"{path.name} has {size >> 20} MB; saved pages over {MAX_MIME_BYTES >> 20} MB are not read.",
            remedy="Save the page without its pictures.",
            code="too_large",
        )
    headers, parts = take_apart(path, data)
    if _is_letter(headers):
        return _letter(path, headers, parts)
    pages = pages_of(headers, parts)
    if not pages:
        return _letter(path, headers, parts)
    return _page(path, pages, [part.text()[0] for part in parts if part.type == "text/css"])


def pages_of(headers: Message, parts: list[Part]) -> list[Part]:
    """The HTML parts of a saved page, the page itself first: the one that the file names, else the first."""
    pages = [part for part in parts if _is_html(part)][:_MAX_PAGES]
    start = str(headers.get_param("start") or "").strip().strip("<>")
    saved_from = header(headers, "Snapshot-Content-Location").strip()
    named = [part for part in pages if (start and part.id == start) or (saved_from and part.location == saved_from)]
    return sorted(pages, key=lambda part: not (named and part is named[0]))


def _is_html(part: Part) -> bool:
    if part.type in _HTML_TYPES:
        return True
    return part.type in ("text/plain", "application/octet-stream") and bool(_HTML_START.match(part.content()[:1000]))


def _is_letter(headers: Message) -> bool:
    if header(headers, "Snapshot-Content-Location"):
        return False
    return any(headers.get(name) for name in _OF_LETTERS) or "@" in header(headers, "From")


def _page(path: Path, pages: list[Part], sheets: list[str]) -> RawText:
    """The page itself, or what it has in frames where that is where its text is."""
    reason: UnreadableFileError | None = None
    main: RawText | None = None
    try:
        main = _read(path, pages[0], sheets)
    except UnreadableFileError as error:
        if error.code != "no_text":
            raise
        reason = error
    frames = [raw for part in pages[1:] if (raw := _frame(path, part, sheets)) is not None]
    if main is not None:
        longest = max((main, *frames), key=lambda raw: len(raw.text))
        return replace(longest if len(longest.text) > _MUCH_MORE * len(main.text) else main, reader="mime")
    filled = [raw for raw in frames if len(raw.text) >= _LEAST_TEXT] or frames
    if reason is not None and not filled:
        raise reason
    out = TextWriter()
    for raw in filled:
        out.include(raw)
    return out.raw("mime", [warning for raw in filled for warning in raw.warnings])


def _read(path: Path, part: Part, sheets: list[str]) -> RawText:
    return read_page(path, html_of(path, part), charset=part.charset, sheets=sheets)


def _frame(path: Path, part: Part, sheets: list[str]) -> RawText | None:
    """A page within the page; `None` if it has no text, or is not sound."""
    try:
        return _read(path, part, sheets)
    except UnreadableFileError:
        return None


def html_of(path: Path, part: Part) -> bytes:
    """Bytes of an HTML part.

    Raises:
        UnreadableFileError: `too_large`.
    """
    data = part.content()
    if len(data) > MAX_HTML_BYTES:
        raise UnreadableFileError(
            f"{path.name} holds a page of {len(data) >> 20} MB; pages over {MAX_HTML_BYTES >> 20} MB are not read.",
            remedy="Save the page without its pictures.",
            code="too_large",
        )
    return data


def _letter(path: Path, headers: Message, parts: list[Part]) -> RawText:
    """Subject, day, text and the names of what is attached."""
    if headers.get_content_subtype() == "encrypted" or "pkcs7-mime" in headers.get_content_type():
        raise UnreadableFileError(
            f"{path.name} is an encrypted letter.",
            remedy="Open it in the mail program, and save its text.",
            code="encrypted",
        )
    out = TextWriter()
    if subject := header(headers, "Subject"):
        out.heading(one_line(storable(subject)), 0)
    if day := _day(header(headers, "Date")):
        out.line(f"发信日期：{day}")
    before = out.length
    attached = [one_line(storable(part.filename)) or part.type for part in parts if part.is_attachment]
    warnings = _write_text(out, path, [part for part in parts if not part.is_attachment])
    if out.length == before:
        raise UnreadableFileError(
            f"{path.name} is a letter or saved page without text.",
            remedy="Save its attachments as files, and ingest those.",
            code="no_text",
        )
    for name in attached:
        out.line(f"附件：{name}")
    if attached:
        warnings.append(f"Attachments of the letter are left out: {', '.join(attached)}.")
    return out.raw("mime", warnings)


def _write_text(out: TextWriter, path: Path, parts: list[Part]) -> list[str]:
    """The text as HTML where it is there as HTML, else as plain text."""
    warnings: list[str] = []
    start = out.length
    for part in filter(_is_html, parts):
        warnings += write_fragment(out, path, html_of(path, part), charset=part.charset)
    if out.length > start:
        return warnings
    for part in (part for part in parts if part.type == "text/plain"):
        text, told = part.text()
        warnings += told
        for line in storable(text).strip().splitlines():
            out.line(line.rstrip())
    return warnings


def _day(date: str) -> str:
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""
