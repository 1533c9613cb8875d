"""What a document says of itself: title, place, issuer, years, kind, number, dates.

Every value says where it came from and how sure it is, so that a person can see what to check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from docs_store import regions
from docs_store.dates import first_date
from docs_store.textnorm import fold
from docs_store.types import Inferred, Kind, Metadata, Section
from ingest import adoption, docnumber, kind, naming, place, publication, record, standing, terms, years
from ingest.adoption import Adoption
from ingest.publication import LABEL
from ingest.signature import ORGAN, signatures
from ingest.title import CARRIED
from ingest.title import infer as infer_title

_HEAD = 1200  # characters in which a document introduces itself

_LABELLED_ISSUER = re.compile(
    LABEL.format("(?:发布机构|发文机关|发文机构|发布单位|发文单位|印发单位|制定机关|发布部门)")
)
_LABELLED_BEGIN = re.compile(LABEL.format("(?:实施日期|施行日期|生效日期|执行日期|开始施行日期)"))
_LABELLED_END = re.compile(LABEL.format("(?:失效日期|废止日期|有效期至|截止日期\\(有效期\\)|终止日期)"))
_OF_TITLE = r"关于|印发|转发|批转|20\d\d年|《"
_ISSUER = rf"(?>{ORGAN.pattern}(?=[、\s]|{_OF_TITLE}|等))"  # atomic: 厅 and 办公厅 are both ends, so each has several
_TITLE_ISSUER = re.compile(
    rf"^(?:\(转载\))?(?P<organs>{_ISSUER}(?:[、\s]++{_ISSUER})*+(?:等[\u4e00-\u9fff\d]{{0,3}}?(?:部门|单位))?+)\s*+(?={_OF_TITLE})"
)
# whose rules a paper's own name says they are: 甲县人民政府工作规则
_RULES_OF = re.compile(
    r"(?>[\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公[厅室])?|委员会|局|厅)(?![长门署办分室内委机]))(?=[\u4e00-\u9fff\d])"
)
_MINISTRY = re.compile(r"^[\u4e00-\u9fff]{2,9}部(?=[\u4e00-\u9fff]{0,8}(?:负责人|负责同志|有关|就|关于))")
_SPEAKS_FOR = re.compile(rf"代表(?P<organ>{ORGAN.pattern}|国务院),?\s{{0,2}}向(?:大会|常委会|会议)")
_UNPLACED = re.compile("(?:自治)?[省市区州县旗盟]人民|人民|我|本")
_GOVERNMENT = {"省长": "省", "市长": "市", "县长": "县", "区长": "区", "州长": "州", "旗长": "旗"}
_NO_ORGAN = re.compile("网$|网站$")  # that only put it on the net
_SHORT_NAME = re.compile("[省市区县旗我本]")  # 省科技厅 in a title is the 甲省科学技术厅 of the labelled line
_SELF_BUREAU = re.compile(
    r"(?:^|[,。、\s])((?:省|市|区|县|旗)(?:科学技术局|科技局|科技厅|经信局|工信局|发改局|财政局|人社局))(?=在|按照|认真|将|紧)"
)
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
            issuer=_issuer(folded, title.value),
            file_name=file_name,
            doc_number=doc_number,
        ),
        issuer=_issuer(folded, title.value, adopted) or _order_giver(doc_number),
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


def _issuer(folded: str, title: str, adopted: Adoption | None = None) -> Inferred[str] | None:
    titled = _TITLE_ISSUER.match(fold(title))
    in_title = "、".join(re.split(r"[、\s]+", titled["organs"])) if titled else ""
    if in_title and not _SHORT_NAME.match(in_title):  # the labelled one may be who put it on the net
        return Inferred(value=in_title, source="title", certainty=0.9)
    labelled = _LABELLED_ISSUER.search(folded[:_HEAD])
    if labelled and not _NO_ORGAN.search(labelled["value"].strip()):
        return Inferred(value=labelled["value"].strip(), source="labelled line", certainty=0.95)
    signed = _signature(folded)
    if signed:
        return signed
    if in_title:
        return Inferred(value=in_title, source="title", certainty=0.7)
    if adopted and adopted.organ:
        return Inferred(value=adopted.organ, source="line on adoption", certainty=0.9)
    if head := _by_head_of_government(folded, title):
        return head
    spoken = _SPEAKS_FOR.search(folded[:_HEAD])
    if spoken and not _UNPLACED.match(spoken["organ"]):
        return Inferred(value=spoken["organ"], source="whom the speaker represents", certainty=0.8)
    if own := _MINISTRY.match(fold(title)) or _RULES_OF.match(fold(title)):
        return Inferred(value=own.group(), source="organ that opens the title", certainty=0.55)
    called = _SELF_BUREAU.search(folded[:_HEAD])
    if called:
        return Inferred(value=called.group(1), source="what the text calls itself", certainty=0.5)
    return None


def _of_original(folded: str) -> Inferred[str] | None:
    original = naming.original(folded)
    if original is None:
        return None
    return Inferred(value=original.doc_number, source="name of the original's file", certainty=0.85)


def _order_giver(number: Inferred[str] | None) -> Inferred[str] | None:
    """Who gave the order whose number a document bears: 甲市人民政府令第9号."""
    who, order, _ = number.value.partition("令第") if number else ("", "", "")
    return Inferred(value=who, source="document number", certainty=0.85) if who and order else None


def _by_head_of_government(folded: str, title: str) -> Inferred[str] | None:
    """The government whose head (省长, 市长) signs a paper about the place that its title opens with."""
    for signed in signatures(folded):
        level = _GOVERNMENT.get(signed.office, "")
        place = next(iter(regions.find_mentions(fold(title))), None)
        if not level or place is None or place.start or not place.is_full_name or len(place.region_candidates) != 1:
            continue
        name = place.region_candidates[0].name
        if name.endswith(level):
            return Inferred(value=f"{name}人民政府", source="office of who signed", certainty=0.75)
    return None


def _signature(folded: str) -> Inferred[str] | None:
    """Who signed a document: at its end, under its title, or where a notice ends and what it sends out begins."""
    for printed in (False, True):
        if signed := next(filter(lambda one: one.organs, signatures(folded, record=printed)), None):
            return Inferred(value=signed.organs, source="signature", certainty=0.8 if printed else 0.9)
    return None


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
