"""Cases that take long and add little to their neighbours: run where there is time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
IS_ASKED = bool(os.environ.get("POLICY_ASSISTANT_SLOW_TESTS"))


def slowly(cases: Sequence[T]) -> Sequence[T]:
    """The cases where slow tests are asked for, else none."""
    return cases if IS_ASKED else ()
