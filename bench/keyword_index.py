"""Keyword index: tantivy beside SQLite FTS5.

    python -m bench.keyword_index CORPUS --chunks 100000 --engine tantivy --folder SCRATCH

CORPUS is a folder with `laws/*.md` and `gov_reports_2025/*.docx`. Their text is cut into chunks of 200 characters,
20 to a document, and repeated until there are enough; from the second round on every number and every province's
name is replaced by another one, so that the vocabulary grows as that of more documents of the same kind would.

Questions are of the product's kind, 20 to 40 characters: a stretch of a random chunk with a question around it. Each is
searched twice, by words and by bigrams, top 200 of each; the times are for both together, tokenizing included, and are
processor times (each search is one thread's work), so that other work on the machine hardly shows.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import sqlite3
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from tantivy import Index

from docs_store.keywords import Field, KeywordHit, Row, TantivyKeywordIndex
from docs_store.tokenize import bigrams, words

_CHUNK = 200
_PER_DOCUMENT = 20
_COMMIT_EVERY = 400  # as the library's writer does
_QUESTIONS = 200
_TOP = 200
_PROVINCES = (
    "北京|天津|河北|山西|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|"
    "陕西|甘肃|青海|宁夏|新疆|内蒙古"
)
_NAME = re.compile(_PROVINCES)
_NUMBER = re.compile(r"[0-9]+")
_AROUND = ("{}有什么规定？", "请问{}需要哪些条件", "{}是多少？", "我们企业想知道{}怎么申请")
_SECRET = "zqxvunique7"  # stands in one document only


class Engine(Protocol):
    """What is measured. `TantivyKeywordIndex` is one as it stands."""

    def add(self, rows: Iterable[Row]) -> None: ...
    def remove_documents(self, document_ids: Iterable[str]) -> None: ...
    def commit(self) -> None: ...
    def search(
        self, query: str, *, field: Field, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[KeywordHit]: ...
    def close(self) -> None: ...


class Fts5:
    """SQLite FTS5: one table per field, terms joined by spaces, ids in a table of their own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "keywords.db")
        self.db.executescript(
            """PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
            CREATE TABLE IF NOT EXISTS chunk(
                id INTEGER PRIMARY KEY, chunk_id TEXT NOT NULL, document_id TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS chunk_document ON chunk(document_id);
            CREATE TEMP TABLE wanted(document_id TEXT PRIMARY KEY);"""
        )
        for field in ("words", "bigrams"):
            self.db.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {field}"
                " USING fts5(terms, tokenize = \"unicode61 remove_diacritics 0 tokenchars '.'\")"
            )

    def add(self, rows: Iterable[Row]) -> None:
        for chunk_id, document_id, text in rows:
            at = self.db.execute("INSERT INTO chunk VALUES (NULL, ?, ?)", (chunk_id, document_id)).lastrowid
            self.db.execute("INSERT INTO words(rowid, terms) VALUES (?, ?)", (at, " ".join(words(text))))
            self.db.execute("INSERT INTO bigrams(rowid, terms) VALUES (?, ?)", (at, " ".join(bigrams(text))))

    def remove_documents(self, document_ids: Iterable[str]) -> None:
        for document_id in document_ids:
            which = "(SELECT id FROM chunk WHERE document_id = ?)"
            for field in ("words", "bigrams"):
                self.db.execute(f"DELETE FROM {field} WHERE rowid IN {which}", (document_id,))
            self.db.execute("DELETE FROM chunk WHERE document_id = ?", (document_id,))

    def commit(self) -> None:
        self.db.commit()

    def search(
        self, query: str, *, field: Field, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[KeywordHit]:
        terms = dict.fromkeys({"words": words, "bigrams": bigrams}[field](query))
        match = " OR ".join(f'"{term}"' for term in terms)
        where = ""
        if document_ids is not None:
            self.db.execute("DELETE FROM wanted")
            self.db.executemany("INSERT INTO wanted VALUES (?)", ((document_id,) for document_id in document_ids))
            where = "AND chunk.document_id IN wanted"
        found = self.db.execute(
            f"SELECT chunk_id, -rank FROM {field} JOIN chunk ON chunk.id = {field}.rowid"
            f" WHERE {field} MATCH ? {where} ORDER BY rank LIMIT ?",
            (match, limit),
        )
        return [KeywordHit(chunk_id=chunk_id, score=score) for chunk_id, score in found]

    def forget(self) -> None:
        """Remove what deleted rows left behind."""
        for field in ("words", "bigrams"):
            self.db.execute(f"INSERT INTO {field}({field}) VALUES ('optimize')")
        self.db.commit()
        self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.db.close()


def corpus(folder: Path) -> list[str]:
    """Chunks of about 200 characters, in order."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "laws").glob("*.md"))]
    for path in sorted((folder / "gov_reports_2025").glob("*.docx")):
        with zipfile.ZipFile(path) as file:
            xml = file.read("word/document.xml").decode("utf-8")
        texts.append(re.sub(r"<[^>]+>", "", xml.replace("</w:p>", "\n")))
    return [text[at : at + _CHUNK] for text in texts for at in range(0, len(text), _CHUNK)]


def rows(chunks: list[str], count: int) -> Iterator[Row]:
    """So many rows, the same ones on every call."""
    draw = random.Random(1)
    for i in range(count):
        text = chunks[i % len(chunks)]
        if i >= len(chunks):
            text = _NUMBER.sub(lambda m: str(draw.randrange(10 ** len(m[0]))) if len(m[0]) < 9 else m[0], text)
            text = _NAME.sub(lambda _: draw.choice(_PROVINCES.split("|")), text)
        if i // _PER_DOCUMENT == 7:
            text += _SECRET
        document_id = f"{i // _PER_DOCUMENT:016x}-1"
        yield f"{document_id}-{i % _PER_DOCUMENT}", document_id, text


def questions(chunks: list[str], count: int) -> list[str]:
    """Questions of 20 to 40 characters."""
    draw = random.Random(2)
    asked: list[str] = []
    while len(asked) < count:
        chunk = "".join(draw.choice(chunks).split())
        at = draw.randrange(max(1, len(chunk) - 28))
        question = draw.choice(_AROUND).format(chunk[at : at + draw.randrange(14, 27)])
        if 20 <= len(question) <= 40:
            asked.append(question)
    return asked


def percentiles(engine: Engine, asked: list[str], document_ids: frozenset[str] | None) -> dict[str, float]:
    """Milliseconds for both searches of a question; a tenth of the questions is asked once more before, to warm up."""
    for question in asked[: len(asked) // 10]:
        _both(engine, question, document_ids)
    times = sorted(_both(engine, question, document_ids) for question in asked)
    return {"p50": round(times[len(times) // 2], 2), "p95": round(times[len(times) * 95 // 100], 2)}


def _both(engine: Engine, question: str, document_ids: frozenset[str] | None) -> float:
    start = time.process_time()
    engine.search(question, field="words", limit=_TOP, document_ids=document_ids)
    engine.search(question, field="bigrams", limit=_TOP, document_ids=document_ids)
    return (time.process_time() - start) * 1000


def resident_mb() -> float:
    """Memory of this process that is its own, without the mapped files (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(re.findall(r"RssAnon:\s+(\d+)", status)[0]) / 1024, 1)


def disk_mb(folder: Path) -> float:
    """Size of all files of a folder."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


def lingers(name: str, folder: Path) -> bool:
    """Whether the unique term of the removed document is still in a file of the index.

    tantivy's dictionaries are compressed, so there they are read through; SQLite's pages are searched as bytes.
    """
    if name == "tantivy":
        return bool(Index.open(str(folder)).searcher().terms_with_prefix("words", _SECRET))
    return any(_SECRET.encode() in path.read_bytes() for path in folder.iterdir())


def open_engine(name: str, folder: Path) -> Engine:
    """An engine by its name, for writing."""
    return TantivyKeywordIndex(folder, read_only=False) if name == "tantivy" else Fts5(folder)


def measure(name: str, folder: Path, chunks: list[str], count: int) -> dict[str, Any]:
    """Everything that is measured for one engine and size; the index is left in the folder."""
    result: dict[str, Any] = {"engine": name, "chunks": count}
    before = resident_mb()
    engine = open_engine(name, folder)
    commits: list[float] = []
    start = time.perf_counter()
    source = rows(chunks, count)
    while batch := list(itertools.islice(source, _COMMIT_EVERY)):
        commits.append(_add(engine, batch))
    result["writing_mb"] = round(resident_mb() - before, 1)
    engine.close()
    result["build_s"] = round(time.perf_counter() - start, 1)
    commits.sort()
    result["commit_ms"] = {"p50": round(commits[len(commits) // 2], 1), "max": round(commits[-1], 1)}
    result["disk_mb"] = disk_mb(folder)

    engine = open_engine(name, folder)
    documents = sorted({row[1] for row in rows(chunks, count)})
    asked = questions(chunks, _QUESTIONS if name == "tantivy" else 40)
    before = resident_mb()
    result["query_ms"] = percentiles(engine, asked, None)
    result["query_mb"] = round(resident_mb() - before, 1)
    draw = random.Random(3)
    for name_of_share, share in (("3_documents", 3), ("tenth", len(documents) // 10), ("half", len(documents) // 2)):
        wanted = frozenset(draw.sample(documents, share))
        result[f"query_{name_of_share}_ms"] = percentiles(engine, asked, wanted)

    start = time.perf_counter()
    engine.remove_documents([documents[7]])
    engine.commit()
    result["remove_ms"] = round((time.perf_counter() - start) * 1000, 1)
    result["found_after_remove"] = bool(engine.search(_SECRET, field="words", limit=1))
    result["in_files_after_remove"] = lingers(name, folder)
    start = time.perf_counter()
    if isinstance(engine, Fts5):
        engine.forget()
        engine.close()
    else:
        engine.close()
        folder = folder.with_name(folder.name + "-fresh")
        rebuild(name, folder, (row for row in rows(chunks, count) if row[1] != documents[7]))
    result["forget_s"] = round(time.perf_counter() - start, 1)
    result["in_files_after_forget"] = lingers(name, folder)
    result["disk_after_forget_mb"] = disk_mb(folder)
    return result


def rebuild(name: str, folder: Path, kept: Iterator[Row]) -> None:
    """A fresh index, with as few commits as the library's rebuild makes."""
    fresh = open_engine(name, folder)
    while batch := list(itertools.islice(kept, 20_000)):
        fresh.add(batch)
        fresh.commit()
    fresh.close()


def _add(engine: Engine, batch: list[Row]) -> float:
    """Add and commit; milliseconds of the commit."""
    engine.add(batch)
    start = time.perf_counter()
    engine.commit()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument("--engine", choices=("tantivy", "fts5"), default="tantivy")
    parser.add_argument("--folder", type=Path, required=True, help="an empty or missing folder; it is left behind")
    given = parser.parse_args()
    result = measure(given.engine, given.folder, corpus(given.corpus), given.chunks)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
