"""Gradio on a server of this project's own, with the page's look and the rules a browser is to keep.

Not `Blocks.launch`: it calls its own address through whatever proxy the environment names (seen in Gradio 6.31), and
cannot set headers.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.formats import MAX_FILE_BYTES
from ui.web import downloads, figure_files, upload_route
from ui.web.access import Access
from ui.web.bodies import Bodies
from ui.web.connections import bounded
from ui.web.conversations import Conversations
from ui.web.gate import Gate
from ui.web.hosts import Hosts
from ui.web.page_pictures import PagePictures
from ui.web.sessions import Sessions, keep_little
from ui.web.stopping import Server
from ui.web.streams import Streams
from ui.web.texts import Words
from ui.web.tokens import Tokens
from ui.web.upload_route import UPLOAD
from ui.web.uploads import Uploads
from ui.web.visitor import new_cookie

# Nothing is loaded from, or sent to, another machine. Gradio compiles its templates in the browser and writes inline
# scripts and styles, hence the two `unsafe`s; what people wrote is escaped before it gets here. With `no-referrer` a
# browser would send a form, as the sign-in page has one, with `Origin: null`, which `ui.web.gate` cannot tell from a
# foreign page's.
_HEADERS = {
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
    " worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_BACKLOG = 128  # connections taken up at once, before one of them is looked at
_FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]


class Headers:
    """Adds the headers to every answer, and a visitor's cookie where there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        sent = next((value for name, value in scope.get("headers", ()) if name == b"cookie"), b"")
        cookie = new_cookie(sent.decode("latin-1"), https=scope.get("scheme") == "https")
        if cookie and scope.get("path") == UPLOAD:  # what is uploaded with the first request is the new visitor's
            given = (b"cookie", b"; ".join(filter(None, (sent, cookie.partition(";")[0].encode()))))
            scope = {**scope, "headers": [*(pair for pair in scope["headers"] if pair[0] != b"cookie"), given]}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._added]
                if cookie:
                    message["headers"].append((b"set-cookie", cookie.encode()))
            await send(message)

        await self._app(scope, receive, with_headers)


def mount(
    blocks: gr.Blocks,
    library: Library,
    workspace: Workspace,
    uploads: Uploads,
    static: Path,
    told: Words,
    hosts: Hosts | None,
    tokens: Tokens,
) -> FastAPI:
    """The pages as an application, with the looks in `static`.

    Args:
        uploads: in the folder that Gradio takes for uploads (`GRADIO_TEMP_DIR`).
        hosts: names under which it is served; any with `None`.
        tokens: what to ask for; without any, whoever comes may do everything.
    """
    app = FastAPI(title=told["product"], docs_url=None, redoc_url=None, openapi_url=None)
    sessions = Sessions()
    app.add_middleware(Streams)
    app.add_middleware(Bodies, uploads=uploads, sessions=sessions)
    app.add_middleware(Access, tokens=tokens)
    app.add_middleware(Gate, hosts=hosts)
    app.add_middleware(Headers)  # the last is the outermost: refusals have these headers too
    pictures = PagePictures(library)
    app.router.add_event_handler("shutdown", pictures.close)
    app.router.add_event_handler("startup", uploads.watch)
    app.router.add_event_handler("shutdown", uploads.close)
    app.include_router(upload_route.router(uploads))
    app.include_router(downloads.router(library, workspace, Conversations(library, workspace), pictures))
    app.include_router(figure_files.router(library))
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        max_file_size=MAX_FILE_BYTES,
        favicon_path=str(static / "icon.svg"),
        theme=_theme(),
        css=_all(static, "*.css"),
        head=f"<script>{_all(static, '*.js')}</script>",
    )
    blocks.has_launched = True  # only then does Gradio look whether a file that it is sent was uploaded
    keep_little(app, blocks, sessions)
    return app


def _all(static: Path, pattern: str) -> str:
    """The files of one kind, by name, so that `app` comes before what is of one page only."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(static.glob(pattern)))


def run(app: FastAPI, listener: socket.socket) -> None:
    """Serve until told to end. Open pages keep a connection, so stopping waits for their events and not for them."""
    mounted: Any = app.routes[-1]
    queue = mounted.app.get_blocks()._queue
    server(app, lambda: any(queue.active_jobs) or len(queue) > 0).run(sockets=[listener])


def server(app: ASGIApp, busy: Callable[[], bool] = lambda: False) -> Server:
    """The server for an application, which bounds what its connections may take.

    Args:
        busy: see `Server`.
    """
    config = uvicorn.Config(app, http=bounded(), ws="none", backlog=_BACKLOG, log_level="warning")
    return Server(config, busy)


def _theme() -> Any:
    """Gradio's plain theme with the fonts a machine has; a theme's own fonts would be fetched."""
    return gr.themes.Base(
        primary_hue="blue",
        neutral_hue="slate",
        font=[*_FONTS, "sans-serif"],
        font_mono=["Consolas", "Menlo", "monospace"],
        text_size="lg",
        radius_size="md",
    )
