"""Metadata that a person gives on the command line: `key=value`, checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from docs_store.errors import UsageError
from docs_store.regions import parse_path
from docs_store.types import Kind, Standing
from ui.commands.console import Console
from ui.commands.parser import SETTABLE
from ui.texts import Words

_ALIASES = {"years": "year"}
_DATES = frozenset({"published", "effective", "expires"})
_SEPARATORS = {"year": "[,\uff0c、\\s]+", "repeals": "[;\uff1b]"}


def parse_fields(pairs: Sequence[str], console: Console) -> dict[str, object]:
    """Metadata field → value as the library takes it; `year` becomes the field `years`.

    Raises:
        UsageError: an unknown key, or a value that the key cannot have.
    """
    fields: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = _ALIASES.get(key.strip(), key.strip())
        if not equals:
            raise UsageError(console.words("usage.pair", value=pair, keys=", ".join(SETTABLE)))
        if key not in SETTABLE:
            raise UsageError(console.words("usage.key", key=key, keys=", ".join(SETTABLE)))
        if not value.strip():
            raise UsageError(console.words("usage.value", key=key))
        fields["years" if key == "year" else key] = _value(key, value.strip(), console)
    return fields


def region_path(text: str, console: Console) -> str:
    """The full path of a place; a name outside the table of places stays as it is, and a note says so."""
    region = parse_path(text)
    if region is not None:
        return region.full_name
    console.note(console.words("hint.region", region=text))
    return text


def _value(key: str, value: str, console: Console) -> object:
    if key == "region":
        return region_path(value, console)
    if key == "kind":
        return _one_of(Kind, "kind", "usage.kind", value, console.words)
    if key == "standing":
        return _one_of(Standing, "standing", "usage.standing", value, console.words)
    if key in _DATES:
        return _date(key, value, console.words)
    if key in _SEPARATORS:
        parts = [part.strip() for part in re.split(_SEPARATORS[key], value) if part.strip()]
        if not parts:
            raise UsageError(console.words("usage.value", key=key))
        return sorted({_year(part, console.words) for part in parts}) if key == "year" else parts
    return value


def _one_of(values: type[Kind] | type[Standing], prefix: str, complaint: str, value: str, words: Words) -> str:
    """A value by its name in the JSON or by the word that people read."""
    known = {str(each): str(each) for each in values} | {words(f"{prefix}.{each}"): str(each) for each in values}
    if value not in known:
        raise UsageError(words(complaint, value=value, kinds=", ".join(values)))
    return known[value]


def day_of(text: str | None, words: Words) -> date:
    """The day that `--on` names; today when it is not given.

    Raises:
        UsageError: it is no date.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(words("usage.match_day", value=text)) from None


def _date(key: str, value: str, words: Words) -> str:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError(value)
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(words("usage.date", key=key, value=value)) from None


def _year(value: str, words: Words) -> int:
    if not re.fullmatch(r"[0-9]{4}", value) or not 1900 <= int(value) <= 2100:
        raise UsageError(words("usage.year", value=value))
    return int(value)
