"""`models`: which there are, installing them, choosing one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant.llm.address import shown
from docs_store.embedders import EMBEDDERS, HashingEmbedder, load_embedder
from docs_store.errors import LibraryError, UsageError
from docs_store.models import (
    DEFAULT_LANGUAGE_MODEL,
    DEFAULT_MODEL,
    MODELS,
    EmbeddingModel,
    ModelState,
    ModelStore,
)
from docs_store.models.sources import default_sources
from ui import language_models, wiring
from ui.commands.console import Console, Progress
from ui.commands.hints import library_hints
from ui.texts import Words, columns, safe, size

Action = Callable[[argparse.Namespace, Console], int]


def run(args: argparse.Namespace, console: Console) -> int:
    """Carry out `args.action`."""
    return _ACTIONS[args.action](args, console)


def _list(args: argparse.Namespace, console: Console) -> int:
    words = console.words
    in_use = wiring.settings(args.library, args.embedder).embedder
    language = language_models.chosen()
    states = ModelStore().list()
    if console.as_json:
        models = [_state_object(state, in_use, language) for state in states]
        own = [_own_object(name, model) for name, model in language_models.described().items()]
        console.emit({"models": models, "in_use": in_use, "language_model": language, "described": own})
        return 0
    rows = [words("models.columns").split("|")]
    for state in states:
        model = state.model
        about = (
            words("models.about.embedding", dimensions=model.dimensions)
            if isinstance(model, EmbeddingModel)
            else words("models.about.language")
        )
        rows.append([model.name, _state(state, words), size(model.bytes), model.licence, about])
    for name in (HashingEmbedder.NAME, wiring.NO_EMBEDDER):
        rows.append([name, words("models.built_in"), "-", "-", words(f"models.about.{name}")])
    rows += [_own_row(name, own, words) for name, own in language_models.described().items()]
    used = {safe(in_use)}  # the built-in `none` is the embedding model's
    if language != language_models.NONE:
        used.add(safe(_installed_as(language)))
    for name in used - {row[0] for row in rows[1:]}:
        rows.append([name, "-", "-", "-", "-"])
    for row in rows[1:]:
        if row[0] in used:
            row[1] = words("models.in_use", state=row[1])
    for line in columns(rows):
        console.line(line)
    return 0


def _pull(args: argparse.Namespace, console: Console) -> int:
    """Install a model; already there and sound is done as well."""
    name = args.name or DEFAULT_MODEL
    progress = Progress()
    folder = Path(args.folder) if args.folder else None
    try:
        path = _fetch(name, progress, folder)
    finally:
        progress.end()
    if console.as_json:
        console.emit({"name": name, "path": str(path)})
    else:
        console.line(console.words("models.pulled", name=name, path=str(path)))
    _tell_about_library(wiring.settings(args.library, args.embedder), console)
    return 0


def _fetch(name: str, progress: Progress, folder: Path | None) -> Path | str:
    """Where a model of ours now is; a model of a hub is kept by sentence-transformers itself, under its name."""
    name = _installed_as(name)
    if name in MODELS or folder is not None:
        return ModelStore().pull(name, progress, default_sources(folder) if folder else None)
    return load_embedder(name, ModelStore(), download=True).name


def _use(args: argparse.Namespace, console: Console) -> int:
    """Remember a model as the one to use, once it has been loaded."""
    if args.llm or args.address or args.file or language_models.is_name(args.name):
        return _use_language_model(args, console)
    name = str(Path(args.name).resolve()) if _is_folder(args.name) else args.name
    wiring.load_named(name)
    wiring.save_embedder(name)
    if console.as_json:
        console.emit({"name": name})
    else:
        console.line(console.words("models.used", name=name))
    variable = os.environ.get(wiring.EMBEDDER_VARIABLE)
    if variable and variable != name:
        console.note(console.words("models.variable", variable=wiring.EMBEDDER_VARIABLE, value=variable))
    _tell_about_library(wiring.settings(args.library, name), console)
    return 0


def _use_language_model(args: argparse.Namespace, console: Console) -> int:
    """Remember a language model, once it is known to be there."""
    own = _described(args, console.words)
    if own is not None:
        language_models.check(args.name, own)
    else:
        with language_models.opened(args.name):
            pass
    language_models.save(args.name, own)
    if console.as_json:
        console.emit({"name": args.name})
    elif args.name == language_models.NONE:
        console.line(console.words("models.used_no_llm"))
    else:
        console.line(console.words("models.used_llm", name=safe(args.name)))
    variable = os.environ.get(language_models.NAME_VARIABLE)
    if variable and variable != args.name:
        console.note(console.words("models.variable", variable=language_models.NAME_VARIABLE, value=variable))
    return 0


def _described(args: argparse.Namespace, words: Words) -> language_models.Server | language_models.ModelFile | None:
    """The server or file that the arguments describe, if any."""
    if args.file:
        if args.address or args.model or args.key_variable:
            raise UsageError(words("usage.file_and_server"))
        return language_models.ModelFile(path=Path(args.file).expanduser().resolve())
    if not args.address:
        return None
    if not args.model:
        raise UsageError(words("usage.no_server_model"))
    return language_models.Server(
        address=args.address.rstrip("/"), model=args.model, key_variable=args.key_variable or ""
    )


_ACTIONS: Mapping[str, Action] = MappingProxyType({"list": _list, "pull": _pull, "use": _use})


def _tell_about_library(chosen: wiring.Settings, console: Console) -> None:
    """Whether the library that is there goes on with this model as it is."""
    if not wiring.has_library(chosen):
        return
    try:
        with closing(wiring.open_library(chosen)) as library:
            if library.embedder and library.has_vectors() and library.embedder_name() != library.embedder.name:
                console.note(console.words("models.rebuild"))
            for hint in library_hints(library, chosen, console.words):
                console.note(hint)
    except LibraryError as error:  # the model is in place; that the library is not well is said beside it
        console.note(console.words.error(error))


def _is_folder(name: str) -> bool:
    return name not in (*EMBEDDERS, wiring.NO_EMBEDDER) and Path(name).is_dir()


def _state(state: ModelState, words: Words) -> str:
    if state.path is not None:
        return words("models.installed")
    return words("models.partial" if state.partial_bytes else "models.missing")


def _own_row(name: str, own: language_models.Server | language_models.ModelFile, words: Words) -> list[str]:
    """What the list says of a language model that the settings describe."""
    if isinstance(own, language_models.Server):
        about = words("models.about.server", address=shown(own.address))
        return [safe(name), words("models.server"), "-", "-", about]
    bytes_ = _bytes(own.path)
    state = words("models.file_missing" if bytes_ is None else "models.file")
    about = words("models.about.file", path=str(own.path))
    return [safe(name), state, "-" if bytes_ is None else size(bytes_), "-", about]


def _own_object(name: str, own: language_models.Server | language_models.ModelFile) -> dict[str, Any]:
    if isinstance(own, language_models.Server):
        return {"name": name, "kind": "server", "address": shown(own.address), "model": own.model}
    return {"name": name, "kind": "file", "file": str(own.path), "bytes": _bytes(own.path)}


def _bytes(path: Path) -> int | None:
    """How large a file is; `None` where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _installed_as(language_model: str) -> str:
    """The known model behind `local`."""
    return DEFAULT_LANGUAGE_MODEL if language_model == language_models.LOCAL else language_model


def _state_object(state: ModelState, in_use: str, language: str) -> dict[str, Any]:
    return {
        "name": state.model.name,
        "installed": state.path is not None,
        "path": None if state.path is None else str(state.path),
        "kind": "embedding" if isinstance(state.model, EmbeddingModel) else "language",
        "bytes": state.model.bytes,
        "partial_bytes": state.partial_bytes,
        "licence": state.model.licence,
        "dimensions": state.model.dimensions if isinstance(state.model, EmbeddingModel) else None,
        "in_use": state.model.name in (in_use, _installed_as(language)),
    }
