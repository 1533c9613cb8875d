"""The command line as a whole: help, languages, errors and exit codes, standard output and error."""

from __future__ import annotations

import argparse
import ast
import itertools
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docs_store import errors
from docs_store.types import Kind, Metadata
from ingest.readers import read_file
from ui import texts, texts_en, texts_zh
from ui.commands.parser import build_parser
from ui.texts import Words
from ui.texts_reasons_zh import REASONS
from ui.texts_warnings_zh import WARNINGS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "onnxruntime", "langchain", "numpy")


def start(*arguments: object, environment: dict[str, str] | None = None, **details: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ui", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"POLICY_ASSISTANT_EMBEDDER": "hashing"} | (environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **details,
    )


def python(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    return run.stdout.splitlines()[-1]


# --- words -----------------------------------------------------------------------------------------------------


def fields_of(line: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(line) if name}


def test_both_languages_have_the_same_lines_with_the_same_fields() -> None:
    assert texts_zh.MESSAGES.keys() == texts_en.MESSAGES.keys()
    for key, line in texts_zh.MESSAGES.items():
        assert fields_of(line) == fields_of(texts_en.MESSAGES[key]), key


def test_every_kind_and_field_has_a_name() -> None:
    assert {f"kind.{kind}" for kind in Kind} <= texts_zh.MESSAGES.keys()
    assert {f"field.{name}" for name in Metadata.__dataclass_fields__} <= texts_zh.MESSAGES.keys()


def test_every_error_code_has_a_chinese_line() -> None:
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.PolicyAssistantError)]
    assert {c.code for c in classes} <= texts_zh.ERRORS.keys()
    used = set()
    for path in [*(ROOT / "ingest").rglob("*.py"), *(ROOT / "docs_store").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        used |= {part.partition('"')[0] for part in text.split('code="')[1:]}
    assert used <= texts_zh.ERRORS.keys()


def said_of_files(tree: ast.AST) -> Iterator[str]:
    """What a module of `ingest` warns of, with a 7 for each field."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="warnings" | "told"), attr="append"), args=[told]):
                yield filled(told)
            case ast.Assign(targets=[ast.Name(id="warning")], value=told):
                yield filled(told)
            case ast.Assign(targets=[ast.Name(id="warnings")], value=ast.IfExp(body=ast.List(elts=[told]))):
                yield filled(told)
            case ast.FunctionDef(name="_warnings"):
                yield from (filled(part.value) for part in ast.walk(node) if isinstance(part, ast.Yield) and part.value)
            case ast.Constant(value=str(text)) if text.startswith("Pages ") and text[-1].isalpha():  # what pages have
                yield f"{text}: 3, 5-7."


def filled(told: ast.AST) -> str:
    match told:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in parts)
    return ""  # an error's own words


def test_every_warning_has_a_chinese_line() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "ingest").rglob("*.py"))
    said = {line for tree in trees for line in said_of_files(tree) if re.search("[A-Za-z]", line)}
    assert len(said) >= 16
    to_people = texts.Words("zh")
    for line in said:
        line = line.replace("named 7 but holds 7; it was read as 7", "named .doc but holds .pdf; it was read as .pdf")
        assert re.search("[\u4e00-\u9fff]", to_people.warning(line)), line
        assert texts.Words("en").warning(line) == line
    assert to_people.warning("Left out around the article: 7 of the page's 90 characters.").startswith("网页共 90 字")
    assert to_people.warning("Something new.") == "Something new."


def test_what_a_line_says_in_full_is_not_said_again() -> None:
    words = texts.Words("zh")
    assert words.reason("empty", "a.txt is empty (0 bytes).", named=True) == texts_zh.ERRORS["empty"]
    assert "a.txt" in words.reason("empty", "a.txt is empty (0 bytes).")
    assert "page 3" in words.reason("damaged", "a.pdf is damaged on page 3.", named=True)


def test_why_a_file_has_no_text(tmp_path: Path) -> None:
    """Only what may be a scan is called one."""
    for name, content, line in (
        ("甲.txt", b" \n \n", "文件里只有空白，没有文字；请检查文件。"),
        ("甲.csv", b",,\n,,\n", "表格里没有看得见的内容；隐藏的行列，图片和图表里的文字，都不读。"),
        ("甲.eml", b"From: a@b.cn\nSubject: x\n\n", "邮件或保存的网页里没有文字；附件请另存为文件后读入。"),
        ("甲.md", b"![](a.png)\n", texts_zh.ERRORS["no_text"]),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(errors.UnreadableFileError) as caught:
            read_file(tmp_path / name)
        assert texts.Words("zh").reason("no_text", str(caught.value), named=True) == line


def test_chinese_lines_have_chinese_punctuation() -> None:
    tables = (texts_zh.MESSAGES, texts_zh.ERRORS, texts_zh.SOURCES, WARNINGS, REASONS)
    for line in itertools.chain.from_iterable(table.values() for table in tables):
        for before, mark in itertools.pairwise(line):
            assert not ("\u4e00" <= before <= "\u9fff" and mark in ",;:?!()"), line


@pytest.mark.parametrize(
    ("arguments", "variable", "language"),
    [
        ([], "", "zh"),
        ([], "en", "en"),
        ([], "en_US.UTF-8", "en"),
        ([], "fr", "zh"),
        (["--lang", "en"], "zh", "en"),
        (["ask", "--lang=zh"], "en", "zh"),
        (["--lang"], "", "zh"),
    ],
)
def test_the_language_chosen(arguments: list[str], variable: str, language: str) -> None:
    assert texts.chosen_language(arguments, {"POLICY_ASSISTANT_LANG": variable}) == language


def test_what_would_move_the_cursor_is_shown_as_its_escape() -> None:
    assert texts.safe("a\nb\x1b[2J\u202e\udcff中") == r"a\nb\x1b[2J\u202e\udcff中"
    assert texts.safe_block("a\r\nb\tc\x1b") == "a\nb\tc\\x1b"


def test_columns_stand_under_each_other_for_wide_characters_too() -> None:
    assert texts.columns([["编号", "x"], ["a", "y"]]) == ["编号  x", "a     y"]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (24_449_967, "24.4 MB"), (10**15, "1000.0 TB")]
)
def test_sizes(count: int, text: str) -> None:
    assert texts.size(count) == text


# --- help ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_help_of_every_command(cli: Callable[..., Any], language: str) -> None:
    commands = [["ingest"], ["ask"], ["search"], ["serve"], ["doctor"], ["library"], ["models"], []]
    commands += [["library", name] for name in ("list", "show", "remove", "set", "check", "rebuild", "export")]
    commands += [["models", name] for name in ("list", "pull", "use")]
    for command in commands:
        ran = cli(*command, "--help", "--lang", language)
        assert ran.code == 0
        assert ran.out.startswith(Words(language)("help.usage"))
        assert "--library" in ran.out


def test_version(cli: Callable[..., Any]) -> None:
    assert cli("--version").out.startswith("policy-assistant ")


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys; from ui.cli import main; main(['--help']); print([m for m in {HEAVY!r} if m in sys.modules])"
    assert python(code) == "[]"


def test_help_loads_only_words_and_parser() -> None:
    needless = ("ui.texts_en", "docs_store.types", "importlib.metadata", "logging", "pathlib", "dataclasses")
    before = "import sys; before = set(sys.modules)"  # what the interpreter itself loads differs by installation
    code = f"{before}; from ui.cli import main; main(['--help', '--lang', 'zh'])"
    loaded = f"[name for name in {needless!r} if name in set(sys.modules) - before]"
    assert python(f"{code}; print({loaded})").splitlines()[-1] == "[]"


def test_a_command_is_parsed_as_with_the_whole_parser() -> None:
    arguments = ["--lang", "en", "ask", "ingest", "--year", "2023"]
    assert build_parser(Words("en"), arguments).parse_args(arguments) == build_parser(Words("en")).parse_args(arguments)


def test_ask_loads_nothing_heavy(tmp_path: Path, examples: Path) -> None:
    asked = [
        "ask",
        "当涂县2023年新培育高新技术企业多少家",
        "--json",
        "--library",
        str(tmp_path),
        "--embedder",
        "hashing",
    ]
    with start("ingest", examples, "--library", tmp_path) as made:
        made.communicate()
    assert made.returncode == 0
    heavy = [*(name for name in HEAVY if name not in ("numpy", "onnxruntime")), "http.client", "urllib.request"]
    run = f"import sys; from ui.cli import main; code = main({asked!r})"
    code = f"{run}; print(code, *[name for name in {heavy!r} if name in sys.modules])"
    assert python(code) == "0"


# --- wrong usage -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["ingest"],
        ["ask"],
        ["ask", ""],
        ["ask", "   "],
        ["ask", "x", "--batch", "y"],
        ["ask", "x", "--year", "99"],
        ["ask", "x", "--year", "二〇二三"],
        ["ask", "x" * 100_000],
        ["search", " "],
        ["search", "x" * 100_000],
        ["search", "x", "-k", "0"],
        ["library"],
        ["library", "remove"],
        ["library", "set", "x"],
        ["models", "use"],
        ["serve", "--port", "70000"],
        ["ask", "x", "--lang", "fr"],
        ["ask", "x", "--year", "abc"],
        ["--lib", "x", "doctor"],
    ],
)
def test_wrong_usage_is_exit_code_2_with_a_message(cli: Callable[..., Any], arguments: list[str]) -> None:
    ran = cli(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert 10 < len(ran.err) < 500
    assert "Traceback" not in ran.err
    assert "。." not in ran.err


def test_wrong_usage_with_json_is_an_error_object(cli: Callable[..., Any]) -> None:
    ran = cli("ask", "--json")
    assert ran.code == 2
    assert ran.json["error"]["code"] == "usage"
    assert ran.json["error"]["exit_code"] == 2


def test_common_options_stand_before_or_after_the_command() -> None:
    parser = build_parser(Words("en"))
    before = parser.parse_args(["--library", "a", "--embedder", "none", "library", "list"])
    after = parser.parse_args(["library", "list", "--library", "a", "--embedder", "none"])
    assert (before.library, before.embedder) == (after.library, after.embedder) == ("a", "none")
    assert parser.parse_args(["library", "list"]).library is None


def commands(parser: argparse.ArgumentParser, *names: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The names that lead to each command, and what else it cannot do without."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, *names, name)
            return
    yield names, ["x" for action in parser._actions if action.required and not action.option_strings]


NESTED = [(names, needed) for names, needed in commands(build_parser(Words("en"))) if len(names) > 1]


@pytest.mark.parametrize(("names", "needed"), NESTED, ids=[" ".join(names) for names, _ in NESTED])
def test_common_options_stand_before_or_after_a_sub_command(names: tuple[str, ...], needed: list[str]) -> None:
    common = ["--library", "a", "--embedder", "none", "--lang", "en", "--debug", "--json"]
    command, *rest = [*names, *needed]
    before = build_parser(Words("en"), arguments := [command, *common, *rest]).parse_args(arguments)
    after = build_parser(Words("en"), arguments := [command, *rest, *common]).parse_args(arguments)
    assert before == after
    assert (before.library, before.embedder, before.lang, before.debug) == ("a", "none", "en", True)


# --- errors ----------------------------------------------------------------------------------------------------


def test_a_chinese_line_then_the_english_detail(cli: Callable[..., Any]) -> None:
    ran = cli("library", "list")
    assert ran.code == 3
    assert ran.err.startswith("资料库打不开。 There is no library in ")
    assert "policy-assistant ingest" in ran.err


def test_in_english_the_error_itself(cli: Callable[..., Any]) -> None:
    ran = cli("library", "list", "--lang", "en")
    assert ran.err.startswith("There is no library in ")


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def look(*_: object) -> None:
        raise error

    monkeypatch.setattr("ui.wiring.open_for_looking", look)


def test_an_unexpected_error_is_short(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, ZeroDivisionError("by\x1bzero"))
    ran = cli("library", "list")
    assert ran.code == 1
    assert "ZeroDivisionError: by\\x1bzero" in ran.err
    assert "Traceback" not in ran.err
    assert "Traceback" in cli("library", "list", "--debug").err
    assert cli("library", "list", "--json").json["error"]["code"] == "internal"


def test_an_interrupt_is_130(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, KeyboardInterrupt())
    ran = cli("library", "list")
    assert ran.code == 130
    assert len(ran.err.splitlines()) == 1
    assert cli("library", "list", "--json").json["error"]["code"] == "interrupted"


def test_output_is_utf8_whatever_the_system_says(tmp_path: Path) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    with start("doctor", "--library", tmp_path, environment=environment) as process:
        out, _ = process.communicate()
    assert "剩余空间" in out.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, examples: Path) -> None:
    with start("ingest", examples, "--library", tmp_path, "--json") as made:
        out, _ = made.communicate()
    assert json.loads(out)["totals"]["added"] > 0
    with start("library", "export", "--library", tmp_path) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="skipped: there is no /dev/full here")
def test_a_full_disk_under_the_output_is_said(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "ui", "doctor", "--library", str(tmp_path)],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert run.returncode == 1
    assert b"No space left" in run.stderr
    assert b"Exception ignored" not in run.stderr
