"""What a document says of itself: title, place, issuer, years, kind, number, dates.

Every value says where it came from and how sure it is, so that a person can see what to check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from docs_store.dates import first_date
from docs_store.textnorm import fold
from docs_store.types import Inferred, Kind, Metadata, Section
from ingest import adoption, docnumber, issuer, kind, naming, place, publication, record, standing, terms, years
from ingest.publication import LABEL
from ingest.title import CARRIED
from ingest.title import infer as infer_title

_HEAD = 1200  # characters in which a document introduces itself

_LABELLED_BEGIN = re.compile(LABEL.format("(?:实施日期|施行日期|生效日期|执行日期|开始施行日期)"))
_LABELLED_END = re.compile(LABEL.format("(?:失效日期|废止日期|有效期至|截止日期\\(有效期\\)|终止日期)"))
CARD = Inferred(value=Kind.GUIDE, source="one of many cards", certainty=0.85)


def infer(
    *,
    folded: str,
    body: str,
    file_name: str,
    part_title: str,
    marked_title: str,
    sections: Sequence[Section],
    is_card: bool = False,
) -> Metadata:
    """Metadata of one document.

    Args:
        folded: the document's text, folded, with navigation left out.
        body: the same as reading text (soft line breaks closed), for patterns that run across lines.
        file_name: name of the file, with suffix.
        part_title: what the dividing line of a file of several documents calls it; else empty.
        marked_title: the title that the file itself marks (Word's Title style, Markdown's `#`); else empty.
        sections: headings, for the years.
        is_card: it is one of many cards of a guide (`ingest.cards`): about a policy, not the policy itself.
    """
    folded = record.joined(folded)
    title = infer_title(folded, file_name, part_title, marked_title)
    # what a sentence carries is sent out as by a notice's title
    called = f"印发《{title.value}》的通知" if title.source == CARRIED else title.value
    what = CARD if is_card else kind.infer(fold(called), folded)
    # Of a paper that says of itself what it is, not of one that quotes others: a guide or a summary has no term.
    binding = what.value in (Kind.POLICY, Kind.NOTICE)
    own_term = body if binding else ""
    adopted = adoption.read(folded[: _HEAD * 2]) if what.value is Kind.POLICY else None
    published = publication.published(folded, what.value, adopted, file_name, title.value)
    begins = _labelled_day(_LABELLED_BEGIN, folded) or terms.effective(
        own_term, _date(published), publication.printed(folded)
    )
    ends = _labelled_day(_LABELLED_END, folded) or terms.expires(own_term, begins.value if begins else _date(published))
    doc_number = docnumber.find(folded, adopted.order if adopted else "") or _of_original(folded)
    return Metadata(
        title=title,
        kind=what,
        region=place.infer(
            body,
            title=title.value,
            issuer=issuer.infer(folded, title.value),
            file_name=file_name,
            doc_number=doc_number,
        ),
        issuer=issuer.infer(folded, title.value, adopted) or issuer.order_giver(doc_number),
        years=years.infer(
            title=title.value,
            file_name=file_name,
            kind=what.value,
            sections=sections,
            folded=folded,
            published=_date(published),
            doc_number=doc_number.value if doc_number else "",
            expires=ends.value if ends else None,
        ),
        doc_number=doc_number,
        published=published,
        effective=_day(begins),
        expires=_day(ends),
        repeals=standing.repeals(own_term),
        standing=standing.standing(title.value, folded) if what.value is not Kind.WORK_SUMMARY else None,
        attachments=standing.attachments(folded) if what.value is not Kind.WORK_SUMMARY else None,
    )


def _of_original(folded: str) -> Inferred[str] | None:
    original = naming.original(folded)
    if original is None:
        return None
    return Inferred(value=original.doc_number, source="name of the original's file", certainty=0.85)


def _labelled_day(label: re.Pattern[str], folded: str) -> terms.Day | None:
    match = label.search(folded[:_HEAD])
    found = first_date(match["value"]) if match else None
    return terms.Day(value=found, source="labelled line", certainty=0.95) if found else None


def _day(found: terms.Day | None) -> Inferred[str] | None:
    if found is None:
        return None
    return Inferred(value=found.value.isoformat(), source=found.source, certainty=found.certainty)


def _date(value: Inferred[str] | None) -> date | None:
    return date.fromisoformat(value.value) if value else None
