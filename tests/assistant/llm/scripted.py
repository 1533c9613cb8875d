"""Chat models that say what a script says: LangChain's interface, no model behind it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.llm import ChatModel, LanguageModel

Script = Callable[[str], Iterable[str]]
"""The person's message in, the pieces of the answer out; it may wait, raise, or never end."""


class Scripted(BaseChatModel):
    script: Any
    record: Any

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **options: Any
    ) -> ChatResult:
        text = "".join(chunk.text for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.record([str(message.content) for message in messages])
        for piece in self.script(str(messages[-1].content)):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


def scripted(script: Script, *, seconds: float = 120.0) -> tuple[LanguageModel, list[list[str]]]:
    """A language model that follows a script, and what it was asked."""
    asked: list[list[str]] = []
    return ChatModel(name="scripted", make=lambda: Scripted(script=script, record=asked.append), seconds=seconds), asked


def in_pieces(text: str, size: int = 3) -> Iterator[str]:
    """A text in small pieces, as models give it."""
    for at in range(0, len(text), size):
        yield text[at : at + size]


def saying(text: str) -> Script:
    """A model that always says the same."""
    return lambda asked: in_pieces(text)


def hanging(asked: str) -> Iterator[str]:
    """A model that begins and then says nothing more for longer than anybody waits."""
    yield "2023年,"
    time.sleep(2)


def endless(asked: str) -> Iterator[str]:
    while True:
        yield "好的"


def raising(asked: str) -> Iterator[str]:
    yield "2023年"
    raise MemoryError("out of memory")
