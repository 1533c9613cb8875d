"""The composition root: the one place where concrete classes meet.

Settings come from the command line, then from the environment, then from the user's settings file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from assistant.engine import Assistant
from docs_store.catalog import FILE_NAME
from docs_store.changes import Origin
from docs_store.embedders import load_embedder
from docs_store.embedding import Embedder
from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.library import Library
from docs_store.models import EMBEDDING_MODELS, ModelStore
from docs_store.vector_stores import EMBEDDED, vector_store
from ui import settings_file
from ui.heaps import share_heaps
from ui.settings_file import APP

if TYPE_CHECKING:
    from assistant.llm import LanguageModel
    from assistant.read.learnt.answers import SmallReader
    from docs_store.cross_encoders import CrossEncoder

DEFAULT_EMBEDDER = "bge-small-zh-v1.5"
NO_EMBEDDER = "none"
LIBRARY_VARIABLE = "POLICY_ASSISTANT_LIBRARY"
EMBEDDER_VARIABLE = "POLICY_ASSISTANT_EMBEDDER"
VECTORS_VARIABLE = "POLICY_ASSISTANT_VECTORS"
READER_VARIABLE = "POLICY_ASSISTANT_READER"
SHIPPED_READER, NO_READER = "small-reader", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program works with.

    Attributes:
        library: library folder.
        embedder: name of the embedding model; `none` for keywords only.
        vectors: where vector indexes are kept: `embedded`, or the address of a Chroma server.
    """

    library: Path
    embedder: str
    vectors: str = EMBEDDED


def settings(library: str | None = None, embedder: str | None = None) -> Settings:
    """Settings with what the command line says first. Reads nothing but the environment and the settings file."""
    saved = settings_file.read()
    folder = library or os.environ.get(LIBRARY_VARIABLE) or platformdirs.user_data_path(APP) / "library"
    model = embedder or os.environ.get(EMBEDDER_VARIABLE) or saved.get("embedder") or DEFAULT_EMBEDDER
    vectors = os.environ.get(VECTORS_VARIABLE) or saved.get("vectors") or EMBEDDED
    return Settings(library=Path(folder), embedder=model, vectors=vectors)


def save_embedder(name: str) -> None:
    """Remember the embedding model to use from now on."""
    settings_file.save({"embedder": name})


def load_named(name: str) -> Embedder | None:
    """The embedding model of this name, loaded; `None` for `none`.

    Raises:
        ModelError: it is not to be had.
    """
    return None if name == NO_EMBEDDER else load_embedder(name, ModelStore())


def open_embedder(chosen: Settings) -> Embedder | None:
    """The embedding model, or `None` where it is switched off or the default is not installed.

    Every process that searches or embeds begins here, so its memory is bounded here too.

    Raises:
        ModelError: a model that was asked for by name is not to be had.
    """
    share_heaps()
    try:
        return load_named(chosen.embedder)
    except ModelIntegrityError:
        raise
    except ModelError:
        if chosen.embedder == DEFAULT_EMBEDDER:
            return None  # the product works by keywords then, and says so
        raise


def open_library(chosen: Settings, *, create: bool = False, origin: Origin | None = None) -> Library:
    """The library with its embedding model.

    Args:
        origin: where changes come from that do not say so themselves; this process's user when not given.
    """
    return library_with(chosen, open_embedder(chosen), create=create, origin=origin)


def library_with(
    chosen: Settings, embedder: Embedder | None, *, create: bool = False, origin: Origin | None = None
) -> Library:
    """The library with an embedding model that is loaded already, or with none."""
    return Library(chosen.library, embedder, create=create, store=vector_store(chosen.vectors), origin=origin)


def has_library(chosen: Settings) -> bool:
    """Whether there is a library in the folder; it may still be damaged."""
    return (chosen.library / FILE_NAME).is_file()


def open_for_looking(chosen: Settings) -> Library:
    """The library without its embedding model: for lists and upkeep that neither search nor embed."""
    return library_with(chosen, None)


def assistant_over(
    library: Library, model: LanguageModel | None = None, *, today: Callable[[], date] = date.today
) -> Assistant:
    """An assistant over a library that is open, with the language model that reads for it, if one does."""
    return Assistant(library, model=model, today=today, reader=small_reader(library))


def small_reader(library: Library) -> SmallReader | None:
    """What reads where no language model does; `None` where it is switched off, or the model it needs is not installed.

    `POLICY_ASSISTANT_READER` names another cross-encoder: a folder in sentence-transformers format, or a hub name.
    """
    name = os.environ.get(READER_VARIABLE) or SHIPPED_READER
    if name == NO_READER or (name == SHIPPED_READER and ModelStore().installed(DEFAULT_EMBEDDER) is None):
        return None
    from assistant.read.learnt.answers import SmallReader  # noqa: PLC0415 - most commands ask nothing

    return SmallReader(library, partial(load_reader, name))


@cache
def load_reader(name: str) -> CrossEncoder:
    """The cross-encoder of this name, loaded once for the process.

    Raises:
        ModelError: it is not to be had.
    """
    if name != SHIPPED_READER:
        from docs_store.cross_encoders import load_cross_encoder  # noqa: PLC0415 - PyTorch comes with it

        return load_cross_encoder(name)
    from assistant.read.learnt.reading import WEIGHTS  # noqa: PLC0415 - as above
    from docs_store.cross_encoders.onnx_delta import OnnxDeltaCrossEncoder  # noqa: PLC0415

    folder = ModelStore().installed(DEFAULT_EMBEDDER)
    if folder is None:
        raise ModelError(
            f"The reader needs {DEFAULT_EMBEDDER}, which is not installed any more.",
            remedy=f"Run `policy-assistant models pull {DEFAULT_EMBEDDER}`.",
        )
    return OnnxDeltaCrossEncoder(folder, EMBEDDING_MODELS[DEFAULT_EMBEDDER], WEIGHTS)
