"""Plain text: encodings, newlines, and what is refused."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs_store.errors import UnreadableFileError
from ingest.readers import text as text_module
from ingest.readers.text import read_text, storable

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpus"
POLICY = (
    "第一条　为了支持高新技术企业，按《办法》给予50万元奖励，详见 www.example.cn。\n"
    "第二条　本办法自2024年1月1日起施行。\n"
)


def write(tmp_path: Path, data: bytes, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def failure(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_text(path)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("content", [POLICY, POLICY * 50, "办法", "Notice no. 3 of 2024\n", "高新技术企业认定管理办法"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, content: str, encoding: str) -> None:
    raw = read_text(write(tmp_path, content.encode(encoding)))
    assert raw.text == content
    assert raw.warnings == () and raw.reader == "text" and raw.pages == ()


def test_four_byte_gb18030_and_astral_characters(tmp_path: Path) -> None:
    content = POLICY + "𠮷林省㐂镇\n"
    for encoding in ("gb18030", "utf-8", "utf-16-le", "utf-16-be"):
        assert read_text(write(tmp_path, content.encode(encoding))).text == content


def test_big_endian_mark_decides(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, b"\xfe\xff" + POLICY.encode("utf-16-be"))).text == POLICY


def test_newlines_become_one_kind_and_nothing_else_changes(tmp_path: Path) -> None:
    content = "一、总则\r\n\r\n  缩进\t制表\x0c换页\u3000全角\r单独\n72。5万元 \r\n"
    raw = read_text(write(tmp_path, content.encode()))
    assert raw.text == "一、总则\n\n  缩进\t制表\x0c换页\u3000全角\n单独\n72。5万元 \n"


def test_what_a_store_cannot_hold_is_replaced(tmp_path: Path) -> None:
    raw = read_text(write(tmp_path, (POLICY * 3 + "甲\x00乙").encode()))
    assert raw.text.endswith("甲\ufffd乙")


def test_few_undecodable_bytes_are_replaced_and_counted(tmp_path: Path) -> None:
    data = (POLICY * 100).encode()
    cut = len(data) // 2
    while data[cut] & 0xC0 != 0xE0 & 0xC0:  # at the start of a character, so that one byte is lost
        cut += 1
    raw = read_text(write(tmp_path, data[:cut] + b"\xff\xff" + data[cut:]))
    assert raw.text.replace("\ufffd", "") == POLICY * 100
    assert raw.text.count("\ufffd") == 2
    assert len(raw.warnings) == 1 and "2 bytes" in raw.warnings[0]


def test_a_text_cut_in_the_middle_of_a_character_is_read(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        raw = read_text(write(tmp_path, POLICY.strip().encode(encoding)[:-1]))
        assert raw.text.startswith(POLICY[:40])
        assert len(raw.warnings) == 1


def test_many_undecodable_bytes_are_damage(tmp_path: Path) -> None:
    data = bytearray((POLICY * 100).encode())
    data[::200] = b"\xff" * len(data[::200])
    assert failure(write(tmp_path, bytes(data))).code == "damaged"


def test_an_unknown_encoding_is_warned_of(tmp_path: Path) -> None:
    traditional = "為了鼓勵企業創新發展並促進產業轉型升級特訂定本辦法經濟部應會同相關機關辦理補助申請審查業務"
    try:
        raw = read_text(write(tmp_path, (traditional * 4).encode("big5")))
    except UnreadableFileError as error:
        assert error.code == "damaged"
    else:
        assert any("encoding" in warning for warning in raw.warnings)


def test_binary_data_is_not_text(tmp_path: Path) -> None:
    error = failure(write(tmp_path, bytes(range(256)) * 20))
    assert error.code == "wrong_format"


@pytest.mark.parametrize("data", [b" \r\n\t\n", b"\xef\xbb\xbf", "\u3000\n".encode("utf-16")])
def test_white_space_alone_is_no_text(tmp_path: Path, data: bytes) -> None:
    assert failure(write(tmp_path, data)).code == "no_text"


def test_a_large_text_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "MAX_TEXT_BYTES", 100)
    error = failure(write(tmp_path, b"a" * 101))
    assert error.code == "too_large"


@given(st.text(st.characters(codec=None)))
def test_storable_text_can_be_stored(content: str) -> None:
    kept = storable(content)
    assert json.loads(json.dumps(kept, ensure_ascii=False).encode()) == kept
    with sqlite3.connect(":memory:") as connection:
        assert connection.execute("select ?, length(?)", (kept, kept)).fetchone() == (kept, len(kept))
    assert storable(kept) == kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_give_text_or_the_one_error(tmp_path: Path, data: bytes) -> None:
    try:
        raw = read_text(write(tmp_path, data))
    except UnreadableFileError as error:
        assert error.code in ("wrong_format", "damaged", "no_text")
    else:
        assert raw.text.strip() and "\r" not in raw.text and "\x00" not in raw.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text("第一条为了支持高新技术企业发展，给予奖励。2024年abcXYZ \n", min_size=8, max_size=300),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
def test_policy_like_text_survives(tmp_path: Path, content: str, encoding: str) -> None:
    if content.strip():
        assert read_text(write(tmp_path, content.encode(encoding))).text == content


@pytest.mark.parametrize("pattern", ["laws/*.md", "notices/*.txt", "work_summaries/*.txt"])
def test_real_files(pattern: str) -> None:
    files = sorted(SHARED.glob(pattern))
    if not files:
        pytest.skip(f"skipped: no {pattern} beside the repository")
    for path in files:
        raw = read_text(path)
        assert raw.text == path.read_text(encoding="utf-8-sig").replace("\r", "\n"), path.name
        assert raw.warnings == (), path.name
