"""`search`: passages only."""

from __future__ import annotations

import argparse
from contextlib import closing

from docs_store.errors import UsageError
from docs_store.types import Passage
from ui import jsonout, wiring
from ui.commands.console import Console
from ui.commands.hints import open_for_questions
from ui.commands.rows import check_question
from ui.texts import Words, safe, safe_block


def run(args: argparse.Namespace, console: Console) -> int:
    """Find passages; none found is no error."""
    words = console.words
    if not args.query.strip():
        raise UsageError(words("usage.empty_query"))
    check_question(args.query, words)
    chosen = wiring.settings(args.library, args.embedder)
    with closing(open_for_questions(chosen, console)) as library:
        passages = wiring.assistant_over(library).search(args.query, limit=args.count)
    if console.as_json:
        console.emit({"passages": [jsonout.passage_object(passage) for passage in passages]})
    elif not passages:
        console.line(words("search.nothing"))
    else:
        console.line("\n\n".join(_render(number, passage, words) for number, passage in enumerate(passages, start=1)))
    return 0


def _render(number: int, passage: Passage, words: Words) -> str:
    place = [f"《{passage.title}》", passage.region, " › ".join(passage.chunk.heading)]
    if passage.chunk.page is not None:
        place.append(words("answer.page", page=passage.chunk.page))
    found = "、".join(words(f"found_by.{name}") for name in passage.found_by)
    head = "  ".join(part for part in [*place, passage.source, found] if part)
    return f"{number}. {safe(head)}\n{safe_block(passage.chunk.text.strip())}"
