"""Old and foreign word processor files by way of LibreOffice where it is installed; its absence and faults told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import office, read_file
from tests.ingest.readers.presentations import pptx, shape, slide

_RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}"
    r"\uc1 \u31532?\u19968?\u26465? 20\u19975?\u20803?\par \u31532?\u20108?\u26465?\par}"
)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(500)
_HERE = office.program() is not None


def rtf(tmp_path: Path, name: str = "通知.rtf") -> Path:
    path = tmp_path / name
    path.write_text(_RTF, encoding="ascii")
    return path


def failure(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_file(path)
    return caught.value


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "无后缀"])
def test_without_libreoffice_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    path = tmp_path / name
    path.write_bytes(_OLD_WORD)
    for found in (path, rtf(tmp_path)):
        error = failure(found)
        assert error.code == "no_office" and found.name in error.message and "libreoffice-writer-nogui" in error.remedy


@pytest.mark.parametrize("name", ["旧.ppt", "旧.dps", "改名.doc"])
def test_presentations_need_a_part_of_libreoffice_that_may_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(_OLD_WORD.replace("WordDocument".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le")))
    stand_in(tmp_path, monkeypatch, "sys.exit(1)")
    error = failure(path)
    assert error.code == "no_office" and "libreoffice-impress-nogui" in error.remedy and ".pptx" in error.remedy
    (tmp_path / "libsdlo.so").touch()
    assert failure(path).code == "damaged"


def test_presentations_are_read_as_what_they_are_made_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made.pptx"
    made.write_bytes(pptx(slide(shape("一、旧稿", kind="title"))))
    code = (
        "import pathlib, shutil\n"
        "assert 'pptx:Impress MS PowerPoint 2007 XML' in sys.argv and sys.argv[-1].endswith('document.ppt')\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        "folder.mkdir()\n"
        f"shutil.copy({str(made)!r}, folder / 'document.pptx')"
    )
    stand_in(tmp_path, monkeypatch, code)
    (tmp_path / "libsdlo.so").touch()
    path = tmp_path / "旧.dps"
    path.write_bytes(_OLD_WORD.replace("WordDocument".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le")))
    raw = read_file(path)
    assert raw.text == "一、旧稿\n" and raw.reader == "office" and [page.number for page in raw.pages] == [1]


@pytest.mark.parametrize("name", ["损坏.docx", "损坏.doc", "安装包.wps"])
def test_what_is_none_of_offices_files_is_not_taken_for_text(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_OLD_WORD.replace("WordDocument".encode("utf-16-le"), b"\x07\x93" * 12))
    error = failure(path)
    assert error.code == "damaged" and name in error.message and "save it as .docx" in error.remedy


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """A program in LibreOffice's place."""
    script = tmp_path / "soffice"
    script.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: script)


def test_what_it_cannot_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "print('source file could not be loaded', file=sys.stderr)")
    error = failure(rtf(tmp_path))
    assert error.code == "damaged" and "could not be loaded" in error.message


def test_it_is_ended_when_it_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(office, "SECONDS", 0.5)
    assert failure(rtf(tmp_path)).code == "timeout"


def test_it_gets_a_profile_of_its_own_without_macros_or_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    code = (
        "import pathlib, urllib.parse\n"
        "profile = next(a for a in sys.argv if a.startswith('-env:UserInstallation=')).partition('file://')[2]\n"
        "settings = pathlib.Path(urllib.parse.unquote(profile), 'user', 'registrymodifications.xcu').read_text()\n"
        f"pathlib.Path({str(told)!r}).write_text(settings + os.environ['HOME'])"
    )
    stand_in(tmp_path, monkeypatch, code)
    failure(rtf(tmp_path))
    settings = told.read_text()
    assert "DisableMacrosExecution" in settings and "Content/Update" in settings and "127.0.0.1" in settings
    home = Path(settings.rpartition(">")[2].strip())
    assert home.name.startswith("policy-assistant-") and not home.exists()


@pytest.mark.skipif(not _HERE, reason="skipped: LibreOffice is not installed")
def test_rtf_is_read(tmp_path: Path) -> None:
    raw = read_file(rtf(tmp_path))
    assert raw.reader == "office" and raw.text.splitlines()[:2] == ["第一条 20万元", "第二条"]


@pytest.mark.skipif(not _HERE, reason="skipped: LibreOffice is not installed")
def test_doc_is_read_with_its_tables(tmp_path: Path) -> None:
    import subprocess

    import docx

    made = docx.Document()
    made.add_paragraph("第一条 本办法适用于企业。")
    table = made.add_table(rows=2, cols=2, style="Table Grid")
    for cell, words in zip(table._cells, ("项目", "金额", "研发补助", "20万元"), strict=True):
        cell.text, cell.width = words, docx.shared.Cm(5)
    made.add_paragraph("附则")  # the old format has no table at the end of a file
    made.save(str(tmp_path / "新.docx"))
    for kind, suffix in (("doc:MS Word 97", ".doc"), ("odt", ".odt")):
        command = [
            str(office.program()), f"-env:UserInstallation=file://{tmp_path}/p", "--headless", "--convert-to", kind,
            "--outdir", str(tmp_path), str(tmp_path / "新.docx"),
        ]  # fmt: skip
        while subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 81:
            pass
        raw = read_file(tmp_path / f"新{suffix}")
        assert raw.reader == "office" and "第一条 本办法适用于企业。" in raw.text and "研发补助 | 20万元" in raw.text
