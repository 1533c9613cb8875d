"""`ingest`: files and folders into the library."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from docs_store.types import FileStatus
from ingest.sources import find_sources
from ui import proposing, wiring
from ui.commands import watching
from ui.commands.console import Console
from ui.commands.fields import parse_fields
from ui.commands.hints import library_hints
from ui.commands.intake import Intake
from ui.scratch import scratch_folder

_NOT_IN = frozenset({FileStatus.FAILED, FileStatus.QUARANTINED})


def run(args: argparse.Namespace, console: Console) -> int:
    """Read the files; exit code 1 when some did not get in. With `--watch`, go on until told to stop."""
    fields = parse_fields(args.pairs, console)
    chosen = wiring.settings(args.library, args.embedder)
    with (
        proposing.opened(args.llm) as proposer,
        scratch_folder(),
        closing(wiring.open_library(chosen, create=True)) as library,
    ):
        intake = Intake(
            library=library,
            fields=fields,
            accept=args.accept,
            console=console,
            hints=lambda: library_hints(library, chosen, console.words),
            wait_s=args.wait,
            proposer=proposer,
        )
        folders = [Path(path) for path in args.paths]
        if args.watch:
            return watching.run(intake, folders, recursive=args.recursive, interval=args.interval)
        reports = intake.read(list(find_sources(folders, recursive=args.recursive)))
        if not console.as_json:
            intake.summary(reports)
        for hint in intake.hints():
            console.note(hint)
    return 1 if any(report.status in _NOT_IN for report in reports) else 0
