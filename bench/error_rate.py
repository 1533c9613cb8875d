"""Character error rate of a text against its label."""

from __future__ import annotations


def character_error_rate(read: str, label: str) -> float:
    """Edits (insertions, deletions, substitutions) that turn `read` into `label`, per character of `label`.

    White space is not counted. The distance is Levenshtein's (Soviet Physics Doklady 10, 1966, p. 707).
    """
    a, b = "".join(read.split()), "".join(label.split())
    row = list(range(len(b) + 1))
    for i, wanted in enumerate(a, start=1):
        previous, row = row, [i]
        for j, found in enumerate(b, start=1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (wanted != found)))
    return row[-1] / max(1, len(b))
