"""What a GGUF file's header tells, and what is none."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from assistant.llm.gguf import trained_context
from docs_store.errors import ModelError
from tests.assistant.llm.gguf_files import entry, gguf_file, header, text

_QWEN = entry("general.architecture", "qwen2")


def written(folder: Path, content: bytes) -> Path:
    path = folder / "m.gguf"
    path.write_bytes(content)
    return path


def test_the_context_is_the_architecture_s_own_among_all_that_a_header_holds(tmp_path: Path) -> None:
    content = header(
        entry("clip.context_length", 77),
        entry("tokenizer.ggml.tokens", ["甲", "", "丙"]),
        entry("tokenizer.ggml.token_type", [1, 2, 3]),
        _QWEN,
        entry("qwen2.rope.scaling.original_context_length", 4096),
        entry("qwen2.context_length", 32768),
    )
    assert trained_context(written(tmp_path, content)) == 32768


def test_the_context_may_stand_before_the_architecture(tmp_path: Path) -> None:
    assert trained_context(written(tmp_path, header(entry("qwen2.context_length", 2048), _QWEN))) == 2048


def test_a_header_without_a_context_tells_none(tmp_path: Path) -> None:
    assert trained_context(gguf_file(tmp_path / "m.gguf", context=None)) is None
    assert trained_context(written(tmp_path, header(_QWEN, entry("qwen2.context_length", "many")))) is None


def test_version_2_is_read_as_well(tmp_path: Path) -> None:
    content = header(_QWEN, entry("qwen2.context_length", 8192), version=2)
    assert trained_context(written(tmp_path, content)) == 8192


_DAMAGED = {
    "cut off in the counts": header(_QWEN)[:10],
    "cut off in a value": header(_QWEN)[:-2],
    "more entries announced than there are": header(_QWEN, count=2),
    "a string longer than any header": header(struct.pack("<Q", 2**63) + b"x"),
    "an array longer than any header": header(text("a") + struct.pack("<IIQ", 9, 4, 2**62)),
    "an array of arrays": header(text("a") + struct.pack("<IIQ", 9, 9, 1)),
    "a type that there is not": header(text("a") + struct.pack("<I", 99)),
    "a key that is no text": header(struct.pack("<Q", 2) + b"\xff\xfe" + struct.pack("<II", 4, 1)),
    "entries without end": header(count=2**63),
}


@pytest.mark.parametrize("name", _DAMAGED)
def test_a_damaged_header_is_an_error_that_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="damaged"):
        trained_context(written(tmp_path, _DAMAGED[name]))


@pytest.mark.parametrize("content", [b"", b"GGU", b"PK\x03\x04" + b"x" * 100, b"gguf" + b"\0" * 100])
def test_another_file_is_no_gguf(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ModelError, match="no GGUF file") as caught:
        trained_context(written(tmp_path, content))
    assert caught.value.code == "not_gguf"


@pytest.mark.parametrize("version", [1, 4, 3 << 24])
def test_a_version_that_is_not_known_is_said(tmp_path: Path, version: int) -> None:
    with pytest.raises(ModelError, match=f"version {version}"):
        trained_context(written(tmp_path, header(_QWEN, version=version)))


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none.gguf", tmp_path, tmp_path / "pipe", tmp_path / "none" / "m.gguf"):
        with pytest.raises(ModelError, match="There is no file") as caught:
            trained_context(path)
        assert caught.value.exit_code == 4
