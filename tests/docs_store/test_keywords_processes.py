"""The keyword index between processes: one writes, others read, and the writer may be killed at any instant."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docs_store.keywords import TantivyKeywordIndex

_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="skipped: needs POSIX signals, limits and deleting")

_SAYS_WHEN = """
import sys
from pathlib import Path
from docs_store.keywords import TantivyKeywordIndex
index = TantivyKeywordIndex(Path(sys.argv[1]), read_only=False)
for i in range(int(sys.argv[2]), 100_000):
    index.add((f"d{i}-1-{j}", f"d{i}-1", f"企业{i}号第{j}项技术合同") for j in range(40))
    index.commit()
    print(i, flush=True)
    if len(sys.argv) > 3:
        sys.stdin.readline()
"""


def _writer(folder: Path, first: int, *wait: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SAYS_WHEN, str(folder), str(first), *wait],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


_DISK_FULL = """
import resource, sys
from pathlib import Path
from docs_store.errors import StorageError
from docs_store.keywords import TantivyKeywordIndex
index = TantivyKeywordIndex(Path(sys.argv[1]), read_only=False)
index.add([("a-1-0", "a-1", "企业")])
index.commit()
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))  # writing more to a file now fails
try:
    index.add((f"b-1-{i}", "b-1", f"企业{i}家{i * 7}项") for i in range(5_000))
    index.commit()
except StorageError:
    index.close()
    sys.exit(7)
"""


@_POSIX
def test_a_full_disk_is_named_and_the_last_commit_stays(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", _DISK_FULL, str(tmp_path)], check=False).returncode == 7
    assert TantivyKeywordIndex(tmp_path, read_only=True).document_ids() == {"a-1"}
    index = TantivyKeywordIndex(tmp_path, read_only=False)
    index.add([("c-1-0", "c-1", "企业")])
    index.commit()
    assert index.document_ids() == {"a-1", "c-1"}
    index.close()


@_POSIX
def test_a_killed_writer_loses_nothing_it_committed(tmp_path: Path) -> None:
    draw = random.Random(7)
    first = 0
    for _ in range(6):
        writer = _writer(tmp_path / "keywords", first)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(draw.uniform(0.0, 0.4))  # somewhere in a commit, or in a merge behind one
        writer.send_signal(signal.SIGKILL)
        said = [first, *map(int, writer.communicate()[0].split())]

        reader = TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
        held = reader.document_ids()
        # The last commit may have been done and not yet been told.
        assert held in ({f"d{i}-1" for i in range(said[-1] + 1)}, {f"d{i}-1" for i in range(said[-1] + 2)})
        assert {reader.count(document_id) for document_id in held} == {40}
        newest = reader.search(f"企业{said[-1]}号", field="words", limit=1)
        assert newest[0].chunk_id.startswith(f"d{said[-1]}-1-")
        first = len(held)


def test_a_reader_sees_another_process_s_commits_after_reload(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "keywords", 0, "wait")
    try:
        assert writer.stdout is not None
        assert writer.stdin is not None
        writer.stdout.readline()
        reader = TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
        assert reader.document_ids() == {"d0-1"}
        for i in range(1, 20):  # enough for merges, which delete files that the reader holds
            writer.stdin.write("\n")
            writer.stdin.flush()
            writer.stdout.readline()
            assert reader.count(f"d{i}-1") == 0
            assert len(reader.search("企业", field="bigrams", limit=1_000)) == 40 * i
            reader.reload()
            assert reader.count(f"d{i}-1") == 40
    finally:
        writer.kill()
        writer.communicate()


def test_readers_go_on_while_another_process_writes(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "keywords", 0)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        seen = 0
        end = time.monotonic() + 2
        while time.monotonic() < end:
            reader = TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
            found = len(reader.search("技术合同", field="words", limit=100_000))
            assert found % 40 == 0
            assert found >= seen
            seen = found
        assert seen > 40
    finally:
        writer.kill()
        writer.communicate()


@_POSIX
def test_a_folder_that_is_deleted_does_not_disturb_its_readers(tmp_path: Path) -> None:
    index = TantivyKeywordIndex(tmp_path, read_only=False)
    index.add([("a-1-0", "a-1", "企业")])
    index.commit()
    index.close()
    reader = TantivyKeywordIndex(tmp_path, read_only=True)
    for path in tmp_path.iterdir():
        path.unlink()
    assert [hit.chunk_id for hit in reader.search("企业", field="words", limit=1)] == ["a-1-0"]
