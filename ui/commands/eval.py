"""`eval`: a set of labelled questions, asked of a library and scored."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant import scoring
from docs_store.errors import UsageError
from ui import wiring
from ui.commands.console import Console
from ui.commands.hints import open_for_questions
from ui.commands.rows import check_question, history_of, row_of
from ui.texts import Words, safe


def run(args: argparse.Namespace, console: Console) -> int:
    """Ask every question of the file, and print the table; exit code 1 when the score is under `--min`."""
    words = console.words
    rows = _rows(Path(args.questions), words)
    with closing(open_for_questions(wiring.settings(args.library, args.embedder), console)) as library:
        results = list(scoring.scored(rows, wiring.assistant_over(library), library))
    found = scoring.summary(results)
    wrong = [result for result in results if not result.right]
    if console.as_json:
        failures = [{"id": r.id, "question": r.question, "why": r.why, "answer": r.answer} for r in wrong]
        console.emit({"set": Path(args.questions).name, **found, "wrong": failures})
    else:
        for result in wrong if args.show else ():
            console.line(words("eval.wrong", id=safe(result.id), question=safe(result.question), why=safe(result.why)))
        for line in table(found, words):
            console.line(line)
    return 1 if found["score"] < args.min else 0


def table(found: Mapping[str, Any], words: Words) -> list[str]:
    """The figures of a set in lines: one for each type, the sum, citations and times."""
    kinds = [
        words("eval.type", type=safe(name), right=row["right"], questions=row["questions"])
        for name, row in found["by_type"].items()
    ]
    return [
        *kinds,
        words("eval.total", right=found["right"], questions=found["questions"], score=f"{found['score']:.3f}"),
        words("eval.citations", precision=f"{found['citation_precision']:.3f}"),
        words("eval.times", median=found["answer_ms_p50"], slow=found["answer_ms_p95"]),
    ]


def _rows(path: Path, words: Words) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(words("usage.no_batch_file", path=safe(str(path)), reason=str(error))) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = row_of(line, number, words)
        if not isinstance(row.get("question"), str):
            raise UsageError(words("batch.no_question", line=number))
        check_question(row["question"], words)
        history_of(row.get("history"), number, words)
        if not _is_labelled(row):
            raise UsageError(words("eval.labels", line=number))
        rows.append(row)
    if not rows:
        raise UsageError(words("eval.empty", path=safe(str(path))))
    return rows


def _is_labelled(row: Mapping[str, Any]) -> bool:
    """Whether the labels of a row have the shapes that scoring reads."""
    groups = row.get("must") or []
    texts = [row.get("must_not") or [], row.get("evidence") or [], *(groups if isinstance(groups, list) else [None])]
    return (
        isinstance(groups, list)
        and all(isinstance(part, list) and all(isinstance(text, str) for text in part) for part in texts)
        and isinstance(row.get("refuse", False), bool)
    )
