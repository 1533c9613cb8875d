"""`draft`: replies to a list of questions, as a file for review."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import date
from pathlib import Path

from assistant.drafting import desk
from assistant.drafting.questions import MAX_QUESTIONS, Questions
from docs_store.errors import UsageError
from docs_store.types import Outcome
from ui import jsonout, language_models, wiring
from ui.commands.console import Console, Progress
from ui.commands.fields import region_path
from ui.commands.hints import open_for_questions
from ui.commands.output import write_whole
from ui.drafts.exports import FORMS
from ui.drafts.parts import Export
from ui.drafts.reading import read_questions
from ui.texts import Words, safe


def run(args: argparse.Namespace, console: Console) -> int:
    """Draft and write the replies; exit code 1 when a question failed (not when its answer is that there is none)."""
    words = console.words
    path = Path(args.output)
    form = path.suffix.lstrip(".").lower()
    if form not in FORMS:
        raise UsageError(words("usage.draft_form", path=str(path), forms=", ".join(f".{name}" for name in FORMS)))
    listed = checked(read_questions(Path(args.questions)), words)
    region = region_path(args.region, console) if args.region else None
    replies: list[desk.Reply] = []
    progress = Progress()
    chosen = wiring.settings(args.library, args.embedder)
    with language_models.opened() as model, closing(open_for_questions(chosen, console)) as library:
        drafted = desk.draft(
            wiring.assistant_over(library, model), library, listed.questions, region=region, year=args.year
        )  # fmt: skip
        for reply in drafted:
            replies.append(reply)
            progress(len(replies), len(listed.questions), words("draft.progress", question=reply.question[:30]))
    progress.end()
    write_whole(
        path,
        FORMS[form](Export(replies=tuple(replies), day=date.today(), words=words, title=words("draft.title"))),
        words,
    )
    for text, why in listed.skipped:
        console.note(words("draft.skipped", why=words(f"draft.skipped.{why}"), text=text[:60]))
    failed = sum(reply.outcome is Outcome.FAILED for reply in replies)
    if console.as_json:
        console.emit(jsonout.draft_object(replies, listed.skipped, str(path)))
    else:
        look = sum(bool(reply.checks) for reply in replies)
        console.line(words("draft.written", count=len(replies), look=look, failed=failed, path=safe(str(path))))
    return 1 if failed else 0


def checked(listed: Questions, words: Words) -> Questions:
    """The list, if it has a number of questions that is worked on.

    Raises:
        UsageError: it has none, or too many.
    """
    if not listed.questions:
        raise UsageError(words("usage.draft_none"))
    if len(listed.questions) > MAX_QUESTIONS:
        raise UsageError(words("usage.draft_many", count=len(listed.questions), most=MAX_QUESTIONS))
    return listed
