"""What all tests share: no network, an embedder without model, the corpus beside the repository, golden files."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from tests.clock import Clock

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in a script's background; what tests start would be deaf too
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["POLICY_ASSISTANT_SYNONYMS"] = os.devnull  # not the table of whoever runs the tests

# The same examples at each run, so that a change is not blamed for what chance found; `make fuzz` draws new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

_ROOT = Path(__file__).resolve().parent.parent
_CONNECT = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden", action="store_true", help="write the golden files anew; not where CI is set"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--regenerate-golden") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--regenerate-golden is not for CI: a golden file is changed by a person who looks at it"
        )


def _is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> None:
    pytest.fail(f"a test tried to reach {host!r} over the network", pytrace=True)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Sockets reach this machine only, and no other name is looked up."""
    connect, connect_ex, getaddrinfo = _CONNECT

    def checked(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
                _refuse(address[0])
            return real(self, address)

        return call

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host):
            _refuse(host)
        return getaddrinfo(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", checked(connect))
    patch.setattr(socket.socket, "connect_ex", checked(connect_ex))
    patch.setattr(socket, "getaddrinfo", look_up)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: HashingEmbedder) -> Iterator[Library]:
    """An empty library in a folder of its own."""
    made = Library(tmp_path / "library", embedder, create=True)
    yield made
    made.close()


@pytest.fixture(scope="session")
def examples() -> Path:
    """The sample library that is part of the repository."""
    return _ROOT / "examples" / "library"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus, which lies beside the repository on some machines only."""
    folder = _ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("skipped: ../shared is not here")
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Any], None]:
    """Compares a value with `golden/NAME` beside the test; `--regenerate-golden` writes it there instead."""

    def compare(name: str, value: Any) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--regenerate-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        assert path.is_file(), f"there is no {path.name}; write it with --regenerate-golden"
        assert value == json.loads(path.read_text(encoding="utf-8"))

    return compare
