"""ZIP archives: each file in them reported by itself, and nothing in them leads out or grows without bound."""

from __future__ import annotations

import io
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docs_store.errors import UnreadableFileError
from docs_store.library import Library
from docs_store.types import FileReport, FileStatus
from ingest import unpacking
from ingest.pipeline import ingest
from ingest.readings import Member
from ingest.sources import find_sources
from ingest.unpacking import unpack

Feed = Callable[[Path], dict[str, FileReport]]
_TEXT = "第{n}条 本办法适用于{n}类企业。\n\n第二条 自发布之日起施行。\n"


def text(n: int) -> str:
    return _TEXT.format(n=n)


def packed(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpacked(tmp_path: Path, content: bytes) -> dict[str, Member]:
    path = tmp_path / "包.zip"
    path.write_bytes(content)
    folder = tmp_path / "out"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    found = unpack(path, folder)
    assert found is not None
    inside = {member.path for member in found if member.path}
    assert {file for file in folder.rglob("*") if file.is_file()} == inside, "nothing else is written"
    assert all(file.resolve().is_relative_to(folder.resolve()) for file in inside)
    return {member.name: member for member in found}


@pytest.fixture
def feed(library: Library) -> Feed:
    def call(path: Path) -> dict[str, FileReport]:
        reports = ingest(library, find_sources([path], recursive=False))
        assert library.check() == []
        return {report.source: report for report in reports}

    return call


def test_each_file_is_a_source_of_its_own(tmp_path: Path, feed: Feed, library: Library) -> None:
    inner = packed({"深/三.txt": text(3)})
    path = tmp_path / "附件.zip"
    path.write_bytes(
        packed(
            {
                "一.txt": text(1), "夹/二.md": text(2), "夹/内.zip": inner,
                "备份.rar": b"Rar!\x1a\x07\x01\x00" + bytes(50),
                "__MACOSX/一.txt": "x", ".DS_Store": "x", "夹/~$二.docx": "x",
            }
        )
    )  # fmt: skip
    reports = feed(path)
    assert {name: report.status.value for name, report in reports.items()} == {
        "附件.zip/一.txt": "added",
        "附件.zip/夹/二.md": "added",
        "附件.zip/夹/内.zip/深/三.txt": "added",
        "附件.zip/备份.rar": "failed",
    }
    failed = reports["附件.zip/备份.rar"].error
    assert failed is not None and failed.code == "unsupported" and "备份.rar" in failed.message
    assert {row.name for row in library.sources()} == set(reports)
    again = feed(path)
    assert [again[name].status.value for name in ("附件.zip/一.txt", "附件.zip/夹/二.md")] == ["unchanged"] * 2


def test_a_copy_in_an_archive_is_known_to_be_one(tmp_path: Path, feed: Feed, library: Library) -> None:
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    (tmp_path / "b.zip").write_bytes(packed({"同.txt": text(1), "新.txt": text(2)}))
    reports = feed(tmp_path)
    assert reports["b.zip/同.txt"].status is FileStatus.UNCHANGED and "a.txt" in reports["b.zip/同.txt"].warnings[0]
    assert len(library.infos()) == 2


def test_a_new_version_of_an_archive_takes_the_old_ones_place(tmp_path: Path, feed: Feed, library: Library) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(packed({"留.txt": text(1), "旧名.txt": text(2), "删.txt": text(3)}))
    feed(path)
    path.write_bytes(packed({"留.txt": text(1), "新名.txt": text(2)}))
    reports = feed(path)
    assert {name: report.status.value for name, report in reports.items()} == {
        "b.zip/留.txt": "unchanged",
        "b.zip/新名.txt": "added",
    }
    assert {info.source for info in library.infos()} == set(reports)
    path.write_bytes(b"PK\x03\x04 broken")
    assert feed(path)["b.zip"].status is FileStatus.FAILED
    assert len(library.infos()) == 2, "an archive that cannot be opened takes nothing away"


def test_what_was_unpacked_is_gone_afterwards(tmp_path: Path, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "b.zip").write_bytes(packed({"一.txt": text(1)}))
    feed(tmp_path / "b.zip")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_archive_that_cannot_be_opened_fails_and_the_next_file_is_read(tmp_path: Path, feed: Feed) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"一.txt": text(1)})[:-30])
    (tmp_path / "b.txt").write_text(text(2), encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(packed({}))
    (tmp_path / "d.zip").write_text(text(4), encoding="utf-8")
    reports = feed(tmp_path)
    assert reports["a.zip"].error is not None and reports["a.zip"].error.code == "damaged"
    assert reports["b.txt"].status is FileStatus.ADDED
    assert reports["c.zip"].error is not None and reports["c.zip"].error.code in ("empty", "damaged")
    assert "d.zip" in reports


def test_names_that_lead_away_lead_nowhere(tmp_path: Path) -> None:
    names = [
        "../../外.txt",
        "/etc/外2.txt",
        "C:\\windows\\外3.txt",
        "a/../../外4.txt",
        "..\\外5.txt",
        "a\0b.txt",
        "x" * 300 + ".txt",
    ]
    found = unpacked(tmp_path, packed(dict.fromkeys(names, "话")))
    assert len(found) == len(names)
    assert all(".." not in name.split("/") and not name.startswith("/") for name in found)
    assert {path.name for path in tmp_path.iterdir()} == {"包.zip", "out"}


def test_links_are_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("链接.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("真.txt", "话")
    found = unpacked(tmp_path, buffer.getvalue())
    assert found["链接.txt"].path is None and found["链接.txt"].reason is not None
    assert found["链接.txt"].reason[2] == "link" and found["真.txt"].path is not None


def test_links_in_folders_are_followed_to_files_only(tmp_path: Path, library: Library) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "外.txt").write_text(text(1), encoding="utf-8")
    (tmp_path / "in" / "文件链接.txt").symlink_to(tmp_path / "out" / "外.txt")
    (tmp_path / "in" / "夹链接").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "自己").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "断.txt").symlink_to(tmp_path / "无")
    reports = ingest(library, find_sources([tmp_path / "in"], recursive=True))
    assert {report.source: report.status.value for report in reports} == {"文件链接.txt": "added", "断.txt": "failed"}


def test_encrypted_members_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    content = bytearray(packed({"密.txt": "秘密", "明.txt": "话"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    found = unpacked(tmp_path, bytes(content))
    assert found["密.txt"].reason is not None and found["密.txt"].reason[2] == "encrypted"
    assert found["明.txt"].path is not None


def test_names_packed_by_chinese_windows(tmp_path: Path) -> None:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        for name in ("AAAA.txt", "BBBBBB.txt"):
            archive.writestr(name, "话")
    raw = (
        plain.getvalue()
        .replace(b"AAAA.txt", "通知".encode("gbk") + b".txt")
        .replace(b"BBBBBB.txt", "办法".encode() + b".txt")
    )
    assert set(unpacked(tmp_path, raw)) == {"通知.txt", "办法.txt"}


def test_the_same_name_twice(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("一.txt", "甲")
        archive.writestr("一.txt", "乙")
    found = unpacked(tmp_path, buffer.getvalue())
    assert [member.path.read_text() for member in found.values() if member.path] == ["甲", "乙"]


def code(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        unpacked(tmp_path, content)
    return caught.value.code


def test_bounds_on_size_ratio_count_and_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code(tmp_path, packed({"零.bin": bytes(30 << 20)})) == "too_large"
    bomb = packed({"一.txt": "话" * 1000})
    for _ in range(5):
        bomb = packed({"内.zip": bomb})
    (deep,) = unpacked(tmp_path, bomb).values()
    assert deep.reason is not None and deep.reason[2] == "too_deep" and deep.name == "内.zip/内.zip/内.zip"
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 3)
    assert code(tmp_path, packed({f"{n}.txt": "话" for n in range(4)})) == "too_large"
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 100)
    shares = packed({f"{n}.bin": bytes([n]) * (1 << 20) for n in range(8)})
    assert len(unpacked(tmp_path, shares)) == 8
    monkeypatch.setattr(unpacking, "MAX_TOTAL_BYTES", 7 << 20)
    assert code(tmp_path, shares) == "too_large"


def test_headers_that_lie_about_sizes(tmp_path: Path) -> None:
    content = bytearray(packed({"大.txt": "话" * 100_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = (5).to_bytes(4, "little")
    (member,) = unpacked(tmp_path, bytes(content)).values()
    assert member.reason is not None and member.reason[2] == "damaged"


def test_a_real_encrypted_archive(tmp_path: Path) -> None:
    zip_program = shutil.which("zip")
    if zip_program is None:
        pytest.skip("skipped: the program zip is not here")
    (tmp_path / "a.txt").write_text("秘密", encoding="utf-8")
    subprocess.run([zip_program, "-q", "-P", "x", "包.zip", "a.txt"], cwd=tmp_path, check=True)
    found = unpack(tmp_path / "包.zip", tmp_path)
    assert found is not None and found[0].reason is not None and found[0].reason[2] == "encrypted"
