"""DOC, WPS, RTF and ODT by way of LibreOffice, which is no part of this program: it converts them to DOCX.

PPT, DPS and ODP it converts to PPTX, if its Impress is installed too.

It is run without a window, with a profile of its own that is thrown away, no macros, no links followed and no way to
the network. Nothing of the user's own LibreOffice is read or changed, and it may be open meanwhile.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers import format_of
from ingest.readers.base import RawText, no_access
from ingest.readers.docx import read_docx
from ingest.readers.pptx import read_pptx

SECONDS = 180.0  # a first start with a new profile takes 5 to 10
_START_AGAIN = 81  # exit status by which it asks for that, as it does after it made a new profile
_STARTS = 3
PACKAGE, IMPRESS_PACKAGE = "libreoffice-writer-nogui", "libreoffice-impress-nogui"
_IMPRESS = "*sdlo.*"  # the library that is Impress, in the program's folder; on a Mac in the one beside it
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
# A binary format of Office under any of its names; LibreOffice looks at the bytes.
_SUFFIXES = {".wps": ".doc", ".dps": ".ppt"}
_PRESENTATIONS = frozenset({".ppt", ".dps", ".odp"})
_FILTERS = {".docx": "MS Word 2007 XML", ".pptx": "Impress MS PowerPoint 2007 XML"}
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),  # never
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),  # by hand: a port where nobody is
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> Path | None:
    """LibreOffice's program, `None` where it is not installed.

    The program itself rather than the script that starts it: so that ending it ends all of it.
    """
    found = next((shutil.which(name) for name in ("soffice", "libreoffice", *_PLACES) if shutil.which(name)), None)
    if found is None:
        return None
    resolved = Path(found).resolve()
    inner = resolved.with_name("soffice.bin")
    return inner if inner.is_file() else resolved


def read_office(path: Path) -> RawText:
    """Read `.doc`, `.wps`, `.rtf`, `.odt`, `.ppt`, `.dps` or `.odp`.

    Raises:
        UnreadableFileError: `no_office` (LibreOffice, or for presentations its Impress, is not installed), `timeout`,
            `damaged`, and what `read_docx` or `read_pptx` raises for what LibreOffice made of it.
    """
    office = program()
    kind = format_of(path)
    is_show = kind in _PRESENTATIONS
    target, package = (".pptx", IMPRESS_PACKAGE) if is_show else (".docx", PACKAGE)
    if office is None or (is_show and not _has_impress(office)):
        what = "LibreOffice Impress" if is_show else "LibreOffice"
        raise UnreadableFileError(
            f"{path.name} is read by way of {what}, which is not installed.",
            remedy=f"Install it (Debian, Ubuntu: `sudo apt install {package}`), or save the file as {target}.",
            code="no_office",
        )
    with tempfile.TemporaryDirectory(prefix="policy-assistant-") as folder:
        made = _converted(office, path, kind, target, Path(folder))
        try:
            raw = read_pptx(made) if is_show else read_docx(made)
        except UnreadableFileError as error:
            told = error.message.replace(made.name, path.name)
            raise UnreadableFileError(told, remedy=error.remedy, code=error.code) from error
    return replace(raw, reader="office")


def _has_impress(office: Path) -> bool:
    """Whether the part of LibreOffice that reads presentations is installed, which is a package of its own."""
    folders = (office.parent, office.parent.parent / "Frameworks")
    return any(any(folder.glob(_IMPRESS)) for folder in folders)


def _converted(office: Path, path: Path, kind: str, target: str, folder: Path) -> Path:
    """What LibreOffice makes of the file at `path`, in `folder`.

    Args:
        kind: suffix of what the file holds.
        target: suffix of what it is made into.
    """
    suffix = kind if kind in _PRESENTATIONS else path.suffix.lower()
    given = folder / f"document{_SUFFIXES.get(suffix, suffix)}"
    try:
        shutil.copyfile(path, given)
    except OSError as error:
        raise no_access(path, error) from error
    _write_profile(folder / "profile")
    command = [
        str(office),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        f"{target[1:]}:{_FILTERS[target]}",
        "--outdir",
        str(folder / "made"),
        str(given),
    ]
    made = folder / "made" / f"document{target}"
    quiet = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        for _ in range(_STARTS):
            done = subprocess.run(
                command, env=quiet, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                check=False,
            )  # fmt: skip
            if done.returncode != _START_AGAIN:
                break
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(
            f"LibreOffice took more than {SECONDS:.0f} seconds over {path.name} and was ended.",
            remedy=f"Open it in Office or WPS and save it as {target}.",
            code="timeout",
        ) from error
    except OSError as error:
        raise _failed(path, target, error.strerror or str(error)) from error
    if not made.is_file():
        words = " ".join(done.stderr.decode("utf-8", "replace").split())[:200].replace(str(folder), "")
        raise _failed(path, target, words or f"exit status {done.returncode}")
    return made


def _write_profile(profile: Path) -> None:
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _failed(path: Path, target: str, words: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"LibreOffice cannot open {path.name}: it is damaged, or protected by a password ({words}).",
        remedy=f"Open it in Office or WPS, remove its password if it has one, and save it as {target}.",
        code="damaged",
    )
