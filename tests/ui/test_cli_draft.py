"""`draft`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    file = tmp_path / "questions.txt"
    file.write_text("问题清单\n1. 当涂县2023年新培育高新技术企业多少家？\n2. 火星探测器什么时候发射？\n", "utf-8")
    return file


def test_replies_are_written_and_told(cli: Callable[..., Any], filled: str, asked: Path, tmp_path: Path) -> None:
    out = tmp_path / "答复.docx"
    ran = cli("draft", asked, "-o", out, "--json")
    assert ran.code == 0
    first, second = ran.json["replies"]
    assert "47家" in first["reply"] and "[1]" in first["reply"] and first["citations"][0]["document_id"] == filled
    assert first["checks"] == [] and second["checks"] == ["not_found"] and second["outcome"] == "not_found"
    assert ran.json["skipped"] == [{"text": "问题清单", "why": "heading"}]
    assert any("47家" in paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "问题清单" in ran.err


@pytest.mark.parametrize("form", ["md", "xlsx"])
def test_other_forms(cli: Callable[..., Any], filled: str, asked: Path, tmp_path: Path, form: str) -> None:
    ran = cli("draft", asked, "-o", tmp_path / f"out.{form}")
    assert ran.code == 0 and "已起草 2 条答复，其中 1 条需要人工核对" in ran.out
    assert (tmp_path / f"out.{form}").stat().st_size > 100


def test_wrong_usage(cli: Callable[..., Any], filled: str, asked: Path, tmp_path: Path) -> None:
    assert cli("draft", asked, "-o", tmp_path / "out.pdf").code == 2
    assert cli("draft", asked).code == 2
    none = tmp_path / "none.txt"
    none.write_text("问题\n", "utf-8")
    assert cli("draft", none, "-o", tmp_path / "out.md").code == 2
    many = tmp_path / "many.txt"
    many.write_text("\n".join(f"第{n}号文件规定了什么？" for n in range(201)), "utf-8")
    ran = cli("draft", many, "-o", tmp_path / "out.md")
    assert ran.code == 2 and "201" in ran.err
    assert not (tmp_path / "out.md").exists()


def test_a_file_that_cannot_be_read(cli: Callable[..., Any], filled: str, tmp_path: Path) -> None:
    ran = cli("draft", tmp_path / "nowhere.txt", "-o", tmp_path / "out.md", "--json")
    assert ran.code == 1 and ran.json["error"]["code"] == "missing"


def test_no_library(cli: Callable[..., Any], asked: Path, tmp_path: Path) -> None:
    assert cli("draft", asked, "-o", tmp_path / "out.md").code == 3
