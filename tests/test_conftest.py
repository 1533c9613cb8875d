"""The rules that `conftest.py` lays down for all tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("address", ["192.0.2.1", "example.org"])
def test_no_test_reaches_the_network(address: str) -> None:
    with socket.socket() as outgoing, pytest.raises(pytest.fail.Exception, match="over the network"):
        outgoing.connect((address, 80))
    with pytest.raises(pytest.fail.Exception, match="over the network"):
        socket.getaddrinfo(address, 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_golden_files_are_not_regenerated_in_ci() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--regenerate-golden", "--collect-only", "-q", "tests/test_conftest.py"],
        cwd=_ROOT,
        env=os.environ | {"CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not for CI" in run.stderr
