"""The history of measurements, one JSON object per line in `bench/results.jsonl`."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HISTORY = Path(__file__).parent / "results.jsonl"


def record(name: str, figures: dict[str, Any]) -> None:
    """Append figures with the commit and the kind of machine they were measured on."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HISTORY.parent, capture_output=True, text=True, check=False
    ).stdout.strip()
    row = {
        "bench": name,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit or "unknown",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        **figures,
    }
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds that a piece of work took: of the processor in all threads and ended children, and by the clock."""

    processor: float
    clock: float


def spent(work: Callable[[], object]) -> Spent:
    """Do the work and tell what it took."""
    clock, processor = time.perf_counter(), _processor()
    work()
    return Spent(processor=_processor() - processor, clock=time.perf_counter() - clock)


def _processor() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def memory_mb(pid: int, what: str = "VmRSS") -> int:
    """Memory of a process as the kernel counts it (Linux): `VmRSS` now, `VmHWM` at most, `RssAnon` without files."""
    found = re.search(rf"{what}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0
