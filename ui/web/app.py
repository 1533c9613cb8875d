"""The web application: its pages put together, and the server they run on.

Gradio is loaded inside these functions only: it takes seconds, and its settings must be in the environment before.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.matching.judging import ConditionReader
from docs_store.changes import WEB, Origin
from docs_store.errors import UsageError
from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.proposals import Proposer
from ui import language_models, proposing, wiring
from ui.commands.hints import library_hints
from ui.scratch import scratch_folder
from ui.texts import Words as CommandWords
from ui.web.drafter import Drafter
from ui.web.hosts import Hosts
from ui.web.nouns import Asker
from ui.web.termination import ended_by_sigterm
from ui.web.texts import LANGUAGES, Words, words
from ui.web.tokens import LONGEST, SHORTEST, Tokens
from ui.web.uploads import Uploads

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860
READ_VARIABLE = "POLICY_ASSISTANT_TOKEN"
CHANGE_VARIABLE = "POLICY_ASSISTANT_CHANGE_TOKEN"
_STATIC = Path(__file__).parent / "static"
_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # After each event Gradio 6.31 sums up the last 10,000 with pandas, for a page that is switched off here.
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}


def build(
    library: Library,
    assistant: Asker,
    workspace: Workspace,
    drafter: Drafter,
    uploads: Uploads,
    language: str,
    model: str,
    proposer: Proposer | None = None,
    conditions: ConditionReader | None = None,
) -> gr.Blocks:
    """The pages over one library and what its visitors keep.

    Args:
        drafter: works on lists of questions; closed by the caller.
        language: the one that a visitor meets first, `zh` or `en`.
        model: name of the language model that words the answers; empty without one.
        proposer: the language model that is asked about uploads that reading is unsure of, if any.
        conditions: the language model that judges conditions of measures, if any.
    """
    os.environ |= _GRADIO
    from ui.web.pages import build_pages  # noqa: PLC0415  # loads Gradio

    return build_pages(
        library, assistant, workspace, drafter, uploads, language, model=model, proposer=proposer, conditions=conditions
    )


def application(
    library: Library,
    assistant: Asker,
    workspace: Workspace,
    language: str = "zh",
    model: str = "",
    hosts: Hosts | None = None,
    tokens: Tokens | None = None,
    proposer: Proposer | None = None,
    conditions: ConditionReader | None = None,
) -> FastAPI:
    """The pages as an ASGI application that lets a browser talk to no other machine.

    Args:
        hosts: names under which it is served; with `None` whoever runs the application sees to that.
        tokens: what to ask for; without any, whoever reaches the application may do everything.
        proposer, conditions: see `build`.
    """
    drafter = Drafter(library, assistant, workspace)
    uploads = Uploads(Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.mkdtemp(prefix="policy-assistant-")))
    os.environ["GRADIO_TEMP_DIR"] = str(uploads.folder)
    blocks = build(library, assistant, workspace, drafter, uploads, language, model, proposer, conditions)
    from ui.web.hosting import mount  # noqa: PLC0415  # loads Gradio

    app = mount(blocks, library, workspace, uploads, _STATIC, words(language), hosts, tokens or Tokens())
    app.router.add_event_handler("shutdown", drafter.close)
    return app


def serve(
    settings: wiring.Settings,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    language: str = "zh",
    open_page: bool = False,
    names: Sequence[str] = (),
    tokens: Tokens | None = None,
) -> None:
    """Serve the web application until it is interrupted. Makes the library when there is none.

    Args:
        open_page: open the page in the person's browser, where this machine has a screen.
        names: under which the server is reached besides `host`; see `ui.web.hosts.Hosts`.
        tokens: what to ask for; needed for a host that other machines reach.

    Raises:
        UsageError: the host or port cannot be had, one of the names is none, or the tokens do not do.
        LibraryError, ModelError: the library cannot be opened.
    """
    if language not in LANGUAGES:
        raise UsageError(f"There is no language {language!r}.", remedy=f"Choose one of {', '.join(LANGUAGES)}.")
    told, hosts, tokens = words(language), Hosts(host, names), tokens or Tokens()
    _check_tokens(tokens, host, told)
    with (
        ended_by_sigterm(),
        _listen(host, port) as listener,
        closing(wiring.open_library(settings, create=True, origin=Origin(actor=WEB))) as library,
    ):
        if not library.infos():
            _say(told["serving_empty"])
        for hint in library_hints(library, settings, CommandWords(language)):
            _say(hint)
        if tokens and not tokens.change:
            _say(told["serving_read_only"])
        with (
            language_models.opened() as model,
            proposing.opened() as proposer,
            closing(Workspace(library.folder)) as workspace,
            scratch_folder() as scratch,
        ):
            os.environ["GRADIO_TEMP_DIR"] = str(scratch / "uploads")
            asker = wiring.assistant_over(library, model)
            name, conditions = (model.name, ConditionReader(model)) if model else ("", None)
            app = application(library, asker, workspace, language, name, hosts, tokens, proposer, conditions)
            address = f"http://{_shown(host)}:{listener.getsockname()[1]}"
            _say(told["serving"].format(address=address))
            if open_page and _has_screen():  # the socket listens already, so the page waits for the server
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            from ui.web.hosting import run  # noqa: PLC0415  # loads Gradio

            run(app, listener)


def _check_tokens(tokens: Tokens, host: str, told: Words) -> None:
    fault = tokens.fault() or ("" if tokens or _is_loopback(host) else "token_needed")
    if fault:
        given = {"host": host, "shortest": SHORTEST, "longest": LONGEST, "example": secrets.token_urlsafe(24)}
        given |= {"read": READ_VARIABLE, "change": CHANGE_VARIABLE}
        raise UsageError(told[fault].format(**given), remedy=told[f"{fault}_mend"].format(**given))


def _has_screen() -> bool:
    """Without a screen `webbrowser` would start a browser in the terminal, over the server's own output."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a busy port is known before anything is loaded."""
    if not 0 <= port <= 65535:  # what is larger would be taken modulo 65536
        raise UsageError(f"There is no port {port}.", remedy="Choose one from 1 to 65535 with --port.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"There is no address {host}: {error.strerror}.", remedy="Choose one with --host.") from error
    if os.name != "nt":  # on Windows this would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        elsewhere = error.errno == errno.EADDRNOTAVAIL
        raise UsageError(
            f"Port {port} of {host} cannot be used: {error.strerror}.",
            remedy="Choose an address of this machine with --host." if elsewhere else "Choose another with --port.",
        ) from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(host: str) -> str:
    """The host as it stands in an address that opens on this machine."""
    if host in ("0.0.0.0", "::", ""):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
