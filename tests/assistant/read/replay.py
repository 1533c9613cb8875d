"""A strong reader's replies over the sample library, recorded and given again.

A reply is kept under what was asked, not under the prompt's wording: a reading under its questions, a mending under its
questions and the sentences to mend, a second reading under each sentence it judges, a plan under the conversation. So
other instructions, or sources in another order, do not lose them; quotes are looked for in all sources of the turn.

    python -m tests.assistant.read.replay --llm NAME    # record anew: asks the model NAME every question of the set
"""

from __future__ import annotations

import argparse
import json
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.engine import Assistant
from assistant.llm import ChatModel, LanguageModel
from docs_store.types import Turn
from tests.assistant.llm.scripted import Scripted, in_pieces

FOLDER = Path(__file__).parent
QUESTIONS = FOLDER / "questions.sample.jsonl"
RECORDED = FOLDER / "recorded.jsonl"
ASKED_ON = date(2026, 11, 30)


def keys(prompt: str) -> list[str]:
    """What a prompt asks: one key, or one for each sentence of a second reading."""
    if "<引文>" in prompt:
        return [f"second|{text}" for text in re.findall(r"<句子>(.*?)</句子>", prompt)]
    if "<最后一条消息>" in prompt:
        return ["plan|" + "|".join(re.findall(r"<(?:提问人|助手|最后一条消息)>(.*?)</", prompt))]
    questions = "|".join(re.findall(r"(?m)^问题\d+：(.*)$", prompt))
    if "没有通过核对" in prompt:
        return [f"retry|{questions}|" + "|".join(re.findall(r"(?m)^- 答\d*：(.*)$", prompt))]
    return [f"{'again' if '不要写“查”' in prompt else 'read'}|{questions}"]


def replies(prompt: str, known: Mapping[str, str]) -> str:
    """The recorded reply to a prompt; empty where nothing was recorded."""
    asked = keys(prompt)
    if asked and asked[0].startswith("second|"):
        return "\n".join(f"{i}：{known.get(key, '否')}" for i, key in enumerate(asked, start=1))
    return known.get(asked[0], "")


def recorded() -> dict[str, str]:
    """What is recorded, by key."""
    rows = (json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines())
    return {row["asked"]: row["reply"] for row in rows}


def questions() -> list[dict[str, Any]]:
    """The set's rows."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def recorded_model(known: Mapping[str, str]) -> LanguageModel:
    """A language model that says what was recorded."""

    def script(prompt: str) -> Iterator[str]:
        return in_pieces(replies(prompt, known) or "（没有记录）", 64)

    return ChatModel(name="recorded", make=lambda: Scripted(script=script, record=lambda asked: None), seconds=60.0)


def kept(prompt: str, reply: str) -> dict[str, str]:
    """What is recorded of one reply, by key."""
    asked = keys(prompt)
    if asked and asked[0].startswith("second|"):
        judged = {int(n): word for n, word in re.findall(r"(?m)^\s*(\d{1,3})\s*[.、:：)）]*\s*(是|否)", reply)}
        return {key: judged.get(i, "否") for i, key in enumerate(asked, start=1)}
    return {asked[0]: reply}


def save(known: Mapping[str, str]) -> None:
    """Write what was recorded, in a fixed order."""
    rows = [json.dumps({"asked": key, "reply": known[key]}, ensure_ascii=False) for key in sorted(known)]
    RECORDED.write_text("\n".join(rows) + "\n", encoding="utf-8")


class _Recorder:
    """A language model that keeps what another one says."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.known: dict[str, str] = {}
        self._lock = threading.Lock()

    def model(self) -> LanguageModel:
        def script(prompt: str) -> Iterator[str]:
            said = ""
            system = self._systems[threading.get_ident()]
            for chunk in self._model.chat_model().stream([("system", system), ("human", prompt)]):
                said += str(chunk.content)
                yield str(chunk.content)
            with self._lock:
                self.known |= kept(prompt, said)

        self._systems: dict[int, str] = {}

        def record(messages: list[str]) -> None:
            self._systems[threading.get_ident()] = messages[0]

        return ChatModel(
            name=self._model.name, make=lambda: Scripted(script=script, record=record), seconds=self._model.seconds
        )


def main() -> None:
    """Record anew with a language model that the settings know."""
    from ui import language_models, wiring

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llm", required=True)
    parser.add_argument("--library", required=True, help="a library of examples/library")
    chosen = parser.parse_args()
    with language_models.opened(chosen.llm) as model:
        assert model is not None
        recorder = _Recorder(model)
        library = wiring.open_library(wiring.settings(chosen.library))
        assistant = Assistant(library, today=lambda: ASKED_ON, model=recorder.model())
        for row in questions():
            assistant.ask(row["question"], history=[Turn(**turn) for turn in row.get("history", ())])
        save(recorder.known)
        library.close()


if __name__ == "__main__":
    main()
