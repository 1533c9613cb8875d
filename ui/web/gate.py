"""What may come in at all: requests for this server, of its own pages, and to the addresses that are needed.

Gradio 6.31 opens some eighty addresses, among them a proxy, its API's description and help for writing programs. Those
that neither the pages nor programs need are not there.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from docs_store import lazy_re
from ui.web.hosts import Hosts
from ui.web.texts import both

_READ = frozenset({"GET", "HEAD"})
_SEND = frozenset({"POST"})
_NAME = r"[0-9A-Za-z_-]{1,200}"
# Gradio's own addresses that the pages or `gradio_client` use, and all that this project adds.
_OPEN = tuple(
    (methods, lazy_re.compile(path))
    for methods, path in (
        (_READ, r"/|/config|/theme\.css|/favicon\.ico"),
        (_READ, r"/(?:assets|static)/(?!.*\.\.)[0-9A-Za-z_./-]+"),
        (_READ, r"/gradio_api/info/?|/gradio_api/app_id"),  # the latter tells a page that lost its server
        (_READ, rf"/gradio_api/call/{_NAME}/{_NAME}|/gradio_api/queue/data|/gradio_api/heartbeat/{_NAME}"),
        (_SEND, rf"/gradio_api/call/{_NAME}|/gradio_api/queue/join|/gradio_api/cancel"),
        (_SEND, r"/gradio_api/upload"),
        (_READ, rf"/gradio_api/upload_progress|/gradio_api/file={_NAME}/[^/]+"),
        (_READ, rf"/(?:drafts|talks|documents)/{_NAME}\.[a-z]{{1,5}}|/figures\.[a-z]{{1,5}}"),
        (_READ, rf"/pages/{_NAME}/[0-9]{{1,6}}\.png"),
        (_READ | _SEND, r"/sign-in"),
        (_SEND, r"/sign-out"),
    )
)
_OTHER_PAGE = re.compile(rb"(?:^|&)page=")
_OWN_SITES = frozenset({"", "same-origin", "none"})


class Gate:
    """Refuses what is not for this server, or comes from another site's page, or asks for what is not open.

    Args:
        hosts: names of the server; with `None` it may have any name, and only pages of other names are refused.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts | None = None) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = hosts or Hosts("")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # Gradio has no web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        status, why = self._refusal(scope)
        if status:
            answer = JSONResponse({"detail": why}, status, headers={"connection": "close"} if status != 404 else None)
            await answer(scope, receive, send)
            return
        if scope["path"] == "/" and _OTHER_PAGE.search(scope["query_string"]):
            scope = {**scope, "query_string": b""}  # Gradio would look for a page of its own by that name, and fail
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str]:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or (self._hosts is not None and not self._hosts.serves(hosts[0])):
            shown = hosts[0][:100] if hosts else ""
            return 400, both("refused_host").format(host=shown)
        origins = headers.getlist("origin")
        if any(not self._origins.is_own(origin, hosts[0]) for origin in origins):
            return 403, both("refused_origin")
        # A browser sends no Origin where it loads a picture or a script for a foreign page, but says this.
        site, mode = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
        if site not in _OWN_SITES and not (mode == "navigate" and scope["method"] in _READ):
            return 403, both("refused_origin")
        if not any(scope["method"] in methods and path.fullmatch(scope["path"]) for methods, path in _OPEN):
            return 404, both("refused_address")
        return 0, ""
