"""Headers of GGUF files, made for tests."""

from __future__ import annotations

import struct
from pathlib import Path


def text(value: str) -> bytes:
    """A string as the format writes it."""
    return struct.pack("<Q", len(value.encode())) + value.encode()


def entry(key: str, value: str | int | list[str] | list[int]) -> bytes:
    """A key with its typed value."""
    match value:
        case str():
            return text(key) + struct.pack("<I", 8) + text(value)
        case int():
            return text(key) + struct.pack("<II", 4, value)
    is_text = all(isinstance(item, str) for item in value)
    items = b"".join(text(item) if isinstance(item, str) else struct.pack("<I", item) for item in value)
    return text(key) + struct.pack("<IIQ", 9, 8 if is_text else 4, len(value)) + items


def header(*entries: bytes, version: int = 3, count: int | None = None) -> bytes:
    """A whole header; `count` entries are announced."""
    return b"GGUF" + struct.pack("<IQQ", version, 0, len(entries) if count is None else count) + b"".join(entries)


def gguf_file(path: Path, context: int | None = 32768) -> Path:
    """Writes a file with the header of a small model, and no weights."""
    entries = [entry("general.architecture", "qwen2"), entry("general.name", "own")]
    if context is not None:
        entries.append(entry("qwen2.context_length", context))
    path.write_bytes(header(*entries))
    return path
