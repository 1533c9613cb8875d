"""Which language models may be asked for by name, and opening one.

`none`: the sources' own sentences. `local`: the model that `models pull` installs, run on this machine. `ollama:MODEL`:
a model of an Ollama server. Any other name is a server in the OpenAI form that the settings file describes:

    {"llm": "office", "llms": {"office": {"address": "http://10.0.0.5:8000/v1", "model": "m", "key_variable": "KEY"}}}
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docs_store.errors import ModelError, UsageError
from docs_store.models import DEFAULT_LANGUAGE_MODEL, LANGUAGE_MODELS, ModelStore
from ui import settings_file

if TYPE_CHECKING:
    from assistant.llm import LanguageModel

NONE = "none"
LOCAL = "local"
OLLAMA = "ollama:"
NAME_VARIABLE = "POLICY_ASSISTANT_LLM"
KEY_VARIABLE = "POLICY_ASSISTANT_LLM_KEY"
SECONDS_VARIABLE = "POLICY_ASSISTANT_LLM_SECONDS"
_OLLAMA_ADDRESS = "http://127.0.0.1:11434"
_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server in the OpenAI form, as the settings describe it. Its key is shown nowhere, in no message either.

    Attributes:
        key_variable: environment variable that holds the key; without one `POLICY_ASSISTANT_LLM_KEY`.
    """

    address: str
    model: str
    key_variable: str = ""
    seconds: float | None = None

    def key(self, saved: dict[str, Any]) -> str:
        """The key: from the environment, else as the settings file has it; empty for none."""
        return os.environ.get(self.key_variable or KEY_VARIABLE, "") or str(saved.get("key", ""))


def chosen(asked: str | None = None) -> str:
    """The name in use: the command line's, the environment's, the settings file's, else `none`."""
    return asked or os.environ.get(NAME_VARIABLE) or str(settings_file.read().get("llm") or NONE)


def names() -> list[str]:
    """Names that can be asked for, `ollama:MODEL` for all of Ollama's."""
    return [NONE, LOCAL, *LANGUAGE_MODELS, f"{OLLAMA}MODEL", *servers()]


def servers() -> dict[str, Server]:
    """The servers that the settings file describes."""
    return {name: server for name, entry in _entries().items() if (server := _server(entry)) is not None}


def is_name(name: str) -> bool:
    """Whether a name means a language model; `none` means no embedding model as well and is none of them here."""
    return name in (LOCAL, *LANGUAGE_MODELS) or name.startswith(OLLAMA) or name in servers()


def open_model(name: str) -> LanguageModel | None:
    """The language model of this name; `None` for `none`. Close it after use.

    Raises:
        ModelError: it is unknown, not installed, or its server does not answer.
    """
    if name == NONE:
        return None
    if name == LOCAL or name in LANGUAGE_MODELS:
        return _local(DEFAULT_LANGUAGE_MODEL if name == LOCAL else name)
    if name.startswith(OLLAMA):
        host = os.environ.get("OLLAMA_HOST") or _OLLAMA_ADDRESS
        address = f"{host if '://' in host else f'http://{host}'}".rstrip("/") + "/v1"
        return _remote(name, Server(address=address, model=name.removeprefix(OLLAMA)), {})
    server = servers().get(name)
    if server is None:
        raise ModelError(
            f"There is no language model named {name!r}.", remedy=f"There is: {', '.join(names())}.", code="no_llm"
        )
    return _remote(name, server, _entries()[name])


@contextmanager
def opened(asked: str | None = None) -> Iterator[LanguageModel | None]:
    """The language model in use (see `chosen`), stopped at the end.

    Raises: see `open_model`.
    """
    model = open_model(chosen(asked))
    try:
        yield model
    finally:
        if model is not None:
            model.close()


def save(name: str, server: Server | None = None) -> None:
    """Remember a language model as the one to use, and its server where it is described anew."""
    changes: dict[str, Any] = {"llm": name}
    if server is not None:
        entry: dict[str, Any] = {"address": server.address, "model": server.model}
        if server.key_variable:
            entry["key_variable"] = server.key_variable
        if server.seconds is not None:
            entry["seconds"] = server.seconds
        changes["llms"] = _entries() | {name: entry}
    settings_file.save(changes)


def check(name: str, server: Server) -> None:
    """Raise ModelError unless a server that is not saved yet answers."""
    from assistant.llm.remote import probe  # noqa: PLC0415  as in `_remote`

    probe(name, server.address, server.key({}))


def _local(name: str) -> LanguageModel:
    from assistant.llm.local import LocalModel  # noqa: PLC0415  as in `_remote`

    model = LANGUAGE_MODELS[name]
    folder = ModelStore().installed(name)
    if folder is None:
        raise ModelError(
            f"The language model {name} is not installed.",
            remedy=f"Run `policy-assistant models pull {name}` (1.1 GB), or use --llm none.",
        )
    return LocalModel(folder / model.weights, context=model.context, seconds=_seconds(None))


def _remote(name: str, server: Server, saved: dict[str, Any]) -> LanguageModel:
    # What speaks over the network is loaded only with a model that needs it.
    from assistant.llm import ChatModel  # noqa: PLC0415
    from assistant.llm.remote import open_ai_compatible, probe  # noqa: PLC0415

    key, seconds = server.key(saved), _seconds(server.seconds)
    probe(name, server.address, key)
    return ChatModel(
        name=name,
        make=lambda: open_ai_compatible(address=server.address, model=server.model, key=key, seconds=seconds),
        seconds=seconds,
    )


def _entries() -> dict[str, dict[str, Any]]:
    found = settings_file.read().get("llms")
    entries = found.items() if isinstance(found, dict) else ()
    return {name: entry for name, entry in entries if isinstance(entry, dict)}


def _server(entry: dict[str, Any]) -> Server | None:
    address, model = entry.get("address"), entry.get("model")
    if not isinstance(address, str) or not isinstance(model, str):
        return None
    seconds = entry.get("seconds")
    return Server(
        address=address,
        model=model,
        key_variable=str(entry.get("key_variable", "")),
        seconds=float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None,
    )


def _seconds(own: float | None) -> float:
    """How long an answer may take: the environment's word, the server's own, or a minute."""
    text = os.environ.get(SECONDS_VARIABLE)
    if not text:
        return own or _SECONDS
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise UsageError(f"{SECONDS_VARIABLE} is {text!r}.", remedy="Give seconds, from 1 to 3600.")
    return seconds
