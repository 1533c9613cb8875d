"""Words that leave the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_store.errors import LibraryDamagedError, LibraryLockedError
from ui.web import api, library_html
from ui.web.texts import error_text, without_folders, words


@pytest.mark.parametrize(
    ("message", "shown"),
    [("The library /srv/data/library cannot be written: full.", "The library library cannot be written: full."),
     ("Another process writes to /root/资料 库/library.", "Another process writes to 资料 库/library."),
     ("/etc/passwd is no file", "passwd is no file"), ("C:\\data\\library is locked", "library is locked"),
     ("'/a/b/c'", "'c'"), ("Read it at http://example.org/a/b.", "Read it at http://example.org/a/b."),
     ("a/b and 和/或 and 1/2", "a/b and 和/或 and 1/2"), ("a / b", "a / b")],
)  # fmt: skip
def test_a_message_names_no_folder_of_the_server(message: str, shown: str) -> None:
    assert without_folders(message) == shown
    assert error_text("no such code", message, words("zh")) == error_text("locked", message, words("en")) == shown


def test_neither_the_page_nor_a_program_is_given_one(tmp_path: Path) -> None:
    for error in (LibraryLockedError(f"Another writes to {tmp_path}."), LibraryDamagedError(f"{tmp_path}: damaged")):

        def fails(error: Exception = error) -> None:
            raise error

        for language in ("zh", "en"):
            told = words(language)
            page = library_html.message(error_text(error.code, str(error), told), str(error), told=told)
            assert tmp_path.name in page and str(tmp_path.parent) not in page
        assert str(tmp_path.parent) not in str(api._told(fails)) and tmp_path.name in str(api._told(fails))
