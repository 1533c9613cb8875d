"""The reading report, quarantine and reprints, by the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
GARBLED = "甲县补助办法\n" + "\ue001\ue002\ue003补\ue004\ue005助\n" * 40
LINES = [f"第{n}条 甲县第{n}类企业研发补助按第{n}档发放，由第{n}科受理，每年{n % 12 + 1}月申报。" for n in range(1, 60)]


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "乱码.txt"
    path.write_text(GARBLED, encoding="utf-8")
    return path


def test_what_is_read_badly_is_quarantined_and_blocks_nothing(cli: Cli, bad: Path, summary: Path) -> None:
    ran = cli("ingest", bad, summary, "--json")
    assert ran.code == 1
    first, second = ran.json["documents"]
    assert (first["status"], first["error"]["code"], first["document_ids"]) == ("quarantined", "garbled", [])
    assert first["reading"]["unreadable"] == 200
    assert second["status"] == "added" and ran.json["totals"]["quarantined"] == 1
    assert cli("search", "补助", "--json").json["passages"][0]["title"] != "甲县补助办法"
    assert cli("ingest", bad, "--json").json["documents"][0]["status"] == "quarantined"
    listed = cli("library", "list", "--json").json["failed"]
    assert [(row["source"], row["status"]) for row in listed] == [(bad.name, "quarantined")]
    assert "--accept" in cli("library", "list").out and bad.name in cli("library", "list").out
    out = cli("ingest", bad).out
    assert "隔离 1" in out and "--accept" in out


def test_an_accepted_file_stays_accepted(cli: Cli, bad: Path) -> None:
    cli("ingest", bad)
    assert cli("ingest", bad, "--accept", "--json").json["documents"][0]["status"] == "added"
    assert cli("library", "list", "--json").json["failed"] == []
    assert cli("ingest", bad, "--json").json["documents"][0]["status"] == "unchanged"
    bad.write_text(GARBLED + "又一条", encoding="utf-8")
    assert cli("ingest", bad, "--json").json["documents"][0]["status"] == "updated"


def test_a_better_copy_ends_the_quarantine(cli: Cli, bad: Path) -> None:
    cli("ingest", bad)
    bad.write_text("甲县补助办法\n第一条 企业研发补助每家十万元。\n", encoding="utf-8")
    assert cli("ingest", bad, "--json").json["documents"][0]["status"] == "added"
    assert cli("library", "list", "--json").json["failed"] == []


def test_a_bad_new_version_leaves_the_good_one(cli: Cli, bad: Path) -> None:
    bad.write_text("甲县补助办法\n第一条 企业研发补助每家十万元。\n", encoding="utf-8")
    [id_] = cli("ingest", bad, "--json").json["documents"][0]["document_ids"]
    bad.write_text(GARBLED, encoding="utf-8")
    for _ in range(2):
        assert cli("ingest", bad, "--json").json["documents"][0]["status"] == "quarantined"
    assert [row["id"] for row in cli("library", "list", "--json").json["documents"]] == [id_]


def test_the_reading_report_is_shown(cli: Cli, summary: Path) -> None:
    summary.write_text("当前位置:首页\n" + summary.read_text(encoding="utf-8"), encoding="utf-8")
    report = cli("ingest", summary, "--json").json["documents"][0]
    reading = report["reading"]
    assert reading["characters"] > 50 and reading["characters_per_page"] == [] and reading["ocr_share"] == 0
    assert [(kind["kind"], kind["count"]) for kind in reading["dropped"]] == [("navigation", 1)]
    shown = cli("library", "show", report["document_ids"][0], "--json").json
    assert shown["reading"] == reading
    out = cli("library", "show", report["document_ids"][0]).out
    assert "读取情况" in out and "网页导航" in out


def test_a_reprint_is_told_and_versions_are_none(cli: Cli, tmp_path: Path) -> None:
    title = "甲县企业研发补助办法"
    texts = {
        "一.txt": f"{title}\n甲科〔2024〕3号\n" + "\n".join(LINES),
        "转载.txt": f"【转载】{title}\n\n来源:某网站\n" + "\n\n".join(LINES[:-1]),
        "新版.txt": f"{title}\n甲科〔2026〕8号\n" + "\n".join(LINES),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    cli("ingest", tmp_path / "一.txt")
    report = cli("ingest", tmp_path / "转载.txt", "--json").json["documents"][0]
    [twin] = report["reading"]["near_duplicates"]
    assert twin["source"] == "一.txt" and twin["similarity"] > 0.9
    assert "转载.txt" in cli("library", "show", "一.txt").out  # both ways
    ran = cli("ingest", tmp_path / "新版.txt", "--json").json["documents"][0]
    assert [twin["source"] for twin in ran["reading"]["near_duplicates"]] == ["转载.txt"]  # not another number's


def test_versions_attachments_and_force_are_shown(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    head = "甲县营商条例\n2020年4月10日 甲县第十届人民代表大会常务委员会第二次会议通过\n"
    body = "第一章 总则\n第一条 为了企业。\n第二条 本条例自2020年5月1日起施行。\n"
    (folder / "甲县营商条例(2020-04-10).txt").write_text(head + body, encoding="utf-8")
    later = "2024年9月27日 甲县第十一届人民代表大会常务委员会第九次会议修正\n"
    (folder / "甲县营商条例(2024-09-27).txt").write_text(head + later + body, encoding="utf-8")
    (folder / "附件1.txt").write_text("企业名录\n甲公司\n乙公司\n", encoding="utf-8")
    cli("ingest", folder)
    shown = cli("library", "show", "甲县营商条例(2020-04-10).txt", "--json").json
    assert shown["force"] == "superseded"
    assert [(v["begins"], v["in_force"]) for v in shown["versions"]] == [("2020-05-01", False), ("2024-09-27", True)]
    assert shown["superseded_by"] == shown["versions"][1]["document_id"]
    out = cli("library", "show", "甲县营商条例(2020-04-10).txt").out
    assert "已被取代" in out and "2024-09-27" in out and "现行" in out


def test_a_draft_can_be_marked_by_hand(cli: Cli, filled: str) -> None:
    assert cli("library", "set", filled, "standing=征求意见稿").code == 0
    shown = cli("library", "show", filled, "--json").json
    assert shown["metadata"]["standing"]["value"] == "draft" and shown["force"] == "draft"
    assert cli("library", "set", filled, "standing=wrong").code == 2
