"""The seam of language models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.llm.pace import Pace


class LanguageModel(Protocol):
    """A chat model that the assistant may ask. Safe for many threads.

    Attributes:
        name: what the person calls it.
        seconds: how long one call may take; a question makes several, see `assistant.read.model`.
        pace: how fast it reads, for a model on this machine; `None` for a server, which reads fast.
    """

    @property
    def name(self) -> str:
        """See the class."""
        ...

    @property
    def seconds(self) -> float:
        """See the class."""
        ...

    @property
    def pace(self) -> Pace | None:
        """See the class."""
        ...

    def chat_model(self) -> BaseChatModel:
        """The model, ready to be asked; whatever it runs in is started on the first call.

        Raises:
            ModelError: it cannot be started.
        """
        ...

    def close(self) -> None:
        """Stop what was started. A later call of `chat_model` starts it anew."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatModel:
    """Any LangChain chat model as a LanguageModel; there is nothing to start or stop."""

    name: str
    make: Callable[[], BaseChatModel]
    seconds: float = 60.0
    pace: Pace | None = None

    def chat_model(self) -> BaseChatModel:
        """See `LanguageModel`."""
        return self.make()

    def close(self) -> None:
        """See `LanguageModel`."""
