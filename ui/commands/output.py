"""Results as files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from docs_store.errors import StorageError
from ui.texts import Words, safe


def write_whole(path: Path, content: bytes, words: Words) -> None:
    """The whole file or none of it."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent, delete=False) as scratch:
            scratch.write(content)
        Path(scratch.name).replace(path)
    except OSError as error:
        raise StorageError(words("figures.not_written", path=safe(str(path)), reason=error.strerror or "")) from error
