"""Which of a document's metadata a person is asked to confirm: what is unsure, and what a language model proposed."""

from __future__ import annotations

from docs_store.catalog import DocumentInfo
from docs_store.doubts import doubtful
from docs_store.proposals import proposed


def to_confirm(info: DocumentInfo) -> tuple[str, ...]:
    """Names of fields, in the order of `Metadata`."""
    asked = {*doubtful(info.metadata), *proposed(info.metadata)}
    return tuple(name for name in info.metadata.__dataclass_fields__ if name in asked)
