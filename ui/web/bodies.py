"""What requests carry: no more than is needed, no visitor's session but the sender's own, and no file but the sender's.

Gradio takes a file wherever a value may stand, in the events of every component, so this looks at all that is sent.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docs_store.errors import InputError
from ui.web.sessions import Sessions
from ui.web.texts import both, error_text, words
from ui.web.upload_route import UPLOAD
from ui.web.uploads import MAX_REQUEST, Uploads
from ui.web.visitor import mark, owner

MAX_JSON = 1 << 20
"""Bytes of a request that is no upload. A list of questions that is pasted has 200,000 characters at most."""

_FORM = 64 << 10  # bytes that a form has around its files
_HEARTBEAT, _STREAM = "/gradio_api/heartbeat/", "/gradio_api/queue/data"


class Bodies:
    """Looks at what requests carry before Gradio does, and puts paths where browsers sent references to uploads."""

    def __init__(self, app: ASGIApp, uploads: Uploads, sessions: Sessions) -> None:
        self._app = app
        self._uploads = uploads
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visitor = HTTPConnection(scope)
        if scope["method"] != "POST":
            answer = None if self._sessions.admits(_listened(scope), mark(visitor)) else _no_session()
        elif scope["path"] == UPLOAD:
            answer = _upload_refusal(Headers(scope=scope))
        else:
            answer, receive = await self._read(visitor, receive)
        await (answer or self._app)(scope, receive, send)

    async def _read(self, visitor: HTTPConnection, receive: Receive) -> tuple[Response | None, Receive]:
        body = await _whole(visitor.headers, receive)
        if body is None:
            return _refused(413, both("refused_body").format(most=MAX_JSON >> 20)), receive
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return _refused(400, both("refused_json")), receive
        session = said.get("session_hash") if isinstance(said, dict) else None
        if not self._sessions.admits(session, mark(visitor)):
            return _no_session(), receive
        try:
            self._put_paths(said, owner(visitor))
        except InputError as error:
            return _refused(403, f"{error_text(error.code, str(error), words('zh'))} {error}"), receive
        # Written anew in any case, so that nothing is read otherwise after this than here.
        return None, _sent_again(json.dumps(said).encode(), receive)

    def _put_paths(self, said: Any, who: str) -> None:
        """Put a path for the reference of each file, wherever one stands; nothing else is left of what was said of it.

        Raises:
            InputError: it is none of this visitor's uploads.
        """
        left = [said]
        while left:
            value = left.pop()
            if _is_file(value):
                path = self._uploads.path(who, value["path"])
                value.clear()
                value |= {"path": str(path), "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}
            elif isinstance(value, dict):
                left.extend(value.values())
            elif isinstance(value, list):
                left.extend(value)


def _is_file(value: Any) -> bool:
    """As Gradio decides it (`gradio_client.utils.is_file_obj_with_meta`)."""
    if not isinstance(value, dict) or not isinstance(value.get("path"), str):
        return False
    meta = value.get("meta")
    return isinstance(meta, dict) and meta.get("_type") == "gradio.FileData"


def _listened(scope: Scope) -> str | None:
    """The session whose events a request is to hear of."""
    path = scope["path"]
    if path.startswith(_HEARTBEAT):
        return str(path.removeprefix(_HEARTBEAT))
    if path == _STREAM:
        return QueryParams(scope["query_string"]).get("session_hash")
    return None


def _upload_refusal(headers: Headers) -> Response | None:
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        return PlainTextResponse(both("refused_length"), 411, headers={"connection": "close"})
    if int(length) > MAX_REQUEST + _FORM:
        why = both("refused_body").format(most=MAX_REQUEST >> 20)
        return PlainTextResponse(why, 413, headers={"connection": "close"})
    return None


async def _whole(headers: Headers, receive: Receive) -> bytes | None:
    """The body; `None` when it is too large."""
    length = headers.get("content-length", "0")
    if length.isascii() and length.isdecimal() and int(length) > MAX_JSON:
        return None
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":  # the sender is gone; what came is no JSON, or is answered to nobody
            return bytes(body)
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_JSON:
            return None
    return bytes(body)


def _sent_again(body: bytes, receive: Receive) -> Receive:
    """`receive` of a request that has this body."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _no_session() -> Response:
    return _refused(403, both("refused_session"))


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"detail": why}, status, headers={"connection": "close"})
