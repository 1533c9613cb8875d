"""Which language models may be asked for by name, and opening one.

`none`: the sources' own sentences. `local`: the model that `models pull` installs, run on this machine. `ollama:MODEL`:
a model of an Ollama server. Any other name is one that the settings file describes: a server in the OpenAI form, or a
GGUF file on this machine:

    {"llm": "office", "llms": {"office": {"address": "http://10.0.0.5:8000/v1", "model": "m", "key_variable": "KEY"},
                               "own": {"file": "/models/own.gguf", "context": 8192}}}
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs_store.embedders import EMBEDDERS
from docs_store.errors import ModelError, UsageError
from docs_store.models import DEFAULT_LANGUAGE_MODEL, LANGUAGE_MODELS, MODELS, ModelStore
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
_CONTEXT = 8192  # tokens; more than a reading is given, and every one takes memory


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

    def entry(self) -> dict[str, Any]:
        """As the settings file has it; `None` for what is left out there."""
        variable = self.key_variable or None
        return {"address": self.address, "model": self.model, "key_variable": variable, "seconds": self.seconds}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A GGUF file on this machine, as the settings describe it.

    Attributes:
        context: tokens of prompt and answer together at most, where the settings say so; else 8192. What the model was
            trained with bounds both.
    """

    path: Path
    context: int | None = None
    seconds: float | None = None

    def entry(self) -> dict[str, Any]:
        """As the settings file has it; `None` for what is left out there."""
        return {"file": str(self.path), "context": self.context, "seconds": self.seconds}


def chosen(asked: str | None = None) -> str:
    """The name in use: the command line's, the environment's, the settings file's, else `none`."""
    return asked or os.environ.get(NAME_VARIABLE) or str(settings_file.read().get("llm") or NONE)


def names() -> list[str]:
    """Names that can be asked for, `ollama:MODEL` for all of Ollama's."""
    return [NONE, LOCAL, *LANGUAGE_MODELS, f"{OLLAMA}MODEL", *described()]


def described() -> dict[str, Server | ModelFile]:
    """The servers and files that the settings file describes."""
    return {name: found for name, entry in _entries().items() if (found := _file(entry) or _server(entry)) is not None}


def is_name(name: str) -> bool:
    """Whether a name means a language model; `none` means no embedding model as well and is none of them here."""
    return name in (LOCAL, *LANGUAGE_MODELS) or name.startswith(OLLAMA) or name in described()


def open_model(name: str) -> LanguageModel | None:
    """The language model of this name; `None` for `none`. Close it after use.

    Raises:
        ModelError: it is unknown, not installed, its server does not answer, or its file cannot be run.
    """
    if name == NONE:
        return None
    if name == LOCAL or name in LANGUAGE_MODELS:
        return _local(DEFAULT_LANGUAGE_MODEL if name == LOCAL else name)
    if name.startswith(OLLAMA):
        host = os.environ.get("OLLAMA_HOST") or _OLLAMA_ADDRESS
        address = f"{host if '://' in host else f'http://{host}'}".rstrip("/") + "/v1"
        return _remote(name, Server(address=address, model=name.removeprefix(OLLAMA)), {})
    own = described().get(name)
    if isinstance(own, ModelFile):
        return _of_file(name, own)
    if own is None:
        raise ModelError(
            f"There is no language model named {name!r}.", remedy=f"There is: {', '.join(names())}.", code="no_llm"
        )
    return _remote(name, own, _entries()[name])


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


def save(name: str, own: Server | ModelFile | None = None) -> None:
    """Remember a language model as the one to use, and its server or file where it is described anew."""
    changes: dict[str, Any] = {"llm": name}
    if own is not None:
        entry = {key: value for key, value in own.entry().items() if value is not None}
        changes["llms"] = _entries() | {name: entry}
    settings_file.save(changes)


def check(name: str, own: Server | ModelFile) -> None:
    """Whether a name is free for a server or file that is not saved yet, and a model there to be had.

    Raises:
        UsageError: the name means another model, whatever the settings say; or the address is none.
        ModelError: the server does not answer, or the file cannot be run.
    """
    if not name or name == NONE or name in MODELS or name in (LOCAL, *EMBEDDERS) or name.startswith(OLLAMA):
        raise UsageError(f"The name {name!r} is taken.", remedy="Choose another, such as `office`.")
    if isinstance(own, ModelFile):
        _of_file(name, own).close()
        return
    from assistant.llm.remote import probe  # noqa: PLC0415  as in `_remote`

    probe(name, own.address, own.key({}))


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


def _of_file(name: str, file: ModelFile) -> LanguageModel:
    from assistant.llm.gguf import trained_context  # noqa: PLC0415  as in `_remote`
    from assistant.llm.local import SMALLEST_CONTEXT, LocalModel  # noqa: PLC0415

    context = min(file.context or _CONTEXT, trained_context(file.path) or _CONTEXT)
    if context < SMALLEST_CONTEXT:
        raise ModelError(
            f"The context of the language model {name} is {context} tokens; a reading needs {SMALLEST_CONTEXT}.",
            remedy="Choose a model with a larger context, or allow it more in the settings file.",
            code="small_context",
        )
    return LocalModel(file.path, context=context, seconds=_seconds(file.seconds), name=name)


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
    return Server(
        address=address, model=model, key_variable=str(entry.get("key_variable", "")), seconds=_own_seconds(entry)
    )


def _file(entry: dict[str, Any]) -> ModelFile | None:
    path, context = entry.get("file"), entry.get("context")
    if not isinstance(path, str):
        return None
    return ModelFile(
        path=Path(path),
        context=context if isinstance(context, int) and context > 0 else None,
        seconds=_own_seconds(entry),
    )


def _own_seconds(entry: dict[str, Any]) -> float | None:
    seconds = entry.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None


def _seconds(own: float | None) -> float:
    """How long one call may take: the environment's word, the model's own, or a minute."""
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
