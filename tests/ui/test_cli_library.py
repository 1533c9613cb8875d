"""`library`: looking at it, correcting, removing, checking, rebuilding, exporting."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from docs_store.changes import Action
from docs_store.library import Library
from docs_store.workspace import Workspace
from ui.texts import LANGUAGES, Words

Cli = Callable[..., Any]


def documents(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli("library", "list", "--json").json["documents"]
    return found


# --- looking ---------------------------------------------------------------------------------------------------


def test_the_library_may_be_named_before_the_sub_command(cli: Cli, filled: str, tmp_path: Path) -> None:
    (tmp_path / "library").rename(tmp_path / "elsewhere")
    named = ["--library", tmp_path / "elsewhere"]
    for action in (["list"], ["show", filled], ["check"], ["opinions"], ["log"], ["export"]):
        ran = cli("library", *named, *action)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == cli("library", *action, *named).out
        assert json.loads(cli("library", *named, "--json", *action).out.splitlines()[0])
    assert cli("library", *named, "set", filled, "region=铜陵市").code == 0
    assert cli("library", *named, "rebuild").code == 0
    assert cli("library", *named, "remove", filled).code == 0
    assert cli("library", *named, "list", "--json").json["documents"] == []
    assert cli("library", "list").code == 3, "the default library is not there"


def test_list(cli: Cli, filled: str, tmp_path: Path) -> None:
    cli("ingest", tmp_path / "missing.txt")
    ran = cli("library", "list", "--json")
    assert ran.code == 0
    [document] = ran.json["documents"]
    assert document["id"] == filled
    assert {"title", "kind", "region", "years", "issuer", "source", "chunks"} <= document.keys()
    out = cli("library", "list").out
    assert filled in out
    assert "工作总结" in out


def test_failed_files_are_listed_with_the_reason(cli: Cli, tmp_path: Path) -> None:
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 rubbish")
    cli("ingest", bad)
    assert cli("library", "list", "--json").json["failed"][0]["error"]["code"] == "damaged"
    out = cli("library", "list").out
    assert "还没有文件" in out
    assert "坏.pdf  文件已损坏" in out


def test_show_text_is_the_text_to_the_byte(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("当涂县工作总结\r\n\r\n一、成效\r\n完成\u2028了\t很多。末尾没有换行".encode())
    id_ = cli("ingest", file, "--json").json["documents"][0]["document_ids"][0]
    found = cli("library", "show", id_, "--text", "--json").json
    assert cli("library", "show", id_, "--text").out == found["text"]
    assert not found["text"].endswith("\n")


def test_show(cli: Cli, filled: str, summary: Path) -> None:
    ran = cli("library", "show", filled, "--json")
    assert ran.code == 0
    title = ran.json["metadata"]["title"]
    assert title["value"] and title["source"] and 0 < title["certainty"] <= 1
    assert [section["path"][-1] for section in ran.json["sections"]] == ["一、工作成效", "二、存在问题"]
    assert ran.json["chunks"] > 0
    assert ran.json["warnings"] == []
    out = cli("library", "show", summary.name).out  # a file name does as well
    assert "一、工作成效" in out
    assert "把握" in out


@pytest.mark.parametrize(
    "arguments", [["show", "no"], ["remove", "no"], ["set", "no", "title=x"], ["show", "no", "--text"]]
)
def test_an_unknown_id_is_2(cli: Cli, filled: str, arguments: list[str]) -> None:
    ran = cli("library", *arguments)
    assert ran.code == 2
    assert "library list" in ran.err


def test_export_is_one_json_object_per_document(cli: Cli, filled: str, tmp_path: Path) -> None:
    ran = cli("library", "export")
    [document] = [json.loads(line) for line in ran.out.splitlines()]
    assert document["id"] == filled
    for chunk in document["chunks"]:
        assert document["text"][chunk["start"] : chunk["end"]] == chunk["text"]
    assert document["sections"] and document["metadata"]["title"]["value"]
    assert cli("library", "export", "-o", tmp_path / "out.jsonl").out == ""
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == ran.out
    assert not list(tmp_path.glob("*.partial"))


def test_export_to_where_nothing_can_be_written_is_2(cli: Cli, filled: str, tmp_path: Path) -> None:
    assert cli("library", "export", "-o", tmp_path / "none" / "out.jsonl").code == 2
    assert cli("library", "export", "-o", tmp_path / "files").code == 2
    assert not list(tmp_path.glob("*.partial"))


# --- changing --------------------------------------------------------------------------------------------------


def test_set_and_it_outlives_another_reading(cli: Cli, filled: str, summary: Path) -> None:
    ran = cli("library", "set", filled, "region=芜湖", "years=2021,2020", "kind=notice", "expires=2030-12-31")
    assert ran.code == 0
    assert filled in ran.out
    summary.write_text(summary.read_text(encoding="utf-8") + "又添一句。\n", encoding="utf-8")
    cli("ingest", summary)
    [document] = documents(cli)
    assert document["id"] != filled
    assert (document["region"], document["years"]) == ("安徽省芜湖市", [2020, 2021])
    assert (document["kind"], document["expires"]) == ("notice", "2030-12-31")
    shown = cli("library", "show", document["id"]).out
    assert "手工设定" in shown and "100%" in shown


@pytest.mark.parametrize("pair", ["colour=red", "title=", "kind=x", "published=2024-13-01", "year=x", "title"])
def test_a_wrong_correction_is_2_and_changes_nothing(cli: Cli, filled: str, pair: str) -> None:
    before = documents(cli)
    assert cli("library", "set", filled, "issuer=某局", pair).code == 2
    assert documents(cli) == before


def test_remove_by_id_and_by_name(cli: Cli, filled: str, summary: Path) -> None:
    ran = cli("library", "remove", filled)
    assert ran.code == 0
    assert filled in ran.out
    assert documents(cli) == []
    assert cli("search", "高新技术企业", "--json").json == {"passages": []}
    cli("ingest", summary)
    assert cli("library", "remove", summary.name, "--json").json == {"removed": [filled]}
    assert documents(cli) == []


def test_with_one_unknown_name_nothing_is_removed(cli: Cli, filled: str) -> None:
    assert cli("library", "remove", filled, "no").code == 2
    assert len(documents(cli)) == 1


def test_a_name_that_two_files_have_is_asked_back(cli: Cli, filled: str, summary: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / summary.name
    other.parent.mkdir()
    other.write_text("另一份工作总结,2024年。\n", encoding="utf-8")
    cli("ingest", other)
    ran = cli("library", "remove", summary.name)
    assert ran.code == 2
    assert str(other) in ran.err
    assert cli("library", "remove", other).code == 0
    assert [document["id"] for document in documents(cli)] == [filled]


def test_a_file_that_was_never_read_cannot_be_removed(cli: Cli, filled: str, tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 rubbish")
    cli("ingest", tmp_path / "坏.pdf")
    ran = cli("library", "remove", "坏.pdf")
    assert ran.code == 2
    assert "没有读成功" in ran.err


# --- upkeep ----------------------------------------------------------------------------------------------------


def test_check_and_rebuild(cli: Cli, filled: str, tmp_path: Path) -> None:
    assert cli("library", "check").out == "没有发现问题。\n"
    [index] = (tmp_path / "library").glob("index-*")
    shutil.rmtree(index)
    ran = cli("library", "check")
    assert ran.code == 3
    rebuilt = cli("library", "rebuild")
    assert rebuilt.code == 0
    assert "1 篇" in rebuilt.out
    assert "100%" in rebuilt.err
    assert cli("library", "check", "--json").json == {"problems": [], "unfinished": False, "undigested": 0}


def test_check_lists_what_is_wrong(cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docs_store.library.Library.check", lambda self: ["This is wrong."])
    ran = cli("library", "check")
    assert ran.code == 3
    assert "- This is wrong." in ran.out
    assert cli("library", "check", "--json").json["problems"] == ["This is wrong."]
    rebuilt = cli("library", "rebuild", "--json")
    assert (rebuilt.code, rebuilt.json["problems"]) == (3, ["This is wrong."])


def test_altered_text_is_told_with_the_file_to_read_again(cli: Cli, filled: str, summary: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library" / "catalog.sqlite3")) as catalog:
        catalog.execute("UPDATE documents SET text = replace(text, '47', '97')")
        catalog.commit()
    for command in ("check", "rebuild"):
        ran = cli("library", command)
        assert ran.code == 3
        assert "请重新读入" in ran.out and str(summary) in ran.out and "text" in ran.out
    english = cli("library", "check", "--lang", "en")
    assert "Ingest its file again" in english.out and str(summary) in english.out
    assert cli("ingest", summary, "--json").json["totals"]["updated"] == 1
    assert cli("library", "check").code == 0
    assert "47家" in cli("library", "show", filled, "--text").out


def test_what_the_next_write_makes_up_for_is_no_problem(cli: Cli, filled: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library" / "catalog.sqlite3")) as catalog:
        catalog.execute("DROP TABLE digests")  # as the program left it before there were digests
        catalog.execute("INSERT OR REPLACE INTO meta VALUES ('indexes_stale', '1')")  # as a kill leaves it
        catalog.commit()
    ran = cli("library", "check")
    assert ran.code == 0
    assert "没有发现问题" in ran.out and "下次写入时会自动补完" in ran.out and "1 篇还没有校验值" in ran.out
    told = cli("library", "check", "--json").json
    assert told == {"problems": [], "unfinished": True, "undigested": 1}
    assert "finished by the next one" in cli("library", "check", "--lang", "en").out
    assert cli("library", "set", filled, "issuer=某局").code == 0
    assert cli("library", "check", "--json").json == {"problems": [], "unfinished": False, "undigested": 0}


def test_a_broken_workspace_is_told_by_its_name(cli: Cli, filled: str, tmp_path: Path) -> None:
    (tmp_path / "library" / "workspace.sqlite3").write_bytes(b"\xa5rubbish" * 1000)
    ran = cli("library", "check")
    assert ran.code == 3
    assert "会话和答复清单" in ran.out and "资料不受影响" in ran.out
    opinions = cli("library", "opinions")
    assert opinions.code == 3 and "会话和答复清单" in opinions.err and "catalog" not in opinions.err


def test_rebuild_gives_vectors_to_a_library_without(cli: Cli, summary: Path) -> None:
    cli("ingest", summary, "--embedder", "none")
    assert cli("library", "rebuild", "--json").json["documents"] == 1
    assert "vectors" in cli("search", "高新技术企业", "--json").json["passages"][0]["found_by"]


def test_opinions_are_listed(cli: Callable[..., Any], filled: str, tmp_path: Path) -> None:
    assert cli("library", "opinions", "--json").json == {"opinions": []}
    workspace = Workspace(tmp_path / "library")
    workspace.add_opinion("a", good=False, reason="年份不对", question="问", answer="答\x1b[31m")
    workspace.close()
    (opinion,) = cli("library", "opinions", "--json").json["opinions"]
    assert opinion["reason"] == "年份不对" and opinion["good"] is False and "owner" not in opinion
    out = cli("library", "opinions").out
    assert "年份不对" in out and "\x1b" not in out


# --- the log of changes ----------------------------------------------------------------------------------------


def test_log_tells_what_was_changed_and_by_whom(cli: Cli, filled: str) -> None:
    cli("library", "set", filled, "title=改过的标题")
    cli("library", "remove", filled)
    found = cli("library", "log", "--json").json
    assert [change["action"] for change in found["changes"]] == ["added", "corrected", "removed"]
    assert {change["document"] for change in found["changes"]} == {filled} and found["unreadable"] == 0
    user = found["changes"][0]["user"]
    first, second, third = cli("library", "log").out.splitlines()
    assert "加入" in first and "当涂县2023年工作总结" in first and user in first
    assert "更正" in second and "title=改过的标题" in second
    assert "移除" in third and filled in third
    assert cli("library", "log", "-n", "1").out.splitlines() == [third]
    assert "removed" in cli("--lang", "en", "library", "log", "-n", "1").out


def test_log_shows_no_control_characters_and_tells_of_broken_lines(cli: Cli, filled: str, tmp_path: Path) -> None:
    at = "2025-01-01T00:00:00+00:00"
    line = json.dumps({"n": 2, "at": at, "action": "later\x1b", "title": "\x1b[31m", "actor": "web"})
    with (tmp_path / "library" / "changes.log").open("a", encoding="utf-8") as log:
        log.write(f'{line}\n{{"n": 3, "at')
    ran = cli("library", "log")
    assert len(ran.out.splitlines()) == 2 and "\x1b" not in ran.out
    assert "1 行" in ran.err
    assert cli("library", "log", "--json").json["unreadable"] == 1


def test_log_of_a_library_that_is_not_there_or_has_no_changes(cli: Cli, tmp_path: Path) -> None:
    assert cli("library", "log").code == 3
    Library(tmp_path / "library", None, create=True).close()
    assert cli("library", "log").out == "还没有变动记录。\n"
    assert cli("library", "log", "--json").json == {"changes": [], "unreadable": 0}


def test_log_can_be_read_when_the_catalog_cannot(cli: Cli, filled: str, tmp_path: Path) -> None:
    (tmp_path / "library" / "catalog.sqlite3").write_bytes(b"rubbish" * 1000)
    assert cli("library", "list").code == 3
    assert len(cli("library", "log", "--json").json["changes"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_a_word(language: str) -> None:
    words = Words(language)
    assert all(words(f"library.log.{action}") for action in Action)
