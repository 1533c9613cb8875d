"""Frozen dataclasses to JSON and back, by their type hints: for nouns that are kept whole and never searched."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(noun: object) -> str:
    """A dataclass as one JSON object, what it holds included."""
    return json.dumps(asdict(noun), ensure_ascii=False, default=str)  # type: ignore[call-overload]


def from_json(kind: type[T], text: str) -> T:
    """Inverse of `to_json`. Fields that the class no longer has are left out; those it got since take their default.

    Raises:
        ValueError, TypeError: the text is not such an object.
    """
    made: T = _typed(kind, json.loads(text))
    return made


def _typed(kind: Any, value: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)}
        return kind(**{name: _typed(hints[name], item) for name, item in value.items() if name in known})
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in inner:
            return None
        return _typed(next(arm for arm in inner if arm is not NoneType), value)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_typed(inner[0], item) for item in value)
        return tuple(_typed(arm, item) for arm, item in zip(inner, value, strict=True))
    if origin is dict:
        return {_typed(inner[0], name): _typed(inner[1], item) for name, item in value.items()}
    if isinstance(kind, type) and issubclass(kind, Enum | Decimal):
        return kind(value)
    return value
