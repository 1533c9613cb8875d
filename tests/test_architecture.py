"""Who may import whom, and what a light path must not load."""

from __future__ import annotations

import ast
import gc
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from docs_store import lazy_re
from ui.cli import main

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("assistant", "docs_store", "ingest", "ui")

# What each package may import of the others.
_ALLOWED = {
    "docs_store": frozenset(),
    "ingest": frozenset({"docs_store"}),
    "assistant": frozenset({"docs_store"}),
    "ui": frozenset({"docs_store", "assistant"}),
}
# The composition root: the only places of `ui` that know how files are read in.
_MAY_IMPORT_INGEST = ("ui.wiring", "ui.commands", "ui.drafts", "ui.matching.profiles", "ui.web")
# Where a vendor's package may be named.
_VENDORS = {
    "chromadb": ("docs_store.vectors",),
    "tantivy": ("docs_store.keywords",),
    "sqlite3": ("docs_store.database",),
    "rjieba": ("docs_store.segmentation",),
    "gradio": ("ui.web",),
    "opencc": ("assistant.understand.spelling",),
    "pypinyin": ("assistant.understand.spelling",),
    "langchain_openai": ("assistant.llm.remote",),
    "xllamacpp": ("assistant.llm.server",),
    "rapidocr": ("ingest.readers.ocr",),
    "xlrd": ("ingest.readers.xls",),
    "fontTools": ("ui.charts.font",),
    "pypdfium2": ("ingest.readers._pdfium", "ingest.page_image"),
}
# What the parent of the process that reads files may know of `ingest`. All else is loaded in that process alone.
_INGEST_IN_PARENT = (
    "ingest", "ingest.archives", "ingest.formats", "ingest.grounds", "ingest.isolation", "ingest.kind_words",
    "ingest.messages",
    "ingest.pipeline", "ingest.proofs", "ingest.proposals", "ingest.readings", "ingest.sources", "ingest.uploads",
    "ingest.watch",
)  # fmt: skip
# Packages that make something of a file's bytes, and who may name them beside that process: those who write files, and
# those who unpack what is pulled by its digest.
_PARSERS = {
    "csv": ("ui.ledger_files",),
    "docx": ("ui.matching.letter",),
    "lxml": (),
    "openpyxl": ("ui.drafts.workbook", "ui.ledger_files", "ui.matching.workbook"),
    "PIL": ("ui.charts.png",),
    "pypdf": (),
    "pypdfium2": (),
    "rapidocr": (),
    "tarfile": ("docs_store.models",),
    "xlrd": (),
    "xml": ("ui.drafts.letter",),
    "zipfile": ("docs_store.models.wheels", "ui.drafts.letter"),
}
_OPENS_A_FILE = ("load_workbook", "ZipFile")
_HEAVY = (
    "torch", "sentence_transformers", "transformers", "chromadb", "gradio", "langchain", "pypdf", "docx", "onnxruntime",
    "pypinyin", "rapidocr", "cv2", "PIL", "pypdfium2", "lxml", "openpyxl", "xlrd",
)  # fmt: skip

# What one question to a small library without a language model has no use for.
_NOT_FOR_ONE_QUESTION = (
    *(name for name in _HEAVY if name != "onnxruntime"),
    "assistant.drafting", "assistant.flow", "assistant.llm", "assistant.matching.match",
    "assistant.matching.profile", "docs_store.models.sources", "docs_store.reading_report",
    "docs_store.regions.home", "docs_store.workspace", "docs_store.writer", "filelock", "http.client",
    "importlib.metadata", "ingest", "rjieba", "ssl", "subprocess", "tarfile", "ui.charts", "ui.texts_en",
    "urllib.request",
)  # fmt: skip


@cache
def modules() -> dict[str, Path]:
    """Module name → file."""
    found = {}
    for package in _PACKAGES:
        for path in (_ROOT / package).rglob("*.py"):
            parts = path.relative_to(_ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(module: str) -> list[tuple[str, bool]]:
    """What a module imports: full names, and whether that happens when it is itself imported."""
    return [(name, at_once) for name, at_once, _ in _imported(module)]


@cache
def _imported(module: str) -> list[tuple[str, bool, bool]]:
    """The same, with whether only types are taken from it."""
    path = modules()[module]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    names: list[tuple[str, bool, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
            base = base[: len(base) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            found = [_module_of(origin, alias.name) for alias in node.names]
        else:
            continue
        names += [(name, _runs_on_import(node), _for_types(node)) for name in found]
    return names


def _module_of(origin: str, name: str) -> str:
    return f"{origin}.{name}" if f"{origin}.{name}" in modules() else origin


def _runs_on_import(node: ast.AST) -> bool:
    """Neither inside a function nor under `if TYPE_CHECKING`."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return not _for_types(node) and not any(isinstance(above, functions) for above in _around(node))


def _for_types(node: ast.AST) -> bool:
    return any(isinstance(above, ast.If) and "TYPE_CHECKING" in ast.unparse(above.test) for above in _around(node))


def _around(node: ast.AST) -> Iterator[ast.AST]:
    while (parent := getattr(node, "parent", None)) is not None:
        node = parent
        yield node


def _within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


@cache
def parent_modules() -> dict[str, set[str]]:
    """Modules that the program itself can load, with what each imports of them, but not what its reader process runs.

    Types alone (`if TYPE_CHECKING`) load nothing.
    """
    reached: dict[str, set[str]] = {}
    waiting = [name for name in modules() if not name.startswith("ingest")]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached[module] = {name for name, how in uses(module) if how != "types"}
            waiting += [name for name in reached[module] if name in modules()]
    return reached


@cache
def uses(module: str) -> list[tuple[str, str]]:
    """What a module imports, and for what: `import` (when it is imported itself), `call` (in a function), `types`."""
    return [(name, "types" if typed else "import" if at_once else "call") for name, at_once, typed in _imported(module)]


def test_there_is_something_to_look_at() -> None:
    assert {name.partition(".")[0] for name in modules()} == set(_PACKAGES)
    assert ("docs_store.types", True) in imports("docs_store.library")


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_go_one_way(module: str) -> None:
    package = module.partition(".")[0]
    allowed = _ALLOWED[package] | {package}
    if _within(module, _MAY_IMPORT_INGEST):
        allowed |= {"ingest"}
    ours = {name.partition(".")[0] for name, _ in imports(module)} & set(_PACKAGES)
    assert ours <= allowed, f"{module} imports {sorted(ours - allowed)}"


@pytest.mark.parametrize("module", sorted(modules()))
def test_vendors_are_named_in_one_place(module: str) -> None:
    for name, _ in imports(module):
        vendor = name.partition(".")[0]
        assert _within(module, _VENDORS.get(vendor, (module,))), f"{module} imports {vendor}"


def test_files_are_read_in_a_process_of_their_own_alone() -> None:
    """Nothing that reads, parses or understands a file can be loaded by the program itself."""
    known = {name for name in parent_modules() if name.partition(".")[0] == "ingest"} | {"ingest"}
    assert known == set(_INGEST_IN_PARENT)
    for module, names in parent_modules().items():
        for name in names:
            places = _PARSERS.get(name.partition(".")[0])
            assert places is None or _within(module, places), f"{module} imports {name}"


def test_those_who_write_files_open_none() -> None:
    for module in parent_modules():
        tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        opened = named & set(_OPENS_A_FILE) if module not in _PARSERS["zipfile"] else named & {"load_workbook"}
        assert not opened, f"{module} names {sorted(opened)}"


def test_an_ingest_loads_no_rule_of_reading(tmp_path: Path) -> None:
    report = tmp_path / "当涂县2023年工作总结.txt"
    report.write_text("当涂县2023年工作总结\n\n一、工作成效\n2023年全县新培育高新技术企业47家。\n", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from docs_store.library import Library;"
        "from ingest.pipeline import ingest; from ingest.sources import find_sources;"
        f"library = Library(Path({str(tmp_path / 'library')!r}), None, create=True);"
        f"(report,) = ingest(library, find_sources([Path({str(report)!r})], recursive=False)); library.close();"
        "print(report.status, report.figures, *[name for name in sys.modules if name.startswith('ingest')])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    status, figures, *loaded = run.stdout.split()
    assert (status, figures) == ("added", "1")
    assert set(loaded) <= set(_INGEST_IN_PARENT)


def test_every_task_of_the_reader_process_is_there() -> None:
    from ingest import worker

    assert {"documents", "listing", "json", "draw", "unpack"} <= set(worker.TASKS)
    for task in worker.TASKS:
        assert callable(worker.function_of(task))


def test_every_pattern_can_be_compiled() -> None:
    for module in modules():
        if "docs_store.lazy_re" in {name for name, _ in imports(module)}:
            importlib.import_module(module)
    patterns = [found for found in gc.get_objects() if isinstance(found, lazy_re.LazyPattern)]
    assert len(patterns) > 100
    for pattern in patterns:
        assert pattern.groups >= 0, pattern  # compiles it


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {
        module: {name for name, _ in imports(module) if name in modules() and not module.startswith(f"{name}.")}
        for module in modules()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("module", ["docs_store.library", "ingest.pipeline", "assistant.engine", "ui.cli"])
def test_a_light_path_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {_HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_one_question_loads_only_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_EMBEDDER", "hashing")
    library, report = str(tmp_path / "library"), tmp_path / "当涂县2023年工作总结.txt"
    report.write_text("当涂县2023年工作总结\n\n一、工作成效\n2023年全县新培育高新技术企业47家。\n", encoding="utf-8")
    assert main(["ingest", "--library", library, str(report)]) == 0
    asked = ["ask", "--library", library, "当涂县2023年新培育高新技术企业多少家?"]
    code = (
        f"import sys; from ui.cli import main; code = main({asked!r});"
        f"print(*[name for name in {_NOT_FOR_ONE_QUESTION!r} if name in sys.modules]); sys.exit(code)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    answer, *_, loaded = run.stdout.splitlines()
    assert "47" in answer
    assert loaded.split() == []
