"""`match`: which support measures apply to one enterprise."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from assistant.matching.match import match
from assistant.matching.profile import Profile, from_json
from assistant.matching.results import Matched, Verdict
from docs_store.errors import InputError, UsageError
from ingest.isolation import ReaderProcess
from ui import wiring
from ui.commands.console import Console
from ui.commands.fields import day_of
from ui.commands.output import write_whole
from ui.matching import told
from ui.matching.exports import FORMS
from ui.matching.objects import matched_object
from ui.matching.told import Export
from ui.texts import Words, safe

_HIDDEN = frozenset({Verdict.EXPIRED, Verdict.INELIGIBLE})
_LARGEST = 2_000_000  # bytes of a profile


def run(args: argparse.Namespace, console: Console) -> int:
    """Match, and show or write the result; that nothing fits is no error."""
    words = console.words
    output = Path(args.output) if args.output else None
    form = output.suffix.lstrip(".").lower() if output else ""
    if output is not None and form not in FORMS:
        raise UsageError(words("usage.match_form", path=str(output), forms=", ".join(f".{name}" for name in FORMS)))
    profile = read_profile(Path(args.profile), words)
    on = day_of(args.on, words)
    with closing(wiring.open_for_looking(wiring.settings(args.library, args.embedder))) as library:
        matched = match(library.provisions(), library.infos(), profile, on)
    export = Export(matched=matched, name=profile.name, words=words)
    if output is not None:
        write_whole(output, FORMS[form](export), words)
        console.note(words("match.written", path=str(output), count=len(matched.matches)))
    if console.as_json:
        console.emit(matched_object(matched, profile, words))
    elif output is None:
        _show(export, console, everything=args.all)
    return 0


def read_profile(path: Path, words: Words) -> Profile:
    """A profile from a JSON file, which is read in a process of its own, with bounds on time and memory.

    Raises:
        UsageError: the file cannot be read, is no JSON, or no profile.
    """
    try:
        with ReaderProcess() as process:
            data = process.json(path, _LARGEST)
    except InputError as error:
        raise UsageError(words("usage.match_profile", path=str(path), reason=error.message)) from error
    return from_json(data)


def _show(export: Export, console: Console, *, everything: bool) -> None:
    matched, words = export.matched, export.words
    left_out = words("match.left_out", elsewhere=matched.elsewhere, others=matched.others)
    if not matched.matches:
        console.line(words("match.none"))
        console.line(left_out)
        return
    console.line(words("match.on", name=export.name or "—", on=matched.on.isoformat()))
    console.line(words("match.counts", count=len(matched.matches), told=_counts(matched, words)))
    for found in matched.matches:
        if found.verdict in _HIDDEN and not everything:
            continue
        provision = found.row.provision
        amount = words("match.amount", amount=told.money(found.amount)) if found.amount is not None else ""
        console.line("")
        console.line(
            f"[{words(f'verdict.{found.verdict}')}] {safe(told.one_line(provision.measure))}  {amount}".rstrip()
        )
        title = found.row.info.metadata.title.value
        console.line(f"  《{safe(title)}》 {safe(told.one_line(' '.join(provision.clause)))}")
        for reason in found.reasons:
            console.line(f"  - {told.reason(reason, words)}")
        for text in filter(None, (told.working(one, words) for one in found.sums)):
            console.line(f"  = {text}")
    if matched.steps:
        console.line("")
        console.line(words("match.part.steps"))
    for step in matched.steps:
        console.line(f"- {safe(told.step(step, words))}")
    if matched.asked:
        console.line("")
        console.line(words("match.asked"))
    for asked in matched.asked:
        field = told.field_name(asked.field, words)
        console.line(f"- {words('match.asked_line', field=field, measures=asked.measures)}")
    if matched.deadlines:
        console.line("")
        console.line(words("match.deadlines"))
    for deadline in matched.deadlines:
        row = deadline.match.row
        key = "match.deadline.closes" if deadline.closes else "match.deadline.opens"
        values = {"measure": told.one_line(row.provision.measure), "title": row.info.metadata.title.value}
        console.line(f"- {words(key, day=deadline.day.isoformat(), **values)}")
    console.line("")
    if matched.elsewhere or matched.others:
        console.line(left_out)
    console.line(words("match.disclaimer"))


def _counts(matched: Matched, words: Words) -> str:
    found = [one.verdict for one in matched.matches]
    return "、".join(f"{words(f'verdict.{v}')} {found.count(v)}" for v in Verdict if v in found)
