"""Text recognition (OCR): a picture in, lines of text with confidence and boxes out. The one place that names rapidocr.

    with ocr.open_picture(data, "scan.png") as picture:
        page = ocr.recognize(picture)
    text, boxes = page.layout(start=0, number=1)

The engine is RapidOCR with the PP-OCRv6 models that its wheel brings (Apache-2.0), on ONNX Runtime and the headless
OpenCV: no network, no system library. It takes 2 s to load and 3 to 6 s a page of 1,224 x 1,584 pixels on two cores, so
it is loaded with the first picture. The same picture gives the same lines.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import os
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs_store.boxes import SCALE, split_by_width
from docs_store.errors import UnreadableFileError
from docs_store.types import TextBox
from ingest.readers import _seals

if TYPE_CHECKING:
    from PIL import Image

    Picture = Image.Image

MAX_PIXELS = 100_000_000
"""Larger pictures are not opened: an A3 page at 600 dpi has 70 million pixels, and three bytes are taken for each."""

WORK_SIDE = 2_000
"""Longer side, in pixels, to which larger pictures are reduced before they are read. An A4 page then has 170 dpi."""

INSTALL = "Run `pip install rapidocr` and ingest the file again."

Box = tuple[float, float, float, float]

_MAX_THREADS = 4  # beyond this a page is hardly read faster
_READING = threading.Lock()  # the engine keeps state between its steps


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """One line of a picture.

    Attributes:
        confidence: 0..1, the engine's mean over the line's characters.
        x0, y0, x1, y1: box in pixels of the picture given, origin top left; upright, also where the line is not.
    """

    text: str
    confidence: float
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def box(self) -> Box:
        """Left, top, right and bottom."""
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrPage:
    """What a picture says.

    Attributes:
        lines: in reading order: from top to bottom, and from left to right what stands side by side.
        width, height: of the picture, in pixels.
        obscured: whether a seal or stamp lies over something that could not be read.
    """

    lines: tuple[OcrLine, ...]
    width: int
    height: int
    obscured: bool = False

    @property
    def confidence(self) -> float:
        """Mean confidence of its characters, 0..1; 0 for a picture without text."""
        characters = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / characters if characters else 0.0

    def layout(self, start: int, number: int) -> tuple[str, list[TextBox]]:
        """The page's text, one line of the picture a line, and its boxes.

        What stands side by side on one line is parted by a space.

        Args:
            start: where the text will stand in the file's.
            number: of the page, 1-based.
        """
        text, placed = "", list[TextBox]()
        for above, line in zip((None, *self.lines), self.lines, strict=False):
            if above is not None:
                text += " " if _beside(above.box, line.box) else "\n"
            at = start + len(text)
            text += line.text
            x0, y0, x1, y1 = line.box
            box = TextBox(
                start=at,
                end=at + len(line.text),
                page=number,
                x0=_part(x0, self.width),
                y0=_part(y0, self.height),
                x1=_part(x1, self.width),
                y1=_part(y1, self.height),
            )
            placed += split_by_width(box, line.text)
        return text, placed


def available() -> bool:
    """Whether the engine is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def open_picture(source: Path | bytes, name: str) -> Picture:
    """A PNG, JPEG, TIFF, BMP, GIF or WebP picture, not yet decoded; `seek` turns the pages of a TIFF.

    Args:
        source: file or its bytes.
        name: what messages call it.

    Raises:
        UnreadableFileError: `damaged`, or `too_large` (over `MAX_PIXELS`).
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  heavy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound is ours, below
            picture = Image.open(io.BytesIO(source) if isinstance(source, bytes) else source)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _damaged(name, error) from error
    if picture.width * picture.height > MAX_PIXELS:
        picture.close()
        raise _too_large(name)
    return picture


def recognize(picture: Picture, name: str = "The picture") -> OcrPage:
    """The lines of a picture. Seals and stamps are taken out of it first, so what they say is no part of it.

    Args:
        picture: any mode and size up to `MAX_PIXELS`; what is transparent is read as white paper. A turn noted in the
            file (Exif) is carried out, and boxes are those of the turned picture.
        name: what messages call it.

    Raises:
        UnreadableFileError: `damaged` (it cannot be decoded), `too_large`, or `no_ocr` (the engine is not installed or
            cannot be loaded).
    """
    whole = upright(picture, name)
    width, height = whole.size
    scale = max(1.0, max(width, height) / WORK_SIDE)
    if scale > 1:
        whole = whole.resize((max(1, round(width / scale)), max(1, round(height / scale))))
    whole, seals = _seals.take_out(whole)
    found = _read(whole)
    obscured = any(_seals.obscures(seal, [box for _, _, box in found]) for seal in seals)
    lines = tuple(
        OcrLine(text=text, confidence=score, x0=x0 * scale, y0=y0 * scale, x1=x1 * scale, y1=y1 * scale)
        for text, score, (x0, y0, x1, y1) in _in_order(found)
    )
    return OcrPage(lines=lines, width=width, height=height, obscured=obscured)


def upright(picture: Picture, name: str = "The picture") -> Picture:
    """A picture as people see it: turned as its file says (Exif), on white paper, in RGB.

    Raises:
        UnreadableFileError: `damaged` (it cannot be decoded) or `too_large`.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  heavy

    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(name)
    try:
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            layered = turned.convert("RGBA")
            paper = Image.new("RGBA", layered.size, "white")
            paper.alpha_composite(layered)
            turned = paper
        return turned.convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _damaged(name, error) from error


_Found = tuple[str, float, Box]


def _read(picture: Picture) -> list[_Found]:
    import numpy  # noqa: PLC0415  heavy

    pixels = numpy.asarray(picture)[:, :, ::-1]  # the engine takes blue, green, red
    with _READING:
        result = _engine()(numpy.ascontiguousarray(pixels))
    if getattr(result, "txts", None) is None or result.boxes is None:
        return []
    found: list[_Found] = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        found.append((text, float(score), (min(xs), min(ys), max(xs), max(ys))))
    return found


@cache
def _engine() -> Any:
    try:
        logging.getLogger("RapidOCR").addHandler(logging.NullHandler())  # else it makes itself one to standard error
        from rapidocr import RapidOCR  # noqa: PLC0415  heavy, and may be missing

        threads = min(_MAX_THREADS, os.cpu_count() or 1)
        return RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": WORK_SIDE,
                "Rec.rec_batch_num": 1,  # as fast as 6, and takes 100 MB less
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )
    except ImportError as error:
        raise UnreadableFileError(
            f"The text recognition (rapidocr) is not installed or cannot be loaded: {error}.",
            remedy=INSTALL,
            code="no_ocr",
        ) from error


def _in_order(found: Sequence[_Found]) -> list[_Found]:
    """Lines from top to bottom; those whose middles lie on one height from left to right."""
    rows: list[list[_Found]] = []
    for line in sorted(found, key=lambda item: (item[2][1] + item[2][3], item[2][0])):
        above = rows[-1][0] if rows else None
        if above is not None and _beside(above[2], line[2]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda item: item[2][0])]


def _part(at: float, whole: int) -> int:
    return round(min(max(at / max(1, whole), 0.0), 1.0) * SCALE)


def _beside(a: Box, b: Box) -> bool:
    lower = min(a[3] - a[1], b[3] - b[1])
    apart = min(a[2], b[2]) <= max(a[0], b[0]) + lower  # side by side, not one over the other
    return apart and abs((a[1] + a[3]) - (b[1] + b[3])) / 2 < lower / 2


def _too_large(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} has more than {MAX_PIXELS // 1_000_000} million pixels.",
        remedy="Save it at a lower resolution; 200 to 300 dpi are enough.",
        code="too_large",
    )


def _damaged(name: str, error: Exception) -> UnreadableFileError:
    words = " ".join(str(error).split())[:200] or type(error).__name__
    return UnreadableFileError(
        f"{name} is damaged or no picture: {words}.", remedy="Scan or download it again.", code="damaged"
    )
