"""How the process that reads files and its parent speak: pickled tuples, each with its length before it.

What reads hostile files is not trusted: of its messages the parent takes data alone, and none that is too large.
"""

from __future__ import annotations

import dataclasses
import enum
import io
import pickle
from pathlib import PurePath
from typing import Any, BinaryIO, cast

_LENGTH_BYTES = 8  # big-endian
_NOUNS = ("docs_store.types", "docs_store.provisions", "docs_store.reading_report")
_VALUES = frozenset({("decimal", "Decimal")})

Message = tuple[object, ...]


class RefusedError(pickle.UnpicklingError):
    """A message names what is not taken."""


class OversizedError(Exception):
    """A message is larger than one may be."""


def packed(message: Message) -> bytes:
    """A message as it is sent."""
    buffer = io.BytesIO()
    _Pickler(buffer).dump(message)
    return buffer.getvalue()


def send(stream: BinaryIO, message: bytes) -> None:
    """Send a packed message."""
    stream.write(len(message).to_bytes(_LENGTH_BYTES))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO, most_bytes: int) -> Message:
    """The next message.

    Raises:
        EOFError: the stream ends before it does.
        OversizedError: it has more than `most_bytes`.
        RefusedError: it names what is not taken.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH_BYTES))
    if length > most_bytes:
        raise OversizedError
    return cast(Message, _Unpickler(io.BytesIO(_exactly(stream, length))).load())


class _Pickler(pickle.Pickler):
    """Writes the member of an enumeration as its class and value, in every Python.

    Python 3.11.0 to 3.11.3 write it as a call of `getattr`, which the parent rightly takes from no reader.
    """

    def reducer_override(self, obj: object) -> Any:
        return (type(obj), (obj.value,)) if isinstance(obj, enum.Enum) else NotImplemented


class _Unpickler(pickle.Unpickler):
    """Takes nouns only: a message is not trusted to name functions to be called here, or classes that do something."""

    def find_class(self, module: str, name: str) -> Any:
        module = "pathlib" if module == "pathlib._local" else module  # where Python 3.13 has its classes
        if "." not in name:
            if (module, name) in _VALUES:
                return super().find_class(module, name)
            if module == "pathlib" or module in _NOUNS or module.startswith("ingest."):
                named = super().find_class(module, name)
                if isinstance(named, type) and (
                    dataclasses.is_dataclass(named) or issubclass(named, enum.Enum | PurePath)
                ):
                    return named
        raise RefusedError(f"{module}.{name}")


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
