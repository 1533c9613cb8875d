"""Pictures of pages, to show a quote where it stands.

The file comes from `Library.original(document_id)`; `Library.areas(document_id, start, end)` gives what to mark on the
picture, in ten-thousandths of its width and height. A file that was read once may still bring the program that draws it
down, so a server draws through `ingest.isolation.ReaderProcess.draw`, not here.
"""

from __future__ import annotations

import io
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers import ocr

MIN_WIDTH, MAX_WIDTH = 50, 2_400
"""Pixels; a width asked for outside is drawn at the nearest of these. Neither side exceeds 4,000."""

_MAX_SIDE = 4_000


def draw_page(path: Path, page: int, width: int) -> bytes:
    """A page of a PDF or picture file as PNG.

    Args:
        path: the file; its name is free, its content decides.
        page: 1-based; a TIFF may have several.
        width: of the picture, in pixels.

    Raises:
        UnreadableFileError: `missing` (the file), `no_page` (it has no such page), or `damaged`.
    """
    width = min(max(width, MIN_WIDTH), MAX_WIDTH)
    try:
        with path.open("rb") as file:
            is_pdf = b"%PDF-" in file.read(1024)
    except OSError as error:
        raise UnreadableFileError(
            "The file of this page cannot be opened.", remedy="Ingest it again.", code="missing"
        ) from error
    return _draw_pdf(path, page, width) if is_pdf else _draw_picture(path, page, width)


def _draw_pdf(path: Path, page: int, width: int) -> bytes:
    import pypdfium2  # noqa: PLC0415  heavy

    from ingest.readers import _pdfium  # noqa: PLC0415  heavy

    try:
        with _pdfium.opened(path) as document:
            if not 1 <= page <= len(document):
                raise _no_page(page)
            return _png(_pdfium.render(document, page - 1, width=width))
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(f"Page {page} cannot be drawn: {error}.", code="damaged", page=page) from error


def _draw_picture(path: Path, page: int, width: int) -> bytes:
    with ocr.open_picture(path, "The file") as picture:
        try:
            picture.seek(page - 1)
        except (EOFError, ValueError) as error:
            raise _no_page(page) from error
        upright = ocr.upright(picture, "The file")
    scale = min(width / upright.width, _MAX_SIDE / upright.height)
    return _png(upright.resize((max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))))


def _png(picture: ocr.Picture) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG", compress_level=6)
    return data.getvalue()


def _no_page(page: int) -> UnreadableFileError:
    return UnreadableFileError(f"The file has no page {page}.", code="no_page", page=page)
