"""What is read of a document, without where it stands: what must not depend on how the document is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from docs_store.provisions import Predicate, Provision, leaves
from docs_store.textnorm import clean_chunk, fold
from docs_store.types import DocumentContent, Figure
from ingest.readers.base import RawText
from ingest.reading import read_documents

Facts = Counter[tuple[object, ...]]


@dataclass(frozen=True)
class Told:
    """What one document says: of itself, of numbers, of support. Words are folded, without white space."""

    metadata: dict[str, object]
    figures: Facts
    provisions: Facts
    words: str

    def differences(self, other: Told) -> list[str]:
        """What the other document says otherwise, a line for each; `-` is what is missing there."""
        found = [
            f"{name}: {value!r} -> {other.metadata[name]!r}"
            for name, value in self.metadata.items()
            if value != other.metadata[name]
        ]
        for mine, its in ((self.figures, other.figures), (self.provisions, other.provisions)):
            found += [f"- {fact}" for fact in (mine - its).elements()]
            found += [f"+ {fact}" for fact in (its - mine).elements()]
        return found


def told(raw: RawText, name: str) -> list[Told]:
    """What each document of a file says."""
    return [_of(content) for content in read_documents(raw, name=name, source_key="k", file_hash="ab" * 32)]


def differences(plain: list[Told], changed: list[Told]) -> list[str]:
    """What documents say otherwise than others do; empty where they say the same."""
    if len(plain) != len(changed):
        return [f"{len(plain)} -> {len(changed)} documents"]
    return [line for one, other in zip(plain, changed, strict=True) for line in one.differences(other)]


def word_differences(plain: list[Told], changed: list[Told]) -> list[str]:
    """Where documents are worded otherwise than others: what is cut out, and what is put in."""
    return [
        f"{one.words[a:b]!r} -> {other.words[c:d]!r}"
        for one, other in zip(plain, changed, strict=True)
        if one.words != other.words
        for tag, a, b, c, d in SequenceMatcher(None, one.words, other.words, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def _of(content: DocumentContent) -> Told:
    of_paper = content.document.metadata
    values = {
        "title": of_paper.title,
        "place": of_paper.region,
        "years": of_paper.years,
        "number": of_paper.doc_number,
        "published": of_paper.published,
        "effective": of_paper.effective,
        "expires": of_paper.expires,
    }
    return Told(
        metadata={
            "kind": of_paper.kind.value.value,
            **{name: _said(value.value) if value else None for name, value in values.items()},
        },
        figures=Counter(map(_figure, content.figures)),
        provisions=Counter(map(_provision, content.provisions)),
        words="".join("".join(fold(clean_chunk(chunk).text).split()) for chunk in content.chunks),
    )


def _said(value: object) -> object:
    return "".join(fold(value).split()) if isinstance(value, str) else value


def _figure(figure: Figure) -> tuple[object, ...]:
    return (
        _said(figure.indicator),
        figure.comparator,
        figure.value,
        figure.upper,
        figure.unit,
        figure.status.value,
        figure.aspect.value,
        figure.period,
    )


def _provision(provision: Provision) -> tuple[object, ...]:
    rules = [rule for amount in provision.amounts for rule in amount.rules]
    return (
        _said(provision.measure),
        tuple(sorted((str(r.fixed), str(r.ratio), str(r.cap), r.up_to, _said(r.label), _asked(r.when)) for r in rules)),
        _asked(predicate for leaf in leaves(provision.conditions) for predicate in leaf.predicates),
        tuple((window.opens, window.closes, window.always) for window in provision.windows),
        tuple(_said(part.text) for part in provision.phones),
    )


def _asked(predicates: Iterable[Predicate]) -> tuple[str, ...]:
    return tuple(sorted(f"{one.fact} {one.op} {one.value} {one.year} {one.detail}" for one in predicates))
