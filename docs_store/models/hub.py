"""A model hub, or a mirror of it, over HTTP: one file at a time, at a pinned commit, going on where it broke off."""

from __future__ import annotations

import os
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models.disk import CHUNK_BYTES, Progress, write_chunks
from docs_store.models.registry import Model, ModelFile

if TYPE_CHECKING:
    from http.client import HTTPResponse

DEFAULT_ENDPOINT = "https://huggingface.co"
MIRROR_VARIABLE = "HF_ENDPOINT"
OFFLINE_VARIABLE = "HF_HUB_OFFLINE"


class _BrokenOffError(ModelError):
    """The connection failed or ended early; what came so far is kept."""


class HubSource:
    """Downloads from `{endpoint}/{repository}/resolve/{revision}/{path}`.

    Args:
        endpoint: address of the hub; by default `HF_ENDPOINT`, else the public hub.
        timeout_s: longest silence of the server, not the length of the download.
        tries: connections per file; another one is made only after one that brought something.
    """

    def __init__(self, endpoint: str | None = None, *, timeout_s: float = 30.0, tries: int = 5) -> None:
        self._endpoint = (endpoint or os.environ.get(MIRROR_VARIABLE) or DEFAULT_ENDPOINT).rstrip("/")
        self._timeout_s = timeout_s
        self._tries = tries

    @property
    def label(self) -> str:
        """`hub` and its address."""
        return f"hub {self._endpoint}"

    def fetch(self, model: Model, into: Path, progress: Progress) -> None:
        """See `Source`. A file that broke off in an earlier pull goes on where it ended, if the server can."""
        if os.environ.get(OFFLINE_VARIABLE, "").upper() in {"1", "ON", "YES", "TRUE"}:
            raise ModelError(f"{OFFLINE_VARIABLE} is set, so the hub was not asked.")
        if urllib.parse.urlsplit(self._endpoint).scheme not in {"http", "https"}:
            raise ModelError(f"{self._endpoint!r} is not an http or https address.")
        base = f"{self._endpoint}/{model.hub.repository}/resolve/{model.hub.revision}/"
        for file in model.files:
            self._download(base + urllib.parse.quote(file.path), into / file.name, file, progress)

    def _download(self, url: str, target: Path, file: ModelFile, progress: Progress) -> None:
        """Bring `target` to the file's full size, connecting again as long as each connection brings something."""
        for remaining in reversed(range(self._tries)):
            before = _size(target)
            if before == file.bytes:
                return
            try:
                self._continue(url, target, file, progress)
                return
            except _BrokenOffError:
                if remaining == 0 or _size(target) <= before:
                    raise

    def _continue(self, url: str, target: Path, file: ModelFile, progress: Progress) -> None:
        """One connection: ask for the part that is missing, and append it."""
        have = _size(target)
        if have > file.bytes:
            have = 0
        with self._open(url, have) as response:
            # A server that ignores Range sends the whole file (200); then it is written anew.
            if response.status == 206 and not _starts_at(response, have):
                raise ModelIntegrityError(f"The server sent another part of {file.name} than was asked for.")
            write_chunks(_body(response), target, file, progress, append=response.status == 206)
        if _size(target) < file.bytes:
            raise _BrokenOffError(f"The connection ended after {_size(target)} of {file.bytes} bytes of {file.name}.")

    def _open(self, url: str, have: int) -> HTTPResponse:
        import http.client  # noqa: PLC0415  asking a question knows the models there are, and needs no network
        import urllib.error  # noqa: PLC0415
        import urllib.request  # noqa: PLC0415

        headers = {"User-Agent": "policy-assistant", "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        request = urllib.request.Request(url, headers=headers)
        try:
            response: HTTPResponse = urllib.request.urlopen(request, timeout=self._timeout_s)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416:  # what is here is at least as long as the server's whole file
                raise ModelIntegrityError(f"The server's file is shorter than the pinned one: {url}.") from error
            raise ModelError(f"The server answered {error.code} {error.reason} for {url}.") from error
        except (OSError, http.client.HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            raise _BrokenOffError(f"No connection to {self._endpoint} ({reason}).") from error
        return response


def _body(response: HTTPResponse) -> Iterator[bytes]:
    """The body as it arrives. `read1` returns what is there, so that a slow line loses nothing when it breaks."""
    import http.client  # noqa: PLC0415  as in `_open`

    while True:
        try:
            chunk = response.read1(CHUNK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _BrokenOffError(f"The connection broke off ({error}).") from error
        if not chunk:
            return
        yield chunk


def _starts_at(response: HTTPResponse, start: int) -> bool:
    return response.headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
