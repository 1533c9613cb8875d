"""Who may come in, and who may change the library: asked once for each request, before anything else sees it.

What a request may do stands in its scope from then on. `ui.web.guard` looks there before an event of a page runs, the
pages look there for what to show. A scope without an answer may do nothing.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docs_store import lazy_re
from ui.web import sign_in
from ui.web.texts import LANGUAGES
from ui.web.tokens import COOKIE_SECONDS, Attempts, Right, SignedOut, Tokens

COOKIE = "policy-assistant-access"

_ENTRY = "policy_assistant.entry"
_LOOKING = ("GET", "HEAD", "OPTIONS")
# Gradio's own ways to send: what an event does is asked where it runs (`ui.web.guard`), and a file that is sent lies in
# a folder for such until an event takes it. Whatever else is sent, by whichever later version, may change something.
_SENDING = lazy_re.compile(r"/gradio_api/(?:(?:run|api|call|call/v2)/[^/]+|queue/join|upload|cancel|reset)/?")
_MOST_BYTES = 10_000  # of a form
_LANGUAGE = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a request got in.

    Attributes:
        asked: whether a token was asked for.
        signed_in: whether the sign-in page's cookie answered, so that there is something to sign out of.
    """

    right: Right
    asked: bool
    signed_in: bool = False


_NOT_IN = Entry(right=Right.NOTHING, asked=True)
_OPEN = Entry(right=Right.CHANGE, asked=False)


def needed(method: str, path: str) -> Right:
    """What a request to this path needs, other than to the sign-in page itself, which is open."""
    return Right.READ if method in _LOOKING or _SENDING.fullmatch(path) else Right.CHANGE


def entry_of(request: Any) -> Entry:
    """How a request got in, as Gradio or Starlette gives it to a handler."""
    inner = getattr(request, "request", None) or request
    entry = getattr(inner, "scope", {}).get(_ENTRY)
    return entry if isinstance(entry, Entry) else _NOT_IN


def may_change(request: Any) -> bool:
    """Whether a request may change the library."""
    return entry_of(request).right >= Right.CHANGE


class Access:
    """Lets in who has a token, or everybody where there are none, and signs people in and out.

    Args:
        tokens: of this server.
        now: seconds since 1970.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens, now: Callable[[], float] = time.time) -> None:
        self._app = app
        self._tokens = tokens
        self._now = now
        self._attempts = Attempts()
        self._out = SignedOut()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not self._tokens:
            await self._app({**scope, _ENTRY: _OPEN}, receive, send)
        elif scope["type"] != "http":
            await self._pass(scope, receive, send) if self._cookie(scope) else await _refuse_socket(receive, send)
        elif scope["path"] == sign_in.PATH:
            await self._sign_in(scope, receive, send)
        elif scope["path"] == sign_in.OUT_PATH and scope["method"] == "POST":
            await self._sign_out(scope, receive, send)
        else:
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        bearer = _bearer(scope)
        if bearer is not None and (wait := self._attempts.wait(_address(scope))):
            await _refuse(send, 429, "too_many_attempts", retry_after=wait)
            return
        right = self._cookie(scope) if bearer is None else self._given(bearer, scope)
        if right is Right.NOTHING:
            await self._ask(scope, send)
        elif scope["type"] == "http" and right < needed(scope["method"], scope["path"]):
            await _refuse(send, 403, "read_only")
        else:
            entry = Entry(right=right, asked=True, signed_in=bearer is None)
            await self._app({**scope, _ENTRY: entry}, receive, send)

    def _cookie(self, scope: Scope) -> Right:
        value = _cookie(scope)
        return Right.NOTHING if value in self._out else self._tokens.right_of_cookie(value, self._now())

    def _given(self, token: str, scope: Scope) -> Right:
        """What a token that was given now entitles to. Nothing is awaited here, so no attempt goes uncounted."""
        right = self._tokens.right(token)
        if right is Right.NOTHING:
            self._attempts.failed(_address(scope))
        else:
            self._attempts.succeeded(_address(scope))
        return right

    async def _ask(self, scope: Scope, send: Send) -> None:
        """Send a person to the sign-in page, and tell a program what is wanted."""
        headers = dict(scope["headers"])
        page = scope["method"] in ("GET", "HEAD") and b"text/html" in headers.get(b"accept", b"")
        if not page:
            await _refuse(send, 401, "unauthorized")
        elif headers.get(b"sec-fetch-site") == b"cross-site" and not _cookie(scope):
            await _answer(send, 200, sign_in.once_more())
        else:
            query = scope.get("query_string", b"").decode("latin-1")
            # encoded again: what is decoded here would be taken for parts of the address there
            following = quote(scope["path"]) + (f"?{query}" if query else "")
            await _redirect(send, sign_in.address(sign_in.local_path(following)))

    async def _sign_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await self._signed(scope, await _form(receive), send)
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        following = sign_in.local_path(query.get("next", ["/"])[0])
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, b"", [(b"allow", b"GET, HEAD, POST")])
        elif self._cookie(scope):
            await _redirect(send, following)
        else:
            left = "left" in query
            await _answer(send, 200, sign_in.page(_language(query.get("lang", [""])[0]), following, left=left))

    async def _signed(self, scope: Scope, form: dict[str, str], send: Send) -> None:
        following = sign_in.local_path(form.get("next", "/"))
        language = _language(form.get("lang", ""))
        if wait := self._attempts.wait(_address(scope)):
            seconds = math.ceil(wait)
            page = sign_in.page(language, following, wait_s=seconds)
            await _answer(send, 429, page, [(b"retry-after", str(seconds).encode())])
            return
        right = self._given(form.get("token", "").strip(), scope)
        if right is Right.NOTHING:
            await _answer(send, 401, sign_in.page(language, following, wrong=True))
        else:
            await _redirect(
                send, following, _set_cookie(scope, self._tokens.cookie(right, self._now()), COOKIE_SECONDS)
            )

    async def _sign_out(self, scope: Scope, receive: Receive, send: Send) -> None:
        form = await _form(receive)
        if self._cookie(scope):
            self._out.add(_cookie(scope), self._now())
        there = sign_in.address(language=_language(form.get("lang", "")), left=True)
        await _redirect(send, there, _set_cookie(scope, "", 0))


def _cookie(scope: Scope) -> str:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        found = SimpleCookie(sent.decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _set_cookie(scope: Scope, value: str, seconds: int) -> bytes:
    """Only for this server, out of reach of scripts, and by https only where that is how it is reached."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}".encode()


def _bearer(scope: Scope) -> str | None:
    """The token in the header for programs; `None` without one. Other schemes are a proxy's own affair."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return str(token.strip())
    return None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _language(code: str) -> str:
    return code if code in LANGUAGES else _LANGUAGE


async def _form(receive: Receive) -> dict[str, str]:
    """The fields of a form; none when it is too long to be ours."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > _MOST_BYTES:
            return {}
        if not message.get("more_body"):
            fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
            return {name: values[0] for name, values in fields.items()}


async def _answer(send: Send, status: int, page: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    shown = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store")]
    start: Message = {"type": "http.response.start", "status": status, "headers": [*shown, *(headers or [])]}
    await send(start)
    await send({"type": "http.response.body", "body": page})


async def _redirect(send: Send, address: str, cookie: bytes | None = None) -> None:
    """To another page, asked for with GET whatever this was asked for with."""
    headers = [(b"location", address.encode("latin-1", "replace"))]
    await _answer(send, 303, b"", [*headers, (b"set-cookie", cookie)] if cookie else headers)


async def _refuse(send: Send, status: int, code: str, *, retry_after: float = 0) -> None:
    """Say no to a program, with the error object of the command line."""
    message, remedy = _REFUSALS[code]
    body = json.dumps({"error": {"code": code, "message": message, "remedy": remedy}}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if retry_after:
        headers.append((b"retry-after", str(math.ceil(retry_after)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _refuse_socket(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})


_REFUSALS = {
    "unauthorized": (
        "This server asks for a token, and there was none or a wrong one.",
        "Send the header `Authorization: Bearer TOKEN`, or sign in on the page.",
    ),
    "read_only": ("This token is for reading only.", "Use the token for changing."),
    "too_many_attempts": ("Too many wrong tokens came from this address.", "Wait as long as `Retry-After` says."),
}
