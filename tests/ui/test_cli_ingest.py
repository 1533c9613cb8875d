"""`ingest`: what gets in, what does not and why, and what the person is told."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest
from pypdf import PdfWriter

from docs_store.catalog import Catalog
from docs_store.database import translated
from docs_store.embedders import HashingEmbedder

Cli = Callable[..., Any]


def test_the_json_is_the_contracts(cli: Cli, summary: Path) -> None:
    ran = cli("ingest", summary, "--json")
    assert ran.code == 0
    assert list(ran.json) == ["documents", "totals", "warnings"]
    [document] = ran.json["documents"]
    assert list(document) == [
        "source", "status", "document_ids", "error", "warnings", "chunks", "figures", "provisions", "seconds",
        "reading",
    ]  # fmt: skip
    assert document["source"] == summary.name
    assert document["status"] == "added"
    assert document["chunks"] > 0
    assert document["error"] is None
    totals = ran.json["totals"]
    assert (totals["added"], totals["failed"], totals["documents"]) == (1, 0, 1)
    assert totals["chunks"] == document["chunks"]
    assert totals["seconds"] > 0
    assert summary.name in ran.err  # what happens meanwhile is told beside the result


def test_again_changes_nothing(cli: Cli, summary: Path) -> None:
    cli("ingest", summary)
    ran = cli("ingest", summary)
    assert ran.code == 0
    assert ran.out.startswith(f"未变  {summary.name}")


def test_for_people_a_line_per_file_and_a_summary(cli: Cli, summary: Path, tmp_path: Path) -> None:
    (summary.parent / "坏.pdf").write_bytes(b"%PDF-1.4 rubbish")
    ran = cli("ingest", summary.parent)
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert any(line.startswith(f"新增  {summary.name}") for line in lines)
    assert any(line.startswith("失败  坏.pdf") for line in lines)
    (summed,) = [line for line in lines if line.startswith("共")]
    assert "新增 1" in summed and "失败 1" in summed and str(tmp_path / "library") in summed
    assert "再运行同一条命令" in lines[-2]
    assert lines[-1].startswith("- 坏.pdf：")  # at the end once more, with the reason


def encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def cut_docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>" * 100)
    return out.getvalue()[:-200]


ENCRYPTED_DOCX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.txt", b"", "empty"),
        ("空白.txt", b" \n\n\t", None),
        ("图.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "damaged"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), None),  # damaged, or no LibreOffice to tell
        ("坏.pdf", b"%PDF-1.4 rubbish", "damaged"),
        ("锁.pdf", encrypted_pdf(), "encrypted"),
        ("坏.docx", cut_docx(), "damaged"),
        ("锁.docx", ENCRYPTED_DOCX, "encrypted"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_the_others_go_on(
    cli: Cli, summary: Path, tmp_path: Path, name: str, content: bytes, code: str | None
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    ran = cli("ingest", bad, summary, "--json")
    assert ran.code == 1
    by_name = {document["source"]: document for document in ran.json["documents"]}
    assert by_name[summary.name]["status"] == "added"
    assert by_name[name]["status"] == "failed"
    if code:
        assert by_name[name]["error"]["code"] == code
    assert len(by_name[name]["error"]["message"]) > 20
    assert "Traceback" not in ran.err


def test_a_path_that_does_not_exist_fails_alone(cli: Cli, summary: Path, tmp_path: Path) -> None:
    ran = cli("ingest", tmp_path / "nowhere.txt", summary, "--json")
    assert ran.code == 1
    assert [d["status"] for d in ran.json["documents"]].count("added") == 1
    assert "missing" in {d["error"]["code"] for d in ran.json["documents"] if d["error"]}


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="skipped: running as root"
)
def test_a_folder_without_rights_fails_alone(cli: Cli, summary: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    ran = cli("ingest", closed, summary, "--json")
    closed.chmod(0o700)
    assert ran.code == 1
    assert {d["error"]["code"] for d in ran.json["documents"] if d["error"]} == {"no_access"}


@pytest.mark.skipif(os.name == "nt", reason="skipped: Windows allows no such names")
def test_a_name_with_line_breaks_stays_on_its_line(cli: Cli, tmp_path: Path) -> None:
    strange = tmp_path / "a\n新增  b\x1b[2J.txt"
    strange.write_text("当涂县2023年新培育高新技术企业47家。", encoding="utf-8")
    ran = cli("ingest", strange)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 2
    assert "\x1b" not in ran.out
    assert "\x1b" not in cli("library", "list").out


@pytest.mark.skipif(os.name == "nt", reason="skipped: Windows allows no such names")
def test_a_name_that_is_not_utf8(cli: Cli, tmp_path: Path) -> None:
    strange = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    strange.write_text("当涂县2023年新培育高新技术企业47家。", encoding="utf-8")
    assert cli("ingest", strange, "--json").json["totals"]["added"] == 1
    assert cli("library", "list", "--json").code == 0


def test_folders_below_only_when_asked(cli: Cli, summary: Path, tmp_path: Path) -> None:
    ran = cli("ingest", tmp_path)
    assert ran.code == 0
    assert "--recursive" in ran.out
    assert cli("ingest", tmp_path / "files", "--recursive", "--json").json["totals"]["added"] == 1


# --- --set -----------------------------------------------------------------------------------------------------


def test_what_is_set_is_in_the_library(cli: Cli, summary: Path) -> None:
    pairs = ["region=安徽当涂", "year=2022\uff0c2021", "issuer=某局", "kind=政策", "published=2023-01-31"]
    ran = cli("ingest", summary, "--json", *(part for pair in pairs for part in ("--set", pair)))
    assert ran.code == 0
    [document] = cli("library", "list", "--json").json["documents"]
    assert document["region"] == "安徽省马鞍山市当涂县"
    assert document["years"] == [2021, 2022]
    assert (document["issuer"], document["kind"], document["published"]) == ("某局", "policy", "2023-01-31")


def test_a_place_outside_the_table_is_kept_and_said(cli: Cli, summary: Path) -> None:
    ran = cli("ingest", summary, "--set", "region=青禾县")
    assert "青禾县" in ran.err
    assert cli("library", "list", "--json").json["documents"][0]["region"] == "青禾县"


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        ("colour=red", "doc_number"),
        ("region", "doc_number"),
        ("region=", "region"),
        ("year=23", "23"),
        ("year=2023,x", "x"),
        ("year=,", "year"),
        ("kind=novel", "work_summary"),
        ("published=2023-02-30", "2024-07-01"),
        ("published=20230201", "2024-07-01"),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_is_read(cli: Cli, summary: Path, pair: str, named: str) -> None:
    ran = cli("ingest", summary, "--set", pair)
    assert ran.code == 2
    assert named in ran.err
    assert cli("library", "list").code == 3  # no library was made


# --- models and damage -----------------------------------------------------------------------------------------


def test_without_a_model_the_person_is_told(cli: Cli, summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_ASSISTANT_EMBEDDER")
    ran = cli("ingest", summary, "--json")
    assert ran.code == 0
    assert "models pull" in ran.json["warnings"][0]
    assert "models pull" in ran.err
    assert cli("ingest", summary, "--json", "--embedder", "none").json["warnings"] == []


def test_a_library_begun_without_a_model_is_told_of(cli: Cli, summary: Path) -> None:
    cli("ingest", summary, "--embedder", "none")
    assert "library rebuild" in cli("ingest", summary).err


def test_a_model_that_is_not_there_is_4(cli: Cli, summary: Path) -> None:
    ran = cli("ingest", summary, "--embedder", "no-such-model")
    assert ran.code == 4
    assert "hashing" in ran.err


def test_a_library_of_another_model_is_3(cli: Cli, summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("ingest", summary)
    monkeypatch.setattr(HashingEmbedder, "fingerprint", property(lambda self: "hashing@other"))
    for arguments in (["ingest", summary], ["search", "企业"], ["ask", "2023年新培育高新技术企业多少家"]):
        ran = cli(*arguments)
        assert ran.code == 3, arguments
        assert "library rebuild" in ran.err
    assert cli("library", "rebuild").code == 0
    assert cli("search", "企业").code == 0


def test_a_library_of_a_later_version_is_3(cli: Cli, summary: Path, tmp_path: Path) -> None:
    cli("ingest", summary)
    catalog = Catalog(tmp_path / "library", writable=True)
    catalog.set_meta("schema_version", "99")
    catalog.close()
    for arguments in (["ingest", summary], ["library", "list"], ["search", "企业"], ["library", "check"]):
        ran = cli(*arguments)
        assert ran.code == 3, arguments
        assert "99" in ran.err


def test_a_catalog_that_is_none_is_3(cli: Cli, summary: Path, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "catalog.sqlite3").write_bytes(b"rubbish" * 1000)
    assert cli("ingest", summary).code == 3
    ran = cli("library", "check", "--json")
    assert ran.code == 3
    assert ran.json["error"]["code"] == "library_damaged"


def test_another_writer_is_3(cli: Cli, summary: Path, filled: str, tmp_path: Path) -> None:
    with filelock.FileLock(tmp_path / "library" / "write.lock"):
        ran = cli("ingest", summary, "--wait", "0.2")
        assert ran.code == 3
        assert "另一个进程" in ran.err
        assert cli("search", "企业").code == 0


def test_a_library_folder_that_cannot_be_made_is_3(cli: Cli, summary: Path) -> None:
    assert cli("ingest", summary, "--library", summary / "below").code == 3


def test_a_full_disk_is_3_and_what_got_in_is_told(
    cli: Cli, summary: Path, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        with translated():
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Catalog, "put_pending", full)
    new = summary.with_name("新.txt")
    new.write_text("又一份文件,2024年。", encoding="utf-8")
    ran = cli("ingest", summary, new, "--json")
    assert ran.code == 3
    assert ran.json["error"]["code"] == "storage"
    assert [d["status"] for d in ran.json["documents"]] == ["unchanged"]
    assert "空间" in ran.err
    monkeypatch.undo()


def test_the_folder_of_no_library_stays_as_it_was(cli: Cli, tmp_path: Path) -> None:
    assert cli("search", "企业").code == 3
    assert not (tmp_path / "library").exists()
