"""Conversations as they are kept, and as they are shown again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from docs_store import plain, validity
from docs_store.library import Library
from docs_store.types import Answer, Inferred
from docs_store.workspace import Entry, Workspace
from ui.answers import sources
from ui.web.nouns import Excerpt, Exchange, excerpt

_TITLE = 40  # characters of the first question that name a conversation
_LONGEST_TITLE = 80
_SURE = 0.5  # certainty from which on a document's number, issuer or date is shown beside its title


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What is kept of an exchange; what stands around the quotes is looked up again."""

    question: str
    answer: Answer


class Conversations:
    """The conversations of all visitors; each method is told whose they are."""

    def __init__(self, library: Library, workspace: Workspace) -> None:
        self._library = library
        self._workspace = workspace

    def entries(self, who: str) -> list[Entry]:
        """A visitor's conversations, the latest first."""
        return self._workspace.talks(who)

    def add(self, who: str, talk_id: str, question: str, answer: Answer) -> str:
        """Keep one exchange; returns the id of its conversation, a new one where `talk_id` is empty."""
        content = plain.to_json(_Turn(question=question, answer=answer))
        return self._workspace.add_turn(who, talk_id, content, question[:_TITLE])

    def load(self, who: str, talk_id: str) -> tuple[Exchange, ...]:
        """A conversation over the library as it is now; empty when the visitor has no such one."""
        turns = [plain.from_json(_Turn, content) for content in self._workspace.turns(who, talk_id)]
        return tuple(
            Exchange(number=number, question=turn.question, answer=turn.answer, excerpts=self.excerpts(turn.answer))
            for number, turn in enumerate(turns, start=1)
        )

    def rename(self, who: str, talk_id: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if title := " ".join(title.split())[:_LONGEST_TITLE]:
            self._workspace.rename_talk(who, talk_id, title)

    def forget(self, who: str, talk_id: str) -> None:
        """Remove a conversation for good."""
        self._workspace.remove_talk(who, talk_id)

    def excerpts(self, answer: Answer) -> tuple[Excerpt, ...]:
        """What stands around each quote of an answer and of what comes nearest, in the order of `sources`."""
        cited = sources(answer)
        if not cited:
            return ()
        infos = self._library.infos()
        today = date.today()
        replaced = infos.superseded(today)
        documents = {id_: self._library.document(id_) for id_ in {source.document_id for source in cited}}
        made = []
        for source in cited:
            document, info = documents[source.document_id], infos.by_id.get(source.document_id)
            force = validity.force(info, today, replaced) if info else ""
            around = excerpt(document.text if document else None, source.start, source.end, source.quote, str(force))
            if info is not None:
                metadata = info.metadata
                around = replace(
                    around,
                    doc_number=_sure(metadata.doc_number),
                    issuer=_sure(metadata.issuer),
                    published=_sure(metadata.published),
                )
            if around.faithful and self._library.original(source.document_id) is not None:
                areas = self._library.areas(source.document_id, source.start, source.end)
                around = replace(around, areas=tuple(areas))
            made.append(around)
        return tuple(made)


def _sure(entry: Inferred[str] | None) -> str:
    """A value of a document's metadata; empty where it is not known, or hardly more than a guess."""
    return entry.value if entry is not None and entry.certainty >= _SURE else ""
