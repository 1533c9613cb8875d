"""`match`: a profile against the sample policies, on the screen, as JSON and as files."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from docs_store.embedding import Embedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources
from tests.ui.conftest import Ran

Cli = Callable[..., Ran]
ON = "2026-10-15"
POLICY = "青禾县高新技术企业培育奖补办法.docx"


@pytest.fixture(scope="session")
def read_once(examples: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two policies."""
    folder = tmp_path_factory.mktemp("match") / "library"
    paths = [examples / POLICY, examples / "青禾县支持专精特新中小企业发展若干措施.pdf"]
    with closing(Library(folder, embedder, create=True)) as library:
        reports = ingest(library, find_sources(paths, recursive=False))
    assert [report.provisions for report in reports] == [4, 6]
    return folder


@pytest.fixture
def library(cli: Cli, read_once: Path, tmp_path: Path) -> None:
    shutil.copytree(read_once, tmp_path / "library")


@pytest.fixture
def profile(tmp_path: Path) -> Callable[..., Path]:
    def write(**fields: Any) -> Path:
        path = tmp_path / "profile.json"
        base = {"name": "=示例公司", "region": "青禾县", "titles": []}
        path.write_text(json.dumps(base | fields, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def _quotes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for item in value.values():
            yield from _quotes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _quotes(item)


@pytest.mark.usefixtures("library")
def test_every_quote_of_the_json_stands_in_its_document(cli: Cli, profile: Callable[..., Path]) -> None:
    found = cli("match", profile(), "--json", "--on", ON).json
    assert len(found["matches"]) == 10
    count = 0
    for match in found["matches"]:
        text = cli("library", "show", match["document_id"], "--text").out
        assert match["verdict"] in ("eligible", "possible", "not_open", "expired", "ineligible")
        assert match["reasons"]
        for part in _quotes(match):
            assert text[part["start"] : part["end"]] == part["quote"]
            count += 1
    assert count > 100


@pytest.mark.usefixtures("library")
def test_the_screen_leaves_out_what_does_not_fit_unless_asked(cli: Cli, profile: Callable[..., Path]) -> None:
    path = profile()
    assert "[不符合]" not in cli("match", path, "--on", ON).out
    assert "[不符合]" in cli("match", path, "--on", ON, "--all").out
    assert "[not eligible]" in cli("match", path, "--on", ON, "--all", "--lang", "en").out


@pytest.mark.usefixtures("library")
def test_word_and_spreadsheet_hold_the_result(cli: Cli, profile: Callable[..., Path], tmp_path: Path) -> None:
    from docx import Document
    from openpyxl import load_workbook

    for form in ("docx", "xlsx"):
        assert cli("match", profile(), "--on", ON, "-o", tmp_path / f"o.{form}").code == 0
    said = "\n".join(p.text for p in Document(str(tmp_path / "o.docx")).paragraphs)
    assert "数字化改造补助" in said
    assert "需人工确认" in said
    book = load_workbook(io.BytesIO((tmp_path / "o.xlsx").read_bytes()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 11
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert not any(str(cell.value).startswith(("=", "+", "@")) for cell in cells if isinstance(cell.value, str))


@pytest.mark.usefixtures("library")
def test_the_calendar_is_folded_and_escaped(cli: Cli, profile: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "o.ics"
    assert cli("match", profile(), "--on", ON, "-o", path).code == 0
    raw = path.read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    unfolded = raw.decode().replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") > 0
    assert re.search(r"^DTSTART;VALUE=DATE:20261231\r$", unfolded, re.MULTILINE)
    assert re.search(r"^DTEND;VALUE=DATE:20270101\r$", unfolded, re.MULTILINE)
    uids = re.findall(r"^UID:(.+)\r$", unfolded, re.MULTILINE)
    assert len(set(uids)) == len(uids)


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("{", (), "profile.json"),
        ('{"staff": -1}', (), "staff"),
        ("{}", ("-o", "x.pdf"), "x.pdf"),
        ("{}", ("--on", "tomorrow"), "tomorrow"),
        ("[" * 100_000, (), "profile.json"),
    ],
)
def test_bad_input_is_named(
    cli: Cli, tmp_path: Path, content: str, options: tuple[str, ...], said: str, filled: str
) -> None:
    path = tmp_path / "profile.json"
    path.write_text(content, encoding="utf-8")
    ran = cli("match", path, *options)
    assert ran.code == 2
    assert said in ran.err


def test_a_library_without_measures_says_so(cli: Cli, profile: Callable[..., Path], filled: str) -> None:
    ran = cli("match", profile())
    assert (ran.code, "没有读到支持措施" in ran.out) == (0, True)


@pytest.mark.usefixtures("library")
def test_the_library_shows_what_was_read(cli: Cli) -> None:
    listed = cli("library", "list", "--json").json["documents"]
    known = next(row["id"] for row in listed if row["source"] == POLICY)
    assert "支持措施 4 项" in cli("library", "show", known).out
    assert len(cli("library", "show", known, "--json").json["provisions"]) == 4
