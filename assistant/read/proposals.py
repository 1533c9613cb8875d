"""A language model asked about a document's metadata, and the lines it answers in.

    据：verbatim words of the document
    文号：甲科〔2025〕3号

A quote before each value, as in `assistant.read.lines`; a value without one of its own rests on the quote before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

from assistant.llm import GenerationError, LanguageModel, pieces
from assistant.llm.streaming import Message, prompt_of
from assistant.read import prompts
from assistant.read.lines import unwrapped
from docs_store import lazy_re
from docs_store.errors import ModelError
from docs_store.proposals import Proposal, Request

_MOST = 3000  # characters of a reply; what goes on longer is rubbish
_SHARE = 0.5  # of a call's time for the prompt; the rest is for the reply
_LINE = lazy_re.compile(
    r"^[\s>*#\-•]{0,40}(?:\d{1,2}[.、)]\s{0,9})?\*{0,4}(?P<mark>据|"
    + "|".join(prompts.FIELDS.values())
    + r")\d{0,3}\*{0,4}\s{0,9}[:：]\*{0,4}(?P<rest>.*)$"
)


class ModelProposer:
    """Asks a language model for metadata; see `ingest.proposals.Proposer`."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """What the person calls the model."""
        return self._model.name

    def propose(self, request: Request) -> list[Proposal]:
        """What the model proposes, in its order.

        Raises:
            ModelError: it says nothing, too much, takes too long, or cannot read that much.
        """
        messages = self._asking(request)
        if self._model.pace is not None and len(prompt_of(messages)) > self._model.pace.most:
            raise ModelError("The document's passages are longer than the model's context.", code="small_context")
        try:
            with closing(pieces(self._model, messages, most=_MOST)) as reply:
                return list(proposals("".join(reply)))
        except GenerationError as error:
            raise ModelError(f"{error}.", remedy="Try again, or choose another with --llm.") from error

    def _asking(self, request: Request) -> list[Message]:
        """What is asked: the first passage and the last, and as many of the others as the model has time to read."""
        pace, messages = self._model.pace, prompts.proposing(request)
        while pace is not None and len(request.passages) > 1:
            prompt = prompt_of(messages)
            if len(prompt) <= pace.most and pace.seconds_for(prompt) <= _SHARE * self._model.seconds:
                break
            first, *others = request.passages
            request = replace(request, passages=(first, *(others[1:] if len(others) > 1 else ())))
            messages = prompts.proposing(request)
        return messages


def proposals(reply: str) -> Iterator[Proposal]:
    """Proposals of a model's reply."""
    fields = {word: field for field, word in prompts.FIELDS.items()}
    quote, is_open = "", False
    for line in reply.split("\n"):
        match = _LINE.match(line)
        if match is None:
            quote += f"\n{line.strip()}" if is_open else ""  # a quote over several lines
            continue
        mark, rest = match["mark"], match["rest"].strip()
        is_open = mark == "据"
        if is_open:
            quote = rest
            continue
        if quote and rest:
            value = prompts.KIND_OF.get(rest, rest) if mark == prompts.FIELDS["kind"] else unwrapped(rest)
            yield Proposal(field=fields[mark], value=value, quote=unwrapped(quote.strip()))
