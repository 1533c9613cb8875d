"""PPTX: the slides as pages, each with its title, its text in reading order, its tables, charts, diagrams and notes.

A slide's number is its page's; hidden slides are left out and named. Each paragraph is a line, as is each row of a
table. A chart is the table of the values it was drawn from. Notes follow their slide, opened by `备注：`. The frame
that slides share (headers, footers, dates, numbers), comments and words in pictures beside text are left out; a slide
that is nothing but pictures is read by text recognition.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, PageReading, ReadBy
from ingest.readers import ocr
from ingest.readers._ooxml import Relation, local, refuse_ole2, relation_id
from ingest.readers._pictures import nothing, obscured_pages, write_picture
from ingest.readers._pptx_graphics import chart, diagram_lines, has_header, kind_of, table_rows
from ingest.readers._pptx_package import Presentation, Slide, SlidePart
from ingest.readers._pptx_shapes import Shapes, is_title, placeholder
from ingest.readers._pptx_text import joined, lines
from ingest.readers._writer import TextWriter
from ingest.readers.base import RawText, one_error, page_done

NOTES = "备注："
_REMEDY = "Download it again, or open it in PowerPoint or WPS and save it anew."
_SLIDES_PER_CALL = 25  # between two requests for more time
_MOST_PICTURES = 8  # of a slide, that are read
_MOST_NAMED = 5


def read_pptx(path: Path) -> RawText:
    """Read a PPTX file.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`, `wrong_format`.
    """
    with one_error(path, _REMEDY):
        refuse_ole2(path, "presentation (.ppt)", ".pptx")
        with zipfile.ZipFile(path) as archive:
            return _File(Presentation(archive, path), path).read()


class _File:
    """Writes the text of one presentation, slide by slide."""

    def __init__(self, presentation: Presentation, path: Path) -> None:
        self._presentation = presentation
        self._path = path
        self._out = TextWriter()
        self._readings: list[PageReading] = []
        self._hidden: list[int] = []
        self._broken: dict[int, str] = {}
        self._parts: dict[str, str] = {}
        self._objects: Counter[str] = Counter()
        self._unseen = 0

    def read(self) -> RawText:
        for part in self._presentation.slides:
            self._slide(part)
            if part.number % _SLIDES_PER_CALL == 0:
                page_done()
        if len(self._broken) == len(self._presentation.slides):
            raise _damaged(self._path, next(iter(self._broken.values()), "it has no slides"))
        if not any(reading.characters for reading in self._readings):
            raise self._without_text()
        return self._out.raw("pptx", list(self._warnings()), self._readings)

    def _slide(self, part: SlidePart) -> None:
        before = self._out.length
        try:
            slide = self._presentation.slide(part)
        except UnreadableFileError as error:
            if error.code == "too_large":
                raise
            self._leave_out(part, error.message)
            return
        except Exception as error:  # as in `read_pptx`
            if isinstance(error, MemoryError):
                raise
            self._leave_out(part, _words(error) if part.name else "it is not in the file")
            return
        if slide.is_hidden:
            self._hidden.append(part.number)
            return
        tree = slide.root.find("{*}cSld/{*}spTree")
        pictures: list[str] = []
        if tree is not None:
            shapes = Shapes(slide, self._presentation.size)
            for shape in shapes.inside(tree):
                self._shape(slide, shape, pictures)
            self._unseen += sum(map(_characters, shapes.unseen))
        reading = None
        if self._out.length == before and pictures:
            reading = self._by_pictures(part.number, pictures)
        self._notes(slide)
        count = self._out.characters_since(before)
        self._out.end_page(part.number)
        if reading is None or not reading.characters:
            reading = PageReading(
                number=part.number,
                characters=count,
                by=ReadBy.TEXT if count else ReadBy.NOTHING,
                confidence=1.0 if count else 0.0,
                fault=PageFault.NO_TEXT if pictures and not count else None,
            )
        self._readings.append(reading)

    def _leave_out(self, part: SlidePart, words: str) -> None:
        self._broken[part.number] = words
        self._out.end_page(part.number)
        self._readings.append(nothing(part.number, PageFault.UNREADABLE))

    def _shape(self, slide: Slide, shape: Any, pictures: list[str]) -> None:
        kind = local(shape)
        if kind == "graphicFrame":
            self._graphic(slide, shape)
        elif kind == "pic":
            relation = slide.relations.get(_picture_id(shape))
            if relation is not None and not relation.is_external:
                pictures.append(relation.target)
        else:
            body = shape.find("{*}txBody")
            if body is None:
                return
            if is_title(shape):
                title = joined(body)
                if title:
                    is_first = slide.is_opening and not any(reading.characters for reading in self._readings)
                    self._out.heading(title, 0 if is_first else 1)
                return
            for line in lines(body):
                self._out.line(line)

    def _graphic(self, slide: Slide, frame: Any) -> None:
        kind, element = kind_of(frame)
        if element is not None and kind == "table":
            self._out.grid(table_rows(element), expect_header=has_header(element))
        elif element is not None and kind == "chart":
            self._chart(slide, element)
        elif element is not None and kind == "diagram":
            root = self._part(slide.relations.get(relation_id(element, "dm")), "diagram")
            for line in () if root is None else diagram_lines(root):
                self._out.line(line)
        elif element is not None and kind == "object":
            self._objects[element.get("progId") or "object"] += 1
        elif kind:
            self._objects[{"chartex": "chart"}.get(kind, kind)] += 1

    def _chart(self, slide: Slide, element: Any) -> None:
        root = self._part(slide.relations.get(relation_id(element)), "chart")
        if root is None:
            return
        shown = chart(root)
        for title in shown.titles:
            self._out.line(title)
        if shown.rows:
            self._out.rows(shown.rows)
        else:
            self._objects["chart"] += 1

    def _notes(self, slide: Slide) -> None:
        """What the slide's notes page says of it."""
        relation = next((one for one in slide.relations.values() if one.kind == "notesSlide"), None)
        root = None if relation is None else self._part(relation, "notes")
        opening = NOTES
        for shape in () if root is None else root.iterfind("{*}cSld/{*}spTree/{*}sp"):
            place, body = placeholder(shape), shape.find("{*}txBody")
            if body is not None and place is not None and place[0] == "body":
                for line in lines(body):
                    self._out.line(opening + line)
                    opening = ""

    def _part(self, relation: Relation | None, kind: str) -> Any | None:
        """Root of a part that a slide refers to; `None` where it cannot be read, which is noted."""
        try:
            if relation is None or relation.is_external:
                raise KeyError("it is not in the file")
            return self._presentation.xml(relation.target)
        except Exception as error:  # as in `read_pptx`
            if isinstance(error, MemoryError) or getattr(error, "code", "") == "too_large":
                raise
            self._parts.setdefault(kind, _words(error))
            return None

    def _by_pictures(self, page: int, names: list[str]) -> PageReading | None:
        """A slide that has no text, by its pictures in reading order; `None` where nothing is read on any."""
        if not ocr.available():
            return None
        found: list[PageReading] = []
        for name in names[:_MOST_PICTURES]:
            try:
                with ocr.open_picture(self._presentation.picture(name), f"Slide {page}") as picture:
                    found.append(write_picture(self._out, picture, f"Slide {page}", page, is_page=False))
            except Exception as error:  # drawings of other formats (EMF, SVG), and broken ones
                if isinstance(error, MemoryError):
                    raise
            page_done()
        read = [reading for reading in found if reading.characters]
        if not read:
            return None
        characters = sum(reading.characters for reading in read)
        return PageReading(
            number=page,
            characters=characters,
            by=ReadBy.OCR,
            confidence=round(sum(one.confidence * one.characters for one in read) / characters, 3),
            fault=next((one.fault for one in read if one.fault), None),
        )

    def _warnings(self) -> Iterator[str]:
        if self._hidden:
            yield f"Hidden slides are left out: {', '.join(map(str, self._hidden))}."
        if self._broken:
            words = next(iter(self._broken.values()))
            yield f"Pages that cannot be read in full: {', '.join(map(str, self._broken))} ({words})."
        for kind, words in self._parts.items():
            yield f"The {kind} part is damaged; what it adds to the text is missing ({words})."
        if self._objects:
            kinds = ", ".join(sorted(self._objects)[:_MOST_NAMED])
            yield f"Embedded objects are left out: {self._objects.total()} ({kinds})."
        if self._unseen:
            yield f"{self._unseen} characters that nobody sees are left out."
        pictures = [str(one.number) for one in self._readings if one.fault is PageFault.NO_TEXT]
        if pictures and ocr.available():
            yield f"Pages without text: {', '.join(pictures)}."
        elif pictures:
            yield f"Pages without text: {', '.join(pictures)}. Text recognition is not installed. {ocr.INSTALL}"
        yield from obscured_pages(self._readings)

    def _without_text(self) -> UnreadableFileError:
        if self._hidden and len(self._hidden) + len(self._broken) == len(self._presentation.slides):
            return UnreadableFileError(
                f"All slides of {self._path.name} are hidden.",
                remedy="Unhide those that count, and save it.",
                code="no_text",
            )
        return UnreadableFileError(
            f"{self._path.name} holds no text; if it shows any, it is in pictures.",
            remedy="Run the pictures through text recognition (OCR), or ingest the original file.",
            code="no_text",
        )


def _picture_id(shape: Any) -> str:
    blip = shape.find("{*}blipFill/{*}blip")
    return "" if blip is None else relation_id(blip, "embed")


def _characters(shape: Any) -> int:
    """How many characters a shape and those in it have, white space not counted."""
    return sum(len("".join((leaf.text or "").split())) for leaf in shape.iter("{*}t"))


def _words(error: Exception) -> str:
    words = error.message if isinstance(error, UnreadableFileError) else str(error)
    return (" ".join(words.split())[:200].strip("'\"") or type(error).__name__).rstrip(".")


def _damaged(path: Path, words: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} is damaged: {words}.",
        remedy=_REMEDY,
        code="damaged",
    )
