"""Nouns to JSON and back."""

from __future__ import annotations

from docs_store import codec
from docs_store.types import Inferred, Kind, Metadata


def test_metadata_with_and_without_a_quote() -> None:
    metadata = Metadata(
        title=Inferred(value="办法", source="title", certainty=0.9),
        kind=Inferred(value=Kind.POLICY, source="title", certainty=0.9),
        years=Inferred(value=(2025,), source="proposed by a language model (m)", certainty=0.45, quote="2025年"),
    )
    text = codec.metadata_to_json(metadata)
    assert codec.metadata_from_json(text) == metadata
    assert '"title": ["办法", "title", 0.9]' in text, "as libraries have it that knew no quotes"
