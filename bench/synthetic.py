"""Libraries of any size for measuring: real laws under other places' names, with made-up vectors.

Every copy of a law is moved to another county by replacing its place's name with one of the same length, so that
offsets, chunks and headings stay what reading the law gave. Its vectors are synthetic: real ones for half a million
chunks would take an hour. They are drawn around as many centres as there are different chunks, so that copies of a
chunk are near each other, as copies of a text are. Queries are embedded by the real model: their time is real, and
their neighbours are not, which is why these libraries measure time, memory and recall, and no quality of answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from docs_store.catalog import SourceRow
from docs_store.embedding import Embedder, Vectors
from docs_store.library import Library
from docs_store.regions.table import Region, load_table
from docs_store.types import DocumentContent, FileStatus, Inferred
from ingest.readers import read_file
from ingest.reading import read_documents
from ingest.readings import READING_VERSION

LAWS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "laws"
# A whole path of places before a title, or a place of three characters
_PLACE = re.compile("^[\u4e00-\u9fff]+[县市区旗] |[\u4e00-\u9fff]{2}[县市区旗]")
_SPREAD = 0.6  # length of the noise around a centre of length 1; cosine between copies about 0.73


class SyntheticEmbedder:
    """An `Embedder` whose passages get vectors around a centre for each text without its places and years.

    It goes by the model's name, so that the program itself can open these libraries.

    Args:
        model: embeds the queries.
    """

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self.name = model.name
        self.fingerprint = model.fingerprint
        self.dimensions = model.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_passages`."""
        made = np.stack([self._centre(text) for text in texts]) if texts else np.zeros((0, self.dimensions), np.float32)
        seed = int.from_bytes(sha256("".join(texts).encode()).digest()[:8])
        noise = np.random.default_rng(seed).standard_normal(made.shape).astype(np.float32)
        made += noise * np.float32(_SPREAD / np.sqrt(self.dimensions))
        unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
        return unit

    def embed_query(self, text: str) -> Vectors:
        """See `Embedder.embed_query`."""
        return self._model.embed_query(text)

    def _centre(self, text: str) -> Vectors:
        """A direction that depends on the last line of the text alone, without places: copies of a text share it.

        A part of a text may end with the line's break.
        """
        words = _PLACE.sub("", text.rstrip().rpartition("\n")[2])
        seed = int.from_bytes(sha256(words[-60:].encode()).digest()[:8])
        direction = np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        unit: Vectors = direction / np.linalg.norm(direction)
        return unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law as read, and the name of its place as the text has it."""

    content: DocumentContent
    place: str


def laws() -> list[Law]:
    """The laws of the corpus that are of one place, with a name of three characters."""
    found = []
    for path in sorted(LAWS.glob("*.md")):
        for content in read_documents(read_file(path), name=path.name, source_key=path.name, file_hash="0" * 64):
            region = content.document.metadata.region
            name = region.value if region else ""
            named = re.search(r"[\u4e00-\u9fff]{2}[省市]$", name)
            if named and content.document.text.count(named.group()) > 3 and content.chunks:
                found.append(Law(content=content, place=named.group()))
    return found


def copies(sources: Sequence[Law], places: Sequence[Region]) -> Iterator[DocumentContent]:
    """Laws under other names, without end: all laws for the first place, then for the next.

    Args:
        places: places with names of three characters, as the laws' own are.
    """
    number = 0
    while True:
        for place in places:
            for law in sources:
                number += 1
                yield _moved(law, place, number)


def _moved(law: Law, place: Region, number: int) -> DocumentContent:
    """The law as one of the place: every text keeps its length."""
    document = law.content.document

    def moved(text: str) -> str:
        return text.replace(law.place, place.name)

    document_id = f"{sha256(str(number).encode()).hexdigest()[:16]}-1"
    metadata = replace(
        document.metadata,
        title=replace(document.metadata.title, value=moved(document.metadata.title.value)),
        region=Inferred(value=place.full_name, source="set by hand", certainty=1.0),
    )
    moved_document = replace(
        document,
        id=document_id,
        source=f"{number}.md",
        source_key=f"bench:{number}",
        file_hash=sha256(str(number).encode()).hexdigest(),
        position=1,
        text=moved(document.text),
        metadata=metadata,
    )
    chunks = tuple(
        replace(
            chunk,
            id=f"{document_id}-{chunk.id.rpartition('-')[2]}",
            document_id=document_id,
            text=moved(chunk.text),
            heading=tuple(map(moved, chunk.heading)),
        )
        for chunk in law.content.chunks
    )
    return DocumentContent(document=moved_document, chunks=chunks)


def counties() -> list[Region]:
    """Counties and districts of the table whose names have three characters."""
    return [region for region in load_table().by_code.values() if region.level == "county" and len(region.name) == 3]


def build(folder: Path, model: Embedder, chunks: int) -> Library:
    """A library of at least `chunks` chunks, closed by the caller."""
    library = Library(folder, SyntheticEmbedder(model), create=True)
    made = 0
    with library.writer() as writer:
        for content in copies(laws(), counties()):
            document = content.document
            row = SourceRow(
                key=document.source_key,
                name=document.source,
                file_hash=document.file_hash,
                size=len(document.text),
                modified_ns=0,
                status=FileStatus.ADDED,
                reading=READING_VERSION,
            )
            writer.put(row, [content], done=lambda: None)
            made += len(content.chunks)
            if made >= chunks:
                break
    return library
