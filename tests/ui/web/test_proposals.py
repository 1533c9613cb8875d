"""What a language model proposed, on the library page: who proposed it, the quote, and one touch to confirm it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest

from docs_store.changes import Origin
from docs_store.library import Library
from docs_store.proposals import Proposal, Request, proposed
from docs_store.workspace import Workspace
from ingest.file_reading import documents_of
from ingest.pipeline import ingest
from ingest.sources import find_sources
from tests.ui.web.helpers import Scripted
from ui.web import document_html, library_html
from ui.web.app import build
from ui.web.document_html import Opened
from ui.web.drafter import Drafter
from ui.web.library_page import LibraryPage
from ui.web.texts import words
from ui.web.uploads import Uploads

TEXT = "签发：王某\n\n大家好，请认真阅读。\n\n二、本通知自2025年5月10日起执行，有效期至2027年5月9日。\n"
EVIL = "<img src=x onerror=alert(1)>"


class Model:
    name = f"office{EVIL}"

    def propose(self, request: Request) -> Sequence[Proposal]:
        return [
            Proposal(field="kind", value="notice", quote="本通知自2025年5月10日起执行"),
            Proposal(field="expires", value="2027-05-09", quote="本通知自2025年5月10日起执行，有效期至2027年5月9日"),
        ]


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    return with_proposals(library, tmp_path)


def with_proposals(library: Library, tmp_path: Path) -> Library:
    """The library with one document, of which two values are proposed."""
    (tmp_path / "scan1.txt").write_text(TEXT, encoding="utf-8")
    found = find_sources([tmp_path / "scan1.txt"], recursive=False)
    ingest(library, found, read=documents_of, proposer=Model())
    return library


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_and_the_document_show_who_proposed_what_and_why(filled: Library, language: str) -> None:
    told = words(language)
    (info,) = filled.infos()
    document = filled.document(info.id)
    assert document is not None
    listed = library_html.documents([info], [], "", told)
    opened = document_html.opened(Opened(info=info, document=document, force="no_term"), told)
    for shown in (listed, opened):
        assert EVIL not in shown and "office&lt;img" in shown
        assert "有效期至2027年5月9日”" in shown
        assert f'data-settle="{info.id}" data-field="expires" data-value="2027-05-09"' in shown
    assert told["field_expires"] in listed and f"{told['field_kind']}" in listed
    assert "data-settle" not in library_html.documents([info], [], "", told, changes=False)
    read_only = document_html.opened(Opened(info=info, document=document, force="no_term"), told, changes=False)
    assert "data-settle" not in read_only and "office&lt;img" in read_only


def test_the_hint_says_where_parts_of_uploads_go() -> None:
    for language in ("zh", "en"):
        told = words(language)
        here, asks = (library_html.upload_hint(told, [".txt"], model) for model in ("", "office"))
        assert told["upload_here"] in here and told["upload_here"] not in asks and "office" in asks


@pytest.fixture
def page(filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LibraryPage]:
    """The library page, without a server around it."""
    made: list[LibraryPage] = []
    connect = LibraryPage._connect
    monkeypatch.setattr(LibraryPage, "_connect", lambda page, language: (made.append(page), connect(page, language)))
    workspace = Workspace(filled.folder)
    drafter = Drafter(filled, Scripted(), workspace)
    build(filled, Scripted(), workspace, drafter, Uploads(tmp_path / "uploads"), "zh", "")
    monkeypatch.setattr("ui.web.library_page.origin", lambda request: None)
    yield made[0]
    drafter.close()
    workspace.close()


Settle = Callable[..., list[Any]]


@pytest.fixture
def settle(page: LibraryPage) -> Settle:
    def call(document_id: str, field: str, value: str) -> list[Any]:
        event: Any = SimpleNamespace(document_id=document_id, field=field, value=value)
        request: Any = SimpleNamespace()
        return list(page.settle("zh", event, request))

    return call


def test_one_touch_confirms_and_survives_a_new_version(filled: Library, settle: Settle, tmp_path: Path) -> None:
    (info,) = filled.infos()
    assert words("zh")["settled"] in settle(info.id, "expires", "2027-05-09")[-1]
    (info,) = filled.infos()
    assert info.metadata.expires is not None
    assert (info.metadata.expires.source, info.metadata.expires.certainty) == ("set by hand", 1.0)
    assert 'data-field="expires"' not in library_html.documents([info], [], "", words("zh"))
    assert 'data-field="kind"' in library_html.documents([info], [], "", words("zh"))
    (tmp_path / "scan1.txt").write_text(TEXT.replace("有效期至2027年5月9日", "此前的同时废止"), encoding="utf-8")
    ingest(filled, find_sources([tmp_path / "scan1.txt"], recursive=False), read=documents_of, proposer=Model())
    (info,) = filled.infos()
    assert info.metadata.expires is not None and info.metadata.expires.value == "2027-05-09"


@pytest.mark.parametrize(
    ("document_id", "field", "value"),
    [
        ("", "expires", "2099-01-01"),  # not what is there
        ("", "published", ""),
        ("", "repeals", "x"),
        ("", "__class__", ""),
        ("gone", "expires", "2027-05-09"),
    ],
)
def test_only_what_is_there_and_asked_can_be_confirmed(
    filled: Library, settle: Settle, document_id: str, field: str, value: str
) -> None:
    (before,) = filled.infos()
    shown = settle(document_id or before.id, field, value)
    assert words("zh")["settle_stale"] in shown[-1]
    (after,) = filled.infos()
    assert after.metadata == before.metadata


def test_uploads_ask_the_model_that_the_settings_name(filled: Library, page: LibraryPage, tmp_path: Path) -> None:
    path = tmp_path / "uploaded" / "scan2.txt"
    path.parent.mkdir()
    path.write_text(TEXT.replace("5月9日", "5月10日"), encoding="utf-8")
    page._proposer = Model()
    page._ingest([path], False, Origin.of_process(), SimpleQueue())
    (info,) = [info for info in filled.infos() if info.source == "scan2.txt"]
    assert proposed(info.metadata) == ("kind",), "and the rest is not in that document"
