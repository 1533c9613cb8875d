"""The library as a LangChain retriever, for programs that are built with LangChain.

Importing this module loads `langchain_core`; nothing else of the project does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.find import retrieval
from docs_store.library import Library
from docs_store.textnorm import clean_chunk
from docs_store.types import Passage


class LibraryRetriever(BaseRetriever):
    """Passages of a library as LangChain documents, best first.

    The place, years and status that the query names limit the search, as in the assistant itself.

    Attributes:
        library: the library to search.
        k: how many passages to return.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 8

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = retrieval.search(self.library, query, limit=self.k, today=date.today())
        return [
            Document(page_content=clean_chunk(passage.chunk).text, metadata=_metadata(passage)) for passage in found
        ]


def _metadata(passage: Passage) -> dict[str, Any]:
    """What a citation needs: `start` and `end` slice the document's own text."""
    chunk = passage.chunk
    return {
        "document_id": chunk.document_id,
        "chunk_id": chunk.id,
        "title": passage.title,
        "region": passage.region,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "source": passage.source,
        "start": chunk.start,
        "end": chunk.end,
        "score": passage.score,
    }
