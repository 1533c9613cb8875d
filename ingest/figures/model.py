"""What the rules of this package call status and aspect of a number, in the words of `docs_store.types`."""

from __future__ import annotations

from typing import Literal

Status = Literal["actual", "expected", "target"]
Aspect = Literal["level", "growth", "share", "rank", "completion", "change"]
