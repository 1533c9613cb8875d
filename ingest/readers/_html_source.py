"""A web page's bytes to its tree: the encoding it is in, and a parser that fetches nothing."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

from ingest.readers.text import decode, share_of_common_hanzi, storable

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,30})")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Names that pages and letters go by, for the codec that reads a superset.
_CODECS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "hz-gb-2312": "hz", "ks_c_5601-1987": "cp949",
}  # fmt: skip
_KNOWN = (
    "gb",
    "utf-8",
    "utf8",
    "utf-16",
    "big5",
    "hz",
    "iso-8859",
    "windows-",
    "us-ascii",
    "euc-",
    "cp949",
    "shift_jis",
)
_WESTERN = ("iso-8859", "windows-125", "us-ascii")
_SAMPLE = 64 * 1024
_MOSTLY_COMMON = 0.8  # share of Chinese characters


def decoded(data: bytes, charset: str = "") -> tuple[str, list[str]]:
    """Text in the encoding that is named, if it can be in that; else in the one its bytes show.

    Args:
        data: the page.
        charset: what its envelope (a MIME header) names; it goes before what the page itself names.

    Returns:
        The text, and warnings about bytes that could not be decoded.
    """
    if not data.startswith(_MARKS):
        inside = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:8192])
        for name in (charset, inside[1].decode("ascii", "replace") if inside else ""):
            text = _in_encoding(data, name.strip().strip("\"'").lower())
            if text is not None:
                return text, []
    text, encoding, bad = decode(data)
    return text, [f"{bad} bytes could not be decoded as {encoding} and were replaced by U+FFFD."] if bad else []


def _in_encoding(data: bytes, name: str) -> str | None:
    """Text in a named encoding; `None` if it is no usual one, or the bytes are not in it."""
    name = _CODECS.get(name, name)
    if not name.startswith(_KNOWN):
        return None
    try:
        text = data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None  # misnamed, or with a few broken bytes
    return None if name.startswith(_WESTERN) and _is_chinese(data) else text


def _is_chinese(data: bytes) -> bool:
    """Whether bytes that any single-byte encoding fits read as Chinese: servers name Latin-1 for whatever they send."""
    if data.isascii():
        return False
    text, encoding, bad = decode(data[:_SAMPLE])
    hanzi = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return hanzi >= 20 and bad <= 1 and (encoding == "utf-8" or share_of_common_hanzi(text) >= _MOSTLY_COMMON)


def parsed(text: str) -> Any:
    """Root of a page (lxml), `None` for blank text.

    No entity is expanded, nothing is fetched, and nesting has libxml2's bound of 256.

    Raises:
        lxml.etree.LxmlError, ValueError, AssertionError: the text is beyond libxml2's bounds.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    declared = re.sub(r"^\s*<\?xml[^>]*\?>", "", storable(text))
    return etree.fromstring(declared.encode(), parser) if declared.strip() else None
