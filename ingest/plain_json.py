"""JSON that somebody wrote into a file, such as the profile of an enterprise."""

from __future__ import annotations

import json
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers.base import no_access

_REMEDY = "Check it with a program that knows JSON."


def json_of(path: Path, most_bytes: int) -> object:
    """What a file of JSON in UTF-8 holds.

    Raises:
        UnreadableFileError: `no_access`, `too_large` (it has more than `most_bytes`), `damaged` (it is no JSON).
    """
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        raise no_access(path, error) from error
    if len(data) > most_bytes:
        message = f"{path.name} has more than {most_bytes:,} bytes."
        raise UnreadableFileError(message, remedy="Leave out what is not asked for.", code="too_large")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"{path.name} is no JSON: {error}.", remedy=_REMEDY, code="damaged") from error
