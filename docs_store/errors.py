"""The one error tree.

Every error a person can meet is a `PolicyAssistantError`. Its message says what happened and why, `remedy` says what
to do, `code` is a stable word for programs, and `exit_code` is the process exit code of the command line:
1 some inputs failed, 2 wrong usage or settings, 3 the library cannot be opened or is damaged, 4 a model or service
that was asked for is not to be had.

    PolicyAssistantError
    ├── UsageError               2   wrong arguments or settings
    ├── InputError               1   one input cannot be used; the others go on
    │   └── UnreadableFileError      a file could not be read into text
    ├── LibraryError             3   the library cannot be opened or is damaged
    │   ├── LibraryLockedError       another process is writing
    │   ├── LibraryVersionError      made by another version of this program
    │   ├── EmbedderMismatchError    made with another embedding model
    │   ├── VectorStoreMismatchError its vector index is kept elsewhere
    │   ├── LibraryDamagedError      its parts disagree or cannot be read
    │   │   └── WorkspaceDamagedError what visitors keep beside it cannot be read
    │   └── StorageError             the disk is full or refuses to be written
    └── ModelError               4   a model or service is not to be had
        ├── ModelIntegrityError      a model file is not the pinned one
        └── ServiceUnavailableError  a server does not answer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # it takes as long to load as the rest of `--help`
    from pathlib import Path


class PolicyAssistantError(Exception):
    """Base of all errors meant for people.

    Args:
        message: what happened and why, one or two sentences.
        remedy: what the person can do about it; empty when nothing can be done.
        code: stable machine-readable word; defaults to the class's own.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(PolicyAssistantError):
    """Arguments, settings or a request that cannot be carried out as given."""

    code = "usage"
    exit_code = 2


class InputError(PolicyAssistantError):
    """One input cannot be used; the others go on."""

    code = "input"
    exit_code = 1


class UnreadableFileError(InputError):
    """A file could not be read into text.

    Args:
        page: 1-based page where reading failed, when known.
    """

    code = "unreadable"

    def __init__(self, message: str, *, remedy: str = "", code: str | None = None, page: int | None = None) -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.page = page


class LibraryError(PolicyAssistantError):
    """The library cannot be opened, or cannot be used as it is."""

    code = "library"
    exit_code = 3


class LibraryLockedError(LibraryError):
    """Another process is writing to the library."""

    code = "library_locked"


class LibraryVersionError(LibraryError):
    """The library was made by a version of this program with another layout."""

    code = "library_version"


class EmbedderMismatchError(LibraryError):
    """The library's vectors were made by another embedding model than the one in use."""

    code = "embedder_mismatch"

    @classmethod
    def between(cls, folder: Path, made_with: str, in_use: str) -> Self:
        """The error for a library folder, the model that made it, and the model in use."""
        anew = "Run `policy-assistant library rebuild` to make its vectors anew"
        if made_with == in_use:
            return cls(
                f"The library {folder} was made with other files of the embedding model {in_use}, or by a version of"
                " the program that runs it otherwise.",
                remedy=f"{anew}.",
            )
        return cls(
            f"The library {folder} was made with the embedding model {made_with}, and {in_use} is in use.",
            remedy=f"{anew} with the model in use, or `policy-assistant models use {made_with}` to go back.",
        )


class VectorStoreMismatchError(LibraryError):
    """The library's vector index is kept in another place than the settings name."""

    code = "vector_store_mismatch"

    @classmethod
    def between(cls, folder: Path, recorded: str, in_use: str) -> Self:
        """The error for a library folder, the place of its vector index, and the place that the settings name."""
        return cls(
            f"The vector index of the library {folder} is kept in {recorded}, and the settings name {in_use}.",
            remedy="Run `policy-assistant library rebuild` to write it where the settings say, or set"
            f" POLICY_ASSISTANT_VECTORS={recorded} to go back.",
        )


class LibraryDamagedError(LibraryError):
    """Parts of the library are missing, unreadable or disagree with each other.

    Attributes:
        remedy_unread, remedy_damaged: what to do when SQLite cannot carry out a statement, or takes the file for none
            of its own.
    """

    code = "library_damaged"
    remedy_unread = "Run `policy-assistant library check`."
    remedy_damaged = "Restore it from a copy, or ingest into a new folder."


class WorkspaceDamagedError(LibraryDamagedError):
    """The file of conversations, lists of replies and opinions cannot be read. Documents are not touched by it."""

    code = "workspace_damaged"
    remedy_unread = remedy_damaged = (
        "Restore it from a copy, or move it away: an empty one is made then. The documents are not touched by it."
    )


class StorageError(LibraryError):
    """The disk is full, or the operating system refuses to write."""

    code = "storage"


class ModelError(PolicyAssistantError):
    """A model or service that was asked for is not to be had."""

    code = "model"
    exit_code = 4


class ModelIntegrityError(ModelError):
    """A model file's SHA-256 is not the pinned one."""

    code = "model_integrity"


class ServiceUnavailableError(ModelError):
    """A server that the settings name does not answer."""

    code = "service_unavailable"
