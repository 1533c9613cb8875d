"""What the header of a GGUF file tells of the model in it.

The format is llama.cpp's (`gguf.md` of ggml, versions 2 and 3): the magic, a version, two counts, then the metadata as
keys with typed values, little-endian. Nothing behind the metadata is read.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from docs_store.errors import ModelError

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_HEADER_BYTES = 64 * 1024 * 1024  # the largest vocabularies take some 10 MB; a header beyond this is damaged
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_ARCHITECTURE = "general.architecture"
_CONTEXT = "context_length"


def trained_context(path: Path) -> int | None:
    """How many tokens of context a model was trained with; `None` where its file does not say.

    Raises:
        ModelError: the file is not there, cannot be read, is no GGUF file, or its header is damaged.
    """
    try:
        if not path.is_file():  # a pipe would be waited for
            raise ModelError(f"There is no file {path}.", remedy="Check the path.", code="no_model_file")
        with path.open("rb") as stream:
            return _context(stream, path)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}).", remedy="Check its rights.", code="no_model_file"
        ) from error


def _context(stream: BinaryIO, path: Path) -> int | None:
    if stream.read(len(_MAGIC)) != _MAGIC:
        raise ModelError(
            f"{path} is no GGUF file: it does not begin with the letters GGUF.",
            remedy="Give a language model in the GGUF form, as llama.cpp runs it.",
            code="not_gguf",
        )
    header = _Header(stream)
    try:
        if (version := header.number("I")) not in _VERSIONS:
            raise ModelError(
                f"{path} is a GGUF file of version {version}; versions 2 and 3 are known.",
                remedy="Get the model in the present form.",
                code="not_gguf",
            )
        header.number("Q")  # tensors
        return header.context(header.number("Q"))
    except (UnicodeDecodeError, _DamagedError) as error:
        raise ModelError(
            f"The header of {path} is damaged or cut off.", remedy="Download the file again.", code="not_gguf"
        ) from error


class _DamagedError(Exception):
    """Bytes that no GGUF header has."""


class _Header:
    """Reads a header front to back, no further than a header goes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = _HEADER_BYTES

    def context(self, entries: int) -> int | None:
        """The context length of the architecture that the header names, from its `entries` keys and values."""
        architecture: object = None
        lengths: dict[str, object] = {}
        for _ in range(entries):
            key, kind = self.text(), self.number("I")
            if key == _ARCHITECTURE and kind == _STRING:
                architecture = self.text()
            elif key.endswith(f".{_CONTEXT}") and kind in _SCALARS:
                lengths[key] = self.number(_SCALARS[kind])
            else:
                self._skip(kind)
            length = lengths.get(f"{architecture}.{_CONTEXT}")
            if isinstance(length, int) and length > 0:
                return length
        return None

    def number(self, form: str) -> int:
        """The next number, of a form of `struct`."""
        value: int = struct.unpack(f"<{form}", self._take(struct.calcsize(form)))[0]
        return value

    def text(self) -> str:
        """The next string."""
        return self._take(self.number("Q")).decode()

    def _skip(self, kind: int) -> None:
        """Pass over a value that is not wanted."""
        if kind in _SCALARS:
            self._take(struct.calcsize(_SCALARS[kind]))
        elif kind == _STRING:
            self._take(self.number("Q"))
        elif kind == _ARRAY:
            inner, count = self.number("I"), self.number("Q")
            if inner in _SCALARS:
                self._take(struct.calcsize(_SCALARS[inner]) * count)
            elif inner == _STRING:
                for _ in range(count):
                    self._take(self.number("Q"))
            else:  # llama.cpp knows no arrays of arrays either
                raise _DamagedError
        else:
            raise _DamagedError

    def _take(self, length: int) -> bytes:
        self._left -= length
        if self._left < 0:
            raise _DamagedError
        taken = self._stream.read(length)
        if len(taken) != length:
            raise _DamagedError
        return taken
