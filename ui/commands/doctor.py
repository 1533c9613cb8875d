"""`doctor`: what is installed, which models, what is wrong and how to mend it.

It must run on a broken installation, so the program's own heavier parts are loaded one by one, guarded.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docs_store.errors import LibraryError, ModelError, PolicyAssistantError
from ui.commands.console import Console
from ui.commands.parser import program_version
from ui.packages import needed
from ui.texts import Words, safe, size

OPTIONAL = ("torch",)
"""Comes with sentence-transformers; shown because its version and build matter most."""

_TOOLS = {"LibreOffice": ("soffice", "libreoffice"), "Chromium": ("chromium", "chromium-browser", "google-chrome")}
_LOW_DISK = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. `exit_code` is what it makes of the process."""

    what: str
    mend: str
    exit_code: int


@dataclass(slots=True, kw_only=True)
class Findings:
    """Everything found out, in the shape of the JSON result."""

    version: str
    python: str
    platform: str
    packages: dict[str, str | None]
    tools: dict[str, str | None]
    library: dict[str, Any] = field(default_factory=dict)
    embedder: dict[str, Any] = field(default_factory=dict)
    language_model: dict[str, Any] = field(default_factory=dict)
    models: list[dict[str, Any]] = field(default_factory=list)
    disk_free_bytes: int | None = None
    problems: list[Problem] = field(default_factory=list)


def run(args: argparse.Namespace, console: Console) -> int:
    """Look at everything; the exit code is that of the worst problem: 3 the library, 4 models and packages."""
    findings = Findings(
        version=program_version(),
        python=platform.python_version(),
        platform=platform.platform(),
        packages={name: _version(name) for name in (*needed(), *OPTIONAL)},
        tools={name: next(filter(None, map(shutil.which, names)), None) for name, names in _TOOLS.items()},
    )
    _look_at_packages(findings, console.words)
    try:
        wiring: Any = importlib.import_module("ui.wiring")
    except ImportError as error:
        what = console.words("doctor.import_failed", error=str(error))
        findings.problems.append(Problem(what=what, mend=console.words("model.no_web.mend"), exit_code=4))
    else:
        chosen = wiring.settings(args.library, args.embedder)
        embedder = _look_at_models(findings, wiring, chosen, console.words)
        _look_at_language_model(findings, console.words)
        _look_at_library(findings, wiring, chosen, embedder, console.words)
        _look_at_disk(findings, chosen.library, console.words)
    if console.as_json:
        console.emit(asdict(findings))
    else:
        _print(findings, console)
    return min((problem.exit_code for problem in findings.problems), default=0)


def _look_at_packages(findings: Findings, words: Words) -> None:
    for name in needed():
        if findings.packages[name] is None:
            what = words("doctor.package_missing", name=name)
            mend = words("doctor.package_missing.mend", name=name)
            findings.problems.append(Problem(what=what, mend=mend, exit_code=ModelError.exit_code))


def _look_at_models(findings: Findings, wiring: Any, chosen: Any, words: Words) -> Any:
    """The embedding model in use, loaded; `None` when there is none or it cannot be loaded."""
    name = chosen.embedder
    findings.embedder = {"name": name, "usable": True}
    models = importlib.import_module("docs_store.models")
    states = models.ModelStore().list()
    findings.models = [{"name": state.model.name, "installed": state.path is not None} for state in states]
    try:
        return wiring.load_named(name)
    except PolicyAssistantError as error:
        findings.embedder["usable"] = False
        missing = any(state.model.name == name and state.path is None for state in states)
        findings.problems.append(
            Problem(
                what=words("doctor.model_missing", name=name) if missing else words.reason(error.code, error.message),
                mend=words("doctor.model_missing.mend", name=name) if missing else error.remedy,
                exit_code=error.exit_code,
            )
        )
        return None


def _look_at_language_model(findings: Findings, words: Words) -> None:
    """Whether the language model in use is installed, or its server answers; it is not started for this."""
    language_models: Any = importlib.import_module("ui.language_models")
    name = language_models.chosen()
    findings.language_model = {"name": name, "usable": True}
    try:
        with language_models.opened(name):
            pass
    except PolicyAssistantError as error:
        findings.language_model["usable"] = False
        what = words.reason(error.code, error.message)
        findings.problems.append(Problem(what=what, mend=error.remedy, exit_code=error.exit_code))


def _look_at_library(findings: Findings, wiring: Any, chosen: Any, embedder: Any, words: Words) -> None:
    """Open it, count, and search once: that finds a missing index or a wrong model without reading everything."""
    found: dict[str, Any] = {"path": str(chosen.library), "exists": wiring.has_library(chosen)}
    findings.library = found
    if not found["exists"]:
        return
    try:
        with closing(wiring.library_with(chosen, embedder)) as library:
            infos = library.infos()
            found |= {"documents": len(infos), "chunks": sum(info.chunks for info in infos)}
            found["embedder"] = library.embedder_name() or None
            library.search("政策", limit=1)
    except PolicyAssistantError as error:
        what = words.reason(error.code, error.message)
        findings.problems.append(Problem(what=what, mend=error.remedy, exit_code=error.exit_code))


def _look_at_disk(findings: Findings, folder: Path, words: Words) -> None:
    place = next((parent for parent in (folder, *folder.absolute().parents) if parent.is_dir()), Path())
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return
    findings.disk_free_bytes = free
    if free < _LOW_DISK:
        what = words("doctor.disk_low", free=size(free))
        mend = words("doctor.disk_low.mend")
        findings.problems.append(Problem(what=what, mend=mend, exit_code=LibraryError.exit_code))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _print(findings: Findings, console: Console) -> None:
    words, say = console.words, console.line
    about = {"version": findings.version, "python": findings.python, "platform": findings.platform}
    say(words("doctor.program", **about))
    for name, found in findings.packages.items():
        say(words("doctor.package", name=name, version=found or words("doctor.no_package")))
    for model in findings.models:
        state = words("models.installed" if model["installed"] else "models.missing")
        say(words("doctor.model", name=model["name"], state=state))
    if findings.language_model:
        name = findings.language_model["name"]
        say(words("doctor.no_llm") if name == "none" else words("doctor.llm", name=safe(name)))
    library = findings.library
    if "documents" in library:
        embedder = library.get("embedder") or words("doctor.no_embedder")
        counts = {"documents": library["documents"], "chunks": library["chunks"]}
        say(words("doctor.library", path=library["path"], embedder=embedder, **counts))
    elif library and not library["exists"]:
        say(words("doctor.no_library", path=library["path"]))
    if findings.disk_free_bytes is not None:
        say(words("doctor.disk", free=size(findings.disk_free_bytes)))
    for name, path in findings.tools.items():
        say(words("doctor.tool", name=name, path=path or words("doctor.no_tool")))
    for problem in findings.problems:
        say(words("doctor.problem", what=problem.what))
        say(words("doctor.mend", mend=safe(problem.mend)))
    if not findings.problems:
        say(words("doctor.fine"))
