"""What a language model is asked of documents that rules read uncertainly, and what becomes of its proposals.

Only what is unsure or missing is asked for, once for a document, over a bounded part of its text. What a person set, or
the document says with certainty, is never touched. A model that fails costs nothing but its proposals.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Protocol

from docs_store import lazy_re
from docs_store.catalog import DocumentInfo, SourceRow
from docs_store.doubts import BINDING, SURE, doubtful
from docs_store.errors import PolicyAssistantError
from docs_store.proposals import CERTAINTY, Proposal, Request, proposed, proposer, source
from docs_store.textnorm import clean
from docs_store.types import Document, Inferred, Kind, Metadata
from ingest import proofs
from ingest.readings import FileReading

log = logging.getLogger(__name__)

_BEGINNING, _END = 1600, 600  # characters of a text that are always shown
_AROUND = 160  # characters shown before and behind what may tell of a term
_MOST_TERMS = 8
_MOST_PROPOSALS = 40  # looked at in one reply
_MOST_DOCUMENTS = 40  # asked about in one file
_GIVE_UP = 3  # failures one after the other after which a run asks no more
_LONGEST_QUOTE = 600  # characters of the verbatim text
_RULES = frozenset({Kind.POLICY, Kind.NOTICE})
_OF_RULES = (
    "issuer",
    "doc_number",
    "published",
    "effective",
    "expires",
)  # that a rule should have, and others need not
_TERM = lazy_re.compile("有效期|施行|实施|生效|失效|废止|执行至")
_ANSWERED = lazy_re.compile(r"The language model .{1,300}? proposed (?:nothing|\d+ values) that ", re.DOTALL)


class Proposer(Protocol):
    """A language model that proposes metadata.

    Attributes:
        name: what the person calls it.
    """

    @property
    def name(self) -> str:
        """See the class."""
        ...

    def propose(self, request: Request) -> Sequence[Proposal]:
        """What it proposes. Nothing of it is trusted.

        Raises:
            PolicyAssistantError: it is not to be had, or gives no answer of use.
        """
        ...


@dataclass(slots=True)
class _Tally:
    """How asking about one file's documents went: how many were asked about, what was proposed, why it failed."""

    asked: int = 0
    values: int = 0
    left: int = 0
    failure: str = ""


class Proposals:
    """Proposals for the files of one run.

    Args:
        model: who is asked; `None` for nobody. What was proposed for a file before is kept either way, as long as the
            file is the same.
    """

    def __init__(self, model: Proposer | None = None) -> None:
        self._model = model
        self._failures = 0

    def are_due(self, row: SourceRow, infos: Sequence[DocumentInfo]) -> bool:
        """Whether a file that is in the library as it is now has yet to be asked about."""
        asked = self._model is None or self._failures >= _GIVE_UP or any(map(_ANSWERED.match, row.warnings))
        return not asked and any(_wanted(info.metadata, ()) for info in infos)

    def added_to(
        self, read: FileReading, row: SourceRow | None, infos: Sequence[DocumentInfo], by_hand: Mapping[str, object]
    ) -> FileReading:
        """A file's documents with what is proposed for them, and a warning that says so.

        Args:
            row, infos: what the library knew of the file before it was read, and its documents.
            by_hand: metadata fields that a person sets for it now.
        """
        same = row is not None and any(row.file_hash == content.document.file_hash for content in read.contents)
        answered = tuple(filter(_ANSWERED.match, row.warnings)) if row is not None and same else ()
        known = {info.position: info.metadata for info in infos}
        tally = _Tally()
        contents = []
        for content in read.contents:
            document, before = content.document, known.get(content.document.position)
            settled = {*by_hand, *(_set_by_hand(before) if before else ())}
            if before is not None and same:
                document = _proposed_again(document, before, settled)
            wanted = _wanted(document.metadata, settled)
            if wanted and not answered:
                document = self._asked_about(document, wanted, tally)
            contents.append(replace(content, document=document))
        warnings = (*read.warnings, *answered, *self._warnings(tally))
        return replace(read, contents=tuple(contents), warnings=warnings)

    def _asked_about(self, document: Document, wanted: tuple[str, ...], tally: _Tally) -> Document:
        """The document with what the model proposes for these fields."""
        if self._model is None:
            return document
        if self._failures >= _GIVE_UP:
            tally.failure = tally.failure or f"it had failed {_GIVE_UP} times"
            return document
        if tally.asked >= _MOST_DOCUMENTS:
            tally.left += 1
            return document
        reading = clean(document.text, removed=document.removed)
        shown = _passages(reading.text)
        request = Request(file_name=document.source, passages=tuple(reading.text[a:b] for a, b in shown), fields=wanted)
        try:
            reply = list(islice(self._model.propose(request), _MOST_PROPOSALS))
        except PolicyAssistantError as error:
            self._failures += 1
            tally.failure = str(error)
            return document
        except Exception as error:  # of whatever kind: a model's fault must not cost the file
            log.exception("%s about %s", self._model.name, document.source)
            self._failures += 1
            tally.failure = repr(error)
            return document
        self._failures = 0
        filled = _filled(document, reply, wanted, self._model.name)
        tally.asked += 1
        tally.values += len(proposed(filled.metadata)) - len(proposed(document.metadata))
        return filled

    def _warnings(self, tally: _Tally) -> Iterator[str]:
        name = self._model.name if self._model is not None else ""
        if tally.failure:  # and so it will be asked again
            yield f"The language model {name} failed, and the file is in without what it proposes ({tally.failure})."
        elif tally.values:
            yield f"The language model {name} proposed {tally.values} values that a person should confirm."
        elif tally.asked:
            yield f"The language model {name} proposed nothing that the document bears out."
        if tally.left:
            yield f"The language model {name} was not asked about {tally.left} more documents of the file."


def _wanted(metadata: Metadata, settled: Collection[str]) -> tuple[str, ...]:
    """Fields to be proposed for a document, in the order of `Metadata`; empty where it need not be asked about.

    Args:
        settled: fields that a person set.
    """
    doubts = doubtful(metadata)
    is_unclear, is_rule = metadata.kind.certainty < SURE, metadata.kind.value in _RULES
    open_ = []
    for name in Metadata.__dataclass_fields__:
        asked = is_unclear or name in doubts or (is_rule and name in _OF_RULES)
        if name in proofs.FIELDS and name not in settled and asked and _is_open(name, getattr(metadata, name)):
            open_.append(name)
    decisive = {*doubts, "issuer", "published", *(name for name in open_ if getattr(metadata, name) is not None)}
    return tuple(open_) if decisive.intersection(open_) else ()


def _is_open(name: str, entry: Inferred[Any] | None) -> bool:
    """Whether a value is missing or unsure, and none is proposed yet."""
    bound = BINDING if name == "region" else SURE
    return entry is None or (entry.certainty < bound and not proposer(entry))


def _set_by_hand(metadata: Metadata) -> Iterator[str]:
    for name in Metadata.__dataclass_fields__:
        entry = getattr(metadata, name)
        if entry is not None and entry.source == "set by hand":
            yield name


def _passages(text: str) -> list[tuple[int, int]]:
    """Spans of a reading text that a model is shown: its beginning, where it may tell of its term, its end."""
    terms = islice((match.start() for match in _TERM.finditer(text, _BEGINNING)), 4 * _MOST_TERMS)
    near = [(at - _AROUND, at + _AROUND) for at in terms if "年" in text[at - _AROUND : at + _AROUND]]
    spans: list[tuple[int, int]] = []
    for a, b in sorted([(0, _BEGINNING), *near[:_MOST_TERMS], (len(text) - _END, len(text))]):
        a, b = max(a, 0), min(b, len(text))
        if spans and a <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(b, spans[-1][1]))
        elif a < b:
            spans.append((a, b))
    return spans


def _filled(document: Document, proposals: Sequence[object], wanted: Collection[str], model: str) -> Document:
    """The document with those of the proposals for its wanted fields that it bears out, the first for each field."""
    reading = clean(document.text, removed=document.removed)
    shown = _passages(reading.text)
    values: dict[str, Inferred[Any]] = {}
    for proposal in proposals:
        if not isinstance(proposal, Proposal) or not all(
            isinstance(words, str) for words in (proposal.field, proposal.value, proposal.quote)
        ):
            continue
        if proposal.field not in wanted or proposal.field in values:
            continue
        proven = proofs.prove(proposal, reading.text, shown)
        if proven is None:
            continue
        start, end = reading.source_span(proven.start, proven.end)
        held: Inferred[Any] | None = getattr(document.metadata, proposal.field)
        if end - start <= _LONGEST_QUOTE and (held is None or held.value != proven.value):
            quote = document.text[start:end]
            values[proposal.field] = Inferred(
                value=proven.value, source=source(model), certainty=CERTAINTY, quote=quote
            )
    metadata = replace(document.metadata, **values)
    if _ends_before_it_begins(metadata):
        metadata = replace(
            metadata, **{name: getattr(document.metadata, name) for name in ("published", "effective", "expires")}
        )
    return replace(document, metadata=metadata)


def _ends_before_it_begins(metadata: Metadata) -> bool:
    first = max((entry.value for entry in (metadata.published, metadata.effective) if entry), default="")
    return metadata.expires is not None and metadata.expires.value < first


def _proposed_again(document: Document, before: Metadata, settled: Collection[str]) -> Document:
    """The document, read anew, with what had been proposed for it, where that is still open and still stands."""
    for name in proposed(before):
        entry: Inferred[Any] = getattr(before, name)
        if name not in settled and _is_open(name, getattr(document.metadata, name)):
            value = "、".join(map(str, entry.value)) if isinstance(entry.value, tuple) else str(entry.value)
            again = Proposal(field=name, value=value, quote=entry.quote)
            document = _filled(document, [again], [name], proposer(entry))
    return document
