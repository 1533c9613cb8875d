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

import openpyxl
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


def _sheet(path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _emitted(ran: Ran) -> list[dict[str, Any]]:
    decoder, text, found = json.JSONDecoder(), ran.out.strip(), []
    while text:
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:].strip()
    return found


@pytest.mark.usefixtures("library")
def test_a_list_of_enterprises_gives_one_result_each(cli: Cli, tmp_path: Path) -> None:
    path = _sheet(
        tmp_path / "企业名单.xlsx",
        ["2026年重点企业名单"],
        ["单位名称", "所在地", "所属行业", "从业人数", "营业收入（万元）", "资质", "备注"],
        ["甲公司", "青禾县", "智能装备制造", "120人", 8000, "高新技术企业、科技型中小企业", "重点"],
        ["乙公司", "红石县", "餐饮", 12, 90, "", ""],
    )
    ran = cli("match", str(path), "--on", ON, "--json")
    assert ran.code == 0, ran.err
    first, second = _emitted(ran)
    assert first["profile"]["staff"] == 120
    assert first["profile"]["years"] == {"2025": {"revenue": 80_000_000}}
    assert [title["name"] for title in first["profile"]["titles"]] == ["高新技术企业", "科技型中小企业"]
    assert first["matches"] and second["matches"] == []
    assert second["elsewhere"] == 10
    assert "备注" in ran.err, "a column that says nothing is named"


@pytest.mark.usefixtures("library")
def test_what_enterprises_tell_of_themselves_may_be_a_column(cli: Cli, tmp_path: Path) -> None:
    path = _sheet(
        tmp_path / "a.xlsx", ["企业名称", "企业情况"], ["丙公司", "在青禾县，2021年成立，去年营收3000万，员工85人"]
    )
    (found,) = _emitted(cli("match", str(path), "--on", ON, "--json"))
    assert found["profile"]["name"] == "丙公司"
    assert (found["profile"]["region"], found["profile"]["founded"]) == ("青禾县", "2021")


@pytest.mark.usefixtures("library")
def test_one_policy_is_held_against_a_list(cli: Cli, tmp_path: Path) -> None:
    listed = _emitted(cli("library", "list", "--json"))[0]["documents"]
    wanted = next(row["id"] for row in listed if "高新技术企业" in row["title"])
    path = tmp_path / "list.jsonl"
    rows = [
        {"name": name, "region": "青禾县", "titles": titles} for name, titles in (("甲", []), ("乙", ["高新技术企业"]))
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    results = _emitted(cli("match", str(path), "--on", ON, "--document", wanted, "--json"))
    assert [result["profile"]["name"] for result in results] == ["甲", "乙"]
    assert {match["document_id"] for result in results for match in result["matches"]} == {wanted}
    out = tmp_path / "out.xlsx"
    assert cli("match", str(path), "--on", ON, "-o", str(out)).code == 0
    names = {row[0] for row in openpyxl.load_workbook(out).active.iter_rows(min_row=2, values_only=True)}
    assert names == {"甲", "乙"}
    refused = cli("match", str(path), "-o", str(tmp_path / "out.docx"))
    assert refused.code == 2


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", '{"region": "青禾县"}\n{"staff": -1}\n', "2"),
        ("a.jsonl", "{oops\n", "a.jsonl"),
        ("a.csv", "一,二\n1,2\n", "企业名称"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(cli: Cli, tmp_path: Path, name: str, content: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    ran = cli("match", str(path))
    assert ran.code == 2
    assert told in ran.err
