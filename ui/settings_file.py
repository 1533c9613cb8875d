"""The user's settings file: one JSON object, which may hold keys of servers and is therefore its owner's alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import platformdirs

from docs_store.errors import StorageError

APP = "policy-assistant"


def path() -> Path:
    """Where the settings file is, or would be."""
    return platformdirs.user_config_path(APP) / "settings.json"


def read() -> dict[str, Any]:
    """What is saved; nothing where there is no file or it cannot be read."""
    try:
        found = json.loads(path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(changes: dict[str, Any]) -> None:
    """Remember these settings beside the others.

    Raises:
        StorageError: the file cannot be written.
    """
    target = path()
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump(read() | changes, stream, ensure_ascii=False, indent=2)
        part.replace(target)
    except OSError as error:
        raise StorageError(
            f"The settings file {target} cannot be written: {error.strerror}.", remedy="Check the folder's rights."
        ) from error
