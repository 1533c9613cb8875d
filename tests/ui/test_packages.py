"""Which packages the program asks for, and the licences that they state."""

from __future__ import annotations

import tomllib
from email.message import Message
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from ui import packages
from ui.web.about_html import Facts, page
from ui.web.texts import LANGUAGES, words


def test_every_dependency_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["pypdf[crypto]<8,>=7.1", "langchain-core>=1.7", 'pytest>=9; extra == "dev"']
    monkeypatch.setattr(packages, "requires", lambda name: lines if name == "policy-assistant" else [])
    assert packages.needed() == ("langchain-core", "pypdf")


def test_a_program_that_was_never_installed_looks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> list[str]:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(packages, "requires", missing)
    monkeypatch.setattr(packages, "metadata", missing)
    assert packages.needed() == ()
    assert packages.licence("pypdf") == ""


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "Apache-2.0"), ("License", "other")], "Apache-2.0"),
        ([("License", "BSD-3-Clause, Apache-2.0")], "BSD-3-Clause, Apache-2.0"),
        (
            [("License", "MIT License\n\nCopyright"), ("Classifier", "License :: OSI Approved :: MIT License")],
            "MIT License",
        ),
        ([("Classifier", "Topic :: Text"), ("Classifier", "License :: OSI Approved :: BSD License")], "BSD License"),
        ([("License", "UNKNOWN")], ""),
    ],
)
def test_a_licence_is_what_the_metadata_state(
    monkeypatch: pytest.MonkeyPatch, fields: list[tuple[str, str]], licence: str
) -> None:
    stated = Message()
    for name, value in fields:
        stated[name] = value.replace("\n", "\n ") if name == "License" else value
    monkeypatch.setattr(packages, "metadata", lambda name: stated)
    assert packages.licence("x") == licence


def test_every_package_of_the_project_states_one() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [packages._NAME.match(line)[0] for line in project["dependencies"]]  # type: ignore[index]
    assert wanted
    assert not [name for name in wanted if not packages.licence(name)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_the_program_lists_them(language: str) -> None:
    listed = (("pypdf", "BSD-3-Clause"), ("odd", ""), ("<b>", "<i>"))
    facts = Facts(
        documents=1, chunks=2, unread=0, folder="f", embedder="", made_with="", model="", version="1", access="open",
        packages=listed,
    )  # fmt: skip
    shown = page(facts, words(language))
    assert "pypdf <span>BSD-3-Clause</span>" in shown
    assert f"odd <span>{words(language)['about_licence_unstated']}</span>" in shown
    assert "<b>" not in shown and "<i>" not in shown
