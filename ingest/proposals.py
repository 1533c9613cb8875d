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
from docs_store.library import Library
from docs_store.proposals import CERTAINTY, WINDOW, Proposal, Request, proposed, proposer, source
from docs_store.provisions import Part, ProposedWindow, Provision
from docs_store.textnorm import clean, fold
from docs_store.types import DocumentContent, Inferred, Kind, Metadata
from ingest import proofs
from ingest.readings import FileReading

log = logging.getLogger(__name__)

_BEGINNING, _END = 1600, 600  # characters of a text that are always shown
_AROUND = 160  # characters shown before and behind what may tell of a term
_MOST_TERMS, _MOST_CALLS = 8, 4
_MOST_PROPOSALS = 40  # looked at in one reply
_MOST_DOCUMENTS = 40  # asked about in one file
_GIVE_UP = 3  # failures one after the other after which a run asks no more
_LONGEST_REASON = 300  # characters of what a failing model says
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
_CALLING = "(?:申报|申请|报名|受理|报送|提交|推荐|征集|截止)"
_DAY = r"\d{1,2}月\d{1,2}日"
_CALL = lazy_re.compile(rf"{_CALLING}[^。;\n]{{0,40}}?{_DAY}|{_DAY}[^。;\n]{{0,20}}?{_CALLING}")
_ANSWERED = lazy_re.compile(
    r"The language model (?:(?! failed,).){1,300}? proposed (?:nothing|\d+ values) that ", re.DOTALL
)


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
        library: what was proposed before is in it.
    """

    def __init__(self, model: Proposer | None, library: Library) -> None:
        self._model = model
        self._library = library
        self._failures = 0

    def are_due(self, row: SourceRow, infos: Sequence[DocumentInfo]) -> bool:
        """Whether a file that is in the library as it is now has yet to be asked about."""
        asked = self._model is None or self._failures >= _GIVE_UP or any(map(_ANSWERED.match, row.warnings))
        return not asked and any(_wanted(info.metadata, ()) or self._lacks_windows(info) for info in infos)

    def _lacks_windows(self, info: DocumentInfo) -> bool:
        provisions = [row.provision for row in self._library.provisions([info.id])]
        document = self._library.document(info.id) if _lacking(provisions) else None
        return document is not None and _CALL.search(fold(document.text)) is not None

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
        known = {info.position: info for info in infos}
        tally = _Tally()
        contents = []
        for content in read.contents:
            before = known.get(content.document.position)
            settled = {*by_hand, *(_set_by_hand(before.metadata) if before else ())}
            if before is not None and same:
                windows = [w for row in self._library.provisions([before.id]) for w in row.provision.proposed_windows]
                content = _proposed_again(content, before.metadata, windows, settled)
            wanted = _wanted(content.document.metadata, settled)
            if _lacking(content.provisions) and _CALL.search(fold(content.document.text)):
                wanted = (*wanted, WINDOW)
            contents.append(self._asked_about(content, wanted, tally) if wanted and not answered else content)
        warnings = (*read.warnings, *answered, *self._warnings(tally))
        return replace(read, contents=tuple(contents), warnings=warnings)

    def _asked_about(self, content: DocumentContent, wanted: tuple[str, ...], tally: _Tally) -> DocumentContent:
        """The document with what the model proposes for these fields."""
        document = content.document
        if self._model is None:
            return content
        if self._failures >= _GIVE_UP:
            tally.failure = tally.failure or f"it had failed {_GIVE_UP} times"
            return content
        if tally.asked >= _MOST_DOCUMENTS:
            tally.left += 1
            return content
        reading = clean(document.text, removed=document.removed)
        shown = _passages(reading.text)
        request = Request(file_name=document.source, passages=tuple(reading.text[a:b] for a, b in shown), fields=wanted)
        try:
            reply = list(islice(self._model.propose(request), _MOST_PROPOSALS))
        except PolicyAssistantError as error:
            self._failures += 1
            tally.failure = str(error)[:_LONGEST_REASON]
            return content
        except Exception as error:  # of whatever kind: a model's fault must not cost the file
            log.exception("%s about %s", self._model.name, document.source)
            self._failures += 1
            tally.failure = repr(error)[:_LONGEST_REASON]
            return content
        self._failures = 0
        filled = _filled(content, reply, wanted, self._model.name)
        tally.asked += 1
        tally.values += len(proposed(filled.document.metadata)) - len(proposed(document.metadata))
        tally.values += filled.provisions != content.provisions
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
    """Spans of a reading text that a model is shown: its beginning, its end, where it may tell a term or a call."""
    terms = islice((match.start() for match in _TERM.finditer(text, _BEGINNING)), 4 * _MOST_TERMS)
    told = [at for at in terms if "年" in text[at - _AROUND : at + _AROUND]][:_MOST_TERMS]
    told += islice((match.start() for match in _CALL.finditer(text, _BEGINNING)), _MOST_CALLS)
    near = [(at - _AROUND, at + _AROUND) for at in told]
    spans: list[tuple[int, int]] = []
    for a, b in sorted([(0, _BEGINNING), *near, (len(text) - _END, len(text))]):
        a, b = max(a, 0), min(b, len(text))
        if spans and a <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(b, spans[-1][1]))
        elif a < b:
            spans.append((a, b))
    return spans


def _filled(
    content: DocumentContent, proposals: Sequence[object], wanted: Collection[str], model: str
) -> DocumentContent:
    """The document with those of the proposals for its wanted fields that it bears out, the first for each field."""
    document = content.document
    reading = clean(document.text, removed=document.removed)
    shown = _passages(reading.text)
    values: dict[str, Inferred[Any]] = {}
    windows: list[ProposedWindow] = []
    for proposal in proposals:
        if not isinstance(proposal, Proposal) or not all(
            isinstance(words, str) for words in (proposal.field, proposal.value, proposal.quote)
        ):
            continue
        name = proposal.field
        if name not in wanted or name in values or (name == WINDOW and windows):
            continue
        proven = proofs.prove(proposal, reading.text, shown)
        if proven is None:
            continue
        start, end = reading.source_span(proven.start, proven.end)
        quote = document.text[start:end]
        if len(quote) > _LONGEST_QUOTE:
            continue
        if name == WINDOW:
            part = Part(text=reading.text[proven.start : proven.end], quote=quote, clause=(), start=start, end=end)
            windows.append(_window(proven.value, part, model))
            continue
        held: Inferred[Any] | None = getattr(document.metadata, name)
        if held is None or held.value != proven.value:
            values[name] = Inferred(value=proven.value, source=source(model), certainty=CERTAINTY, quote=quote)
    metadata = replace(document.metadata, **values)
    if _ends_before_it_begins(metadata):
        metadata = replace(
            metadata, **{name: getattr(document.metadata, name) for name in ("published", "effective", "expires")}
        )
    provisions = content.provisions
    for window in windows:
        provisions = _with_window(provisions, window)
    return replace(content, document=replace(document, metadata=metadata), provisions=provisions)


def _window(days: Any, part: Part, model: str) -> ProposedWindow:
    opens, closes = days
    return ProposedWindow(part=part, opens=opens and opens.isoformat(), closes=closes.isoformat(), model=model)


def _lacking(provisions: Sequence[Provision]) -> list[Provision]:
    """Measures of which no window was read, and none is proposed."""
    return [provision for provision in provisions if not provision.windows and not provision.proposed_windows]


def _with_window(provisions: Sequence[Provision], window: ProposedWindow) -> tuple[Provision, ...]:
    """Measures with a window for those that lack one: those it stands in; all, where none has a window of its own."""
    lacking = _lacking(provisions)
    inside = [provision for provision in lacking if provision.start <= window.part.start < provision.end]
    meant = inside or (lacking if len(lacking) == len(provisions) else [])
    return tuple(
        replace(provision, proposed_windows=(window,)) if any(provision is one for one in meant) else provision
        for provision in provisions
    )


def _ends_before_it_begins(metadata: Metadata) -> bool:
    first = max((entry.value for entry in (metadata.published, metadata.effective) if entry), default="")
    return metadata.expires is not None and metadata.expires.value < first


def _proposed_again(
    content: DocumentContent, before: Metadata, windows: Sequence[ProposedWindow], settled: Collection[str]
) -> DocumentContent:
    """The document, read anew, with what had been proposed for it, where that is still open and still stands."""
    for name in proposed(before):
        entry: Inferred[Any] = getattr(before, name)
        if name not in settled and _is_open(name, getattr(content.document.metadata, name)):
            value = "、".join(map(str, entry.value)) if isinstance(entry.value, tuple) else str(entry.value)
            again = Proposal(field=name, value=value, quote=entry.quote)
            content = _filled(content, [again], [name], proposer(entry))
    for window in dict.fromkeys(windows):
        value = "至".join(filter(None, (window.opens, window.closes)))
        again = Proposal(field=WINDOW, value=value, quote=window.part.quote)
        content = _filled(content, [again], [WINDOW], window.model)
    return content
