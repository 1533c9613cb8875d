"""Provisions of a text, read as a file would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docs_store.provisions import AllOf, Condition, ConditionTree, OneOf, Predicate, Provision, leaves
from docs_store.types import DocumentContent
from ingest.readers import read_file
from ingest.readers.base import RawText
from ingest.reading import read_documents

Read = Callable[[str], list[Provision]]


def of_text(text: str) -> DocumentContent:
    return read_documents(RawText(text=text, reader="text"), name="文.txt", source_key="k", file_hash="0" * 64)[0]


def told(predicate: Predicate) -> str:
    """A predicate in one short line, for comparing: `rd_ratio≥4@-1`."""
    value = predicate.value
    words = "|".join(value) if isinstance(value, tuple) else str(value)
    facts = "|".join(predicate.facts) if predicate.facts else predicate.fact
    year = f"@{predicate.year}" if predicate.year else ""
    return f"{facts}{predicate.op}{words}{year}"


def shape(tree: ConditionTree) -> object:
    """A tree as nested lists: a leaf is its predicates, or its words where there are none."""
    if isinstance(tree, Condition):
        said = [told(p) for p in tree.predicates]
        return ("" if tree.complete else "~") + "&".join(said) if said else tree.part.text
    assert isinstance(tree, AllOf | OneOf)
    return [("any" if isinstance(tree, OneOf) else "all"), *(shape(item) for item in tree.items)]


def parts(provision: Provision) -> Iterator[object]:
    yield from provision.target
    yield from provision.materials
    yield from provision.offices
    yield from provision.phones
    yield from provision.rules
    yield from (amount.part for amount in provision.amounts)
    yield from (rule.part for amount in provision.amounts for rule in amount.rules)
    yield from (window.part for window in provision.windows)
    yield from (leaf.part for leaf in leaves(provision.conditions))


@pytest.fixture
def read() -> Read:
    return lambda text: list(of_text(text).provisions)


@pytest.fixture(scope="session")
def sample(examples: Path) -> dict[str, DocumentContent]:
    """The sample library's documents by file name."""
    found = {}
    for path in sorted(examples.iterdir()):
        content = read_documents(read_file(path), name=path.name, source_key=path.name, file_hash="0" * 64)[0]
        found[path.stem] = content
    return found
