"""Who a visitor is: a random secret in a cookie of this server, and its hash for what is kept.

The cookie is no login. It keeps visitors' work apart on a machine that all of them may use; whoever can read another
person's browser can read that person's work.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from docs_store import lazy_re
from docs_store.changes import WEB, Origin

COOKIE = "policy-assistant-visitor"
_YEAR = 365 * 24 * 3600
_SHOWN = 16  # of the hash, in the log of changes
_SECRET = lazy_re.compile(r"[0-9A-Za-z_-]{40,60}")


def owner(request: Any) -> str:
    """The key under which a visitor's work is kept; an API client without cookie has one for its session only.

    Args:
        request: the request as Gradio or Starlette gives it.
    """
    secret = _secret(request.cookies)
    if secret is None:
        secret = f"session {getattr(request, 'session_hash', None) or secrets.token_hex(16)}"
    return hashlib.sha256(secret.encode()).hexdigest()


def mark(request: Any) -> str:
    """The key of the visitor whose browser sent a request; empty for a program that keeps no cookie.

    Args:
        request: the request as Starlette gives it.
    """
    secret = _secret(request.cookies)
    return hashlib.sha256(secret.encode()).hexdigest() if secret is not None else ""


def origin(request: Any) -> Origin:
    """Where a visitor's changes to the library come from, for its log."""
    client = getattr(request, "client", None)
    return Origin(actor=WEB, address=client.host if client else "", visitor=owner(request)[:_SHOWN])


def new_cookie(header: str, *, https: bool) -> str | None:
    """The `Set-Cookie` value for a browser that sent this `Cookie` header; `None` when it has its secret already.

    It comes along when somebody follows a link from another site: without it they would be given a new one, and what
    they kept would be lost to them. Whatever else another site sends has none, and `ui.web.gate` refuses it.

    Args:
        https: the request came by it; then the cookie goes by nothing else.
    """
    try:
        sent = {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        sent = {}
    if _secret(sent) is not None:
        return None
    secure = "; Secure" if https else ""
    return f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax{secure}"


def _secret(cookies: Mapping[str, str]) -> str | None:
    value = cookies.get(COOKIE, "")
    return value if _SECRET.fullmatch(value) else None
