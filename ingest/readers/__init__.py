"""Files into text: one reader per format, one line per suffix in `ingest.formats.READERS`.

Importing this package loads no reader, so neither pypdf nor lxml is loaded before a file needs it. A new format is one
file with a `Reader` in it and one line in that table.
"""

from __future__ import annotations

import importlib
import mmap
import re
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import cast

from docs_store.errors import UnreadableFileError
from ingest.formats import MAX_FILE_BYTES, READERS, supported_suffixes
from ingest.readers.base import RawText, Reader, no_access

__all__ = ["RawText", "Reader", "format_of", "read_file"]

# Formats that show by their first bytes. Those without a reader are here so that the message can name them.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"{\\rtf", ".rtf"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A stream that each of Office's old formats has in its OLE2 file, and the suffixes it goes by.
_OLE2_STREAMS: tuple[tuple[bytes, tuple[str, ...]], ...] = tuple(
    (name.encode("utf-16-le"), suffixes)
    for name, suffixes in (
        ("WordDocument", (".doc", ".wps")),
        ("Workbook", (".xls", ".et")),
        ("PowerPoint Document", (".ppt", ".dps")),
        ("MatOST", (".wps",)),  # Microsoft Works
    )
)
_OLE2_SUFFIXES = frozenset(suffix for _, suffixes in _OLE2_STREAMS for suffix in suffixes)
_OLE2_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE2_OTHER = "OLE2"
"""What `format_of` calls an OLE2 file with no stream of Office's: LibreOffice would take its bytes for text."""
_ZIP_MEMBERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx", "OFD.xml": ".ofd"}
_OPEN_DOCUMENT = {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp"}
_SAME_FORMAT = {".jpeg": ".jpg", ".tiff": ".tif", ".htm": ".html", ".mhtml": ".mht"}
_ZIP_SUFFIXES = frozenset((*_ZIP_MEMBERS.values(), *_OPEN_DOCUMENT.values()))
_SIGNED = _ZIP_SUFFIXES | {suffix for _, suffix in _MAGIC} | _OLE2_SUFFIXES | {".pdf", ".zip"}
_HTML_STARTS = (b"<!doctype html", b"<html")
_XML_START = b"<?xml"
_XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_SPREADSHEETS = frozenset({".xlsx", ".xls", ".et"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HTML_PIECE = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>\s{0,99}|<!--.{0,2000}?-->\s{0,99}){0,3}"
    rb"<(?:!doctype html|html|head|meta|body|title|style|table|div|center|p)\b",
    re.DOTALL,
)
_MIME_SUFFIXES = (".mht", ".mhtml", ".eml")
_MIME_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,70}):|[ \t]+\S")
_BLANK_BYTES = b"\xef\xbb\xbf \t\r\n"
_SNIFF_BYTES = 4096


def read_file(path: Path) -> RawText:
    """Read one file by what it holds, not by what it is called.

    A file whose suffix belies its content is read by the reader of its content, with a warning.

    Raises:
        UnreadableFileError: with code `missing`, `not_a_file`, `no_access`, `empty`, `too_large`, `unsupported` (no
            reader for this format) or whatever the reader says: `encrypted`, `damaged`, `no_text`, `wrong_format`.
    """
    try:
        _check_size(path)
        suffix, actual = path.suffix.lower(), format_of(path)
    except FileNotFoundError as error:
        missing = f"{path.name} does not exist."
        raise UnreadableFileError(missing, remedy="Check the path.", code="missing") from error
    except OSError as error:
        raise no_access(path, error) from error
    if actual not in READERS or (suffix not in READERS and actual == ".txt" and suffix):
        raise _unsupported(path, suffix if actual == ".txt" else actual)
    raw = _reader(actual)(path)
    if _SAME_FORMAT.get(suffix, suffix) == _SAME_FORMAT.get(actual, actual) or not suffix:
        return raw
    warning = f"{path.name} is named {suffix} but holds {actual}; it was read as {actual}."
    return replace(raw, warnings=(warning, *raw.warnings))


def _check_size(path: Path) -> None:
    """Refuse what is no regular file, empty or too large."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        message = f"{path.name} is not a regular file."
        raise UnreadableFileError(message, remedy="Name a file.", code="not_a_file")
    if status.st_size == 0:
        message = f"{path.name} is empty (0 bytes)."
        raise UnreadableFileError(message, remedy="Save or download it again.", code="empty")
    if status.st_size > MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"{path.name} has {status.st_size >> 20} MB; files over {MAX_FILE_BYTES >> 20} MB are not read.",
            remedy="Split it, or remove its pictures.",
            code="too_large",
        )


def format_of(path: Path) -> str:
    """Suffix of the format that the file's bytes show.

    Text has no mark of its own: without any mark the suffix is believed if it stands for text or the bytes are
    binary, and text under another format's name is `.txt`.
    """
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_SNIFF_BYTES)
        file.seek(max(0, path.stat().st_size - 1024))
        tail = file.read(1024)
        if head.startswith(_OLE2):
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                # An encrypted .docx or .xlsx is an OLE2 file with this stream; the DOCX reader has the words for it.
                if whole.find(_OLE2_ENCRYPTED) >= 0:
                    return ".docx"
                return _sniff_ole2(whole, suffix)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and b" obj" in head) or b"startxref" in tail:
        return ".pdf"
    if head.startswith(b"PK") or suffix in _ZIP_SUFFIXES:
        found = _sniff_zip(path)
        if found or head.startswith(b"PK\x03\x04"):
            return found or (suffix if suffix in _ZIP_SUFFIXES else ".zip")
    for magic, named in _MAGIC:
        if head.startswith(magic):
            return named
    markup = _sniff_markup(head, suffix)
    if markup:
        return suffix if _SAME_FORMAT.get(suffix, suffix) == markup else markup
    if _is_mime(head):
        return suffix if suffix in _MIME_SUFFIXES else ".mht"  # as browsers and Office save pages under .doc and .xls
    if suffix not in _SIGNED:
        return suffix if suffix in READERS else ".txt"
    if _looks_binary(head):
        return suffix
    return ".csv" if suffix in _SPREADSHEETS and _has_cells(head) else ".txt"


def _sniff_markup(head: bytes, suffix: str) -> str:
    """`.html` or `.xml` for markup, which many systems export under the name .xls; empty for other text.

    XML of no known kind is `.xml` under the name of a format that is no text, whose tags nobody wants to read.
    """
    if head.startswith(_UTF16_MARKS):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    start = head.lstrip(_BLANK_BYTES).lower()
    if not start.startswith(b"<"):
        return ""
    is_xml = start.startswith(_XML_START)
    if _XML_SPREADSHEET in start and (is_xml or start.startswith(b"<workbook")):
        return ".xml"
    is_page = _is_html(head, suffix) or (is_xml and any(tag in start for tag in _HTML_STARTS))
    if is_page or (suffix in _SPREADSHEETS and b"<table" in start):
        return ".html"
    return ".xml" if is_xml and suffix in _SIGNED else ""


def _has_cells(head: bytes) -> bool:
    """Whether the first line of a text is parted by tabs or commas, as systems export it under the name .xls."""
    first = head.lstrip(_BLANK_BYTES).partition(b"\n")[0]
    return b"\t" in first or b"," in first


def _sniff_ole2(whole: mmap.mmap, suffix: str) -> str:
    """Suffix of one of Office's old formats: the file's own if it has that format's stream, else the first it has.

    `_OLE2_OTHER` where it has none.
    """
    held = [suffixes for stream, suffixes in _OLE2_STREAMS if whole.find(stream) >= 0]
    if any(suffix in suffixes for suffixes in held):
        return suffix
    return held[0][0] if held else _OLE2_OTHER


def _sniff_zip(path: Path) -> str:
    """Suffix of the format of a ZIP file, `.zip` for any other ZIP, empty when it cannot be opened as one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except Exception:  # zipfile raises many types on broken files: BadZipFile, ValueError, struct.error, ...
        return ""
    for words, suffix in _OPEN_DOCUMENT.items():
        if kind.startswith(f"application/vnd.oasis.opendocument.{words}"):
            return suffix
    for member, suffix in _ZIP_MEMBERS.items():
        if any(name.startswith(member) for name in names):
            return suffix
    return ".zip"


def _is_html(head: bytes, suffix: str) -> bool:
    """Whether a file begins as a web page does.

    Markdown may begin with a table that its maker wrapped into a page of its own, so there only a whole page's first
    line counts. Under the name of a format of Office a piece of a page counts as well: nothing else in it is text.
    """
    start = head.lstrip(_BLANK_BYTES).lower()
    if suffix in _SIGNED:
        return _HTML_PIECE.match(start) is not None
    return start.startswith(_HTML_STARTS[:1] if suffix == ".md" else _HTML_STARTS)


def _is_mime(head: bytes) -> bool:
    """Whether a file begins with the headers of a MIME message (RFC 2045): its version and what it holds."""
    names: set[bytes] = set()
    for line in head.lstrip(_BLANK_BYTES).splitlines():
        header = _MIME_HEADER.match(line)
        if header is None:
            break
        names.add((header[1] or b"").lower())
    return {b"mime-version", b"content-type"} <= names


def _looks_binary(head: bytes) -> bool:
    """Whether bytes hold control characters that no text has (UTF-16 text with its zero bytes is left to its mark)."""
    if head.startswith(_UTF16_MARKS):
        return False
    return any(byte < 9 or 13 < byte < 27 for byte in head)


def _reader(suffix: str) -> Reader:
    module, _, function = READERS[suffix].partition(":")
    return cast(Reader, getattr(importlib.import_module(module), function))


def _unsupported(path: Path, actual: str) -> UnreadableFileError:
    if actual == _OLE2_OTHER:
        return UnreadableFileError(
            f"{path.name} is no document of Word, Excel or WPS: it is damaged, or another program made it.",
            remedy="Open it in the program that made it, and save it as .docx or PDF.",
            code="damaged",
        )
    remedies = {
        ".zip": "Give it the suffix .zip, and the files in it are read.",
        ".rar": "Unpack it and ingest the files in it.",
        ".7z": "Unpack it and ingest the files in it.",
        ".ods": "Save it as .xlsx.",
    }
    return UnreadableFileError(
        f"{path.name} is of a format that is not supported yet ({actual or 'no suffix'}).",
        remedy=remedies.get(actual, f"Formats read: {', '.join(supported_suffixes())}."),
        code="unsupported",
    )
