"""The language model that proposes what `ingest` is unsure of: off unless the command line or the settings name one.

{"ingest_llm": "office", "llms": {"office": {…}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docs_store.errors import ModelError
from ui import language_models, settings_file

if TYPE_CHECKING:
    from assistant.llm import LanguageModel
    from docs_store.proposals import Proposal, Request

SETTING = "ingest_llm"


class NamedProposer:
    """A language model by its name, opened when it is first asked; see `ingest.proposals.Proposer`.

    A model that is not to be had at the moment costs an ingest its proposals, and nothing else.

    Raises:
        ModelError: there is no such name.
    """

    def __init__(self, name: str) -> None:
        if not language_models.is_name(name):
            raise ModelError(
                f"There is no language model named {name!r}.",
                remedy=f"There is: {', '.join(language_models.names())}.",
                code="no_llm",
            )
        self.name = name
        self._model: LanguageModel | None = None

    def propose(self, request: Request) -> Sequence[Proposal]:
        """See `ingest.proposals.Proposer`."""
        from assistant.read.proposals import ModelProposer  # noqa: PLC0415 - only for who asked for a language model

        if self._model is None:
            self._model = language_models.open_model(self.name)
        return ModelProposer(self._model).propose(request) if self._model is not None else ()

    def close(self) -> None:
        """Stop what was started."""
        if self._model is not None:
            self._model.close()
            self._model = None


@contextmanager
def opened(asked: str | None = None) -> Iterator[NamedProposer | None]:
    """The proposer of the command line, else of the settings file; `None` for `none`, and where neither names one.

    Raises: see `NamedProposer`.
    """
    name = asked or str(settings_file.read().get(SETTING) or language_models.NONE)
    proposer = None if name == language_models.NONE else NamedProposer(name)
    try:
        yield proposer
    finally:
        if proposer is not None:
            proposer.close()
