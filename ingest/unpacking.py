"""What is in a ZIP archive, unpacked with bounds.

This runs in the process that reads files. A member's name never becomes a path: each is written under a number of its
own, so no name can lead anywhere else.
"""

from __future__ import annotations

import re
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from docs_store.errors import UnreadableFileError
from ingest.readers import format_of
from ingest.readings import Member

MAX_MEMBERS = 2_000  # of an archive and those inside it together
MAX_TOTAL_BYTES = 1 << 30
MAX_DEPTH = 3  # archives in archives
MAX_RATIO = 300  # unpacked to packed size of a member of more than 20 MB; text packs 10 times, an empty sheet 100
_RATIO_FROM = 20 << 20
_BLOCK = 1 << 18
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNSTORABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff]')
_LONGEST_NAME = 80  # characters of the name on disk: 240 bytes


def unpack(path: Path, folder: Path) -> tuple[Member, ...] | None:
    """Unpack an archive, and those in it, into a folder; `None` if the file is no archive but another format.

    Raises:
        UnreadableFileError: `damaged`, `too_large`, `empty`, `no_access` for the archive as a whole.
    """
    if format_of(path) != ".zip":
        return None
    unpacking = _Unpacking(path, folder)
    unpacking.add(path, "", 1)
    if not unpacking.members:
        raise UnreadableFileError(f"{path.name} has no files in it.", remedy="Check the archive.", code="empty")
    return tuple(unpacking.members)


@dataclass(slots=True)
class _Unpacking:
    """One archive with those inside it. `left` is how many bytes may still be written."""

    archive: Path
    folder: Path
    members: list[Member] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    left: int = field(default_factory=lambda: MAX_TOTAL_BYTES)

    def add(self, path: Path, prefix: str, depth: int) -> None:
        """Unpack the archive at `path`, whose members' names begin with `prefix`."""
        try:
            with zipfile.ZipFile(path) as opened:
                for info in opened.infolist():
                    self._add_member(opened, info, prefix, depth)
        except UnreadableFileError:
            raise
        except Exception as error:  # zipfile raises many types on broken files: BadZipFile, ValueError, struct.error, …
            if isinstance(error, MemoryError):
                raise
            words = " ".join(str(error).split())[:200] or type(error).__name__
            reason = (f"The archive is damaged: {words.rstrip('.')}.", "Download it again.", "damaged")
            if not prefix:
                raise _error(*reason) from error
            self._note(prefix.rstrip("/"), reason=reason)

    def _add_member(self, opened: zipfile.ZipFile, info: zipfile.ZipInfo, prefix: str, depth: int) -> None:
        name = _shown_name(info)
        parts = PurePosixPath(name).parts
        if info.is_dir() or not parts or "__MACOSX" in parts or parts[-1].startswith((".", "~$")):
            return
        if len(self.members) >= MAX_MEMBERS:
            raise _error(
                f"{self.archive.name} has more than {MAX_MEMBERS:,} files.", "Split it.", "too_large"
            )  # nothing of it is taken: half of an archive looks like all of it
        name = self._unique(prefix + name)
        if stat.S_ISLNK(info.external_attr >> 16):
            reason = ("It is a link; links in archives are not followed.", "Pack the file itself.", "link")
            self._note(name, reason=reason)
        elif info.flag_bits & _ENCRYPTED:
            remedy = "Unpack the archive with its password, and ingest the files."
            self._note(name, reason=("It is protected by the archive's password.", remedy, "encrypted"))
        else:
            self._write(opened, info, name, depth)

    def _write(self, opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int) -> None:
        place = self.folder / f"{len(self.members):05d}-{len(self.names):05d}"
        place.mkdir()
        path = place / _safe_name(name)
        try:
            with opened.open(info) as source, path.open("wb") as target:
                self._copy(source, target, info)
        except UnreadableFileError:
            raise
        except Exception as error:  # as above; and RuntimeError, or a kind of it, for methods it does not know
            if isinstance(error, MemoryError):
                raise
            path.unlink(missing_ok=True)
            words = " ".join(str(error).split())[:200] or type(error).__name__
            reason = (
                f"It cannot be unpacked: {words.rstrip('.')}.",
                "Pack it again, or ingest it unpacked.",
                "damaged",
            )
            self._note(name, reason=reason)
            return
        if path.suffix.lower() != ".zip" or path.stat().st_size == 0 or format_of(path) != ".zip":
            self._note(name, path=path)
        elif depth >= MAX_DEPTH:
            path.unlink()
            remedy = "Unpack it, and ingest the files."
            self._note(name, reason=(f"Archives are unpacked {MAX_DEPTH} deep at most.", remedy, "too_deep"))
        else:
            self.add(path, f"{name}/", depth + 1)
            path.unlink()

    def _copy(self, source: IO[bytes], target: IO[bytes], info: zipfile.ZipInfo) -> None:
        """Unpack in blocks, counting: headers lie about sizes."""
        written = 0
        while block := source.read(_BLOCK):
            written += len(block)
            self.left -= len(block)
            if self.left < 0 or (written > _RATIO_FROM and written > MAX_RATIO * max(1, info.compress_size)):
                raise _error(
                    f"{self.archive.name} unpacks to far more than documents have.",
                    "Check where it comes from; if it is sound, split it.",
                    "too_large",
                )
            target.write(block)

    def _note(self, name: str, *, path: Path | None = None, reason: tuple[str, str, str] | None = None) -> None:
        self.members.append(Member(name=name, path=path, reason=reason))

    def _unique(self, name: str) -> str:
        found, count = name, 1
        while found in self.names:
            count += 1
            found = f"{name} ({count})"
        self.names.add(found)
        return found


def _shown_name(info: zipfile.ZipInfo) -> str:
    """A member's name as who packed it saw it, without steps up or a root.

    Chinese Windows packs names in GBK and says nothing; zipfile reads such bytes as code page 437.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            packed = info.orig_filename.encode("cp437")
        except UnicodeEncodeError:
            packed = b""
        name = _decoded(packed, "utf-8") or _decoded(packed, "gb18030") or name
    parts = [part for part in _UNSTORABLE.sub("_", name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def _decoded(packed: bytes, encoding: str) -> str:
    """A name in an encoding; empty if it is not in it. The GBK of 通知 is sound UTF-8 too, but of no letters in use."""
    try:
        name = packed.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return "" if encoding == "utf-8" and any("\x7f" < char < "\u2000" for char in name) else name


def _safe_name(name: str) -> str:
    last = PurePosixPath(name)
    return last.stem[:_LONGEST_NAME] + last.suffix[:10]


def _error(message: str, remedy: str, code: str) -> UnreadableFileError:
    return UnreadableFileError(message, remedy=remedy, code=code)
