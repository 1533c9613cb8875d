"""Weights of an ONNX file: read as arrays, and put in place of others of the same shape and type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docs_store.embedders.onnx_wire import as_field, fields, read_weights, varint, with_weights

Array = NDArray[Any]
"""Of 32-bit floats, or of bytes with or without sign."""

_DIMS, _TYPE, _FLOATS, _INT32S, _NAME, _RAW = 1, 2, 4, 5, 8, 9  # fields of TensorProto
_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<f4"), 2: np.dtype("u1"), 3: np.dtype("i1")}  # TensorProto.DataType
_NUMBERS = {dtype: number for number, dtype in _TYPES.items()}
_NEGATIVE = 1 << 63  # a negative number is written as its 64-bit complement


def read_tensors(model: bytes) -> dict[str, Array]:
    """The weights of an ONNX file by name: those of 32-bit floats and of bytes, with or without sign.

    Raises:
        ValueError, IndexError: it is no ONNX file.
    """
    tensors = (_tensor(each) for each in read_weights(model))
    return {name: array for name, array in tensors if array is not None}


def with_tensors(model: bytes, tensors: Mapping[str, Array]) -> bytes:
    """The ONNX file with other weights under the same names.

    Raises:
        ValueError: it has no weights of such a name, type and shape.
    """
    known = {name: (array.dtype, array.shape) for name, array in read_tensors(model).items() if name in tensors}
    for name, array in tensors.items():
        if known.get(name) != (array.dtype, array.shape):
            raise ValueError(f"{name} is {known.get(name)} in the file, not {array.dtype} {array.shape}")
    return with_weights(model, {name: _written(name, array) for name, array in tensors.items()})


def _tensor(message: memoryview) -> tuple[str, Array | None]:
    shape: list[int] = []
    name, number = "", 0
    content: bytes | list[int] = b""
    for field, _, start, end in fields(message):
        if field == _DIMS:
            shape.append(varint(message, start)[0])
        elif field == _TYPE:
            number = varint(message, start)[0]
        elif field == _NAME:
            name = str(message[start:end], "utf-8")
        elif field in (_RAW, _FLOATS):
            content = bytes(message[start:end])
        elif field == _INT32S:
            content = _numbers(message[start:end])
    dtype = _TYPES.get(number)
    if dtype is None:
        return name, None
    array = np.array(content, dtype) if isinstance(content, list) else np.frombuffer(content, dtype)
    return name, array.reshape(shape)


def _numbers(message: memoryview) -> list[int]:
    numbers, at = [], 0
    while at < len(message):
        number, at = varint(message, at)
        numbers.append(number - 2 * _NEGATIVE if number >= _NEGATIVE else number)
    return numbers


def _written(name: str, array: Array) -> bytes:
    shape = b"".join(as_field(_DIMS, length) for length in array.shape)
    kind = as_field(_TYPE, _NUMBERS[array.dtype])
    return shape + kind + as_field(_NAME, name.encode()) + as_field(_RAW, np.ascontiguousarray(array).tobytes())
