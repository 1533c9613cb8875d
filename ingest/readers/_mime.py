"""MIME files taken apart with bounds: a saved web page with its parts (MHTML, RFC 2557), or a letter (RFC 5322).

Headers and transfer encodings are read by Python's `email`; the parts are found here, because its parser descends as
deep as a file says, and passes each line through as many levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers._html_source import decoded
from ingest.readers.text import decode

MAX_PARTS = 5_000  # pictures and style sheets of one page; a portal's front page has 200
MAX_DEPTH = 8
_MAX_HEADERS = 64 * 1024  # bytes of one part's
_MAX_HEADER = 2_000  # characters of one that is shown
_SAMPLE = 64 * 1024
_MAX_BOUNDARY = 200  # RFC 2046 allows 70
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,70}[ \t]{0,3}:|[ \t]+\S|>?From ")
_MARK = b"\xef\xbb\xbf"
_ENCODINGS = {
    "base64": "base64",
    "quoted-printable": "quoted-printable",
    "x-uuencode": "x-uuencode",
    "uuencode": "uuencode",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part that holds no others: its headers, and its bytes as they were sent."""

    headers: Message
    sent: bytes

    @property
    def type(self) -> str:
        """Its media type in lower case, `text/plain` where none is named."""
        return self.headers.get_content_type()

    @property
    def charset(self) -> str:
        """The encoding that it names; empty where it names none."""
        return self.headers.get_content_charset() or ""

    @property
    def location(self) -> str:
        """Where on the web it was; empty where it does not say."""
        return header(self.headers, "Content-Location").strip()

    @property
    def id(self) -> str:
        """Its Content-ID without brackets."""
        return header(self.headers, "Content-ID").strip().strip("<>")

    @property
    def filename(self) -> str:
        """Name that it is to be saved under; empty where it has none."""
        return _words(self.headers.get_filename() or "").strip()

    @property
    def is_attachment(self) -> bool:
        """Whether it comes beside a letter's text, and is not part of it."""
        return self.headers.get_content_disposition() == "attachment" or not (
            self.type.startswith(("text/", "image/", "multipart/")) or not self.filename
        )

    def content(self) -> bytes:
        """Its bytes, decoded from how they were sent."""
        words = header(self.headers, "Content-Transfer-Encoding").lower().split()
        carrier = Message()
        carrier["Content-Transfer-Encoding"] = _ENCODINGS.get(words[0] if words else "", "8bit")
        carrier.set_payload(self.sent.decode("ascii", "surrogateescape"))
        held = carrier.get_payload(decode=True)
        return held if isinstance(held, bytes) else self.sent

    def text(self) -> tuple[str, list[str]]:
        """Its text, and warnings about its encoding."""
        return decoded(self.content(), self.charset)


def take_apart(path: Path, data: bytes) -> tuple[Message, list[Part]]:
    """Headers of a MIME file, and its parts in order.

    Args:
        path: the file, for messages.
        data: its bytes.

    Raises:
        UnreadableFileError: `wrong_format` (it does not begin with headers), `damaged`, `too_large`.
    """
    data = data.removeprefix(_MARK).lstrip(b"\r\n")
    if not _HEADER_LINE.match(data):
        raise UnreadableFileError(
            f"{path.name} is no web page or letter in MIME: it does not begin with headers.",
            remedy="Open it in the program that made it, and save it as .html or .docx.",
            code="wrong_format",
        )
    headers, body = _split(path, data)
    parts: list[Part] = []
    for part in _parts(path, headers, body, 0):
        if len(parts) >= MAX_PARTS:
            raise _too_nested(path, f"more than {MAX_PARTS:,} parts")
        parts.append(part)
    return headers, parts


def header(message: Message, name: str) -> str:
    """A header's words, encoded ones decoded; empty where it is missing."""
    wanted = name.lower()
    return next((_words(value) for key, value in message.raw_items() if key.lower() == wanted), "")


def _words(raw: object) -> str:
    """Words of a header's value, which may be encoded words (RFC 2047)."""
    value = str(raw)[:_MAX_HEADER]
    try:
        pieces = [
            decoded(piece, charset or "")[0] if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(value)
        ]
    except (ValueError, LookupError):  # a broken encoded word
        pieces = [value]
    return " ".join("".join(pieces).split())


def _split(path: Path, data: bytes) -> tuple[Message, bytes]:
    """Headers and body of a part."""
    if data.startswith((b"\n", b"\r\n")):
        return Message(), data.lstrip(b"\r\n")
    end = _BLANK_LINE.search(data, 0, _MAX_HEADERS)
    if end is None and len(data) > _MAX_HEADERS:
        raise UnreadableFileError(
            f"{path.name} is damaged: the headers of one of its parts do not end.",
            remedy="Open it in a browser or mail program and save it anew.",
            code="damaged",
        )
    head, body = (data, b"") if end is None else (data[: end.start()], data[end.end() :])
    # Words that were not encoded as they should be are in the encoding of the rest: two of them may fit any.
    encoding = "ascii" if head.isascii() else decode(data[:_SAMPLE])[1]
    return HeaderParser().parsestr(head.decode(encoding, "replace") + "\n\n"), body


def _parts(path: Path, headers: Message, body: bytes, depth: int) -> Iterator[Part]:
    """Parts within a part, itself if there are none."""
    if depth > MAX_DEPTH:
        raise _too_nested(path, f"parts more than {MAX_DEPTH} deep in each other")
    boundary = headers.get_boundary() if headers.get_content_maintype() == "multipart" else None
    if boundary and len(boundary) <= _MAX_BOUNDARY:
        for piece in _between(body, boundary.encode()):
            yield from _parts(path, *_split(path, piece), depth + 1)
    elif headers.get_content_type() == "message/rfc822":
        yield from _parts(path, *_split(path, Part(headers, body).content().lstrip(b"\r\n")), depth + 1)
    else:
        yield Part(headers, body)


def _between(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """Pieces between lines of a boundary; the last one need not be closed."""
    start = -1
    for line in re.finditer(rb"(?:\A|(?<=\n)|(?<=\r))--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\r|\Z)", body):
        if start >= 0:
            piece = body[start : line.start()]
            yield piece.removesuffix(b"\n").removesuffix(b"\r")
        start = -1 if line[1] else line.end()
        if line[1]:
            break
    if start >= 0:
        yield body[start:]


def _too_nested(path: Path, words: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} has {words}, far more than a page or letter.",
        remedy="Open it in a browser or mail program, and save its text alone.",
        code="too_large",
    )
