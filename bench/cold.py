"""How long a command takes that starts from nothing, as multiples of `python -c pass`.

    python -m bench.cold

`--help`; one question to the sample library; the web application up to its first page. Each is run several times, and
the fastest counts: whatever else the machine does can only make it slower. Times are of the processor; those of the
clock stand beside them. Bytecode is written before, as it is for everyone from the second start on.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.results import Spent, record

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "library"
QUESTION = "当涂县2023年新培育高新技术企业多少家?"
BARS = {"help": 10, "ask": 40}
_HEAVY = ("torch", "chromadb", "gradio", "langchain", "sentence_transformers")
_PATIENCE = 120.0  # seconds until a server that shows no page is given up


def measure(times: int) -> dict[str, Any]:
    """Seconds and ratios of each start."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = f"{scratch}/bytecode"
        library = f"{scratch}/library"
        program = [sys.executable, "-m", "ui"]
        _run([*program, "ingest", "--library", library, str(SAMPLE)], environment)
        asked = ["ask", "--library", library, QUESTION]
        starts = {"pass": [sys.executable, "-c", "pass"], "help": [*program, "--help"], "ask": [*program, *asked]}
        took = {
            name: _fastest([_run(command, environment) for _ in range(times + 1)]) for name, command in starts.items()
        }
        took["serve"] = _fastest([_first_page(program, library, environment) for _ in range(3)])
        loaded = (
            f"import sys; from ui.cli import main; main({asked!r}); print([n for n in {_HEAVY!r} if n in sys.modules])"
        )
        words = subprocess.run(
            [sys.executable, "-c", loaded], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.splitlines()
    return {
        **{f"{name}_ms": round(1000 * spent.processor, 1) for name, spent in took.items()},
        **{f"{name}_clock_ms": round(1000 * spent.clock, 1) for name, spent in took.items()},
        **{f"{name}_ratio": round(spent.processor / took["pass"].processor, 1) for name, spent in took.items()},
        **{f"{name}_clock_ratio": round(spent.clock / took["pass"].clock, 1) for name, spent in took.items()},
        "ask_loads": words[-1],
    }


def _fastest(runs: Sequence[Spent]) -> Spent:
    return Spent(processor=min(run.processor for run in runs), clock=min(run.clock for run in runs))


def _run(command: Sequence[str], environment: Mapping[str, str]) -> Spent:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return _waited(process, started)


def _waited(process: subprocess.Popen[bytes], started: float) -> Spent:
    """What a process took from its start to its end."""
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # it has been waited for
    return Spent(processor=usage.ru_utime + usage.ru_stime, clock=time.perf_counter() - started)


def _first_page(program: Sequence[str], library: str, environment: Mapping[str, str]) -> Spent:
    """The web application from its start to the whole of its first page; stopping it counts to the processor's time."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*program, "serve", "--library", library, "--port", str(port)]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _page(port):
            if process.poll() is not None or time.perf_counter() - started > _PATIENCE:
                raise SystemExit("The web application showed no page.")
            time.sleep(0.02)
        clock = time.perf_counter() - started
    finally:
        process.kill()
    return Spent(processor=_waited(process, started).processor, clock=clock)


def _page(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=_PATIENCE) as page:
            return bool(page.read())
    except OSError:  # nobody listens there yet
        return False


def main() -> int:
    """Print and record the figures; exit code 1 when one misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10, help="how often each command is started")
    figures = measure(parser.parse_args().times)
    record("cold", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return int(figures["ask_loads"] != "[]" or any(figures[f"{name}_ratio"] > bar for name, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
