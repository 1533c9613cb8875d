"""`match`: which support measures apply to one enterprise, or to each of several."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from assistant.matching import judging
from assistant.matching.judging import ConditionReader
from assistant.matching.results import Matched, Verdict
from docs_store.errors import UsageError
from ui import language_models, wiring
from ui.commands.console import Console
from ui.commands.fields import day_of
from ui.commands.output import write_whole
from ui.matching import told, workbook
from ui.matching.exports import FORMS
from ui.matching.objects import matched_object
from ui.matching.profiles import read_profiles
from ui.matching.told import Export
from ui.texts import Words, safe

_HIDDEN = frozenset({Verdict.EXPIRED, Verdict.INELIGIBLE})
_OF_MANY = 3  # measures of each of several enterprises that are listed


def run(args: argparse.Namespace, console: Console) -> int:
    """Match, and show or write the result; that nothing fits is no error."""
    words = console.words
    output = Path(args.output) if args.output else None
    form = output.suffix.lstrip(".").lower() if output else ""
    if output is not None and form not in FORMS:
        raise UsageError(words("usage.match_form", path=str(output), forms=", ".join(f".{name}" for name in FORMS)))
    on = day_of(args.on, words)
    with (
        language_models.opened(args.llm) as model,
        closing(wiring.open_for_looking(wiring.settings(args.library, args.embedder))) as library,
    ):
        reader = ConditionReader(model) if model else None
        infos = library.infos()
        given = read_profiles(Path(args.profile), on, infos, words)
        if not given.profiles:
            raise UsageError(words("usage.match_heads", path=args.profile))
        rows = library.provisions([args.document] if args.document else None)
        results = [
            Export(matched=[*judging.steps(rows, infos, profile, on, reader)][-1], name=profile.name, words=words)
            for profile in given.profiles
        ]
    if given.unknown:
        console.note(words("match.unknown_columns", columns="、".join(map(safe, given.unknown))))
    several = len(results) != 1
    if output is not None:
        if several and form != "xlsx":
            raise UsageError(words("usage.match_batch_form"))
        content = workbook.render_several(results, words) if several else FORMS[form](results[0])
        write_whole(output, content, words)
        console.note(words("match.written", path=str(output), count=sum(len(one.matched.matches) for one in results)))
    for profile, export in zip(given.profiles, results, strict=True):
        if console.as_json:
            console.emit(matched_object(export.matched, profile, words))
        elif output is None:
            _show(export, console, everything=args.all, most=_OF_MANY if several else None)
    return 0


def _show(export: Export, console: Console, *, everything: bool, most: int | None) -> None:
    """One result.

    Args:
        most: how many measures are listed; all with `None`.
    """
    matched, words = export.matched, export.words
    left_out = words("match.left_out", elsewhere=matched.elsewhere, others=matched.others)
    if not matched.matches:
        console.line(words("match.none"))
        console.line(left_out)
        return
    console.line(words("match.on", name=export.name or "—", on=matched.on.isoformat()))
    console.line(words("match.counts", count=len(matched.matches), told=_counts(matched, words)))
    listed = [found for found in matched.matches if everything or found.verdict not in _HIDDEN]
    for found in listed[:most]:
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
