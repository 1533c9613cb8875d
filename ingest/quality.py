"""How well a file was read, and whether that is well enough to be searched.

A document that is read badly is worse than one refused: nobody notices. Files below these thresholds are quarantined:
kept out with a reason, until a person accepts them or puts a better file in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docs_store.reading_report import Dropped, ReadingReport, SuspectPage
from docs_store.types import DocumentContent, FileError, PageFault, ReadBy
from ingest import noise
from ingest.readers.base import RawText

MOST_UNREADABLE = 0.1  # of the characters; a broken font spoils nearly all of them, a stray symbol one in a thousand
MOST_FAULTY_PAGES = 0.5
LEAST_ON_PAGE = 5  # characters; fewer are a page number or a speck
LEAST_PAGES = 4  # where the reader does not say which pages are meant to be empty
LEAST_CONFIDENCE = 0.6  # of text recognition; pages that are read almost without error have 0.9 and more
_EXAMPLES, _EXAMPLE_LENGTH = 3, 40

_UNREADABLE = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_REMEDY = "Put a better copy in its place, or take it in as it is with `policy-assistant ingest --accept FILE`."


def measure(raw: RawText, contents: Sequence[DocumentContent]) -> ReadingReport:
    """The reading report of a file.

    Args:
        raw: the file as its reader gave it.
        contents: the documents made of it.
    """
    by_page = [_visible(raw.text[page.start : page.end]) for page in raw.pages]
    recognised = [page for page in raw.readings if page.by is ReadBy.OCR]
    weight = sum(page.characters for page in recognised)
    confidence = sum(page.confidence * page.characters for page in recognised) / weight if weight else None
    return ReadingReport(
        characters=_visible(raw.text),
        unreadable=len(_UNREADABLE.findall(raw.text)),
        pages=tuple(by_page),
        recognised=weight,
        confidence=None if confidence is None else round(confidence, 3),
        suspects=tuple(SuspectPage(number=page.number, reason=page.fault) for page in raw.readings if page.fault),
        tables=len(raw.tables),
        dropped=tuple(_dropped(contents)),
    )


def verdict(report: ReadingReport) -> FileError | None:
    """Why a file must not be searched as it was read; `None` when it may."""
    if report.unreadable > MOST_UNREADABLE * report.characters:
        share = report.unreadable / max(1, report.characters)
        return _reason("garbled", f"{share:.0%} of the characters cannot be read.")
    pages = len(report.pages)
    broken = _faulty(report, PageFault.RUBBISH, PageFault.UNREADABLE)
    if pages and broken > MOST_FAULTY_PAGES * pages:
        return _reason("garbled", f"The text of {broken} of {pages} pages cannot be read.")
    empty = _faulty(report, PageFault.NO_TEXT, PageFault.PICTURE)
    if pages >= LEAST_PAGES:
        empty = max(empty, sum(characters < LEAST_ON_PAGE for characters in report.pages))
    if pages and empty > MOST_FAULTY_PAGES * pages:
        return _reason("little_text", f"{empty} of {pages} pages have no text, or hardly any.")
    if report.confidence is not None and report.confidence < LEAST_CONFIDENCE and report.ocr_share > 0.5:
        return _reason("low_confidence", f"Text recognition is only {report.confidence:.0%} sure of what it read.")
    return None


def _reason(code: str, words: str) -> FileError:
    return FileError(code=code, message=f"{words} {_REMEDY}")


def _faulty(report: ReadingReport, *faults: PageFault) -> int:
    return sum(page.reason in faults for page in report.suspects)


def _visible(text: str) -> int:
    """Characters that are no white space."""
    return len("".join(text.split()))


def _dropped(contents: Sequence[DocumentContent]) -> Iterator[Dropped]:
    spans: dict[str, list[str]] = {}
    for content in contents:
        text = content.document.text
        for start, end in content.document.removed:
            words = text[start:end].strip()
            if words:
                spans.setdefault(noise.kind_of(words), []).append(words)
    for kind, found in sorted(spans.items()):
        examples = list(dict.fromkeys(words[:_EXAMPLE_LENGTH] for words in found))[:_EXAMPLES]
        yield Dropped(kind=kind, count=len(found), characters=sum(map(_visible, found)), examples=tuple(examples))
