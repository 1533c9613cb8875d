"""What people do with a library, kept beside it: conversations, lists of drafted replies, opinions on answers.

Each visitor has a secret; what is kept is keyed by its hash, and every query names the owner, so that nobody meets what
is another's. Contents are the nouns of other packages as JSON (`docs_store.plain`), never looked into here.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from docs_store.database import Database
from docs_store.errors import LibraryError, WorkspaceDamagedError

FILE_NAME = "workspace.sqlite3"
_SUBJECT = f"The file of conversations and lists of replies ({FILE_NAME})"
WAITING, DRAFTED, APPROVED, REJECTED = STATES = ("waiting", "drafted", "approved", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A conversation or a list of replies. `size` counts its turns or questions, `changed` is ISO, UTC."""

    id: str
    title: str
    changed: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """One question of a list and how far it has got.

    Attributes:
        state: one of `STATES`.
        content: the drafted reply as JSON, `None` while it waits.
        text: the reply as a person has changed it, `None` when nobody has.
    """

    number: int
    question: str
    state: str
    content: str | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody thought of an answer. `at` is ISO, UTC."""

    at: str
    good: bool
    reason: str
    question: str
    answer: str


class Workspace:
    """The file of one library's visitors. Safe for many threads.

    Args:
        folder: the library folder; the file is made there when it is missing.

    Raises:
        LibraryError: the file cannot be made or opened.
        WorkspaceDamagedError: it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._db = _database(folder, writable=True)
        self.close = self._db.close

    # --- conversations -----------------------------------------------------------------------------------------

    def talks(self, owner: str) -> list[Entry]:
        """A visitor's conversations, the latest first."""
        rows = self._db.many(
            "SELECT id, title, changed, (SELECT count(*) FROM turns WHERE talk_id = talks.id) FROM talks"
            " WHERE owner = ? ORDER BY changed DESC, id",
            (owner,),
        )
        return [Entry(id=id_, title=title, changed=changed, size=size) for id_, title, changed, size in rows]

    def add_turn(self, owner: str, talk_id: str, content: str, title: str) -> str:
        """Add a turn to a conversation and return the conversation's id.

        Args:
            talk_id: empty, or one that the visitor has not, begins a new conversation.
            title: its title, if it is begun now.
        """
        with self._db.transaction():
            if not self._owns("talks", owner, talk_id):
                talk_id = secrets.token_hex(8)
                self._db.run("INSERT INTO talks VALUES (?, ?, ?, ?)", (talk_id, owner, title, _now()))
            self._db.run(
                "INSERT INTO turns SELECT ?, coalesce(max(number), 0) + 1, ? FROM turns WHERE talk_id = ?",
                (talk_id, content, talk_id),
            )
            self._db.run("UPDATE talks SET changed = ? WHERE id = ?", (_now(), talk_id))
        return talk_id

    def turns(self, owner: str, talk_id: str) -> list[str]:
        """The turns of a conversation in order; empty when the visitor has no such conversation."""
        rows = self._db.many(
            "SELECT content FROM turns JOIN talks ON talks.id = talk_id WHERE talk_id = ? AND owner = ?"
            " ORDER BY number",
            (talk_id, owner),
        )
        return [row[0] for row in rows]

    def rename_talk(self, owner: str, talk_id: str, title: str) -> None:
        """Give a conversation another title."""
        self._db.run("UPDATE talks SET title = ? WHERE id = ? AND owner = ?", (title, talk_id, owner))

    def remove_talk(self, owner: str, talk_id: str) -> None:
        """Forget a conversation."""
        self._db.run("DELETE FROM talks WHERE id = ? AND owner = ?", (talk_id, owner))

    # --- lists of replies --------------------------------------------------------------------------------------

    def lists(self, owner: str) -> list[Entry]:
        """A visitor's lists, the latest first."""
        rows = self._db.many(
            "SELECT id, title, changed, (SELECT count(*) FROM replies WHERE list_id = lists.id) FROM lists"
            " WHERE owner = ? ORDER BY changed DESC, id",
            (owner,),
        )
        return [Entry(id=id_, title=title, changed=changed, size=size) for id_, title, changed, size in rows]

    def add_list(self, owner: str, title: str, questions: Sequence[str], limits: str = "{}") -> str:
        """Begin a list of questions, all waiting; returns its id.

        Args:
            limits: what limits the answers, as JSON.
        """
        list_id = secrets.token_hex(8)
        with self._db.transaction():
            self._db.run("INSERT INTO lists VALUES (?, ?, ?, ?, ?)", (list_id, owner, title, limits, _now()))
            self._db.run_many(
                "INSERT INTO replies VALUES (?, ?, ?, 'waiting', NULL, NULL)",
                [(list_id, number, question) for number, question in enumerate(questions, start=1)],
            )
        return list_id

    def remove_list(self, owner: str, list_id: str) -> None:
        """Forget a list and its replies."""
        self._db.run("DELETE FROM lists WHERE id = ? AND owner = ?", (list_id, owner))

    def limits(self, list_id: str) -> str | None:
        """What limits a list's answers, as it was given; `None` when the list is gone."""
        row = self._db.one("SELECT limits FROM lists WHERE id = ?", (list_id,))
        return None if row is None else str(row[0])

    def replies(self, owner: str, list_id: str) -> list[ReplyRow]:
        """The replies of a list in order; empty when the visitor has no such list."""
        rows = self._db.many(
            "SELECT number, question, state, content, text FROM replies JOIN lists ON lists.id = list_id"
            " WHERE list_id = ? AND owner = ? ORDER BY number",
            (list_id, owner),
        )
        return [
            ReplyRow(number=number, question=question, state=state, content=content, text=text)
            for number, question, state, content, text in rows
        ]

    def waiting(self, list_id: str) -> list[tuple[int, str]]:
        """Numbers and questions of a list that have no reply yet."""
        query = "SELECT number, question FROM replies WHERE list_id = ? AND state = 'waiting' ORDER BY number"
        return [(row[0], row[1]) for row in self._db.many(query, (list_id,))]

    def put_reply(self, list_id: str, number: int, content: str) -> None:
        """Set the drafted reply of a question that waits for one."""
        self._db.run(
            "UPDATE replies SET content = ?, state = 'drafted' WHERE list_id = ? AND number = ? AND state = 'waiting'",
            (content, list_id, number),
        )

    def change_reply(self, owner: str, list_id: str, number: int, *, state: str, text: str | None) -> None:
        """Set what a person made of a drafted reply: its state, and its text where it differs from the draft's."""
        self._db.run(
            "UPDATE replies SET state = ?, text = ? WHERE list_id = ? AND number = ? AND state != 'waiting'"
            " AND list_id IN (SELECT id FROM lists WHERE owner = ?)",
            (state, text, list_id, number, owner),
        )

    def keep_text(self, owner: str, list_id: str, number: int, text: str | None) -> None:
        """Set a person's text of a reply, where it may still be changed; its state stays as it is."""
        self._db.run(
            "UPDATE replies SET text = ? WHERE list_id = ? AND number = ? AND state IN ('drafted', 'rejected')"
            " AND list_id IN (SELECT id FROM lists WHERE owner = ?)",
            (text, list_id, number, owner),
        )

    # --- opinions ----------------------------------------------------------------------------------------------

    def add_opinion(self, owner: str, *, good: bool, reason: str, question: str, answer: str) -> None:
        """Keep what a visitor thinks of an answer."""
        self._db.run(
            "INSERT INTO opinions (at, owner, good, reason, question, answer) VALUES (?, ?, ?, ?, ?, ?)",
            (_now(), owner, int(good), reason, question, answer),
        )

    def opinions(self, limit: int = 500) -> list[Opinion]:
        """The latest opinions of all visitors, latest first; whose they are is not told."""
        query = "SELECT at, good, reason, question, answer FROM opinions ORDER BY id DESC LIMIT ?"
        return [
            Opinion(at=at, good=bool(good), reason=reason, question=question, answer=answer)
            for at, good, reason, question, answer in self._db.many(query, (limit,))
        ]

    def _owns(self, table: str, owner: str, id_: str) -> bool:
        return self._db.one(f"SELECT 1 FROM {table} WHERE id = ? AND owner = ?", (id_, owner)) is not None


def problems(folder: Path) -> list[str]:
    """Sentences on what is wrong with the file of a library's visitors; empty where there is none yet."""
    if not (folder / FILE_NAME).is_file():
        return []
    try:
        with closing(_database(folder, writable=False)) as database:
            found = database.integrity_problems()
    except LibraryError as error:
        return [str(error)]
    return [
        str(WorkspaceDamagedError(f"{_SUBJECT} is damaged: {words}.", remedy=WorkspaceDamagedError.remedy_damaged))
        for words in found
    ]


def _database(folder: Path, *, writable: bool) -> Database:
    schema = Path(__file__).with_name("workspace.sql").read_text(encoding="utf-8")
    return Database(
        folder / FILE_NAME, writable=writable, schema=schema, subject=_SUBJECT, damaged=WorkspaceDamagedError
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
