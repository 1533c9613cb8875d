"""Profiles out of files: one or several as JSON, one a line as JSON Lines, or rows of a spreadsheet as bureaus have.

A spreadsheet names in its first row what each column is, by the words of the matching form, by a field's name, or as
lists of enterprises commonly do (单位名称, 从业人数). A column 企业情况 holds what an enterprise tells in its own
words, and so does a text. Columns that are not known are left alone and named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant.matching import spoken
from assistant.matching.profile import Profile, from_json
from docs_store.document_set import DocumentSet
from docs_store.errors import InputError, UsageError
from docs_store.textnorm import fold
from ingest.isolation import ReaderProcess
from ui.matching.form import AMOUNTS, FIELDS, filled, profile_json
from ui.texts import Words

LARGEST = 2_000_000
"""Bytes of a file of profiles."""
MOST = 2_000
"""Profiles of one file."""
TOLD = "told"
"""The column in which an enterprise tells of itself in its own words."""
_TABLES = frozenset({".xlsx", ".xls", ".csv", ".et"})
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "企业名称": "name", "单位名称": "name", "公司名称": "name", "名称": "name", "企业": "name",
        "注册地": "region", "所在地": "region", "所在区": "region", "所在区县": "region", "区县": "region",
        "注册地址": "region", "行业": "industry", "所属行业": "industry", "主营业务": "industry", "规模": "size",
        "企业规模": "size", "成立日期": "founded", "成立时间": "founded", "注册日期": "founded", "成立年份": "founded",
        "在现注册地登记的日期": "registered", "职工总数": "staff", "从业人数": "staff", "从业人员": "staff",
        "员工人数": "staff", "职工人数": "staff", "研发人员": "rd_staff", "研发人员数": "rd_staff",
        "科技人员": "tech_staff", "上年度营业收入": "revenue", "营业收入": "revenue", "营收": "revenue",
        "上年度研发费用": "rd", "研发费用": "rd", "研发投入": "rd", "前一年度研发费用": "rd_before",
        "资质": "titles", "企业资质": "titles", "资质荣誉": "titles", "发明专利": "invention", "实用新型": "utility",
        "软件著作权": "software", "项目": "projects", "企业情况": TOLD, "情况说明": TOLD,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """The profiles of one file, in order.

    Attributes:
        unknown: columns that say nothing that is known.
    """

    profiles: tuple[Profile, ...]
    unknown: tuple[str, ...] = ()


def read_profiles(path: Path, today: date, infos: DocumentSet, words: Words) -> Profiles:
    """All profiles of a file. It is read in a process of its own, with bounds on time and memory.

    Args:
        today: the day that 上年度 counts from.
        infos: the library's documents, which know of places that the table does not.

    Raises:
        UsageError: the file cannot be read, or a profile of it holds what it cannot; the message names the row.
    """
    try:
        with ReaderProcess() as process:
            if path.suffix.lower() in _TABLES:
                return _of_tables(process.listing(path).tables, today, infos, words, path)
            if path.suffix.lower() == ".txt":
                return _of_text("\n".join(process.listing(path).lines), today, infos)
            if path.suffix.lower() == ".jsonl":
                rows = [json.loads(line) for line in _lines(path, words)]
            else:
                data = process.json(path, LARGEST)
                rows = data if isinstance(data, list) else [data]
    except (InputError, ValueError, RecursionError) as error:
        reason = error.message if isinstance(error, InputError) else str(error)
        raise UsageError(words("usage.match_profile", path=str(path), reason=reason)) from error
    return Profiles(profiles=tuple(_numbered([partial(from_json, row) for row in rows], words)))


def _of_text(text: str, today: date, infos: DocumentSet) -> Profiles:
    """What one enterprise tells of itself; no profile where it says nothing of an enterprise."""
    profile = spoken.read([text], today, region=spoken.place_of([text], infos))
    return Profiles(profiles=(profile,) if profile else ())


def _lines(path: Path, words: Words) -> list[str]:
    """The lines of a text that holds something."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(words("usage.match_profile", path=str(path), reason=error.strerror or str(error))) from error
    if len(content) > LARGEST:
        raise UsageError(words("usage.match_profile", path=str(path), reason=f"> {LARGEST // 1_000_000} MB"))
    return [line for line in content.decode("utf-8-sig").splitlines() if line.strip()]


def _numbered(rows: Sequence[Callable[[], Profile]], words: Words) -> Iterator[Profile]:
    """The profiles; what is wrong with one is told with its number."""
    if len(rows) > MOST:
        raise UsageError(words("usage.match_most", count=len(rows), most=MOST))
    for number, row in enumerate(rows, start=1):
        try:
            yield row()
        except UsageError as error:
            if len(rows) == 1:
                raise
            raise UsageError(words("usage.match_row", row=number, reason=error.message)) from error


def _of_tables(
    tables: Sequence[Sequence[Sequence[str]]], today: date, infos: DocumentSet, words: Words, path: Path
) -> Profiles:
    for table in tables:
        for at, head in enumerate(table[:5]):  # above the heads a list may have its title
            columns = [_column(cell) for cell in head]
            if sum(column is not None for column in columns) >= 2 or TOLD in columns:
                unknown = tuple(
                    cell.strip() for cell, column in zip(head, columns, strict=True) if cell.strip() and not column
                )
                rows = [row for row in table[at + 1 :] if any(cell.strip() for cell in row)]
                forms = [_form(row, head, columns, today, infos) for row in rows]
                made = [partial(_profile, form, today) for form in forms]
                return Profiles(profiles=tuple(_numbered(made, words)), unknown=unknown)
    raise UsageError(words("usage.match_heads", path=str(path)))


def _profile(form: Mapping[str, Any], today: date) -> Profile:
    return from_json(profile_json(form, today))


def _column(head: str) -> str | None:
    """The form's field that a column holds."""
    bare = re.sub(r"\(.*|[,、:\s].*", "", fold(head).strip())
    return _NAMES.get(bare) or (bare if bare in FIELDS or bare == TOLD else None)


def _form(
    row: Sequence[str], head: Sequence[str], columns: Sequence[str | None], today: date, infos: DocumentSet
) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for cell, name, column in zip(row, head, columns, strict=False):
        text = cell.strip()
        if not text or column is None:
            continue
        if column == TOLD:
            profile = spoken.read([text], today, region=spoken.place_of([text], infos))
            form = (filled(profile, today) if profile else {}) | form
        elif column in ("titles", "projects"):
            form[column] = "\n".join(part for part in re.split("[、;；\n]", text) if part.strip())
        elif column in ("revenue", "rd", "rd_before") and "万" not in name and "元" in name:
            form[column] = _in_ten_thousands(text)
        elif column in ("founded", "registered"):
            form[column] = re.sub(r"[年月./]", "-", text.split()[0]).replace("日", "").strip("-")
        else:
            form[column] = re.sub(r"[人件家名个项]$", "", text) if column in AMOUNTS else text
    return form


def _in_ten_thousands(text: str) -> str:
    """A sum in 元 as the form takes it, in 万元; what is no number is left as it is."""
    digits = re.sub(r"[\s,，]", "", text)
    return f"{float(digits) / 10_000:.4f}" if re.fullmatch(r"\d+(?:\.\d+)?", digits) else text
