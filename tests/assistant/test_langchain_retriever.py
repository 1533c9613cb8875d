"""The library as a LangChain retriever."""

from __future__ import annotations

import subprocess
import sys

from assistant.langchain_retriever import LibraryRetriever
from docs_store.library import Library


def test_passages_of_the_place_named(sample: Library) -> None:
    found = LibraryRetriever(library=sample, k=5).invoke("东丽区2023年瞪羚企业有多少家？")
    assert 0 < len(found) <= 5
    assert {document.metadata["region"] for document in found} == {"天津市东丽区"}


def test_spans_lead_back_to_the_document(sample: Library) -> None:
    for found in LibraryRetriever(library=sample).invoke("科技创新券的额度"):
        document = sample.document(found.metadata["document_id"])
        assert document is not None
        span = document.text[found.metadata["start"] : found.metadata["end"]]
        assert span
        assert found.page_content[0] in span


def test_a_place_that_is_not_held_gives_nothing(sample: Library) -> None:
    assert LibraryRetriever(library=sample).invoke("杭州市2023年高新技术企业有多少家？") == []


def test_only_this_module_loads_langchain() -> None:
    code = "import sys, assistant.engine; sys.exit('langchain_core' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
