"""What each event of the pages may do: asked of the running application, for all of them."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.drafting.desk import Reply
from assistant.engine import Assistant
from docs_store import changes, plain
from docs_store.changes import WEB, Origin
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Outcome
from docs_store.workspace import APPROVED, DRAFTED, ReplyRow, Workspace
from tests.ui.web.helpers import POLICY, SUMMARY, WAIT, fill, serving, until
from ui.drafts import reviewed
from ui.texts import Words
from ui.web import guard
from ui.web.guard import CHANGING, READING, event_names
from ui.web.tokens import Tokens
from ui.web.visitor import COOKIE

READ, CHANGE = "read-token-0123456789", "change-token-0123456789"
SECRET = "s" * 43
_REFUSED = "查看用的令牌"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of this module's own, which it changes."""
    folder = tmp_path_factory.mktemp("guard")
    with closing(Library(folder / "library", HashingEmbedder(), create=True)) as library:
        fill(library, folder / "files", {"qinghe_2023.txt": SUMMARY, "baixi_voucher.txt": POLICY})
        yield library


@pytest.fixture(scope="module")
def apps() -> list[Any]:
    return []


@pytest.fixture(scope="module")
def address(held: Library, apps: list[Any]) -> Iterator[str]:
    tokens = Tokens(read=READ, change=CHANGE)
    with serving(held, Assistant(held), between=lambda app: apps.append(app) or app, tokens=tokens) as at:
        yield at


@pytest.fixture(scope="module")
def blocks(address: str, apps: list[Any]) -> Any:
    return apps[0].routes[-1].app.blocks


def client(address: str, token: str) -> httpx.Client:
    """A visitor, in a window of his own."""
    return httpx.Client(
        base_url=address, headers={"authorization": f"Bearer {token}"}, cookies={COOKIE: SECRET}, timeout=WAIT,
        trust_env=False,
    )  # fmt: skip


def events(blocks: Any) -> dict[int, Any]:
    """All that run code of ours; the others only have the browser do something."""
    return {number: event for number, event in blocks.fns.items() if event.fn is not None}


def numbers(blocks: Any, name: str) -> list[int]:
    return [number for number, event in events(blocks).items() if name in event_names(blocks, event)]


def body(event: Any, number: int, told: Any = None, data: list[Any] | None = None) -> dict[str, Any]:
    """What a page sends to have an event run: what its components hold at first, or `data`."""
    values = [getattr(component, "value", None) for component in event.inputs]
    return {
        "fn_index": number,
        "data": data or [value if isinstance(value, str | int | float) else None for value in values],
        "event_data": told or {},
        "session_hash": secrets.token_hex(8),
        "trigger_id": event.targets[0][0] if event.targets else None,
    }


def test_every_event_is_in_one_of_the_tables(blocks: Any) -> None:
    names = {name for event in events(blocks).values() for name in event_names(blocks, event)}
    assert names == READING | CHANGING, "a new event needs its place in `ui.web.guard`"
    assert not READING & CHANGING
    assert len(events(blocks)) > 50


def test_what_is_in_no_table_is_taken_to_change(blocks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    event = blocks.fns[numbers(blocks, "pa-live.ask")[0]]
    assert guard.only_reads(blocks, event)
    monkeypatch.setattr(guard, "READING", READING - {"pa-live.ask"})
    assert not guard.only_reads(blocks, event)


def test_a_reader_is_refused_every_event_that_changes(held: Library, blocks: Any, address: str) -> None:
    before = held.revision, changes.read(held.folder)
    with client(address, READ) as reader:
        for name in sorted(CHANGING):
            for number in numbers(blocks, name):
                ended = run(reader, body(blocks.fns[number], number))
                assert not ended["success"] and _REFUSED in ended["output"]["error"], name
    assert (held.revision, changes.read(held.folder)) == before


def test_a_reader_may_have_all_others_and_they_change_nothing(held: Library, blocks: Any, address: str) -> None:
    """Each with nothing to go by, and with the id of a document: what would change something would change that."""
    before = held.revision, changes.read(held.folder)
    told = {"document_id": held.infos()[0].id, "number": 1, "fields": {"title": "改"}}
    with client(address, READ) as reader:
        for name in sorted(READING):
            for number in numbers(blocks, name):
                for given in (None, told):
                    ended = run(reader, body(blocks.fns[number], number, given))
                    assert ended["success"] or _REFUSED not in str(ended["output"]["error"]), name
    assert (held.revision, changes.read(held.folder)) == before


def test_a_reader_cannot_remove_a_document(held: Library, blocks: Any, address: str) -> None:
    number = numbers(blocks, "pa-documents.remove")[0]
    sent = body(blocks.fns[number], number, {"document_id": held.infos()[0].id}, ["zh"])
    with client(address, READ) as reader:
        assert _REFUSED in str(run(reader, sent))
    assert len(held.infos()) == 2


def run(visitor: httpx.Client, sent: dict[str, Any]) -> dict[str, Any]:
    """Have an event run as a page does; how it ended."""
    assert visitor.post("/gradio_api/queue/join", json=sent).status_code == 200
    with visitor.stream("GET", f"/gradio_api/queue/data?session_hash={sent['session_hash']}") as stream:
        for line in stream.iter_lines():
            if "process_completed" in line:
                told: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return told
    raise AssertionError("the event did not end")


def test_who_may_change_does_and_the_log_says_from_where(held: Library, blocks: Any, address: str) -> None:
    number = numbers(blocks, "pa-documents.remove")[0]
    gone = next(info.id for info in held.infos() if info.source == "baixi_voucher.txt")
    sent = body(blocks.fns[number], number, {"document_id": gone}, ["zh"])
    with client(address, CHANGE) as visitor:
        assert "已移除" in str(run(visitor, sent))
    until(lambda: held.document(gone) is None)
    line = changes.read(held.folder)[0][-1]
    assert (line["action"], line["document"], line["actor"]) == ("removed", gone, "web")
    assert line["address"] == "127.0.0.1" and len(line["visitor"]) == 16 and "user" not in line


def test_saving_a_reply_never_takes_an_approved_one_out_of_the_library(
    held: Library, blocks: Any, address: str
) -> None:
    """Saving is for readers, too; the button is not shown then, which keeps nobody from sending what it sends."""
    owner = hashlib.sha256(SECRET.encode()).hexdigest()
    drafted = Reply(number=1, question="创新券最高多少？", outcome=Outcome.ANSWERED, text="20万元。")
    before = held.revision
    with closing(Workspace(held.folder)) as workspace, client(address, READ) as reader:
        list_id = workspace.add_list(owner, "清单", [drafted.question])
        workspace.put_reply(list_id, 1, plain.to_json(drafted))

        def does(name: str, *data: Any) -> None:
            number = numbers(blocks, name)[0]
            sent = body(blocks.fns[number], number, data=list(data))
            assert run(reader, {**sent, "session_hash": "drafting"})["success"]

        def reply() -> ReplyRow:
            return workspace.replies(owner, list_id)[0]

        does("DraftPage.show", "zh", None, 0)
        does("pa-draft-save.click", "zh", list_id, 1, "别的话")
        assert (reply().state, reply().text) == (DRAFTED, "别的话")
        workspace.change_reply(owner, list_id, 1, state=APPROVED, text="别的话")
        does("pa-draft-save.click", "zh", list_id, 1, "又一句话")
        assert (reply().state, reply().text) == (APPROVED, "别的话")
    assert held.revision == before


def test_what_a_crash_left_of_an_approval_goes_only_with_who_may_change(
    held: Library, blocks: Any, address: str
) -> None:
    """The library has the reply and the workspace has it as drafted, for an approval was cut off between the two."""
    owner = hashlib.sha256(SECRET.encode()).hexdigest()
    drafted = Reply(number=1, question="创新券怎么领？", outcome=Outcome.ANSWERED, text="向县科技局申领。")

    def does(visitor: httpx.Client, name: str, told: Any = None, data: list[Any] | None = None) -> str:
        number = numbers(blocks, name)[0]
        sent = body(blocks.fns[number], number, told, data)
        return str(run(visitor, {**sent, "session_hash": "settling"}))

    reader, other = client(address, READ), client(address, CHANGE)
    with closing(Workspace(held.folder)) as workspace, reader, other:
        list_id = workspace.add_list(owner, "清单", [drafted.question])
        workspace.put_reply(list_id, 1, plain.to_json(drafted))
        key = f"{list_id}:1"
        visitor = Origin(actor=WEB)
        reviewed.publish(held, key, drafted, drafted.text, Words("zh"), visitor)
        before = held.revision
        does(reader, "DraftPage.show", data=["zh", None, 0])
        does(reader, "pa-draft-save.click", data=["zh", list_id, 1, "别的话"])
        assert workspace.replies(owner, list_id)[0].text == "别的话"
        assert _REFUSED in does(reader, "pa-draft-progress.remove", {"list_id": list_id}, ["zh"])
        assert held.revision == before and workspace.replies(owner, list_id)
        assert "已从资料库撤回" in does(other, "pa-draft-save.click", data=["zh", list_id, 1, "另外的话"])
        assert not held.ids_of_source(f"reviewed:{key}")
        reviewed.publish(held, key, drafted, drafted.text, Words("zh"), visitor)
        does(other, "pa-draft-progress.remove", {"list_id": list_id}, ["zh"])
        assert not held.ids_of_source(f"reviewed:{key}") and not workspace.replies(owner, list_id)
    assert [line["action"] for line in changes.read(held.folder)[0][-2:]] == ["approved", "withdrawn"]


def test_the_pages_write_to_the_library_only_with_where_it_comes_from() -> None:
    """So that no change of a visitor stands in the log as if nobody had made it."""
    folder = Path(inspect.getfile(guard)).parent
    written = []
    for path in [*folder.glob("*.py"), folder.parent / "drafts" / "reviewed.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("writer", "ingest"):
                written.append(path.name)
                assert "origin" in {keyword.arg for keyword in node.keywords}, f"{path.name}: {ast.unparse(node)}"
    assert len(written) >= 5
