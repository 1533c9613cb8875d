"""Who may read a library on its own machine: the user it belongs to, and nobody else.

Folders are made with mode 0700 and files with 0600. SQLite gives its log and its shared memory the mode of the file
they belong to; what Chroma and tantivy write takes its mode from the process, so it is corrected once it is there.
The folder around it keeps others out until then.

POSIX only: on Windows a folder in the user's profile is private by what it inherits, and nothing is done here.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

FOLDER = 0o700
FILE = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only, and with the usual rights the folders above it that are missing."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Make an empty file for its owner only, or take others' rights to one that is there.

    A file that is there is not opened: closing it again would drop the locks that SQLite holds on it in this process.
    """
    with suppress(OSError):  # whoever opens it next has the words for what is wrong
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))
    restrict(path)


def opener(path: str, flags: int) -> int:
    """For `open`: makes files for their owner only."""
    return os.open(path, flags, FILE)


def restrict(path: Path) -> None:
    """Take the rights of all but the owner from one file or folder.

    What another user owns, or has been deleted meanwhile, is left as it is: its rights are not ours to change.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & _OTHERS and not path.is_symlink():
            path.chmod(mode & ~_OTHERS)


def restrict_all(folder: Path) -> None:
    """Take the rights of all but the owner from a folder and all that is in it. Links are not followed."""
    if os.name == "nt":
        return
    restrict(folder)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            restrict(Path(parent, name))
