"""Addresses of the ledger's files: rows as CSV and XLSX, charts as SVG and PNG."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from assistant import figures
from docs_store import lazy_re
from docs_store.library import LedgerRow, Library
from ui import jsonout
from ui.ledger import STATUSES, Conditions, Ledger
from ui.ledger_files import CHARTS, to_chart, to_csv, to_xlsx
from ui.texts import Words
from ui.web.texts import both

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_YEAR = lazy_re.compile("19[0-9]{2}|20[0-9]{2}|2100")
_WORDS = Words("zh")  # what is taken away goes to readers of the documents' language


def router(library: Library) -> APIRouter:
    """`/figures.FORM` with the conditions as its query."""
    made = APIRouter()
    ledger = Ledger(library)

    @made.get("/figures.{form}")
    def files(form: str, region: str = "", year: str = "", indicator: str = "", status: str = "") -> Response:
        if form not in _TYPES:
            return Response(status_code=404)
        asked = Conditions(region=region, year=year, indicator=indicator, status=status)
        if wrong := _wrong(asked):
            return PlainTextResponse(wrong, 400)
        rows = ledger.select(asked)
        content = to_chart(rows, form, _WORDS) if form in CHARTS else _table(rows, form, library)
        if content is None:
            return Response(status_code=404)
        saved = quote(f"{_WORDS('figures.sheet_name')}.{form}")
        way = "inline" if form == "svg" else "attachment"
        headers = {"content-disposition": f"{way}; filename=\"figures.{form}\"; filename*=UTF-8''{saved}"}
        return Response(content, media_type=_TYPES[form], headers=headers)

    return made


def _wrong(asked: Conditions) -> str:
    """Why there are no rows to be had; empty where there is nothing wrong."""
    if asked.year and not _YEAR.fullmatch(asked.year):
        return "\n".join(Words(language)("usage.year", value=asked.year[:40]) for language in ("zh", "en"))
    if asked.status and asked.status not in STATUSES:
        return both("refused_status").format(value=asked.status[:40], known=", ".join(STATUSES))
    return ""


def _table(rows: Sequence[LedgerRow], form: str, library: Library) -> bytes:
    texts = {id_: found.text for id_ in {row.info.id for row in rows} if (found := library.document(id_))}
    objects = [jsonout.ledger_object(row, figures.sentence(row, texts.get(row.info.id, ""))) for row in rows]
    return to_csv(objects, _WORDS) if form == "csv" else to_xlsx(objects, _WORDS)
