"""The process of the command line: `policy-assistant` and `python -m ui` start here."""

from __future__ import annotations

import gc
import sys

_OBJECTS_BETWEEN_SEARCHES = 25_000


def main() -> int:
    """Run one command in a process of its own; returns its exit code.

    Starting makes 100,000s of objects that stay (modules, the table of divisions). Looking for garbage among them after
    every 700 new ones, and once more at the end, took 8 % of the time of one question.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES)
    from ui.cli import main as command_line  # noqa: PLC0415 - loaded by these rules already

    code = command_line()
    gc.freeze()  # what is left goes with the process
    return code


if __name__ == "__main__":
    sys.exit(main())
