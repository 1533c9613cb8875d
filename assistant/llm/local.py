"""`local`: a GGUF model in a process of its own on this machine.

The process (`assistant.llm.server`) is started at the first question and ends with this one, however this one ends: it
watches its standard input. A process of its own because a model that runs out of memory or crashes must not take the
program with it, and because only so can it be stopped in the middle of a word. It listens on the loopback address, on a
port the system chooses, and answers only who knows the key that is made anew for every start.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.pace import Pace
from assistant.llm.remote import ANSWER_TOKENS, open_ai_compatible
from docs_store.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

NAME = "local"
SMALLEST_CONTEXT = 4096  # instructions, three sources and the answer
_START_SECONDS = 120.0  # reading 1.1 GB from a slow disk
_STOP_SECONDS = 5.0


class LocalModel:
    """A GGUF file as a LanguageModel.

    Args:
        weights: the file.
        context: tokens of prompt and answer together, `SMALLEST_CONTEXT` or more.
        command: starts the server; the one of this package when not given.

    Raises:
        ModelError: what runs such files is not installed.
    """

    def __init__(
        self, weights: Path, *, context: int, seconds: float = 60.0, name: str = NAME, command: list[str] | None = None
    ) -> None:
        if command is None and find_spec("xllamacpp") is None:
            raise ModelError(
                "The local language model needs the package xllamacpp, which is not installed.",
                remedy="Install it with `pip install xllamacpp`, or choose another with --llm.",
            )
        self.name = name
        self.seconds = seconds
        self.pace = Pace(most=max(1, context - ANSWER_TOKENS))  # a character is one token at most, taken together
        self._command = command or [sys.executable, "-m", "assistant.llm.server"]
        self._settings = {"weights": str(weights), "context": context, "threads": _threads()}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._client: BaseChatModel | None = None

    def chat_model(self) -> BaseChatModel:
        """See `LanguageModel`. A server that has died is started anew."""
        with self._lock:
            if self._client is None or self._process is None or self._process.poll() is not None:
                self._stop()
                self._start()
            assert self._client is not None
            return self._client

    def close(self) -> None:
        """See `LanguageModel`."""
        with self._lock:
            self._stop()

    @property
    def process_id(self) -> int | None:
        """The server's process, while there is one."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def _start(self) -> None:
        key = secrets.token_hex(16)
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=Path(__file__).resolve().parents[2],
            )  # fmt: skip
        except OSError as error:
            raise ModelError(f"The local language model cannot be started ({error}).") from error
        atexit.register(self.close)
        self.pace.forget()
        ready = self._greeting({**self._settings, "key": key})
        if ready is None:
            code = self._process.poll()
            self._stop()
            raise ModelError(
                f"The local language model did not start (exit code {code})." if code is not None
                else "The local language model did not start in time.",
                remedy="It needs about 2 GB of free memory; run `policy-assistant doctor`.",
            )  # fmt: skip
        self._client = open_ai_compatible(
            address=f"{ready['address']}/v1", model=NAME, key=key, seconds=self.seconds, through_proxy=False
        )

    def _greeting(self, settings: dict[str, Any]) -> dict[str, Any] | None:
        """Tell the server what to load and wait for its one line; `None` when it ends or takes too long."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        stdout = process.stdout
        line: list[bytes] = []
        with suppress(OSError):  # it has ended already; then there is no line either
            process.stdin.write(json.dumps(settings).encode() + b"\n")
            process.stdin.flush()
        reader = threading.Thread(target=lambda: line.append(stdout.readline()), daemon=True)
        reader.start()
        reader.join(_START_SECONDS)
        with suppress(ValueError):
            found = json.loads(line[0]) if line and line[0] else None
            return found if isinstance(found, dict) else None
        return None

    def _stop(self) -> None:
        process, self._process, self._client = self._process, None, None
        if process is None:
            return
        atexit.unregister(self.close)
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _threads() -> int:
    """Cores this process may use, and no more than help a small model."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, 8))
