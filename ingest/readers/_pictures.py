"""Pages that are pictures: text recognition into lines, with what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from docs_store.types import PageFault, PageReading, ReadBy
from ingest.readers import ocr
from ingest.readers._ocr_page import OcrPage
from ingest.readers._ocr_tables import laid_out
from ingest.readers._writer import TextWriter

if TYPE_CHECKING:
    from PIL import Image

OBSCURED = "Pages on which ink under a seal or stamp could not be read"
_UNSURE = 0.8  # mean confidence; the engine gives 0.97 and more for a clean scan


def write_picture(out: TextWriter, picture: Image.Image, name: str, page: int, *, is_page: bool = True) -> PageReading:
    """Append the lines of a picture, with their boxes if it is that of the whole page.

    Args:
        out: the text so far; the page is not ended.
        picture: as `ocr.open_picture` gives it.
        name: what messages call it.
        page: 1-based.

    Raises:
        UnreadableFileError: as `ocr.recognize`.
    """
    found = ocr.recognize(picture, name)
    text, boxes, tables = laid_out(found, out.length, page)
    if text:
        out.line(text.removesuffix("\n"))
    for table in tables:
        out.table(table)
    for box in boxes if is_page else ():
        out.box(box)
    characters = sum(len("".join(line.text.split())) for line in found.lines)
    if not characters:
        return nothing(page)
    return PageReading(
        number=page,
        characters=characters,
        by=ReadBy.OCR,
        confidence=round(found.confidence, 3),
        fault=doubt(found, _UNSURE),
    )


def doubt(page: OcrPage, least: float) -> PageFault | None:
    """What is doubtful of a page that was recognised; `least` is the confidence that it should have."""
    if page.obscured:
        return PageFault.OBSCURED
    return PageFault.UNSURE if page.lines and page.confidence < least else None


def obscured_pages(readings: Iterable[PageReading]) -> Iterator[str]:
    """The warning that names the pages on which a seal hides something, where there are any."""
    pages = [str(reading.number) for reading in readings if reading.fault is PageFault.OBSCURED]
    if pages:
        yield f"{OBSCURED}: {', '.join(pages)}."


def nothing(page: int, fault: PageFault = PageFault.NO_TEXT) -> PageReading:
    """The reading of a page that gave no text."""
    return PageReading(number=page, characters=0, by=ReadBy.NOTHING, confidence=0.0, fault=fault)
