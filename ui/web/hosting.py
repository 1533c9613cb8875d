"""Gradio on a server of this project's own, with the page's look and the rules a browser is to keep.

Not `Blocks.launch`: it calls its own address through whatever proxy the environment names (seen in Gradio 6.31), and
cannot set headers.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.formats import MAX_FILE_BYTES
from ui.web import downloads, figure_files
from ui.web.conversations import Conversations
from ui.web.page_pictures import PagePictures
from ui.web.sessions import keep_little
from ui.web.streams import Streams
from ui.web.texts import Words
from ui.web.visitor import new_cookie

# Nothing is loaded from, or sent to, another machine. Gradio compiles its templates in the browser and writes inline
# scripts and styles, hence the two `unsafe`s; what people wrote is escaped before it gets here.
_HEADERS = {
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
    " worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]


class Headers:
    """Adds the headers to every answer, and a visitor's cookie where there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        sent = next((value for name, value in scope.get("headers", ()) if name == b"cookie"), b"")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._added]
                if cookie := new_cookie(sent.decode("latin-1")):
                    message["headers"].append((b"set-cookie", cookie.encode()))
            await send(message)

        await self._app(scope, receive, with_headers)


def mount(blocks: gr.Blocks, library: Library, workspace: Workspace, static: Path, told: Words) -> FastAPI:
    """The pages as an application, with the looks in `static`."""
    app = FastAPI(title=told["product"], docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Headers)
    app.add_middleware(Streams)
    pictures = PagePictures(library)
    app.router.add_event_handler("shutdown", pictures.close)
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
    keep_little(app, blocks)
    return app


def _all(static: Path, pattern: str) -> str:
    """The files of one kind, by name, so that `app` comes before what is of one page only."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(static.glob(pattern)))


def run(app: FastAPI, listener: socket.socket) -> None:
    """Serve until interrupted. Open pages keep a connection, so stopping does not wait for them."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])


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
