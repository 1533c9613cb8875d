"""Where an enterprise is registered, for how long, and how old it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docs_store import regions
from docs_store.numerals import value_of
from docs_store.provisions import Fact, Op, Predicate
from ingest.provisions.numbers import NUMBER
from ingest.provisions.rules import MODAL, Context, Found

_PLACE = (
    r"(?P<place>本[省市区县]|我[省市区县]|全[省市区县]|[\u4e00-\u9fff]{2,9}?[省市区县州盟旗]|[\u4e00-\u9fff]{2,8}?(?:开发区"
    r"|高新区|新区|自治区)|中国境内|中华人民共和国境内|[\u4e00-\u9fff]{2,4}(?=境内|范围|依法|登记|工商|注册)|[京沪津渝](?=注册|登记))"
)
_MUNICIPALITIES = {"京": "北京市", "沪": "上海市", "津": "天津市", "渝": "重庆市"}
_OF_ANOTHER = re.compile(
    r"[为对向给与][^,。;]{0,4}(?P<place>.{0,80}?)(?:提供|服务|投资|融资|合作)"
)  # 为注册在本市的企业提供服务
_PLACE2 = _PLACE.replace("<place>", "<place2>")
_PLACE3 = _PLACE.replace("<place>", "<place3>")
_REGISTERED = re.compile(
    rf"(?:在{_PLACE}(?:行政区域|行政区划|辖区|范围|区域|境|地区)*(?:内|以内)?(?:依法|已|办理)*(?:登记|工商)?、?注册(?:或登记)?(?:登记|成立|设立|纳税|并(?:依法)?纳税)?(?:、纳税)?"
    rf"|(?:^|(?<=[为是])){_PLACE3}(?:依法|登记)*注册的"
    rf"|注册(?:地|登记地|地址|或登记地)?(?:和[^,。;]{{0,8}})?(?:均)?(?:须|应|需)?(?:在|为|于){_PLACE2}(?:行政区域"
    rf"|范围|境)?内?)"
    r"(?:时间)?(?:不少于|超过|满|达到|达)?"
)
_AGE = re.compile(rf"\s*{NUMBER}\s*个?(?P<unit>年|个月)(?:以上|及以上)?")
_FOUNDED = re.compile(
    rf"(?:(?:企业|公司)?(?:注册)?成立(?:时间|年限)?|登记注册(?:时间)?|注册时间|持续(?:经营|运营|运行)(?:时间)?|正常经营(?:时间)?|经营时间)(?:已)?{MODAL}"
    rf"(?P<cmp>不少于|不低于|不超过|超过|满|达到|达|不足|未满|不满)?\s*{NUMBER}\s*个?(?:完整)?(?:会计)?年(?:度)?(?P<after>\(含\))?(?P<tail>以上"
    rf"|及以上|以内|以下|之内)?(?P<after2>\(含\))?"
)


_AGE_BEFORE = {
    **dict.fromkeys(("不少于", "不低于", "满", "达到", "达"), Op.GE),
    "超过": Op.GT,
    "不超过": Op.LE,
    **dict.fromkeys(("不足", "未满", "不满"), Op.LT),
}
_AGE_AFTER = {
    **dict.fromkeys(("以上", "及以上"), Op.GE),
    **dict.fromkeys(("以内", "之内", "以下"), Op.LE),
}


def registered(text: str, context: Context) -> Iterator[Found]:
    """The place of registration, and for how many years."""
    whole = re.fullmatch(r"(?P<place>全[省市区县])(?:范围|域)?(?:内)?", text.strip())
    where = resolve_place(whole["place"], context.region) if whole else None
    if whole and where:
        yield Found(Predicate(fact=Fact.REGION, op=Op.WITHIN, value=(where,)), 0, len(text))
    for match in _REGISTERED.finditer(text):
        place = resolve_place(match["place"] or match["place2"] or match["place3"], context.region)
        if place is None or _is_of_another(text, match):
            continue
        end = match.end()
        age = _AGE.match(text, end) if re.search(r"(?:不少于|超过|满|达到|达)$", match.group()) else None
        years = value_of(age["number"]) if age is not None else None
        if age is not None and years is not None:
            end = age.end()
            if age["unit"] == "个月":
                years = years / 12
            op = Op.GT if match.group().endswith("超过") else Op.GE
            yield Found(Predicate(fact=Fact.REGISTERED_YEARS, op=op, value=years), match.start(), end)
        yield Found(Predicate(fact=Fact.REGION, op=Op.WITHIN, value=(place,)), match.start(), end)


def _is_of_another(text: str, match: re.Match[str]) -> bool:
    """Whether those whom the applicant serves are registered there, and not the applicant."""
    return any(other.start() < match.start() < other.end("place") for other in _OF_ANOTHER.finditer(text))


def resolve_place(name: str, home: str) -> str | None:
    """A place as a clause names it: by name, or as 本市 seen from the document's own place. `None` when unclear."""
    if name in ("中国境内", "中华人民共和国境内"):
        return "全国"
    if name[0] in "本我全" and len(name) == 2:
        region = regions.parse_path(home)
        if region is None:
            return home if home.endswith(name[1]) else None
        for at in (region, *regions.ancestors(region)):
            ending = "市" if name[1] == "市" else name[1]
            full = at.full_name
            if at.name.endswith(ending) or (name[1] == "省" and at.name.endswith("自治区")):
                return full
        return None
    if name[-1] in "省市区县州盟旗" and name in home:
        return home[: home.index(name) + len(name)]
    region = regions.parse_path(_MUNICIPALITIES.get(name, name)) or regions.parse_path(name.removesuffix("地区"))
    return region.full_name if region is not None else None


def founded(text: str, context: Context) -> Iterator[Found]:
    """How old the enterprise is."""
    for match in _FOUNDED.finditer(text):
        word, tail = match["cmp"] or "", match["tail"] or ""
        bound = (match["after"] or "") + (match["after2"] or "")
        op, value = _AGE_BEFORE.get(word) or _AGE_AFTER.get(tail), value_of(match["number"])
        if op is None or value is None:
            continue
        if bound and op is Op.GT:
            op = Op.GE
        yield Found(Predicate(fact=Fact.AGE, op=op, value=value), match.start(), match.end())
