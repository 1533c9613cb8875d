"""Plain text: finds the encoding, keeps the words.

The document's text is the file's characters with `\\r\\n` and `\\r` written as `\\n`; that is the text all offsets
count in. Nothing else is changed, except that what SQLite and JSON cannot hold (NUL, lone surrogates) becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers import _bar_tables
from ingest.readers.base import RawText, no_access

# A law code of 1,260 articles has 0.3 MB. 50 MB are 17 million Chinese characters: a log or a dump, not a policy; and
# text takes up to six times its size in memory while it is decoded.
MAX_TEXT_BYTES = 50 * 1024 * 1024
MAX_UNDECODABLE = 0.001  # share of bytes
_MAX_CONTROLS = 0.01  # share of characters; above it the file is no text
_SAMPLE = 64 * 1024

# UTF-32 stands first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HANZI = re.compile("[\u3400-\u9fff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_text(path: Path) -> RawText:
    """Read `.txt`.

    Raises:
        UnreadableFileError: `too_large`, `wrong_format` (binary data), `damaged` (too many undecodable bytes),
            `no_text`.
    """
    text, warnings = checked_text(path)
    return RawText(text=text, reader="text", tables=tuple(_bar_tables.find(text)), warnings=warnings)


def checked_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """A text file's characters with `\\n` at the ends of lines, and warnings about its encoding.

    Raises:
        UnreadableFileError: as `read_text`.
    """
    data = _read_bytes(path)
    text, encoding, bad = decode(data)
    controls = len(_CONTROLS.findall(text))
    if controls > max(1, _MAX_CONTROLS * len(text)):
        raise UnreadableFileError(
            f"{path.name} is not text: {controls} of its {len(text)} characters are control characters.",
            remedy="Ingest it under the suffix of its real format, if that is one that is read.",
            code="wrong_format",
        )
    if bad > max(1, MAX_UNDECODABLE * len(data)):
        raise UnreadableFileError(
            f"{path.name} is damaged or in an unknown encoding: {bad} of its {len(data)} bytes cannot be decoded "
            f"(nearest: {encoding}).",
            remedy="Open it in an editor, check that it shows well, and save it as UTF-8.",
            code="damaged",
        )
    text = storable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise UnreadableFileError(f"{path.name} holds no text.", remedy="Check the file.", code="no_text")
    return text, tuple(_warnings(text, encoding, bad))


def storable(text: str) -> str:
    """`text` as SQLite and JSON can hold it: NUL and lone surrogates become U+FFFD, surrogate pairs their character."""
    if not _UNSTORABLE.search(text):
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\x00", "\ufffd")


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size <= MAX_TEXT_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise no_access(path, error) from error
    raise UnreadableFileError(
        f"{path.name} has {size >> 20} MB of text; text files over {MAX_TEXT_BYTES >> 20} MB are not read.",
        remedy="Split it into one file per document.",
        code="too_large",
    )


def decode(data: bytes) -> tuple[str, str, int]:
    """Text, encoding and number of undecodable bytes.

    The mark at the start decides, then strict UTF-8, then UTF-16 by its byte pattern. UTF-8 with few faults comes
    before GB18030, because GB18030 accepts most byte pairs and would read it as other characters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    wide = _utf16_without_mark(data)
    if wide:
        return _lenient(data, wide)
    text, _, bad = as_utf8 = _lenient(data, "utf-8")
    beyond_ascii = sum(1 for char in text[:_SAMPLE] if not char.isascii() and char != "\ufffd")
    if bad == 0 or (bad <= max(1, MAX_UNDECODABLE * len(data)) and beyond_ascii > 10 * bad):
        return as_utf8
    return _lenient(data, "gb18030")


def _lenient(data: bytes, encoding: str) -> tuple[str, str, int]:
    try:
        return data.decode(encoding), encoding, 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, encoding, max(1, len(text) - len(data.decode(encoding, "ignore")))


def _utf16_without_mark(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` if the bytes' pattern shows it, else empty.

    In UTF-16 nearly all high bytes of Chinese and English are among few values (00, 20, 30, 4E-9F, FF) while the low
    bytes are spread; in GBK both bytes lie above A0, in ASCII both positions look alike.
    """
    sample = data[: min(len(data), _SAMPLE) // 2 * 2]
    if len(sample) < 2:
        return ""
    even, odd = sample[0::2], sample[1::2]
    zeros = sample.count(0) / len(sample)
    if zeros < 0.05 and not _lenient(sample, "utf-8")[2] > 0.01 * len(sample):
        return ""
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        mostly_ascii = zeros >= 0.2 and high.count(0) > 4 * low.count(0)
        if mostly_ascii or (_share_of_high_bytes(high) >= 0.95 and _share_of_high_bytes(low) < 0.8):
            return encoding
    return ""


def _share_of_high_bytes(column: bytes) -> float:
    high = sum(1 for byte in column if byte in (0x00, 0x20, 0x30, 0xFF) or 0x4E <= byte <= 0x9F)
    return high / len(column)


def _warnings(text: str, encoding: str, bad: int) -> Iterator[str]:
    if bad:
        yield f"{bad} bytes could not be decoded as {encoding} and were replaced by U+FFFD."
    if encoding == "gb18030" and share_of_common_hanzi(text[:_SAMPLE]) < 0.6:
        yield "Read as GB18030, but few of its characters are common: it may be in another encoding (Big5?)."


def share_of_common_hanzi(text: str, *, least: int = 20) -> float:
    """Share of Chinese characters that are among GB 2312's 3,755 common ones; 1 for a text of fewer than `least`.

    In running text it is over 0.9, in text decoded by a wrong table about 0.4.
    """
    hanzi = _HANZI.findall(text)
    return sum(map(_is_level_one, hanzi)) / len(hanzi) if len(hanzi) >= least else 1.0


def _is_level_one(char: str) -> bool:
    code = char.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
