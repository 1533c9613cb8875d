"""The parts of an OFD file (GB/T 33190-2016): a ZIP of XML parts that name each other by paths."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._zip import blocks, check_sizes, parse, xml_bytes

MAX_PAGES = 5_000
_ENCRYPTED = re.compile(r"(?:^|/)(?:Encryptions?|EncryptInfo|DecryptSeed)\.(?:xml|dat)$", re.IGNORECASE)  # GM/T 0099


def local(element: Any) -> str:
    """Tag without namespace: files use the standard's namespace, older ones, or none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any | None, *names: str) -> Iterator[Any]:
    """Children of these names."""
    return (child for child in (() if element is None else element) if local(child) in names)


def child(element: Any | None, *path: str) -> Any | None:
    """First descendant along a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


@dataclass(slots=True)
class OfdDocument:
    """One document of a file.

    Attributes:
        pages: paths of the pages' parts, in order.
        templates: path of each template page by its id.
        pictures: path of each picture by its resource's id.
        composites: content (lxml element) of each composite graphic by its resource's id.
    """

    pages: list[str] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    composites: dict[str, Any] = field(default_factory=dict)


class OfdPackage:
    """An open OFD file.

    Raises:
        UnreadableFileError: `encrypted`, `too_large`; other faults raise what zipfile and lxml raise.
    """

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        check_sizes(archive, path)
        self._archive = archive
        self._path = path
        self._names = set(archive.namelist())
        self._by_lower = {name.lower(): name for name in sorted(self._names)}
        if any(_ENCRYPTED.search(name) for name in self._names):
            raise UnreadableFileError(
                f"{path.name} is encrypted.",
                remedy="Open it with the program it was encrypted by, and save it without encryption.",
                code="encrypted",
            )

    def documents(self) -> list[OfdDocument]:
        """The documents in the file, in order."""
        root = self.xml("OFD.xml")
        found = []
        pages = 0
        for body in children(root, "DocBody"):
            where = child(body, "DocRoot")
            if where is None or not (where.text or "").strip():
                continue
            document = self._document(self.resolve("", where.text))
            pages += len(document.pages)
            if pages > MAX_PAGES:
                raise UnreadableFileError(
                    f"{self._path.name} has more than {MAX_PAGES} pages.",
                    remedy="Split it into one file per document.",
                    code="too_large",
                )
            found.append(document)
        return found

    def xml(self, name: str) -> Any:
        """Root of a part."""
        return parse(xml_bytes(self._archive, self._path, name))

    def bytes_of(self, name: str) -> bytes:
        """A part that is no XML, a picture."""
        return b"".join(blocks(self._archive, self._path, name))

    def resolve(self, base: str, location: str) -> str:
        """Name of the member that a part refers to: from the root with a leading `/`, else from the part's folder.

        What names a folder above the root stays at the root. Programs are careless about the case of letters.
        """
        folder = posixpath.dirname(base)
        joined = posixpath.normpath(posixpath.join("/", folder, location.strip().replace("\\", "/"))).lstrip("/")
        return joined if joined in self._names else self._by_lower.get(joined.lower(), joined)

    def _document(self, name: str) -> OfdDocument:
        root = self.xml(name)
        common = child(root, "CommonData")
        document = OfdDocument()
        for page in children(child(root, "Pages"), "Page"):
            document.pages.append(self.resolve(name, page.get("BaseLoc") or ""))
        for template in children(common, "TemplatePage"):
            document.templates[template.get("ID") or ""] = self.resolve(name, template.get("BaseLoc") or "")
        for resource in children(common, "PublicRes", "DocumentRes"):
            try:
                self._resources(document, self.resolve(name, resource.text or ""))
            except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile):
                continue  # without its pictures a page still has its text
        return document

    def _resources(self, document: OfdDocument, name: str) -> None:
        root = self.xml(name)
        folder = posixpath.join(posixpath.dirname(name), (root.get("BaseLoc") or "").strip(), "x")
        for media in children(child(root, "MultiMedias"), "MultiMedia"):
            file = child(media, "MediaFile")
            if file is not None and file.text:
                inner = self.resolve(folder, file.text)
                document.pictures[media.get("ID") or ""] = (
                    inner if inner in self._names else self.resolve(name, file.text)
                )
        for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            content = child(unit, "Content")
            if content is not None:
                document.composites[unit.get("ID") or ""] = content
