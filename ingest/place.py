"""Whose paper a document is: the place of who issued it, among those that it names."""

from __future__ import annotations

import re
from pathlib import PurePath

from docs_store import lazy_re, regions
from docs_store.regions.home import infer_home
from docs_store.textnorm import fold
from docs_store.types import Inferred
from ingest.title import PLACE_LIKE

_ZONE = re.compile(
    "(?P<zone>[\u4e00-\u9fff]{2,10}?(?:高新技术产业开发区|新技术开发区|经济技术开发区|经济开发区|高新区|经开区))(?![产企])"
)
# 园区, 示范区, 城市 … end like places and are none.
_NO_PLACE = re.compile(
    "[园范新发术校景片验能集特郊山老社地林矿牧库]区$|[城超都门股]市$|[全各本我]|^[省市县]|[局厅委]|支持|推进|促进|加快|鼓励|关于"
)
# What stands before the place in the title of a notice, and counties that are of a kind, not of a name.
_NOTICE_OF = re.compile("关于(?:(?:印发|发布|公布|转发|修订|修改|下达|拨付|做好|开展)(?:《|关于)?)?")
_NAMED_COUNTY = re.compile(
    "[\u4e00-\u9fff]{1,4}(?<!示范)(?<!试点)(?<!贫困)(?<!脱贫)(?<!重点)(?<!先进)(?<!百强)(?<!大)县"
)
_NATIONAL = lazy_re.compile(
    "(?:中华人民共和国|国务院|国家|中共中央|全国|最高人民|海关总署|中国人民银行$|[\u4e00-\u9fff]{2,8}部(?:办公厅)?$)"
)
# Signs of provinces at the head of a number (渝府发) that begin no other place's number often.
_SIGNS = {
    "京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市", "冀": "河北省", "晋": "山西省", "皖": "安徽省",
    "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省",
    "桂": "广西壮族自治区", "琼": "海南省", "滇": "云南省", "黔": "贵州省", "陕": "陕西省", "浙": "浙江省",
    "苏": "江苏省",
}  # fmt: skip
_RANK = lazy_re.compile("[国省市]家?级")  # zones of a rank are meant, none of them
_UNSURE = 0.5  # certainty of a place from which the issuer's own name is not asked


def infer(
    body: str, *, title: str, issuer: Inferred[str] | None, file_name: str, doc_number: Inferred[str] | None
) -> Inferred[str] | None:
    """The place, as its full path; `None` for a paper of the whole country, and where nothing tells one.

    Args:
        body: the document's text, folded, soft line breaks closed.
        title: its title.
        issuer: who issued it.
        file_name: name of the file, with suffix.
        doc_number: its number, whose first character may be a province's sign.
    """
    organ = issuer.value if issuer else ""
    hint = f"{title} {organ} {PurePath(file_name).stem}"
    home = infer_home(body, hint)
    unlisted = _unlisted_place(organ, title)
    enough = 1 if _NAMED_COUNTY.fullmatch(unlisted) else 2  # 老旧小区 ends like a place too
    if unlisted and body.count(unlisted) >= enough and (home is None or home[0].name not in hint):
        return Inferred(value=unlisted, source="name of title or issuer, in no table of divisions", certainty=0.6)
    of_nation = _NATIONAL.match(organ) is not None and not regions.find_mentions(organ)
    # 教育部关于同意设置安徽…: the place that a national organ's own title names is another's
    if of_nation and (title.startswith(organ) or not regions.find_mentions(title)):
        return None
    own = _of_issuer(organ)
    if own is not None and (home is None or (home[1] < _UNSURE and not regions.contains(own, home[0]))):
        # what two places issued together binds to neither
        certain = 0.5 if _names_others(organ, own) else 0.65
        return Inferred(value=own.full_name, source="name of the issuer", certainty=certain)
    if home is None:
        sign = _SIGNS.get(doc_number.value[:1], "") if doc_number else ""
        return Inferred(value=sign, source="sign at the head of the document number", certainty=0.55) if sign else None
    region, certainty, reason = home
    zone = _zone(title, organ, region)
    if zone:
        return Inferred(
            value=region.full_name + zone, source="development zone named by issuer or title", certainty=0.7
        )
    return Inferred(value=region.full_name, source=reason, certainty=round(certainty, 2))


def _of_issuer(organ: str) -> regions.Region | None:
    """The place whose full name opens that of the issuer; of several issuers the first one's."""
    named = next(iter(regions.find_mentions(fold(organ))), None)
    if named is None or named.start or not named.is_full_name or len(named.region_candidates) != 1:
        return None
    return named.region_candidates[0]


def _names_others(organ: str, own: regions.Region) -> bool:
    """Whether issuers name a place that is neither the first one's nor within it."""
    named = [place for mention in regions.find_mentions(fold(organ)) for place in mention.region_candidates]
    return not any(regions.contains(own, place) or place == own for place in named[1:]) and len(named) > 1


def _zone(title: str, issuer: str, region: regions.Region) -> str:
    """A development zone that issues papers of its own inside a city; its rules are not the whole city's."""
    for words in (issuer, title):
        match = _ZONE.match(words.removeprefix("关于").removeprefix("启动").removeprefix("开展"))
        if match:
            short = regions.short_name(region.name) or region.name
            zone = match["zone"].removeprefix(region.name).removeprefix(short)
            return "" if _RANK.match(zone) else zone
    return ""


def _unlisted_place(issuer: str, title: str) -> str:
    """A county, city or district that opens the issuer's name or the title (`青禾县…`) and is in no table."""
    for words in (issuer, title):
        match = PLACE_LIKE.match(_NOTICE_OF.sub("", words, count=1))
        if match and not _NO_PLACE.search(match["place"]) and not regions.candidates(match["place"]):
            return match["place"]
    return ""
