"""PDF pages through PDFium (pypdfium2, BSD-3-Clause/Apache-2.0): where characters stand, and pictures of pages.

PDFium is not thread-safe: everything here takes one lock.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2 import raw

from docs_store.boxes import SCALE
from docs_store.ideographs import ordinary

if TYPE_CHECKING:
    from PIL import Image

_LOCK = threading.RLock()
_MAX_SIDE = 4_000  # pixels
_MAX_OBJECTS = 5_000  # of a page that are looked at
_MIN_PICTURE = 0.15  # share of the page's area; less is a sign or a seal
MIN_PATHS = 300
"""A page whose letters are drawn as outlines has thousands of paths, a framed table some dozens."""

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_MAX_CHARACTERS = 200_000  # of one page; a page of a newspaper has 30,000

PdfiumError = pypdfium2.PdfiumError
"""What PDFium cannot open, load or draw."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageCharacters:
    """The characters that a page shows, in the order in which the file draws them, white space left out.

    Radicals and the like are ordinary characters (`docs_store.ideographs`), here as in `text`. `boxes[i]` is that of
    `text[i]`: x0, y0, x1, y1 in ten-thousandths of the page as it is shown, origin top left.
    """

    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page draws.

    Attributes:
        picture_share: share of its area under pictures, 0..1.
        paths, objects: how many paths (lines, frames, fills), and how many objects of any kind.
        rulings: areas of the paths, in ten-thousandths of the page as it is shown.
        hidden_share: share of its text, by length, that nobody sees: drawn invisibly, or under a picture. 0..1; it is
            looked for only where the page may be a picture.
    """

    picture_share: float
    paths: int
    objects: int
    rulings: tuple[Box, ...] = ()
    hidden_share: float = 0.0


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[Any]:
    """The `PdfDocument` of a file.

    Raises:
        PdfiumError: it is damaged, or protected by another password.
    """
    with _LOCK:
        document = pypdfium2.PdfDocument(path, password=password)
        try:
            yield document
        finally:
            document.close()


def characters(document: Any, index: int) -> PageCharacters:
    """The characters of the page at a 0-based index, with their boxes.

    Raises:
        PdfiumError: the page cannot be loaded.
    """
    with _page(document, index) as page:
        to_page = _to_page(page)
        text_page = page.get_textpage()
        try:
            return _characters(text_page, to_page)
        finally:
            text_page.close()


def text(document: Any, index: int) -> str:
    """The text of the page at a 0-based index, lines ended by `\\n`.

    Raises:
        PdfiumError: the page cannot be loaded.
    """
    with _page(document, index) as page:
        text_page = page.get_textpage()
        try:
            return ordinary(str(text_page.get_text_range())).replace("\r\n", "\n")
        finally:
            text_page.close()


def content(document: Any, index: int) -> PageContent:
    """What the page at a 0-based index draws.

    Raises:
        PdfiumError: the page cannot be loaded.
    """
    with _page(document, index) as page:
        across, down = page.get_size()
        to_page = _to_page(page)
        covered, objects = 0.0, 0
        rulings: list[Box] = []
        drawn: list[Any] = []
        for item in page.get_objects(max_depth=3):
            objects += 1
            if objects > _MAX_OBJECTS:
                break
            if item.type in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE):
                drawn.append(item)
            if item.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
                continue
            left, bottom, right, top = item.get_bounds()
            if item.type == raw.FPDF_PAGEOBJ_PATH:
                rulings.append(_box(left, bottom, right, top, to_page))
            else:
                covered += max(0.0, right - left) * max(0.0, top - bottom)
        share = min(1.0, covered / max(1.0, across * down))
        hidden = _hidden_share(drawn) if share >= _MIN_PICTURE or len(rulings) >= MIN_PATHS else 0.0
        return PageContent(share, len(rulings), objects, tuple(rulings), hidden)


def _hidden_share(drawn: Sequence[Any]) -> float:
    """Share of text that is invisible or under a picture.

    Args:
        drawn: text and pictures of a page, in the order in which they are painted.
    """
    whole = hidden = 0.0
    over: list[tuple[float, float, float, float]] = []  # pictures that are painted later
    for item in reversed(drawn):
        left, bottom, right, top = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            if not raw.FPDFPageObj_HasTransparency(item):
                over.append((left, bottom, right, top))
            continue
        length = max(right - left, top - bottom, 0.0)
        x, y = (left + right) / 2, (bottom + top) / 2
        covered = any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in over)
        whole += length
        if covered or raw.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE or _is_transparent(item):
            hidden += length
    return hidden / whole if whole else 0.0


def _is_transparent(item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)) and alpha.value == 0


def render(document: Any, index: int, *, longer_side: int | None = None, width: int | None = None) -> Image.Image:
    """A picture of the page at a 0-based index, as large as asked for but at most 4,000 pixels on a side.

    Raises:
        PdfiumError: the page cannot be loaded.
    """
    with _page(document, index) as page:
        across, down = (max(1.0, side) for side in page.get_size())
        scale = (width or 0) / across if width else (longer_side or _MAX_SIDE) / max(across, down)
        bitmap = page.render(scale=min(scale, _MAX_SIDE / max(across, down)), may_draw_forms=False)
        try:
            return bitmap.to_pil().convert("RGB")  # type: ignore[no-any-return]
        finally:
            bitmap.close()


@contextmanager
def _page(document: Any, index: int) -> Iterator[Any]:
    with _LOCK:
        page = document[index]
        try:
            yield page
        finally:
            page.close()


_Affine = tuple[float, float, float, float, float, float]


def _to_page(page: Any) -> _Affine:
    """What leads from the file's coordinates to ten-thousandths of the page as shown (turned and cropped)."""
    fine = 1_000_000  # the corners are given in whole numbers

    def device(x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, fine, fine, 0, x, y, across, down)
        return across.value, down.value

    (x0, y0), (xa, ya), (xb, yb) = device(0, 0), device(1000, 0), device(0, 1000)
    unit, step = SCALE / fine, SCALE / fine / 1000
    return (xa - x0) * step, (xb - x0) * step, x0 * unit, (ya - y0) * step, (yb - y0) * step, y0 * unit


def _characters(text_page: Any, to_page: _Affine) -> PageCharacters:
    letters: list[str] = []
    boxes: list[Box] = []
    found = raw.FS_RECTF()
    for i in range(min(raw.FPDFText_CountChars(text_page), _MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text_page, i)
        letter = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if letter.isspace() or not raw.FPDFText_GetLooseCharBox(text_page, i, found):
            continue
        letters.append(letter)
        boxes.append(_box(found.left, found.bottom, found.right, found.top, to_page))
    return PageCharacters(ordinary("".join(letters)), tuple(boxes))


def _box(left: float, bottom: float, right: float, top: float, to_page: _Affine) -> Box:
    a, b, c, d, e, f = to_page
    corners = ((left, top), (right, bottom))
    (xa, ya), (xb, yb) = ((a * x + b * y + c, d * x + e * y + f) for x, y in corners)
    x0, x1 = sorted((_clamped(xa), _clamped(xb)))
    y0, y1 = sorted((_clamped(ya), _clamped(yb)))
    return x0, y0, x1, y1


def _clamped(value: float) -> int:
    return round(min(max(value, 0), SCALE))
