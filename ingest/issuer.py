"""Who issued a document: whom its title, its record or its signature names, else whose paper it says it is."""

from __future__ import annotations

import re

from docs_store import regions
from docs_store.textnorm import fold
from docs_store.types import Inferred
from ingest.adoption import Adoption
from ingest.kind_words import NOUN
from ingest.publication import LABEL
from ingest.signature import ORGAN, signatures

_HEAD = 1200  # characters in which a document introduces itself

_LABELLED_ISSUER = re.compile(
    LABEL.format("(?:发布机构|发文机关|发文机构|发布单位|发文单位|印发单位|制定机关|发布部门)")
)
_OF_TITLE = r"关于|印发|转发|批转|20\d\d年|《"
_ISSUER = rf"(?>{ORGAN.pattern}(?=[、\s]|{_OF_TITLE}|等))"  # atomic: 厅 and 办公厅 are both ends, so each has several
_TITLE_ISSUER = re.compile(
    rf"^(?:\(转载\))?(?P<organs>{_ISSUER}(?:[、\s]++{_ISSUER})*+(?:等[\u4e00-\u9fff\d]{{0,3}}?(?:部门|单位))?+)\s*+(?={_OF_TITLE})"
)
# whose rules a paper's own name says they are: 甲县人民政府工作规则
_RULES_OF = re.compile(
    r"(?>[\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公[厅室])?|委员会|局|厅)(?![长门署分室内委机]|办公))"
    r"(?:[\u4e00-\u9fff]{2,8}?局(?![长门署分室内委机]|办公))?(?=[\u4e00-\u9fff\d])"  # 国家税务总局甲省税务局
)
_MINISTRY = re.compile(r"^[\u4e00-\u9fff]{2,9}部(?=[\u4e00-\u9fff]{0,8}(?:负责人|负责同志|有关|就|关于))")
_SPEAKS_FOR = re.compile(rf"代表(?P<organ>{ORGAN.pattern}|国务院),?\s{{0,2}}向(?:大会|常委会|会议|[^,。;]{{0,30}}会议)")
_UNPLACED = re.compile("(?:自治)?[省市区州县旗盟]人民|人民|我|本")
_GOVERNMENT = {"省长": "省", "市长": "市", "县长": "县", "区长": "区", "州长": "州", "旗长": "旗"}
_NO_ORGAN = re.compile("网$|网站$")  # that only put it on the net
# 省科技厅, 甲市发改委 in a title are the 甲省科学技术厅, the 甲市发展和改革委员会 of the labelled line.
_SHORT_NAME = re.compile("[省市区县旗我本]|[^、]{0,30}委(?!员)")
_NAMES_PAPER = re.compile(rf"(?:{NOUN})[》”]?(?:\([^()]{{1,20}}\))?$")
_SELF_BUREAU = re.compile(
    r"(?:^|[,。、\s])((?:省|市|区|县|旗)(?:科学技术局|科技局|科技厅|经信局|工信局|发改局|财政局|人社局))(?=在|按照|认真|将|紧)"
)


def infer(folded: str, title: str, adopted: Adoption | None = None) -> Inferred[str] | None:
    """The issuer; of a joint paper all of them, joined by `、`.

    Args:
        folded: the document's text, folded.
        title: its title.
        adopted: what the lines under a law's title tell.
    """
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
    called = _SELF_BUREAU.search(folded[:_HEAD])
    if called:
        return Inferred(value=called.group(1), source="what the text calls itself", certainty=0.5)
    own = _MINISTRY.match(fold(title)) or (_RULES_OF.match(fold(title)) if _NAMES_PAPER.search(fold(title)) else None)
    if own:
        return Inferred(value=own.group(), source="organ that opens the title", certainty=0.55)
    return None


def order_giver(number: Inferred[str] | None) -> Inferred[str] | None:
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
