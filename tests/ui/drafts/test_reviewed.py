"""Approved replies in the library, and approvals that were cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.drafting.desk import Reply
from docs_store import plain
from docs_store.changes import WEB, Origin
from docs_store.library import Library
from docs_store.types import Outcome
from docs_store.workspace import APPROVED, DRAFTED, REJECTED, ReplyRow, Workspace
from ui.drafts import reviewed
from ui.texts import Words

_WHO = "visitor"
_ORIGIN = Origin(actor=WEB, visitor="0123456789abcdef")
_TEXT = "青禾县科普馆周末照常开放，上午9点到下午5点。"


class Crash(BaseException):
    """The end of the process."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def list_id(workspace: Workspace) -> str:
    made = workspace.add_list(_WHO, "名单", ["青禾县科普馆周末开放吗？"])
    reply = Reply(number=1, question="青禾县科普馆周末开放吗？", outcome=Outcome.NOT_FOUND, text="没有找到。")
    workspace.put_reply(made, 1, plain.to_json(reply))
    return made


def _row(workspace: Workspace, list_id: str) -> ReplyRow:
    return workspace.replies(_WHO, list_id)[0]


def _settle(library: Library, workspace: Workspace, list_id: str, state: str) -> bool:
    row = _row(workspace, list_id)
    return reviewed.settle(
        library, workspace, _WHO, list_id, row, state=state, text=_TEXT, words=Words("zh"), origin=_ORIGIN
    )


def _settle_and_crash(library: Library, workspace: Workspace, list_id: str, state: str) -> None:
    """Settle, with the process ending after the library was written and before the workspace is."""

    def crash(*_: object, **__: object) -> None:
        raise Crash

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(workspace, "change_reply", crash)
        _settle(library, workspace, list_id, state)


@pytest.mark.parametrize("then", [DRAFTED, REJECTED, APPROVED])
@pytest.mark.parametrize("cut", [DRAFTED, REJECTED, APPROVED])
@pytest.mark.parametrize("before", [DRAFTED, REJECTED, APPROVED])
def test_the_library_holds_what_is_approved_whatever_was_cut_off(
    library: Library, workspace: Workspace, list_id: str, before: str, cut: str, then: str
) -> None:
    _settle(library, workspace, list_id, before)
    _settle_and_crash(library, workspace, list_id, cut)
    assert _row(workspace, list_id).state == before, "the crash came before the state was kept"
    taken_back = _settle(library, workspace, list_id, then)
    assert _row(workspace, list_id).state == then
    assert [info.title for info in library.search(_TEXT, limit=5)] == (
        ["已审核答复：青禾县科普馆周末开放吗？"] if then == APPROVED else []
    )
    assert taken_back is (cut == APPROVED != then)
    assert library.check() == []


def test_a_list_that_is_removed_leaves_what_was_approved_and_no_more(
    library: Library, workspace: Workspace, list_id: str
) -> None:
    _settle_and_crash(library, workspace, list_id, APPROVED)
    reviewed.forget(library, list_id, workspace.replies(_WHO, list_id), _ORIGIN)
    assert not library.infos()
    _settle(library, workspace, list_id, APPROVED)
    reviewed.forget(library, list_id, workspace.replies(_WHO, list_id), _ORIGIN)
    assert len(library.infos()) == 1
