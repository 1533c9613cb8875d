"""What a document says of itself: title, place, issuer, years, kind, number, dates.

Every value says where it came from and how sure it is, so that a person can see what to check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from docs_store import regions
from docs_store.dates import dates, first_date
from docs_store.paper_kinds import KINDS
from docs_store.regions.home import infer_home
from docs_store.textnorm import fold
from docs_store.types import Inferred, Kind, Metadata, Section
from ingest import adoption, docnumber, standing, terms
from ingest.adoption import Adoption
from ingest.timing import YEARLY_REPORT, years_in
from ingest.title import PLACE_LIKE, only_date
from ingest.title import infer as infer_title

_HEAD = 1200  # characters in which a document introduces itself
_TAIL = 400

# The colon may be a gap, as between the cells of a table.
_LABEL = r"(?:^|\n)[^\S\n]*[【\[]?{}[】\]]?(?:\s*+:|[ \t\u3000|]++)\s*+(?P<value>[^\n]+)"
_LABELLED_ISSUER = re.compile(
    _LABEL.format("(?:发布机构|发文机关|发文机构|发布单位|发文单位|印发单位|制定机关|发布部门)")
)
_LABELLED_DATE = re.compile(
    _LABEL.format("(?:发布日期|发文日期|成文日期|印发日期|发布时间|印发时间|发文时间|公布日期)")
)
_LABELLED_BEGIN = re.compile(_LABEL.format("(?:实施日期|施行日期|生效日期|执行日期|开始施行日期)"))
_LABELLED_END = re.compile(_LABEL.format("(?:失效日期|废止日期|有效期至|截止日期\\(有效期\\)|终止日期)"))
_ORGAN = re.compile(
    r"[\u4e00-\u9fff]{2,30}?(?:人民政府办公厅|人民政府办公室|人民政府|管理委员会|管委会|委员会|常务委员会|办公厅|办公室|联合会|总局|中心|局|厅|部|署|院)"
)
_OF_TITLE = r"关于|印发|20\d\d年|《"
_ISSUER = rf"(?>{_ORGAN.pattern}(?=[、\s]|{_OF_TITLE}))"  # atomic: 厅 and 办公厅 are both ends, so each has several
_TITLE_ISSUER = re.compile(rf"^(?:\(转载\))?(?P<organs>{_ISSUER}(?:[、\s]++{_ISSUER})*+)\s*+(?={_OF_TITLE})")
_SHORT_NAME = re.compile("[省市区县旗我本]")  # 省科技厅 in a title is the 甲省科学技术厅 of the labelled line
_SELF_BUREAU = re.compile(
    r"(?:^|[,。、\s])((?:省|市|区|县|旗)(?:科学技术局|科技局|科技厅|经信局|工信局|发改局|财政局|人社局))(?=在|按照|认真|将|紧)"
)
_ZONE = re.compile(
    "(?P<zone>[\u4e00-\u9fff]{2,10}?(?:高新技术产业开发区|新技术开发区|经济技术开发区|经济开发区|高新区|经开区))(?![产企])"
)
# 园区, 示范区, 城市 … end like places and are none.
_NO_PLACE = re.compile(
    "[园范新发术校景片验能集特郊山老社地林矿牧库]区$|[城超都门股]市$|[全各本我]|支持|推进|促进|加快|鼓励|关于"
)
# ——2025年1月8日在甲县第十六届人民代表大会第五次会议上
_GIVEN = re.compile(r"(?P<year>20\d\d)年\d{1,2}月\d{1,2}日在[^。\n]{0,40}(?:代表大会|会议)")
# What stands before the place in the title of a notice, and counties that are of a kind, not of a name.
_NOTICE_OF = re.compile("关于(?:(?:印发|发布|公布|转发|修订|修改|下达|拨付|做好|开展)(?:《|关于)?)?")
_NAMED_COUNTY = re.compile(
    "[\u4e00-\u9fff]{1,4}(?<!示范)(?<!试点)(?<!贫困)(?<!脱贫)(?<!重点)(?<!先进)(?<!百强)(?<!大)县"
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
    title = infer_title(folded, file_name, part_title, marked_title)
    kind = CARD if is_card else _kind(title.value, folded)
    # Of a paper that says of itself what it is, not of one that quotes others: a guide or a summary has no term.
    binding = kind.value in (Kind.POLICY, Kind.NOTICE)
    own_term = body if binding else ""
    adopted = adoption.read(folded[: _HEAD * 2]) if kind.value is Kind.POLICY else None
    published = _published(folded, kind.value, adopted, file_name, title.value)
    begins = _labelled_day(_LABELLED_BEGIN, folded) or terms.effective(own_term, _date(published), _printed(folded))
    ends = _labelled_day(_LABELLED_END, folded) or terms.expires(own_term, begins.value if begins else _date(published))
    doc_number = docnumber.find(folded, adopted.order if adopted else "")
    return Metadata(
        title=title,
        kind=kind,
        region=_region(body, title.value, file_name, folded),
        issuer=_issuer(folded, title.value, adopted) or _order_giver(doc_number),
        years=_years(title.value, file_name, kind.value, sections, folded, _date(published)),
        doc_number=doc_number,
        published=published,
        effective=_day(begins),
        expires=_day(ends),
        repeals=standing.repeals(own_term),
        standing=standing.standing(title.value, folded) if kind.value is not Kind.WORK_SUMMARY else None,
        attachments=standing.attachments(folded) if kind.value is not Kind.WORK_SUMMARY else None,
    )


def _kind(title: str, folded: str) -> Inferred[Kind]:
    quoted = re.search(r"(?:印发|重新发布).{0,40}?《?([^《》]{4,50})》?.{0,6}的?通知", title)
    for words, source, certainty in (
        (quoted.group(1) if quoted else "", "title named in the notice", 0.9),
        (title, "title", 0.85),
    ):
        for kind, pattern in KINDS:
            if words and kind is Kind.NOTICE and re.search("通知|公告|公示|通告", words):
                return Inferred(value=kind, source=source, certainty=certainty)
            if words and pattern.search(words) and not (kind is Kind.POLICY and re.search("(?:通知|公告)$", words)):
                return Inferred(value=kind, source=source, certainty=certainty)
    if len(re.findall(r"(?:^|\n)[^\S\n]*第[一二三四五六七八九十百]+条", folded)) >= 3:
        return Inferred(value=Kind.POLICY, source="articles in the text", certainty=0.7)
    return Inferred(value=Kind.OTHER, source="nothing told the kind", certainty=0.3)


def _region(body: str, title: str, file_name: str, folded: str) -> Inferred[str] | None:
    issuer = _issuer(folded, title)
    hint = f"{title} {issuer.value if issuer else ''} {PurePath(file_name).stem}"
    home = infer_home(body, hint)
    unlisted = _unlisted_place(issuer.value if issuer else "", title)
    enough = 1 if _NAMED_COUNTY.fullmatch(unlisted) else 2  # 老旧小区 ends like a place too
    if unlisted and body.count(unlisted) >= enough and (home is None or home[0].name not in hint):
        return Inferred(value=unlisted, source="name of title or issuer, in no table of divisions", certainty=0.6)
    if home is None:
        return None
    region, certainty, reason = home
    zone = _zone(title, issuer.value if issuer else "", region)
    if zone:
        return Inferred(
            value=region.full_name + zone, source="development zone named by issuer or title", certainty=0.7
        )
    return Inferred(value=region.full_name, source=reason, certainty=round(certainty, 2))


def _zone(title: str, issuer: str, region: regions.Region) -> str:
    """A development zone that issues papers of its own inside a city; its rules are not the whole city's."""
    for words in (issuer, title):
        match = _ZONE.match(words.removeprefix("关于").removeprefix("启动").removeprefix("开展"))
        if match:
            short = regions.short_name(region.name) or region.name
            return match["zone"].removeprefix(region.name).removeprefix(short)
    return ""


def _unlisted_place(issuer: str, title: str) -> str:
    """A county, city or district that opens the issuer's name or the title (`青禾县…`) and is in no table."""
    for words in (issuer, title):
        match = PLACE_LIKE.match(_NOTICE_OF.sub("", words, count=1))
        if match and not _NO_PLACE.search(match["place"]) and not regions.candidates(match["place"]):
            return match["place"]
    return ""


def _issuer(folded: str, title: str, adopted: Adoption | None = None) -> Inferred[str] | None:
    titled = _TITLE_ISSUER.match(fold(title))
    in_title = "、".join(re.split(r"[、\s]+", titled["organs"])) if titled else ""
    if in_title and not _SHORT_NAME.match(in_title):  # the labelled one may be who put it on the net
        return Inferred(value=in_title, source="title", certainty=0.9)
    labelled = _LABELLED_ISSUER.search(folded[:_HEAD])
    if labelled:
        return Inferred(value=labelled["value"].strip(), source="labelled line", certainty=0.95)
    signed = _signature(folded)
    if signed:
        return signed
    if in_title:
        return Inferred(value=in_title, source="title", certainty=0.7)
    if adopted and adopted.organ:
        return Inferred(value=adopted.organ, source="line on adoption", certainty=0.9)
    called = _SELF_BUREAU.search(folded[:_HEAD])
    if called:
        return Inferred(value=called.group(1), source="what the text calls itself", certainty=0.5)
    return None


def _order_giver(number: Inferred[str] | None) -> Inferred[str] | None:
    """Who gave the order whose number a document bears: 甲市人民政府令第9号."""
    who, order, _ = number.value.partition("令第") if number else ("", "", "")
    return Inferred(value=who, source="document number", certainty=0.85) if who and order else None


def _signature(folded: str) -> Inferred[str] | None:
    """Who signed a document, at its end or under its title."""
    for record in (False, True):
        for zone, source in ((folded[-_TAIL:], "signature"), (folded[:_HEAD], "line under the title")):
            if signed := _signed(zone, record=record):
                return Inferred(value=signed[0], source=source, certainty=0.8 if record else 0.9)
    return None


def _signed(zone: str, *, record: bool) -> tuple[str, date] | None:
    """Organs' names alone on lines, and under them a line with nothing but a date.

    Args:
        record: take the record of printing (印发), which may name an office that only sent the paper out.
    """
    organs: list[str] = []
    for line in filter(None, map(str.strip, zone.splitlines())):
        found = only_date(line) if organs and ("印发" in line) is record else None
        if found:
            return "、".join(organs), found
        words = line.split()
        if all(map(_ORGAN.fullmatch, words)):
            organs += words
        else:
            organs = [joined] if _ORGAN.fullmatch(joined := "".join(words)) else []
    return None


def _published(folded: str, kind: Kind, adopted: Adoption | None, file_name: str, title: str) -> Inferred[str] | None:
    labelled = _LABELLED_DATE.search(folded[: _HEAD * 2])
    if labelled and (found := first_date(labelled["value"])):
        return Inferred(value=found.isoformat(), source="labelled line", certainty=0.95)
    named = adoption.day_in_name(file_name, title)
    if kind is Kind.POLICY and (adopted or named):  # of a law: the day of this version, not of the first one
        if named and (adopted is None or named > adopted.latest):
            return Inferred(value=named.isoformat(), source="day in the file's name", certainty=0.75)
        head = _date_line(folded[:_HEAD], reverse=False)
        if head and adopted and head > adopted.latest:  # the day of the order that promulgates it
            return Inferred(value=head.isoformat(), source="date line under the title", certainty=0.85)
        last = _date_line(folded[-_TAIL:], reverse=True)
        if adopted and not (last and last > adopted.latest):
            return Inferred(value=adopted.latest.isoformat(), source="line on adoption", certainty=0.85)
    # what an organ signed, before what only stands on a line: a timetable at the end has such lines too
    for zone, certainty in ((folded[-_TAIL:], 0.9), (folded[:_HEAD], 0.85)):
        if signed := _signed(zone, record=False):
            return Inferred(value=signed[1].isoformat(), source="date under the signature", certainty=certainty)
    if found := _date_line(folded[-_TAIL:], reverse=True):
        return Inferred(value=found.isoformat(), source="date under the signature", certainty=0.8)
    if found := _date_line(folded[:_HEAD], reverse=False):
        return Inferred(value=found.isoformat(), source="date line under the title", certainty=0.8)
    return None


def _labelled_day(label: re.Pattern[str], folded: str) -> terms.Day | None:
    match = label.search(folded[:_HEAD])
    found = first_date(match["value"]) if match else None
    return terms.Day(value=found, source="labelled line", certainty=0.95) if found else None


def _printed(folded: str) -> date | None:
    """The day in the record at a paper's end: `甲县人民政府办公室 2024年3月5日印发`."""
    for line in reversed(folded[-_TAIL:].splitlines()):
        for found, _, end in dates(line):
            if re.fullmatch(r"\s*印发[\s。]*", line[end:]):
                return found
    return None


def _date_line(zone: str, *, reverse: bool) -> date | None:
    """The date of the first (or last) line that holds nothing but a date."""
    lines = zone.splitlines()
    return next(filter(None, map(only_date, reversed(lines) if reverse else lines)), None)


def _years(
    title: str, file_name: str, kind: Kind, sections: Sequence[Section], folded: str, published: date | None
) -> Inferred[tuple[int, ...]] | None:
    named = years_in(title)
    if kind is Kind.WORK_SUMMARY:
        headed = tuple(
            sorted({year for section in sections for year in years_in(fold(section.path[-1])) if len(section.path) < 3})
        )
        # The report of a year gives account of the year before.
        if YEARLY_REPORT in title and len(named) == 1:
            return Inferred(value=(named[0] - 1, named[0]), source="title of a yearly report", certainty=0.9)
        if YEARLY_REPORT in title and not named and (given := _GIVEN.search(folded[:_HEAD])):
            year = int(given["year"])
            return Inferred(value=(year - 1, year), source="day on which a yearly report was given", certainty=0.85)
        if headed and (not named or set(named) <= set(headed) | {max(headed)}):
            near = tuple(year for year in headed if year >= max(headed) - 2)
            return Inferred(value=tuple(sorted({*near, *named})), source="headings", certainty=0.9)
        if named:
            return Inferred(value=named, source="title", certainty=0.85)
    elif named:
        return Inferred(value=named, source="title", certainty=0.85)
    in_name = years_in(PurePath(file_name).stem)
    if in_name:
        return Inferred(value=in_name, source="file name", certainty=0.7)
    if published:
        return Inferred(value=(published.year,), source="date of publication", certainty=0.7)
    if kind is Kind.WORK_SUMMARY and (spoken := years_in(folded[:_HEAD])):
        return Inferred(value=spoken[-2:], source="first lines of the text", certainty=0.5)
    return None


def _day(found: terms.Day | None) -> Inferred[str] | None:
    if found is None:
        return None
    return Inferred(value=found.value.isoformat(), source=found.source, certainty=found.certainty)


def _date(value: Inferred[str] | None) -> date | None:
    return date.fromisoformat(value.value) if value else None
