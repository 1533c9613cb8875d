"""What an enterprise is and has: legal form, size, industry, who may apply, patents, platforms, contracts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from docs_store.provisions import Fact, Op, Predicate
from ingest.provisions.numbers import limits
from ingest.provisions.rules import Context, Found
from ingest.provisions.titles import PLATFORMS

_FLAGS: tuple[tuple[Fact, str], ...] = (
    (
        Fact.LEGAL_PERSON,
        r"(?:具有|具备|是|为)?(?:依法[^,。;]{0,6})?(?:独立(?:承担民事责任的?)?)?(?:的)?(?:企业)?法人(?:资格|地位)",
    ),
    (Fact.SUPER_DEDUCTION, r"(?:依法)?享受研发费用(?:税前)?加计扣除(?:税收)?(?:优惠)?(?:政策)?"),
    (Fact.ABOVE_SCALE, r"规模以上(?:工业|服务业)?(?:企业)?|规上(?:工业|服务业)?(?:企业)?"),
    (Fact.RELOCATED, r"从?[县市区省]外整体(?:搬)?迁入(?:的企业|的)?"),
)


def flags(text: str, context: Context) -> Iterator[Found]:
    """What is so or not: legal person, above scale, moved in."""
    for fact, pattern in _FLAGS:
        match = re.search(pattern, text)
        if match is not None and not re.search(
            r"不|未|非|拟|计划|首次(?!通过)", text[max(0, match.start() - 3) : match.start()]
        ):
            yield Found(Predicate(fact=fact, op=Op.IS, value=True), *match.span())


_SIZE = re.compile(r"(?<!科技型)(?<!创新型)(?<!专精特新)(?P<size>中小微企业|中小企业|小微企业|大型企业)")
_SIZES = {
    "中小微企业": ("中型", "小型", "微型"),
    "中小企业": ("中型", "小型", "微型"),
    "小微企业": ("小型", "微型"),
    "大型企业": ("大型",),
}
_INDUSTRY = re.compile(
    r"(?:属于|从事|处于)(?P<list>[\u4e00-\u9fff]{2,12}(?:业|服务)(?:[、或和]者?[\u4e00-\u9fff]{2,12}(?:业"
    r"|服务)){0,12})(?:领域|行业|范围)?(?:的|$|,|;|。)"
)


def kind(text: str, context: Context) -> Iterator[Found]:
    """Size and industry."""
    match = _SIZE.search(text)
    if match is not None and re.search(r"(?:的|为|是|属于|^)$", text[: match.start()]):
        yield Found(Predicate(fact=Fact.SIZE, op=Op.ANY_OF, value=_SIZES[match["size"]]), *match.span())
    found = _INDUSTRY.search(text)
    if found is not None and "企业" not in found["list"] and not re.search(r"主导|行业|产业|专业|事业", found["list"]):
        names = tuple(re.split("、|或者|或|和", found["list"]))
        yield Found(Predicate(fact=Fact.INDUSTRY, op=Op.ANY_OF, value=names), found.start(), found.end("list"))


_LED_BY = re.compile(r"可?由(?P<list>[\u4e00-\u9fff、]{2,30}?)(?:牵头|申报|申请|承担)(?:申报)?")
_APPLICANTS = r"企业|机关|学校|高校|高等院校|科研院所|研究机构|事业单位|社会组织|创业团队|个人"
_APPLICANT = re.compile(rf"(?:{_APPLICANTS})(?:(?:、|或者|或|和)(?:{_APPLICANTS}))*")


def applicants(text: str, context: Context) -> Iterator[Found]:
    """Kinds of body that may apply."""
    for match in _LED_BY.finditer(text):
        words = match["list"].removeprefix("可")
        if _APPLICANT.fullmatch(words):
            names = tuple(re.split("、|或者|或|和", words))
            yield Found(Predicate(fact=Fact.APPLICANT, op=Op.ANY_OF, value=names), *match.span())


_PATENTS = {
    "发明专利": Fact.PATENTS_INVENTION,
    "实用新型专利": Fact.PATENTS_UTILITY,
    "实用新型": Fact.PATENTS_UTILITY,
    "外观设计专利": Fact.PATENTS_DESIGN,
    "外观设计": Fact.PATENTS_DESIGN,
    "软件著作权": Fact.PATENTS_SOFTWARE,
}
_ONE_PATENT = r"(?:发明专利|实用新型(?:专利)?|外观设计(?:专利)?|(?:计算机)?软件著作权)"
_PATENT = re.compile(
    rf"(?:拥有|具有|取得|获得|授权|有效|自主){{0,4}}(?P<list>{_ONE_PATENT}(?:(?:、|或者|或|和){_ONE_PATENT}){{0,8}})(?:授权)?(?:数量|累计)?(?=[不至达超满]|\d)"
)


def patents(text: str, context: Context) -> Iterator[Found]:
    """How many patents of a kind, or of kinds together."""
    for match in _PATENT.finditer(text):
        if re.search(r"发明人|团队|个人|新增|当年|近|PCT|转让|购买|和", text[: match.end()]):
            continue
        stated = limits(text, match.end(), "件|项|个")
        if len(stated) != 1 or stated[0].op not in (Op.GE, Op.GT):
            continue
        names = re.split("、|或者|或", match["list"])
        facts = tuple(_PATENTS[name.removeprefix("计算机")] for name in names)
        predicate = Predicate(fact=facts[0], op=stated[0].op, value=stated[0].value)
        if len(facts) > 1:
            predicate = replace(predicate, facts=facts)
        yield Found(predicate, match.start(), stated[0].end)


_PLATFORM = re.compile(
    rf"(?:建有|设有|拥有|具有|(?<=设立)|(?<=建成)|(?<=新建))(?P<level>国家级|省级|市级|区级|县级|省部级)?(?:(?:及)?以上)?的?(?P<kind>{PLATFORMS})"
)


def platforms(text: str, context: Context) -> Iterator[Found]:
    """Platforms that the enterprise has built."""
    for match in _PLATFORM.finditer(text):
        level = match["level"] or ""
        if level == "省部级":
            continue
        yield Found(
            Predicate(fact=Fact.PLATFORM, op=Op.HAS, value=(match["kind"],), detail=level), match.start(), match.end()
        )


_COOPERATION = re.compile(
    r"与(?:[国境]内外)?(?:高等院校|高校|科研院所|科研机构)(?:(?:、|或者|或|和)(?:高等院校|高校|科研院所|科研机构))*(?:签有|签订|签署|建立)(?:了)?"
    r"(?:产学研)?(?:合作)?(?:协议|关系)(?:且(?:仍在|正在)履行)?"
)


def contracts(text: str, context: Context) -> Iterator[Found]:
    """Cooperation with universities and institutes under contract."""
    for match in _COOPERATION.finditer(text):
        yield Found(Predicate(fact=Fact.CONTRACT, op=Op.HAS, value=("产学研", "校企合作")), *match.span())
