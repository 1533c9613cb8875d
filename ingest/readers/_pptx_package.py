"""The parts of a PPTX: its slides in order, and what each refers to (ECMA-376 part 1, 13)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers._ooxml import Relation, by_kind, local, relation_id, relations
from ingest.readers._zip import blocks, check_sizes, parse, xml_bytes

MAX_SLIDES = 5_000
_OFF = frozenset({"0", "false", "off"})
_DEFAULT_SIZE = (9_144_000, 6_858_000)  # 10 by 7.5 inches
_KEPT = 32  # layouts and masters, parsed; many slides share few


@dataclass(frozen=True, slots=True, kw_only=True)
class SlidePart:
    """One slide as the presentation lists it; `number` is 1-based and counts hidden slides too."""

    number: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide.

    Attributes:
        root: its XML (lxml element).
        relations: what it refers to, by id.
        templates: XML of its layout and of that one's master, as far as they are there: its placeholders stand where
            theirs do.
        is_opening: whether its layout is that of a title slide.
    """

    root: Any
    relations: Mapping[str, Relation]
    templates: tuple[Any, ...]
    is_opening: bool

    @property
    def is_hidden(self) -> bool:
        """Whether the show leaves it out."""
        return self.root.get("show") in _OFF


class Presentation:
    """A PPTX that is open.

    Attributes:
        slides: in the order of the show.
        size: width and height of a slide, in the unit of its shapes (EMU, 914,400 to the inch).

    Raises:
        UnreadableFileError: `too_large`, `encrypted`, `damaged`, `wrong_format`; lxml, zipfile and zlib raise others.
    """

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        check_sizes(archive, path)
        self._archive, self._path = archive, path
        main = by_kind(relations(archive, path, "")).get("officeDocument", "ppt/presentation.xml")
        if main not in archive.namelist():
            raise UnreadableFileError(
                f"{path.name} is a ZIP file without a presentation.",
                remedy="If it is an archive, unpack it and ingest the files in it.",
                code="wrong_format",
            )
        root = self.xml(main)
        if local(root) != "presentation":
            raise UnreadableFileError(
                f"{path.name} is no presentation (its main part is <{local(root)}>).",
                remedy="Save it as a presentation (.pptx).",
                code="wrong_format",
            )
        listed = relations(archive, path, main)
        entries = root.findall("{*}sldIdLst/{*}sldId")
        if len(entries) > MAX_SLIDES:
            raise UnreadableFileError(
                f"{path.name} has {len(entries)} slides; files over {MAX_SLIDES} slides are not read.",
                remedy="Split it.",
                code="too_large",
            )
        targets = [listed.get(relation_id(entry)) for entry in entries]
        self.slides = tuple(
            SlidePart(number=number, name="" if target is None or target.is_external else target.target)
            for number, target in enumerate(targets, start=1)
        )
        self.size = _size(root.find("{*}sldSz"))
        self._template = lru_cache(_KEPT)(self._read_template)

    def slide(self, part: SlidePart) -> Slide:
        """One slide; what is wrong with it raises what lxml, zipfile and zlib raise, and KeyError if it is missing."""
        root = self.xml(part.name)
        listed = relations(self._archive, self._path, part.name)
        layout, master = self._template(by_kind(listed).get("slideLayout", ""), "slideMaster")
        templates = [layout, self._template(master, "")[0]]
        return Slide(
            root=root,
            relations=listed,
            templates=tuple(template for template in templates if template is not None),
            is_opening=layout is not None and layout.get("type") == "title",
        )

    def xml(self, name: str) -> Any:
        """Root of an XML part."""
        return parse(xml_bytes(self._archive, self._path, name))

    def picture(self, name: str) -> bytes:
        """Bytes of a picture, of which there are at most as many as of an XML part."""
        return b"".join(blocks(self._archive, self._path, name))

    def _read_template(self, name: str, above: str) -> tuple[Any | None, str]:
        """A layout or master, and the name of the part of a kind that it refers to; without harm where it is broken."""
        try:
            return self.xml(name), by_kind(relations(self._archive, self._path, name)).get(above, "")
        except Exception:  # only positions come from it; zipfile, zlib and lxml raise a dozen unrelated types
            return None, ""


def _size(element: Any | None) -> tuple[int, int]:
    try:
        return (int(element.get("cx")), int(element.get("cy"))) if element is not None else _DEFAULT_SIZE
    except (TypeError, ValueError):
        return _DEFAULT_SIZE
