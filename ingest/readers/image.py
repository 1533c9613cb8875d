"""Scans: PNG, JPEG and TIFF, each frame of a TIFF a page, read by text recognition."""

from __future__ import annotations

from pathlib import Path

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, PageReading
from ingest.readers import ocr
from ingest.readers._pictures import nothing, obscured_pages, write_picture
from ingest.readers._writer import TextWriter
from ingest.readers.base import RawText, page_done

MAX_FRAMES = 500


def read_image(path: Path) -> RawText:
    """Read a picture of a page, or of several.

    Raises:
        UnreadableFileError: `damaged`, `too_large` (pixels or frames), `no_text`, `no_ocr`.
    """
    out = TextWriter()
    readings: list[PageReading] = []
    warnings: list[str] = []
    with ocr.open_picture(path, path.name) as picture:
        frames = _frames(picture, path)
        for number in range(1, frames + 1):
            try:
                if number > 1:
                    picture.seek(number - 1)
                readings.append(write_picture(out, picture, path.name, number))
            except UnreadableFileError as error:
                if error.code != "damaged" or number == 1:
                    raise
                warnings.append(f"Page {number} cannot be read: {error.message}")
                readings.append(nothing(number, PageFault.UNREADABLE))
            except Exception as error:  # Pillow raises a dozen unrelated types on broken files
                if isinstance(error, MemoryError):
                    raise
                raise _damaged(path, number, str(error)) from error
            out.end_page()
            page_done()
    if not out.length:
        raise UnreadableFileError(
            f"No text was recognised in {path.name}.",
            remedy="If it shows some, scan it again: upright, sharp, at 200 to 300 dpi.",
            code="no_text",
        )
    return out.raw("image", [*warnings, *obscured_pages(readings)], readings)


def _frames(picture: object, path: Path) -> int:
    try:
        frames = int(getattr(picture, "n_frames", 1))
    except Exception as error:  # as above
        raise _damaged(path, 1, str(error)) from error
    if frames > MAX_FRAMES:
        raise UnreadableFileError(
            f"{path.name} has {frames} pages; pictures over {MAX_FRAMES} pages are not read.",
            remedy="Split it.",
            code="too_large",
        )
    return frames


def _damaged(path: Path, page: int, words: str) -> UnreadableFileError:
    told = " ".join(words.split())[:200].rstrip(".") or "it cannot be decoded"
    return UnreadableFileError(
        f"{path.name} is damaged on page {page}: {told}.",
        remedy="Scan or download it again.",
        code="damaged",
        page=page,
    )
