"""What a language model costs as a reader: tokens of each call and of a question, and how soon a sentence is shown.

    python -m bench.reading [--ranks qwen.tiktoken]

Over the sample library, with a strong reader's recorded replies (`tests/assistant/read`). Tokens are those of the
embedding model's tokenizer, which has about one for each Chinese character; with `--ranks` those of a chat model that
comes with its merges in tiktoken's form, as Qwen's do in the package dashscope (a quarter fewer). The time is
that from a scripted server's first complete sentence to the sentence being shown: the check, and nothing else.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from assistant.engine import Assistant
from assistant.events import Said
from assistant.llm import ChatModel
from bench.results import record
from docs_store.library import Library
from docs_store.models import ModelStore
from docs_store.types import Turn
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from tests.assistant.llm.scripted import Scripted, in_pieces
from tests.assistant.read import replay
from ui.wiring import DEFAULT_EMBEDDER, open_embedder, settings

_SENTENCE = re.compile(r"(?m)^答\d*：.*\n")
# How such models part a text before they merge; for Chinese without spaces it hardly matters.
_PIECE = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
ROOT = Path(__file__).parent.parent


def embedder_tokens() -> Callable[[str], int]:
    """Counts tokens of the embedding model."""
    tokenizer = Tokenizer.from_file(str(ModelStore().verify(DEFAULT_EMBEDDER) / "tokenizer.json"))
    tokenizer.no_truncation()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def chat_tokens(ranks: Path) -> Callable[[str], int]:
    """Counts tokens of a chat model: lines of base64 and rank, as tiktoken keeps them."""
    import tiktoken

    rows = (line.split() for line in ranks.read_bytes().splitlines() if line)
    merges = {base64.b64decode(token): int(rank) for token, rank in rows}
    encoding = tiktoken.Encoding("chat", pat_str=_PIECE, mergeable_ranks=merges, special_tokens={})
    return lambda text: len(encoding.encode_ordinary(text))


def measure(count: Callable[[str], int]) -> dict[str, Any]:
    """Tokens by kind of call (median, 95th percentile), calls and tokens of a question, milliseconds to a sentence."""
    known = replay.recorded()
    spent: dict[str, list[int]] = defaultdict(list)
    whole: list[int] = []
    calls: list[int] = []
    late: list[float] = []
    whole_at = 0.0

    def noted(messages: list[str]) -> None:
        kind = replay.keys(messages[-1])[0].split("|")[0]
        tokens = sum(map(count, messages)) + count(replay.replies(messages[-1], known))
        spent[kind].append(tokens)
        whole[-1] += tokens
        calls[-1] += 1

    def script(prompt: str) -> Iterator[str]:
        nonlocal whole_at
        text = ""
        for piece in in_pieces(replay.replies(prompt, known) or "（没有记录）", 8):
            text += piece
            if not whole_at and _SENTENCE.search(text):
                whole_at = time.perf_counter()
            yield piece
        whole_at = whole_at or (time.perf_counter() if text.startswith(("据", "答")) else 0.0)

    model = ChatModel(name="recorded", make=lambda: Scripted(script=script, record=noted), seconds=60.0)
    with tempfile.TemporaryDirectory() as scratch:
        library = Library(Path(scratch) / "library", open_embedder(settings()), create=True)
        files = find_sources([ROOT / "examples" / "library"], recursive=False)
        ingest(library, [file for file in files if isinstance(file, Source)])
        assistant = Assistant(library, today=lambda: replay.ASKED_ON, model=model)
        for row in replay.questions():
            whole.append(0)
            calls.append(0)
            whole_at = 0.0
            first = 0.0
            for event in assistant.stream(row["question"], history=[Turn(**t) for t in row.get("history", ())]):
                if isinstance(event, Said) and not first:
                    first = time.perf_counter()
            if first and whole_at:
                late.append((first - whole_at) * 1000)
        library.close()
    return {
        "questions": len(whole),
        "tokens": {kind: _spread(found) for kind, found in sorted(spent.items())},
        "tokens_of_a_question": _spread(whole),
        "calls_of_a_question": round(statistics.mean(calls), 2),
        "ms_from_line_to_sentence": _spread(late),
    }


def _spread(values: list[Any]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "n": len(ordered),
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def main() -> int:
    """Print and record the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ranks", type=Path, help="a chat model's tokenizer")
    ranks = parser.parse_args().ranks
    figures = measure(chat_tokens(ranks) if ranks else embedder_tokens())
    figures["tokenizer"] = ranks.name if ranks else DEFAULT_EMBEDDER
    record("reading", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
