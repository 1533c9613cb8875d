"""OFD (GB/T 33190-2016), the format of official electronic documents: text in reading order, pictures by recognition.

Lines stay broken as they are on the page. Seals, watermarks and other annotations are no part of the text.
Decision 0008 says why this is not done with easyofd.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, PageReading, ReadBy
from ingest.readers import ocr
from ingest.readers._ofd_package import OfdDocument, OfdPackage, child, children
from ingest.readers._ofd_page import PageParts, collect, lines
from ingest.readers._pictures import nothing, obscured_pages, write_picture
from ingest.readers._writer import TextWriter
from ingest.readers.base import RawText, one_error, page_done
from ingest.readers.text import storable

_PICTURE_PAGE_CHARS = 10  # a page with fewer characters and a picture is read by its picture
_REMEDY = "Download it again, or open it in an OFD reader and print it to a PDF."
_PICTURE_AREA = 1_000.0  # mm²; smaller ones are seals, codes and emblems


def read_ofd(path: Path) -> RawText:
    """Read an OFD file.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`, `no_ocr`, `wrong_format`.
    """
    with one_error(path, _REMEDY), zipfile.ZipFile(path) as archive:
        return _File(OfdPackage(archive, path), path).read()


class _File:
    """Writes the text of one file, page by page."""

    def __init__(self, package: OfdPackage, path: Path) -> None:
        self._package = package
        self._path = path
        self._out = TextWriter()
        self._readings: list[PageReading] = []
        self._broken: dict[int, str] = {}
        self._no_ocr: UnreadableFileError | None = None

    def read(self) -> RawText:
        documents = self._package.documents()
        for document in documents:
            for name in document.pages:
                self._page(document, name)
                self._out.end_page()
                page_done()
        if not self._readings:
            raise _damaged(self._path, "it has no pages")
        if not any(reading.characters for reading in self._readings):
            raise self._without_text()
        return self._out.raw("ofd", self._warnings(), readings=self._readings)

    def _page(self, document: OfdDocument, name: str) -> None:
        number = len(self._readings) + 1
        try:
            parts = self._parts(document, self._package.xml(name))
        except UnreadableFileError as error:
            if error.code == "too_large":
                raise
            self._readings.append(self._unreadable(number, error.message))
            return
        except Exception as error:  # one page's part may be missing or damaged in any way; the others go on
            if isinstance(error, MemoryError):
                raise
            self._readings.append(self._unreadable(number, str(error)))
            return
        written = [storable(line) for line in lines(parts)]
        characters = sum(len("".join(line.split())) for line in written)
        for line in written:
            self._out.line(line)
        reading = PageReading(number=number, characters=characters, by=ReadBy.TEXT, confidence=1.0)
        if characters < _PICTURE_PAGE_CHARS:
            reading = self._pictures(document, parts, number) or (reading if characters else nothing(number))
        self._readings.append(reading)

    def _parts(self, document: OfdDocument, root: Any) -> PageParts:
        parts = PageParts()
        for used in children(root, "Template"):
            template = document.templates.get(used.get("TemplateID") or "")
            if template is not None:
                collect(self._package.xml(template), document.composites, parts)
        if child(root, "Content") is not None:
            collect(root, document.composites, parts)
        return parts

    def _pictures(self, document: OfdDocument, parts: PageParts, number: int) -> PageReading | None:
        """The reading of a page that is a picture; `None` if it has none that could hold text."""
        best: PageReading | None = None
        for resource, area in parts.pictures:
            name = document.pictures.get(resource)
            if name is None or area < _PICTURE_AREA:
                continue
            try:
                with ocr.open_picture(self._package.bytes_of(name), name) as picture:
                    reading = write_picture(self._out, picture, name, number)
            except (KeyError, zipfile.BadZipFile) as error:
                reading = self._unreadable(number, str(error))
            except UnreadableFileError as error:
                if error.code == "no_ocr":
                    self._no_ocr = error
                    return nothing(number, PageFault.PICTURE)
                reading = self._unreadable(number, error.message)
            if best is None or reading.characters > best.characters:
                best = reading
        return best

    def _unreadable(self, number: int, words: str) -> PageReading:
        self._broken[number] = " ".join(words.split())[:200].rstrip(".") or "damaged"
        return nothing(number, PageFault.UNREADABLE)

    def _warnings(self) -> list[str]:
        warnings = []
        if self._broken:
            pages = ", ".join(map(str, self._broken))
            warnings.append(f"Pages that cannot be read in full: {pages} ({next(iter(self._broken.values()))}).")
        empty = [reading.number for reading in self._readings if not reading.characters]
        if empty:
            warnings.append(f"Pages without text: {', '.join(map(str, empty))}.")
        warnings += obscured_pages(self._readings)
        if self._no_ocr is not None:
            warnings.append(str(self._no_ocr))
        return warnings

    def _without_text(self) -> UnreadableFileError:
        if self._no_ocr is not None:
            return self._no_ocr
        for number, words in self._broken.items():
            return _damaged(self._path, words, page=number)
        return UnreadableFileError(
            f"{self._path.name} has {len(self._readings)} pages and no text on any.",
            remedy="Check the file; what is drawn as lines is not read.",
            code="no_text",
        )


def _damaged(path: Path, words: str, page: int | None = None) -> UnreadableFileError:
    where = f" on page {page}" if page else ""
    return UnreadableFileError(
        f"{path.name} is damaged{where}: {words.rstrip('.')}.",
        remedy=_REMEDY,
        code="damaged",
        page=page,
    )
