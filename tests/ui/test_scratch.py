"""The temporary folder: gone at the end, and swept at the next start after a kill."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from docs_store.errors import StorageError
from tests.ui.web.helpers import WAIT
from ui import scratch

_SERVE = (
    "from pathlib import Path; import sys; from ui import wiring; from ui.web.app import serve;"
    "serve(wiring.Settings(library=Path(sys.argv[1]), embedder='none'), port=0)"
)


class Server:
    """A server process with a temporary folder of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "tmp").mkdir(exist_ok=True)
        self.temp = folder / "tmp"
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(folder / "library")],
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"TMPDIR": str(self.temp), "PYTHONUTF8": "1"},
        )
        assert self.process.stderr is not None
        lines = iter(self.process.stderr)
        self.at = next(at[0] for line in lines if (at := re.search(r"http://127\.0\.0\.1:\d+", line)))

    def upload(self) -> None:
        """Send a file that nobody reads."""
        form = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nsecret\r\n--b--\r\n'
        headers = {"content-type": "multipart/form-data; boundary=b"}
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(f"{self.at}/gradio_api/upload", form, headers)
        assert direct.open(request, timeout=WAIT).status == 200

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=WAIT)
        return self.process.returncode

    def left(self) -> list[Path]:
        return sorted(self.temp.rglob("*"))


@pytest.mark.skipif(os.name == "nt", reason="skipped: there are no signals")
def test_what_a_server_wrote_goes_with_it_or_with_the_next(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        server.upload()
        assert any(path.name == "a.txt" for path in server.left())
        assert Server(tmp_path).end(signal.SIGTERM) == -signal.SIGTERM
        assert any(path.name == "a.txt" for path in server.left()), "a living server's folder is left alone"
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
        assert any(path.name == "a.txt" for path in server.left())
        server = Server(tmp_path)
        assert not any(path.name == "a.txt" for path in server.left())
        server.upload()
        assert server.end(signal.SIGTERM) == -signal.SIGTERM
        assert server.left() == []
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


def test_temporary_files_lie_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = os.environ.get("TMPDIR")
    with scratch.scratch_folder() as folder:
        assert folder.parent == tmp_path
        with tempfile.NamedTemporaryFile(delete=False) as file:
            assert Path(file.name).parent == folder
        asks = [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"]
        assert subprocess.run(asks, capture_output=True, text=True).stdout.strip() == str(folder)
        scratch.sweep(tmp_path)
        assert Path(file.name).exists(), "its own is in use"
    assert tempfile.tempdir == str(tmp_path) and not list(tmp_path.iterdir())
    assert os.environ.get("TMPDIR") == before


@pytest.mark.skipif(os.name == "nt", reason="skipped: there are no signals")
def test_what_a_killed_ingest_unpacked_goes_with_the_next(tmp_path: Path) -> None:
    temp, archive = tmp_path / "tmp", tmp_path / "files.zip"
    temp.mkdir()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("青禾县.txt", "青禾县奖补办法\n\n第一条 一次性奖励5万元。\n")
    killed = "import os, ingest.pipeline; ingest.pipeline.content_hash = lambda path: os.kill(os.getpid(), 9);"

    def ingest(before: str = "") -> int:
        code = f"{before}import sys; from ui.cli import main; sys.exit(main(sys.argv[1:]))"
        given = ["ingest", "--library", str(tmp_path / "library"), "--embedder", "none", str(archive)]
        variables = os.environ | {"TMPDIR": str(temp), "PYTHONUTF8": "1"}
        return subprocess.run([sys.executable, "-c", code, *given], env=variables, timeout=WAIT).returncode

    assert ingest(killed) == -signal.SIGKILL
    assert [path.name for path in temp.rglob("*.txt")]
    assert ingest() == 0
    assert not list(temp.iterdir())


def test_where_there_is_no_room_for_it_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(StorageError, match="No such file") as refused, scratch.scratch_folder():
        pass
    assert "TMPDIR" in str(refused.value.remedy)


def test_only_folders_of_dead_servers_are_swept(tmp_path: Path) -> None:
    names = ("dead", "new", "old")
    dead, new, old = (tmp_path / f"policy-assistant-scratch-{name}" for name in names)
    other, target = tmp_path / "policy-assistant-x", tmp_path / "target"
    file, link = (tmp_path / f"policy-assistant-scratch-{name}" for name in ("file", "link"))
    for folder in (dead, new, old, other, target):
        folder.mkdir()
        (folder / "text").write_text("x")
    (dead / "in-use").touch()
    (target / "in-use").touch()
    file.touch()
    link.symlink_to(target)
    os.utime(old, (time.time() - 100,) * 2)
    scratch.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        path.name for path in (new, other, file, target, link)
    }  # fmt: skip
    assert (target / "text").exists()
