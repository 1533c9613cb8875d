"""The catalog: what goes in comes out, and a file that is none says so."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from docs_store import codec
from docs_store.catalog import FILE_NAME, Catalog, SourceRow
from docs_store.errors import LibraryDamagedError, LibraryError, LibraryLockedError, LibraryVersionError, UsageError
from docs_store.types import (
    Chunk,
    Document,
    DocumentContent,
    FileError,
    FileStatus,
    Inferred,
    Kind,
    Metadata,
    PageSpan,
    Section,
    Standing,
    Status,
)

_ROOT = Path(__file__).resolve().parents[2]
_TEXT = "青禾县办法\n一、总则\n新增47家。\n二、附则\n施行。\n"


def certain(value: object) -> Inferred:
    return Inferred(value=value, source="title line", certainty=0.5)


METADATA = Metadata(
    title=certain("青禾县办法"),
    kind=certain(Kind.POLICY),
    region=certain("青禾县"),
    years=certain((2023, 2024)),
    published=certain("2024-07-01"),
    repeals=certain(("旧办法", "青科〔2021〕9号")),
)
SOURCE = SourceRow(
    key="/a/办法.txt", name="办法.txt", file_hash="ab" * 32, size=7, modified_ns=9, status=FileStatus.ADDED,
    warnings=("甲", "乙"), reading=3,
)  # fmt: skip


def content(id_: str = "a-1", key: str = SOURCE.key, position: int = 1, text: str = _TEXT) -> DocumentContent:
    document = Document(
        id=id_, source="办法.txt", source_key=key, file_hash="ab" * 32, position=position, text=text, metadata=METADATA,
        pages=(PageSpan(number=1, start=0, end=11), PageSpan(number=2, start=11, end=len(text))),
        sections=(Section(level=1, path=("一、总则",), start=6, end=18),), removed=((5, 6),), reader="text",
    )  # fmt: skip
    chunk = Chunk(
        id=f"{id_}-00001", document_id=id_, ordinal=1, text=text[6:17], heading=("一、总则",), start=6, end=17, page=1,
        removed=((10, 11),), years=(2023,), status=Status.ACTUAL,
    )  # fmt: skip
    other = replace(chunk, id=f"{id_}-00002", ordinal=2, text=text[18:], start=18, end=len(text), page=None, years=())
    return DocumentContent(document=document, chunks=(chunk, other))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path, writable=True)
    yield made
    made.close()


def put(catalog: Catalog, *contents: DocumentContent, show: bool = True) -> None:
    with catalog.transaction():
        for one in contents:
            catalog.put_source(replace(SOURCE, key=one.document.source_key))
            catalog.put_pending(one, np.eye(2, 4, dtype=np.float32))
        if show:
            catalog.show(one.document.id for one in contents)


# --- round trips -----------------------------------------------------------------------------------------------


def test_a_document_comes_back_as_it_was(catalog: Catalog) -> None:
    one = content()
    put(catalog, one)
    assert catalog.document("a-1") == one.document
    assert tuple(catalog.chunks_of("a-1")) == one.chunks
    assert catalog.chunks(["a-1-00002", "x"]) == {"a-1-00002": one.chunks[1]}
    assert catalog.chunk_ids_of("a-1") == ["a-1-00001", "a-1-00002"]
    vectors = catalog.vectors_of("a-1", 4)
    assert vectors is not None and vectors.dtype == np.float32
    assert vectors.tolist() == np.eye(2, 4).tolist()
    (info,) = catalog.infos()
    assert (info.id, info.metadata, info.chunks, info.position) == ("a-1", METADATA, 2, 1)


def test_a_source_comes_back_as_it_was(catalog: Catalog) -> None:
    failed = replace(
        SOURCE, key="k", name="甲.pdf", status=FileStatus.FAILED,
        error=FileError(code="encrypted", message="有密码", page=3), warnings=(),
    )  # fmt: skip
    for row in (SOURCE, failed):
        catalog.put_source(row)
        assert catalog.source(row.key) == row
    catalog.put_source(replace(failed, status=FileStatus.ADDED, error=None))
    assert catalog.source("k") == replace(failed, status=FileStatus.ADDED, error=None)
    assert [row.key for row in catalog.sources()] == [SOURCE.key, "k"]
    assert catalog.source("unknown") is None


def test_every_field_of_the_metadata_survives() -> None:
    for field in codec.METADATA_FIELDS:
        values: dict[str, object] = {
            "kind": Kind.FAQ,
            "standing": Standing.DRAFT,
            "years": (2020, 2021),
            "repeals": ("甲", "乙"),
            "attachments": ("甲", "乙"),
        }
        value = values.get(field, "值")
        changed = replace(METADATA, **{field: certain(value)})
        assert codec.metadata_from_json(codec.metadata_to_json(changed)) == changed


STATEMENTS = '[[0,4],[5,10,null,[2023],[[5,"actual"],[8,"expected"]],"expected"]]'


def with_statements(id_: str, key: str = SOURCE.key) -> DocumentContent:
    one = content(id_, key)
    first, second = one.chunks
    return replace(one, chunks=(replace(first, statements=STATEMENTS), replace(second, statements="[]")))


def test_statements_come_back_as_they_were(catalog: Catalog) -> None:
    put(catalog, with_statements("a-1"))
    first, second = catalog.chunks_of("a-1")
    assert (first.statements, second.statements) == (STATEMENTS, "[]")
    assert catalog.chunks([first.id])[first.id].statements == STATEMENTS


def older(folder: Path) -> None:
    """Make the catalog what it was before chunks had statements."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("ALTER TABLE chunks DROP COLUMN statements")
        connection.execute("DELETE FROM digests WHERE part = 'statements'")
        connection.commit()


def test_a_library_made_before_is_read_and_written(tmp_path: Path, catalog: Catalog) -> None:
    put(catalog, content("a-1"))
    catalog.close()
    older(tmp_path)
    with closing(Catalog(tmp_path, writable=False)) as reader:
        before = reader.chunks_of("a-1")
        assert [chunk.statements for chunk in before] == [None, None]
        with closing(Catalog(tmp_path, writable=True)) as writer:
            put(writer, with_statements("b-1", "/a/b.txt"))
            assert writer.digests.altered("a-1") == writer.digests.altered("b-1") == ()
        assert reader.chunks_of("a-1") == before
        assert [chunk.statements for chunk in reader.chunks_of("b-1")] == [STATEMENTS, "[]"]


def test_pending_documents_are_not_seen(catalog: Catalog) -> None:
    put(catalog, content(), show=False)
    assert catalog.document("a-1") is None
    assert catalog.infos() == [] and catalog.ids_of_source(SOURCE.key) == []
    assert catalog.sources_with_hash("ab" * 32) == []
    assert catalog.chunks(["a-1-00001"]) == {}
    assert catalog.pending_ids() == ["a-1"]
    catalog.show(["a-1"])
    assert catalog.pending_ids() == [] and catalog.ids_of_source(SOURCE.key) == ["a-1"]


def test_a_file_is_found_by_its_content_without_reading_all_texts(tmp_path: Path) -> None:
    def index_of_hashes() -> list[str]:
        with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
            return [row[2] for row in database.execute("PRAGMA index_info('documents_by_hash')")]

    Catalog(tmp_path, writable=True).close()
    assert index_of_hashes() == ["file_hash"]
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:  # as a library made before has it
        database.execute("DROP INDEX documents_by_hash")
    Catalog(tmp_path, writable=False).close()
    assert index_of_hashes() == [], "a reader changes nothing"
    catalog = Catalog(tmp_path, writable=True)
    put(catalog, content())
    assert catalog.sources_with_hash("ab" * 32) == [SOURCE.key]
    catalog.close()
    assert index_of_hashes() == ["file_hash"]


def test_deleting_takes_chunks_and_vectors_along(catalog: Catalog) -> None:
    put(catalog, content(), content("b-1", "/b"))
    catalog.delete_documents(["a-1", "unknown"])
    assert catalog.document("a-1") is None and catalog.chunks_of("a-1") == []
    assert catalog.chunks(["a-1-00001", "b-1-00001"]).keys() == {"b-1-00001"}
    assert catalog.vectors_of("a-1", 4) is None
    assert [info.id for info in catalog.infos()] == ["b-1"]


def test_a_failed_transaction_leaves_nothing(catalog: Catalog) -> None:
    with pytest.raises(ZeroDivisionError), catalog.transaction():
        catalog.put_source(SOURCE)
        catalog.set_meta("x", "1")
        raise ZeroDivisionError
    assert catalog.source(SOURCE.key) is None and catalog.get_meta("x") is None


def test_vectors_of_another_length_are_damage(catalog: Catalog) -> None:
    put(catalog, content())
    for dimensions in (3, 0):
        with pytest.raises(LibraryDamagedError) as caught:
            catalog.vectors_of("a-1", dimensions)
        assert "rebuild" in caught.value.remedy
    for dimensions in (8, 0):  # a shorter row cannot be told from a whole one
        with pytest.raises(LibraryDamagedError):
            catalog.vectors_of_chunks(["a-1-00002"], dimensions)
    catalog.set_meta("dimensions", "4")
    assert catalog.unfit_vectors() == []


def test_single_vectors_are_read_in_any_number_and_order(catalog: Catalog) -> None:
    put(catalog, content(), content("a-2", position=2))
    ids, vectors = catalog.vectors_of_chunks(["a-2-00002", "x", "a-1-00002", "a-2-00001"], 4)
    whole = {
        f"{document}-0000{row + 1}": vector for document in ("a-1", "a-2") for row, vector in enumerate(np.eye(2, 4))
    }
    assert sorted(ids) == ["a-1-00002", "a-2-00001", "a-2-00002"] and vectors.dtype == np.float32
    assert vectors.tolist() == [whole[id_].tolist() for id_ in ids]
    ids, vectors = catalog.vectors_of_chunks([], 4)
    assert ids == [] and vectors.shape == (0, 4)


# --- corrections -----------------------------------------------------------------------------------------------


def test_corrections_belong_to_source_and_position(catalog: Catalog) -> None:
    put(catalog, content(), content("a-2", position=2))
    for field, value in (("region", "安徽省马鞍山市当涂县"), ("years", [2020]), ("kind", "faq")):
        catalog.correct(SOURCE.key, 2, field, codec.correction_to_json(field, value))
    first, second = catalog.infos()
    assert first.metadata == METADATA
    assert second.metadata.region == Inferred(value="安徽省马鞍山市当涂县", source="set by hand", certainty=1.0)
    assert second.metadata.years is not None and second.metadata.years.value == (2020,)
    assert second.metadata.kind.value is Kind.FAQ
    document = catalog.document("a-2")
    assert document is not None and document.metadata == second.metadata
    catalog.delete_documents(["a-1", "a-2"])
    catalog.drop_source(SOURCE.key)
    put(catalog, content("a-2", position=2))
    assert catalog.infos()[0].metadata == METADATA


@pytest.mark.parametrize(
    ("field", "value"),
    [("colour", "red"), ("kind", "poem"), ("kind", None), ("years", 2023), ("years", ["2023"]), ("years", [True]),
     ("title", 3), ("repeals", "旧办法"), ("published", ["2024-01-01"])],
)  # fmt: skip
def test_a_correction_that_no_field_can_hold_is_refused(field: str, value: object) -> None:
    with pytest.raises(UsageError) as caught:
        codec.correction_to_json(field, value)
    assert caught.value.remedy


# --- opening ---------------------------------------------------------------------------------------------------


def test_reading_needs_a_catalog(tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        Catalog(tmp_path, writable=False)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_cannot_write(tmp_path: Path, catalog: Catalog) -> None:
    reader = Catalog(tmp_path, writable=False)
    with pytest.raises(LibraryError):
        reader.set_meta("x", "1")
    reader.close()


def test_another_layout_is_told(tmp_path: Path, catalog: Catalog) -> None:
    catalog.set_meta("schema_version", "999")
    for writable in (True, False):
        with pytest.raises(LibraryVersionError) as caught:
            Catalog(tmp_path, writable=writable)
        assert caught.value.remedy and "999" in caught.value.message


@pytest.mark.parametrize("rubbish", [b"no database, just text. " * 400, b"SQLite format 3\0" + b"\xff" * 8000])
@pytest.mark.parametrize("writable", [True, False])
def test_a_file_that_is_no_catalog_is_told(tmp_path: Path, rubbish: bytes, writable: bool) -> None:
    (tmp_path / FILE_NAME).write_bytes(rubbish)
    with pytest.raises(LibraryDamagedError) as caught:
        Catalog(tmp_path, writable=writable)
    assert caught.value.remedy
    assert (tmp_path / FILE_NAME).read_bytes() == rubbish


def test_damage_in_the_middle_of_the_file_is_told(tmp_path: Path) -> None:
    made = Catalog(tmp_path, writable=True)
    put(made, *(content(f"{n}-1", f"/{n}", text=_TEXT + "施行。" * 3000) for n in range(20)))
    made.purge()
    made.close()
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    for at in range(3 * 4096, len(data), 4096):
        data[at : at + 64] = b"\xa5" * 64
    path.write_bytes(data)
    with pytest.raises(LibraryDamagedError) as caught:
        damaged = Catalog(tmp_path, writable=False)
        assert damaged.integrity_problems() != []
        damaged.infos()
        for n in range(20):
            damaged.document(f"{n}-1")
    assert caught.value.remedy


def test_many_processes_may_make_the_catalog_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from docs_store.catalog import Catalog; print(flush=True)\n"
        "for folder in sys.stdin:\n"
        "    catalog = Catalog(Path(folder.strip()), writable=True)\n"
        "    print(catalog.get_meta('library_id'), flush=True); catalog.close()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", code]
    running = [subprocess.Popen(command, cwd=_ROOT, text=True, bufsize=1, **pipes) for _ in range(6)]
    for process in running:
        process.stdout.readline()  # all have imported what they need, so that they really meet
    for round_ in range(20):
        folder = tmp_path / str(round_)
        folder.mkdir()
        for process in running:
            process.stdin.write(f"{folder}\n")
        named = {process.stdout.readline() for process in running}
        assert len(named) == 1 and named != {""}, "every process sees the same library"
    assert [process.communicate(timeout=60)[1] for process in running] == [""] * 6


def test_a_catalog_that_another_process_holds_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docs_store.database._PATIENCE", 0.01)
    catalog, other = Catalog(tmp_path, writable=True), Catalog(tmp_path, writable=True)
    with catalog.transaction(), pytest.raises(LibraryLockedError), other.transaction():
        pass
    with other.transaction():
        other.set_meta("still", "usable")
    assert catalog.get_meta("still") == "usable"


def test_threads_have_connections_of_their_own(tmp_path: Path, catalog: Catalog) -> None:
    import threading

    put(catalog, content())
    seen: list[object] = []

    def read() -> None:
        with catalog.snapshot():
            seen.append(len(catalog.infos()))

    threads = [threading.Thread(target=read) for _ in range(8)]
    with catalog.transaction():
        catalog.delete_documents(["a-1"])
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [1] * 8
    assert catalog.infos() == []


def test_a_snapshot_sees_one_instant(tmp_path: Path, catalog: Catalog) -> None:
    put(catalog, content())
    reader = Catalog(tmp_path, writable=False)
    with reader.snapshot():
        assert len(reader.infos()) == 1
        catalog.delete_documents(["a-1"])
        assert len(reader.infos()) == 1
        assert reader.document("a-1") is not None
    assert reader.infos() == []
    reader.close()


def test_purging_empties_the_log(tmp_path: Path, catalog: Catalog) -> None:
    put(catalog, content())
    log = tmp_path / f"{FILE_NAME}-wal"
    assert log.stat().st_size > 0
    catalog.purge()
    assert log.stat().st_size == 0


def test_purging_leaves_nothing_of_what_was_deleted(tmp_path: Path, catalog: Catalog) -> None:
    def marker(n: int) -> str:
        return f"{n * 7919 % 100_000:05}xyz"

    for n in range(400):
        text = f"{marker(n)}\n一、总则\n新增{n}家。{'施行。' * (n % 50)}\n"
        put(catalog, content(f"{marker(n)}-1", f"/{n % 7}", text=text))
    gone = [f"{marker(n)}-1" for n in range(0, 400, 3)]
    catalog.delete_documents(gone)
    catalog.purge()
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [id_ for id_ in gone if id_[:8].encode() in data] == []
    assert len(catalog.infos()) == 400 - len(gone) and catalog.integrity_problems() == []
