"""What `Library.check` finds, what `rebuild` mends of it, and what reading a file again mends."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from docs_store.catalog import FILE_NAME
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.errors import LibraryDamagedError, ModelError
from docs_store.library import Library
from docs_store.soundness import Upkeep
from docs_store.types import FileReport
from docs_store.workspace import FILE_NAME as WORKSPACE
from ingest.pipeline import ingest
from ingest.sources import find_sources

_ROOT = Path(__file__).resolve().parents[2]
REPORT = """安徽省白溪县科技局2023年工作总结

一、主要成效

2023年，全县新培育高新技术企业47家，兑付科技奖补1434.3万元。
"""
POLICY = """白溪县创新券管理办法

第一条 本办法适用于在白溪县注册的科技型中小企业。

第二条 对购买检测服务的企业，按实际支出的50%给予补助，每家企业每年最高20万元。

第三条 本办法自2024年1月1日起施行，有效期三年。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "总结.txt").write_text(REPORT, encoding="utf-8")
    (made / "办法.txt").write_text(POLICY, encoding="utf-8")
    return made


@pytest.fixture
def home(tmp_path: Path, folder: Path) -> Path:
    """The folder of a library with a report that has figures and a policy that has provisions; nothing has it open."""
    home = tmp_path / "library"
    with opened(home, create=True) as library:
        assert {report.status.value for report in read(library, folder)} == {"added"}
        assert library.check() == [] and library.upkeep() == Upkeep()
        assert library.figures() and library.provisions()
    return home


def opened(home: Path, *, create: bool = False) -> closing[Library]:
    return closing(Library(home, HashingEmbedder(), create=create))


def read(library: Library, folder: Path) -> list[FileReport]:
    return ingest(library, find_sources([folder], recursive=False))


def sql(home: Path, *statements: str, file: str = FILE_NAME) -> None:
    """Change the database behind the library's back. Without foreign keys, as any tool but this program does."""
    with closing(sqlite3.connect(home / file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def everything(library: Library) -> object:
    """What the library holds, in full."""
    infos = library.infos()
    return (
        infos[:],
        [library.document(info.id) for info in infos],
        [library.chunks_of(info.id) for info in infos],
        library.figures(),
        library.provisions(),
        [(p.chunk.id, round(p.score, 4)) for p in library.search("创新券补助最高多少", limit=20)],
    )


# --- what was read ---------------------------------------------------------------------------------------------

_REPORT_ID = "(SELECT id FROM documents WHERE source = '总结.txt')"
_POLICY_ID = "(SELECT id FROM documents WHERE source = '办法.txt')"
_HARM = {
    "text": "UPDATE documents SET text = replace(text, '47家', '97家') WHERE source = '总结.txt'",
    "text that is none": "UPDATE documents SET text = CAST(x'ff00ff' AS TEXT) WHERE source = '总结.txt'",
    "metadata": "UPDATE documents SET inferred = replace(inferred, '2023', '2022') WHERE source = '总结.txt'",
    "figures": f"DELETE FROM figures WHERE document_id = {_REPORT_ID}",
    "one figure": f"UPDATE figures SET value = '97' WHERE document_id = {_REPORT_ID} AND value = '47'",
    "provisions": f"DELETE FROM provisions WHERE document_id = {_POLICY_ID}",
    "one provision": f"UPDATE provisions SET data = replace(data, '20', '90') WHERE document_id = {_POLICY_ID}",
    "statements": f"UPDATE chunks SET statements = '[]' WHERE document_id = {_REPORT_ID}",
    "one chunk": f"DELETE FROM chunks WHERE document_id = {_REPORT_ID} AND ordinal = 1",
}


@pytest.mark.parametrize("harm", _HARM)
def test_what_was_read_and_changed_since_is_found_and_mended_by_reading_again(
    home: Path, folder: Path, harm: str
) -> None:
    with opened(home) as library:
        before = everything(library)
        corrected = next(info for info in library.infos() if info.source == "总结.txt")
    sql(home, _HARM[harm])
    file = "办法.txt" if "provision" in harm else "总结.txt"
    with opened(home) as library:
        problems = [problem for problem in library.check() if "not stored as it was read" in problem]
        assert len(problems) == 1 and str(folder / file) in problems[0]
        assert harm.split()[-1].rstrip("s") in problems[0] or "text" in harm
        if "none" not in harm:  # the text stays as it is, and so do the words on it
            library.rebuild()
            assert [problem for problem in library.check() if "not stored as it was read" in problem] == problems
        by_name = {report.source: report.status.value for report in read(library, folder)}
        assert by_name == {"总结.txt": "unchanged", "办法.txt": "unchanged"} | {file: "updated"}
        assert library.check() == []
        assert everything(library) == before
        assert corrected in library.infos()


def test_corrections_outlive_the_mending(home: Path, folder: Path) -> None:
    with opened(home) as library:
        (info,) = [info for info in library.infos() if info.source == "总结.txt"]
        with library.writer() as writer:
            writer.correct([info.id], {"title": "改过的标题"})
        assert library.check() == [], "what a person corrects is no damage"
    sql(home, _HARM["text"])
    with opened(home) as library:
        read(library, folder)
        assert library.check() == []
        assert {info.metadata.title.value for info in library.infos()} >= {"改过的标题"}


def test_a_copy_takes_the_place_of_a_damaged_one(home: Path, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "另存.txt"
    copy.write_text(REPORT, encoding="utf-8")
    sql(home, _HARM["text"])
    with opened(home) as library:
        (report,) = ingest(library, find_sources([copy], recursive=False))
        assert report.status.value == "added"
        assert library.check() == []
        assert {info.source for info in library.infos()} == {"另存.txt", "办法.txt"}


@pytest.mark.parametrize("foreign_keys", ["OFF", "ON"])
def test_a_document_that_is_gone_is_found_and_read_again(home: Path, folder: Path, foreign_keys: str) -> None:
    with opened(home) as library:
        before = everything(library)
    gone = f"DELETE FROM chunks WHERE document_id = {_REPORT_ID}", "DELETE FROM documents WHERE source = '总结.txt'"
    sql(home, f"PRAGMA foreign_keys = {foreign_keys}", *gone)
    with opened(home) as library:
        assert any(str(folder / "总结.txt") in problem for problem in library.check())
        library.rebuild()
        assert any(str(folder / "总结.txt") in problem for problem in library.check())
        read(library, folder)
        assert library.check() == []
        assert everything(library) == before


def test_one_of_a_file_s_documents_that_is_gone_is_found_and_read_again(home: Path, folder: Path) -> None:
    parts = (f"第{n}篇\n{REPORT.replace('47', number)}\n" for n, number in (("一", "61"), ("二", "62"), ("三", "63")))
    (folder / "汇编.txt").write_text("".join(parts), encoding="utf-8")
    with opened(home) as library:
        read(library, folder)
        of_file = [info for info in library.infos() if info.source == "汇编.txt"]
        assert len(of_file) == 3
        before = everything(library)
    sql(home, f"DELETE FROM documents WHERE id = '{of_file[1].id}'")
    with opened(home) as library:
        assert any(of_file[1].id in problem and "汇编.txt" in problem for problem in library.check())
        read(library, folder)
        assert library.check() == []
        assert everything(library) == before


# --- libraries made before there were digests ------------------------------------------------------------------


def undigested(home: Path) -> None:
    """As the program left a library before there were digests."""
    sql(home, "DROP TABLE digests")


def test_an_older_library_is_not_damaged_and_gets_digests_when_written(home: Path, tmp_path: Path) -> None:
    undigested(home)
    with opened(home) as library:
        assert library.check() == [] and library.upkeep() == Upkeep(undigested=2)
        before = everything(library)
        other = tmp_path / "另.txt"
        other.write_text("乙县办法\n\n第一条 补助五万元。\n", encoding="utf-8")
        ingest(library, find_sources([other], recursive=False))
        assert library.check() == [] and library.upkeep() == Upkeep()
        with library.writer() as writer:
            writer.remove([info.id for info in library.infos() if info.source == "另.txt"])
        assert everything(library) == before
    sql(home, _HARM["text"])
    with opened(home) as library:
        assert len(library.check()) == 1


def test_an_older_library_gets_digests_by_rebuild(home: Path) -> None:
    undigested(home)
    with opened(home) as library:
        library.rebuild()
        assert library.check() == [] and library.upkeep() == Upkeep()
    sql(home, _HARM["figures"])
    with opened(home) as library:
        assert len(library.check()) == 1
        library.rebuild()
        assert len(library.check()) == 1, "what is digested already is not digested as it is now"


def test_a_document_that_an_older_program_added_is_digested_by_the_next_write(home: Path) -> None:
    sql(home, f"DELETE FROM digests WHERE document_id = {_POLICY_ID}")
    with opened(home) as library:
        assert library.check() == [] and library.upkeep() == Upkeep(undigested=1)
        library.writer().close()
        assert library.upkeep() == Upkeep()


# --- vectors ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE vectors SET data = substr(data, 1, 1)",
        "UPDATE vectors SET data = substr(data, 1, length(data) - 2)",
        "UPDATE vectors SET data = x''",
        "UPDATE vectors SET data = zeroblob(length(data) + 2)",
        "DELETE FROM vectors",
    ],
)
def test_vectors_that_are_cut_are_named_and_rebuild_makes_them_anew(home: Path, harm: str) -> None:
    with opened(home) as library:
        before = everything(library)
    sql(home, f"{harm} WHERE document_id = {_POLICY_ID}")
    with opened(home) as library:
        assert [problem for problem in library.check() if "vectors of 1 documents" in problem] == library.check() != []
        if "DELETE" not in harm:
            with pytest.raises(LibraryDamagedError, match="rebuild"):
                library.search("创新券补助最高多少", limit=5)
        library.rebuild()
        assert library.check() == []
        assert everything(library) == before


def test_removing_beside_cut_vectors_works(home: Path) -> None:
    sql(home, f"UPDATE vectors SET data = x'00' WHERE document_id = {_POLICY_ID}")
    with opened(home) as library:
        with library.writer() as writer:
            writer.remove([info.id for info in library.infos() if info.source == "总结.txt"])
        assert library.check() == []
        assert library.search("创新券补助最高多少", limit=5)


def test_cut_vectors_are_not_mended_without_their_model(home: Path) -> None:
    sql(home, f"UPDATE vectors SET data = x'00' WHERE document_id = {_POLICY_ID}")
    with closing(Library(home, None)) as library, pytest.raises(ModelError, match="models pull"):
        library.rebuild()
    with opened(home) as library:
        library.rebuild()
        assert library.check() == []


@pytest.mark.parametrize("name", ["header.bin", "data_level0.bin", "length.bin", "chroma.sqlite3"])
def test_a_cut_file_of_the_vector_index_is_found_and_rebuild_mends_it(home: Path, name: str) -> None:
    (path,) = home.glob(f"index-*/vectors/**/{name}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    code = (
        "import sys; from pathlib import Path; from docs_store.library import Library\n"
        "from docs_store.embedders.hashing import HashingEmbedder\n"
        "library = Library(Path(sys.argv[1]), HashingEmbedder())\n"
        "assert library.check() != []; library.rebuild(); assert library.check() == [], library.check()"
    )  # in a process of its own: Chroma keeps the damaged files open
    subprocess.run([sys.executable, "-c", code, str(home)], cwd=_ROOT, check=True, timeout=60)


def test_a_broken_workspace_is_no_fault_of_the_documents(home: Path) -> None:
    (home / WORKSPACE).write_bytes(b"\xa5rubbish" * 1000)
    with opened(home) as library:
        (problem,) = library.check()
        assert WORKSPACE in problem
        assert library.search("创新券补助最高多少", limit=5)


# --- writes cut short ------------------------------------------------------------------------------------------

_KILLED = """
import os, signal, sys
from pathlib import Path
from docs_store import indexes
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library

library = Library(Path(sys.argv[1]), HashingEmbedder())
writer = library.writer()
indexes.rebuild = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
writer.remove([info.id for info in library.infos() if info.source == sys.argv[2]])
writer.close()
"""


def test_a_removal_cut_short_is_no_damage_and_the_next_write_finishes_it(home: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(home), "总结.txt"], cwd=_ROOT, timeout=60)
    with opened(home) as library:
        assert [info.source for info in library.infos()] == ["办法.txt"]
        assert library.check() == [] and library.upkeep() == Upkeep(unfinished=True)
        library.writer().close()
        assert library.check() == [] and library.upkeep() == Upkeep()
        held = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
        assert b"1434.3" not in held


def test_after_a_write_cut_short_what_an_index_lacks_is_damage(home: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(home), "总结.txt"], cwd=_ROOT, timeout=60)
    for path in home.glob("index-*/keywords/*"):
        path.unlink()
    with opened(home) as library:
        assert any(re.search("keyword index", problem) for problem in library.check())
