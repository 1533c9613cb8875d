"""The C library's heaps are bounded in every process that loads the embedding model."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
# The heaps stand in the report of glibc's `malloc_info`; twelve threads hold memory at the same time.
_CODE = """
import ctypes, threading
from ui import wiring
wiring.open_embedder(wiring.settings(None, "none"))
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = threading.Barrier(13)
def hold():
    assert libc.malloc(1000)
    together.wait(60)
for _ in range(12): threading.Thread(target=hold, daemon=True).start()
together.wait(60)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="skipped: another C library than glibc")
def test_many_threads_share_two_heaps() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE], cwd=_ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert 1 <= done.stdout.count("<heap nr=") <= 2
