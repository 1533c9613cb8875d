"""A document says the same as text, Markdown, web page, Word file or PDF, and a table the same as a workbook too.

Only facts are compared: Word and Markdown mark headings, which a text and a PDF do not, and a page has more of them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_store.textnorm import fold
from ingest.readers import read_file
from tests.ingest.same import changes
from tests.ingest.same.formats import FORMATS, as_text, as_workbook
from tests.ingest.same.papers import Paper, drawn_papers, own_papers, table_papers
from tests.ingest.same.told import Told, differences, told
from tests.slow import IS_ASKED

DRAWN = {"notices": (2, 8), "wide": (2, 12), "gov_reports_2025": (0, 3)}
OTHERS = sorted(set(FORMATS) - {"text"})
_ARTICLES_OF_LINE = 3  # more are not cited in one paragraph
TABLES = {**FORMATS, "workbook": (".xlsx", as_workbook)}


def _drawn(folder: str, count: int) -> list[Paper]:
    """Real documents whose first line is their title: where it is not, a format that marks titles says more."""
    titled = [paper for paper in drawn_papers(folder, 3 * count) if _opens_with_title(paper)]
    return titled[:count]


def _opens_with_title(paper: Paper) -> bool:
    documents = told(changes.raw(paper.lines), f"{paper.name}.txt")
    first = "".join(fold(paper.lines[0]).split())
    return len(documents) == 1 and documents[0].metadata["title"] == first


PAPERS = own_papers() + [paper for folder, counts in DRAWN.items() for paper in _drawn(folder, counts[IS_ASKED])]
_AS_TEXT: dict[str, list[Told]] = {}


def read(paper: Paper, path: Path) -> list[Told]:
    """What a file says, under the document's own name."""
    return told(read_file(path), f"{paper.name}{path.suffix}")


def plain(paper: Paper, folder: Path) -> list[Told]:
    """What a document says as a plain text."""
    if paper.name not in _AS_TEXT:
        as_text(paper, folder / "plain.txt")
        _AS_TEXT[paper.name] = read(paper, folder / "plain.txt")
    return _AS_TEXT[paper.name]


def formats(paper: Paper) -> list[str]:
    """All formats where slow tests are asked for, else two, others for each document.

    A paper that has lost its line ends is parted where its parts begin (`ingest.line_ends`), but only while it stands
    on one line: a PDF breaks that line anew, and its parts are then not seen.
    """
    at = 2 * PAPERS.index(paper)
    chosen = OTHERS if IS_ASKED else [OTHERS[(at + n) % len(OTHERS)] for n in range(2)]
    return [name for name in chosen if name != "PDF" or not _has_lost_line_ends(paper)]


def _has_lost_line_ends(paper: Paper) -> bool:
    return any(len(re.findall("第[一二三四五六七八九十]{1,3}条", line)) > _ARTICLES_OF_LINE for line in paper.lines)


@pytest.mark.parametrize(
    ("paper", "name"),
    [pytest.param(paper, name, id=f"{paper.name}-{name}") for paper in PAPERS for name in formats(paper)],
)
def test_a_document_says_the_same_in_each_format(paper: Paper, name: str, tmp_path: Path) -> None:
    suffix, write = FORMATS[name]
    path = tmp_path / f"written{suffix}"
    write(paper, path)
    expected = plain(paper, tmp_path)
    assert any(document.figures or document.provisions for document in expected) or paper not in own_papers()
    assert differences(expected, read(paper, path)) == []


@pytest.mark.parametrize("name", sorted(TABLES))
@pytest.mark.parametrize("paper", table_papers(), ids=lambda paper: paper.name)
def test_a_table_says_the_same_in_each_format(paper: Paper, name: str, tmp_path: Path) -> None:
    suffix, write = TABLES[name]
    path = tmp_path / f"written{suffix}"
    write(paper, path)
    (as_word,) = _table_in_word(paper, tmp_path)
    assert len(as_word.figures) >= 6
    (changed,) = read(paper, path)
    assert as_word.differences(changed) == []


def _table_in_word(paper: Paper, folder: Path) -> list[Told]:
    suffix, write = FORMATS["Word"]
    write(paper, folder / f"table{suffix}")
    return read(paper, folder / f"table{suffix}")
