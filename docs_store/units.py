"""Units: which words after a number are one, and what they are in base units.

Sources: GB 3100/3101 for measures, everyday classifiers of official prose for counts. A classifier is a unit only where
no common word begins with it (`20家` but not `20家庭`), so most carry the characters that may not follow, and behind
`|` those that may before some words (`10家具备…`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from docs_store import lazy_re

SCALES = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "十亿": Decimal(10**9),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}
# 3000千瓦 is 3000 千瓦, not 3000 thousand 瓦; 5百分点 is no hundred.
SCALE = "万亿|千亿|百亿|十亿|千万(?!瓦)|百万|十万|万|亿|千(?![瓦米克伏卡帕])|百(?!分)"

# Characters that may not follow a classifier, because the two begin another word.
_COUNTS: dict[str, str] = {
    "家": "庭电居属乡纺装|具(?!备|有)|长(?!三角)|政(?!务|府网站)",
    "户": "籍外口用",
    "个": "",
    "项": "",
    "件": "",
    "人": "才口民工均大选员力群类体",
    "名": "录称单牌列|优(?!秀)",
    "位": "于居列置次",
    "次": "年日月新|生(?!态|产)",
    "场": "所景地馆面",
    "篇": "",
    "座": "谈",
    "所": "有得在",
    "支": "持撑付出部农行线",
    "条": "件例款",
    "批": "发准复",
    "款": "项",
    "笔": "",
    "类": "型别似",
    "宗": "教旨",
    "期": "间末货刊",
    "台": "账风湾阶",
    "套": "餐利",
    "辆": "",
    "艘": "",
    "架": "构",
    "亩": "均产",
    "株": "",
    "棵": "",
    "只": "有要是能",
    "头": "部",
    "羽": "",
    "枚": "",
    "块": "链",
    "盏": "",
    "处": "理置于级罚方",
    "间": "隔接",
    "册": "",
    "本": "地科级市省县区年土",
    "部": "门分署队委级长",
    "门": "户诊类槛",
    "种": "业植粮子质养类",
    "例": "如外会",
    "张": "",
    "列": "入为居全车",
    "班": "列车轮组子",
    "组": "织建团合",
    "对": "外口接标内全企于",
    "栋": "",
    "幢": "",
    "份": "额",
    "卷": "",
    "层": "级次面",
    "村": "",
    "起": "源草诉步",
    "轮": "船值",
    "颗": "粒",
    "幅": "度",
    "首": "批次个位先要席创届相都府",
    "趟": "",
}
# Unit → (base unit, factor). 亩 and 斤 stay: a mu is no whole number of square metres.
_MEASURES: dict[str, tuple[str, Decimal]] = {
    "美元": ("美元", Decimal(1)),
    "欧元": ("欧元", Decimal(1)),
    "港元": ("港元", Decimal(1)),
    "元人民币": ("元", Decimal(1)),
    "元": ("元", Decimal(1)),
    "平方公里": ("平方米", Decimal(10**6)),
    "平方千米": ("平方米", Decimal(10**6)),
    "平方米": ("平方米", Decimal(1)),
    "平方": ("平方米", Decimal(1)),
    "平米": ("平方米", Decimal(1)),
    "m2": ("平方米", Decimal(1)),
    "立方米": ("立方米", Decimal(1)),
    "方": ("立方米", Decimal(1)),
    "公顷": ("平方米", Decimal(10**4)),
    "公里": ("米", Decimal(1000)),
    "千米": ("米", Decimal(1000)),
    "海里": ("米", Decimal(1852)),
    "米": ("米", Decimal(1)),
    "吨标准煤": ("吨标准煤", Decimal(1)),
    "吨标煤": ("吨标准煤", Decimal(1)),
    "吨公里": ("吨公里", Decimal(1)),
    "人公里": ("人公里", Decimal(1)),
    "千升": ("千升", Decimal(1)),
    "标准吨": ("吨", Decimal(1)),
    "吨": ("吨", Decimal(1)),
    "公斤": ("千克", Decimal(1)),
    "千克": ("千克", Decimal(1)),
    "斤": ("斤", Decimal(1)),
    "克": ("克", Decimal(1)),
    "微克": ("微克", Decimal(1)),
    "千瓦时": ("千瓦时", Decimal(1)),
    "度": ("度", Decimal(1)),
    "千瓦": ("千瓦", Decimal(1)),
    "兆瓦": ("千瓦", Decimal(1000)),
    "千伏安": ("千伏安", Decimal(1)),
    "千伏": ("千伏", Decimal(1)),
    "标准箱": ("标准箱", Decimal(1)),
    "标箱": ("标准箱", Decimal(1)),
    "TEU": ("标准箱", Decimal(1)),
    "EFlops": ("PFLOPS", Decimal(1000)),
    "PFlops": ("PFLOPS", Decimal(1)),
    "艘次": ("艘次", Decimal(1)),
    "列次": ("列次", Decimal(1)),
    "车次": ("车次", Decimal(1)),
    "辆次": ("辆次", Decimal(1)),
    "EFLOPS": ("PFLOPS", Decimal(1000)),
    "PFLOPS": ("PFLOPS", Decimal(1)),
    "PF": ("PFLOPS", Decimal(1)),
    "P": ("PFLOPS", Decimal(1)),
    "%": ("%", Decimal(1)),
    "‰": ("%", Decimal("0.1")),
    "个百分点": ("个百分点", Decimal(1)),
    "百分点": ("个百分点", Decimal(1)),
    "倍": ("倍", Decimal(1)),
    "分": ("分", Decimal(1)),
    "人年": ("人年", Decimal(1)),
    "人月": ("人月", Decimal(1)),
    "人次": ("人次", Decimal(1)),
    "人份": ("人份", Decimal(1)),
    "户次": ("户次", Decimal(1)),
    "家次": ("家次", Decimal(1)),
    "场次": ("场次", Decimal(1)),
    "架次": ("架次", Decimal(1)),
    "班次": ("班次", Decimal(1)),
    "批次": ("批次", Decimal(1)),
    "件次": ("件次", Decimal(1)),
    "件套": ("件套", Decimal(1)),
    "台套": ("台套", Decimal(1)),
    "台(套)": ("台套", Decimal(1)),
    "套(间)": ("套", Decimal(1)),
    "床": ("张", Decimal(1)),
    "张床": ("张", Decimal(1)),
    "岁": ("岁", Decimal(1)),
    "周岁": ("岁", Decimal(1)),
    "小时": ("小时", Decimal(1)),
    "分钟": ("分钟", Decimal(1)),
    "个工作日": ("工作日", Decimal(1)),
    "(工作日)": ("工作日", Decimal(1)),
    "工作日": ("工作日", Decimal(1)),
    "天": ("天", Decimal(1)),
    "周": ("周", Decimal(1)),
    "个星期": ("周", Decimal(1)),
    "个月": ("个月", Decimal(1)),
    "年": ("年", Decimal(1)),
    "周年": ("年", Decimal(1)),
}
_NOT_AFTER_MEASURE = {
    "方": "面案式法针向",
    "度": "过",
    "米": "",
    "分": "别类析布散之钟院校支公",
    "天": "津然",
    "年": "",
    "周": "年岁边围期刊报转知密易末内一二三四五六日天口",
    "P": "A-Za-z",
}
_SAME = {"名": "人", "位": "人"}  # persons; a rank never comes here
_RATE = (
    r"(?:(?:/|每(?=立方米|千瓦时))(?:千瓦时|立方米|平方米|平方公里|公里|亩|人年|人|吨|万元|户|月|年|天|日|升|小时)"
    r"(?:[·/](?:年|月|天|日|人|年))?)?"
)

CLASSIFIERS = frozenset(_COUNTS) | {"人次", "户次", "家次", "场次", "批次", "件次", "台套", "台(套)", "套(间)", "件套"}
DURATIONS = frozenset({"岁", "周岁", "小时", "分钟", "个工作日", "天", "周", "个星期", "个月", "年", "周年"})
PERCENTS = frozenset({"%", "‰"})
POINTS = frozenset({"个百分点", "百分点"})


def _pattern() -> str:
    words = []
    for unit in sorted({*_COUNTS, *_MEASURES}, key=len, reverse=True):
        banned = _COUNTS.get(unit, _NOT_AFTER_MEASURE.get(unit, ""))
        chars, _, words_of = banned.partition("|")
        barred = "|".join(filter(None, (f"[{chars}]" if chars else "", words_of)))
        words.append(re.escape(unit) + (f"(?!{barred})" if barred else ""))
    return "|".join(words)


UNIT = rf"(?:{_pattern()}){_RATE}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, split up.

    Attributes:
        text: magnitude and unit as written: `万平方米`.
        name: the unit alone: `平方米`.
        base, factor: base unit and what one `text` is in it.
    """

    text: str
    name: str
    base: str
    factor: Decimal

    @property
    def magnitude(self) -> Decimal:
        """What its magnitude word multiplies by: 10000 of `万平方米`."""
        return SCALES[self.text[: self.text.index(self.name)] if self.name else self.text]

    @property
    def is_classifier(self) -> bool:
        """Whether a noun may follow it directly (`5家企业`)."""
        return self.name in CLASSIFIERS


_cache: dict[tuple[str, str], Unit] = {}


def unit_of(scale: str, name: str) -> Unit:
    """The unit that a magnitude word and a unit word make; either may be empty."""
    known = _cache.get((scale, name))
    if known is not None:
        return known
    main, slash, rate = name.replace("每", "/").partition("/")
    base, factor = _MEASURES.get(main, (_SAME.get(main, main), Decimal(1)))
    made = Unit(scale + name, main, f"{base}{slash}{rate}", SCALES[scale] * factor)
    if len(_cache) < 4096:
        _cache[scale, name] = made
    return made


_WRITTEN = lazy_re.compile(rf"(?P<scale>{SCALE})?(?P<name>.*)", re.DOTALL)


def read(text: str) -> Unit:
    """A unit as a figure carries it (`万平方米`) taken apart again."""
    match = _WRITTEN.fullmatch(text)
    return unit_of(match["scale"] or "", match["name"]) if match else unit_of("", text)


def plain(value: Decimal) -> Decimal:
    """A value without trailing zeros behind the point, and never in powers of ten."""
    return Decimal(f"{value.normalize():f}")
