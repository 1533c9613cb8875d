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
import math
import os
import threading
import warnings
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs_store.errors import UnreadableFileError
from ingest.readers import _seals
from ingest.readers._ocr_page import OcrLine, OcrPage, in_order
from ingest.readers._standing import Point, Quad, Standing, slant_of, turn_of

if TYPE_CHECKING:
    from PIL import Image

    Picture = Image.Image

MAX_PIXELS = 100_000_000
"""Larger pictures are not opened: an A3 page at 600 dpi has 70 million pixels, and three bytes are taken for each."""

WORK_SIDE = 2_000
"""Longer side, in pixels, to which larger pictures are reduced before they are read. An A4 page then has 170 dpi."""

INSTALL = "Run `pip install rapidocr` and ingest the file again."

_LETTERS = 6  # of a line, that are looked at to see which way up they are
_SURE = 0.9  # of that; the engine itself turns a line over when it is that sure
_NO_WORSE = 0.9  # of what was read before a page was turned
_MAX_THREADS = 4  # beyond this a page is hardly read faster
_READING = threading.Lock()  # the engine keeps state between its steps


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

    A picture that lies on its side or stands on its head is turned and read again.

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
    found, turn = _read_upright(whole)
    quads = [quad for _, _, quad in found]
    obscured = any(_seals.obscures(seal.turned(turn, whole.size), quads) for seal in seals)
    standing = Standing(width=width, height=height, turn=turn, slant=slant_of(quads))
    level = [(text, score, standing.level([(x * scale, y * scale) for x, y in quad])) for text, score, quad in found]
    lines = tuple(
        OcrLine(text=text, confidence=score, x0=x0, y0=y0, x1=x1, y1=y1)
        for text, score, (x0, y0, x1, y1) in in_order(level)
    )
    return OcrPage(lines=lines, width=width, height=height, turn=turn, slant=standing.slant, obscured=obscured)


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


_Found = tuple[str, float, Quad]


def _read_upright(picture: Picture) -> tuple[list[_Found], int]:
    """What a picture says, in pixels of the upright picture, and by how many degrees, clockwise, that was turned."""
    from PIL.Image import Transpose  # noqa: PLC0415  heavy

    found = _read(picture)
    turn = turn_of([quad for _, _, quad in found], partial(_upside_down, picture))
    if turn:
        # Pillow turns anticlockwise.
        ways = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
        turned = picture.transpose(ways[turn])
        again = _read(turned)
        stands = turn_of([quad for _, _, quad in again], partial(_upside_down, turned)) == 0
        if stands and _certain(again) >= _NO_WORSE * _certain(found):
            return again, turn
    return found, 0


def _certain(found: Sequence[_Found]) -> float:
    """How many characters were read, each counted by how sure it is."""
    return sum(score * len(text) for text, score, _ in found)


def _read(picture: Picture) -> list[_Found]:
    result = _ask(picture, use_det=True, use_cls=True, use_rec=True)
    if getattr(result, "txts", None) is None or result.boxes is None:
        return []
    found: list[_Found] = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        a, b, c, d = ((float(x), float(y)) for x, y in corners)
        found.append((text, float(score), (a, b, c, d)))
    return found


def _upside_down(picture: Picture, line: Quad) -> bool | None:
    """As `turn_of` asks it: by the letters in the middle of the line, some six of them."""
    from PIL.Image import Resampling, Transform  # noqa: PLC0415  heavy

    a, b, c, d = line
    if math.dist(a, d) > math.dist(a, b):
        a, b, c, d = b, c, d, a  # turned a quarter anticlockwise, the right side is the upper one
    length, thick = math.dist(a, b), math.dist(a, d)
    off = max(0.0, (1 - _LETTERS * thick / length) / 2)
    a, b, c, d = _between(a, b, off), _between(b, a, off), _between(c, d, off), _between(d, c, off)
    size = max(1, round(math.dist(a, b))), max(1, round(thick))
    letters = picture.transform(size, Transform.QUAD, (*a, *d, *c, *b), Resampling.BILINEAR)
    result = _ask(letters, use_det=False, use_cls=True, use_rec=False)
    ((label, score),) = result.cls_res
    return label == "180" if score >= _SURE else None


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _ask(picture: Picture, **steps: bool) -> Any:
    """The engine's result of some of its steps: detection, classification of turned lines, recognition."""
    import numpy  # noqa: PLC0415  heavy

    pixels = numpy.asarray(picture)[:, :, ::-1]  # the engine takes blue, green, red
    with _READING:
        return _engine()(numpy.ascontiguousarray(pixels), **steps)


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
