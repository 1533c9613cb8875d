"""The sentences that the assistant says in its own words: what was looked for, what is missing, what to mind.

None of them states a fact about the world; facts come from the documents, with citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docs_store import lazy_re
from docs_store.types import Aspect, Figure, Status

GREETING = (
    "您好！请直接提问，例如某地某年的一项数据，或某项政策的条件、金额、时间和材料。"
    "我只依据资料库中的文件回答，并给出出处。"
)
THANKED = "不用客气。还有问题，请继续提问。"
EMPTY_LIBRARY = "资料库里还没有文件。请先导入文件，再提问。"
KEYWORDS_ONLY = "未安装向量模型，本次仅按关键词检索。"
TARGET_GIVEN = "资料中这是目标或计划数，不是已完成的结果。"
EXPECTED_GIVEN = "原文为预计数，不是核定的结果。"
ACTUAL_GIVEN = "原文为已完成的结果，不是预计数。"
SEVERAL_PLACES = "问题没有写明地区，已按资料库中的各地分别给出。"
NOTHING_HOLDS = "找到的句子没有通过与原文的核对，因此不作答。"
YES, NO = "是。", "否。"
NOT_DECIDED = "资料没有直接写明是或否；以下是相关的原文，请据此判断。"
WHO_MAY = "资料没有直接写明是或否；以下是文件规定的对象或范围，请据此判断。"
IN_FORCE = "该文件自{begins}起施行，按其自身条款有效至{ends}，资料库中没有废止它的文件。"


def not_found(
    asked: str, *, places: Sequence[str], years: Iterable[int], subject: Sequence[str], documents: int
) -> str:
    """What was searched, in one sentence."""
    where = "、".join(places)
    when = "、".join(f"{year}年" for year in years)
    scope = "".join(part for part in (where, when) if part)
    looked = f"已在{scope}的资料" if scope else "已在资料库"
    looked += f"（{documents}份文件）中查找" + (f"“{'、'.join(subject)}”" if subject else "") + "，"
    return f"{looked}没有找到能回答“{asked}”的内容。"


def place_missing(places: Sequence[str]) -> str:
    """A place that the library holds nothing of."""
    return f"资料库中没有{'、'.join(places)}的文件。"


def year_missing(place: str, years: Iterable[int], held: Iterable[int]) -> str:
    """Years that the library holds nothing of, and those that it does."""
    when = "、".join(f"{year}年" for year in years)
    covered = "、".join(f"{year}年" for year in held)
    return f"资料库中没有{place}{when}的资料" + (f"，现有{covered}的。" if covered else "。")


def coverage(regions: Sequence[str], years: Sequence[int]) -> str:
    """What the library covers as a whole."""
    where = "、".join(regions[:8]) + ("等" if len(regions) > 8 else "")
    when = f"{min(years)}—{max(years)}年" if len(years) > 1 else "".join(f"{year}年" for year in years)
    return f"资料库现有：{where or '未标明地区'}；年份：{when or '未标明'}。"


def repealed(title: str) -> str:
    """A document that is no longer in force because of another."""
    return f"该文件已被《{title}》废止。"


def replaced(title: str, begins: str) -> str:
    """A version of a law or policy that a later one took the place of."""
    return f"该文件不是现行版本，现行的是《{title}》（{begins}起）。"


DRAFT = "该文件是征求意见稿或草案，没有正式施行。"
MARKED_REPEALED = "该文件标明已经废止或失效。"


def expired(day: str) -> str:
    """A document past its own last day."""
    return f"该文件的有效期至{day}，已经失效。"


def unanswered(places: Sequence[str]) -> str:
    """Places of a comparison that nothing was found for."""
    return f"没有找到{'、'.join(places)}的相应内容。"


def parts_missing(parts: Sequence[str]) -> str:
    """Which of several questions found no answer."""
    return f"没有找到能回答这部分的内容：{'；'.join(parts)}"


def parts_unread(asked: int, answered: int) -> str:
    """That a message asked more questions than are answered at once."""
    return f"这条消息里有{asked}个问题，一次答不完：只回答了前{answered}个，其余的请另外再问。"


def corrected(corrections: Sequence[tuple[str, str]]) -> str:
    """What was read where something else was typed."""
    return "按" + "、".join(f"“{read}”理解“{typed}”" for typed, read in corrections) + "。"


def assumed(question: str) -> str:
    """How a follow-up was understood."""
    return f"按上文理解为：{question.replace('?', '？')}"


def from_above(regions: Sequence[str]) -> str:
    """Evidence of a wider place than the one asked about."""
    return f"依据的是{'、'.join(region or '全国' for region in regions)}的文件，不是当地自己的规定。"


def dropped(count: int) -> str:
    """Sentences that the check took out of an answer."""
    return f"有{count}句没有通过与原文的核对，已略去。"


def some_places(given: int, held: int) -> str:
    """A question without a place, answered for some of those that the library holds."""
    return f"问题没有写明地区：资料库有{held}个地区的文件，以上只给出其中{given}个，写明地区可查其余。"


def cut(said: int, rest: int, title: str, heading: Sequence[str]) -> str:
    """A list too long to be given whole: how much of it is, and where the rest stands."""
    where = f"“{heading[-1]}”" if heading else ""
    return f"内容较长，共{said + rest}句，以上是前{said}句；其余{rest}句见《{title}》{where}及其后，可点开出处查看。"


# --- figures of the ledger -----------------------------------------------------------------------------------------

PLANNED_AS_GROWTH = "资料中这一目标以增长速度给出，没有总量。"
PERIODS_DIFFER = "以上各数的时段不同，比较时请留意。"
CONFLICT = "资料中有不同的数，已分别列出并注明出处，未作取舍或平均。"
NOT_COMPUTED_CONFLICT = "因资料中的数不一致，没有计算。"
NOT_COMPUTED_SCOPE = "各数的单位、时段、口径（新增、累计）或性质（结果、预计、目标）不同，没有计算。"
NO_SUM_OF_RATES = "比率、指数不能相加，没有求和。"
NO_SUM_OF_STOCKS = "年末总数不能跨年相加，没有求和。"
NO_SUM_OF_PARTS = "其中一地包含另一地，相加会重复计算，没有求和。"
COMPUTED = "（计算得出，非原文数字）"
COMPUTED_FROM_BOUNDS = "原文中有“超”“约”等限定，计算结果只是近似。"
_COMPARATORS = {">": "超过", "≥": "不少于", "<": "不足", "≤": "不超过", "≈": "约"}
_RATIO = lazy_re.compile(r"(?:比重|占比|之比|比例|率)(?:\([^()]*\))?$")
_DAY = lazy_re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTHS = lazy_re.compile(r"(\d{4})-(\d\d)(?:\.\.\d{4}-(\d\d))?")


def figure(row: Figure, place: str) -> str:
    """One figure of the ledger in a sentence."""
    value = row.value
    number = f"{_COMPARATORS.get(row.comparator, '')}{abs(value):f}{row.unit}"
    match row.aspect:
        case Aspect.GROWTH | Aspect.CHANGE:
            said = f"{row.indicator}{way(value < 0)}{number}"
        case Aspect.RANK:
            said = f"{row.indicator}居第{value:f}{row.unit or '位'}"
        case Aspect.SHARE if not _RATIO.search(row.indicator):
            said = f"{row.indicator}占比{number}"
        case Aspect.COMPLETION:
            said = f"{row.indicator}完成率{number}"
        case _:
            said = f"{row.indicator}{'-' if value < 0 else ''}{number}"
    told = {Status.EXPECTED: "（预计）", Status.TARGET: "（目标）"}.get(row.status, "")
    where = "" if row.indicator.startswith(place) else place
    return f"{where}{period(row.period)}{said}{told}。"


def period(text: str) -> str:
    """A figure's period in words."""
    if months := _MONTHS.fullmatch(text):
        year, first, last = months[1], int(months[2]), int(months[3] or months[2])
        return f"{year}年{first}月" if first == last else f"{year}年{first}—{last}月"
    if day := _DAY.fullmatch(text):
        return f"{day[1]}年{int(day[2])}月{int(day[3])}日"
    if text.startswith(".."):
        return f"截至{period(text[2:])}"
    return "—".join(text.split("..")) + "年" if text else ""


def of_source(sentence: str, title: str) -> str:
    """A figure with the document that gives it, where two differ."""
    return f"据《{title}》，{sentence}"


def disagree(documents: Sequence[tuple[str, str]]) -> str:
    """Documents that say different things of one thing, each with its date or year (ISO; empty where unknown)."""
    named = "、".join(f"《{title}》" + (f"（{when}）" if when else "") for title, when in documents)
    return f"{named}的说法不一致，已分别列出并注明出处，未作取舍。"


def way(falls: bool) -> str:
    """The verb of a change."""
    return "下降" if falls else "增长"


def growth(place: str, later: int, earlier: int, indicator: str) -> str:
    """A computed growth; `{way}`, `{value}` and `{unit}` are filled in."""
    return f"据此计算，{place}{later}年{indicator}比{earlier}年{{way}}{{value}}{{unit}}{COMPUTED}。"


def more_or_less(later: int, earlier: int) -> str:
    """A computed difference of two years."""
    return f"{later}年与{earlier}年相差{{value}}{{unit}}{COMPUTED}。"


def difference(first: str, second: str) -> str:
    """A computed difference of two places."""
    return f"{first}与{second}相差{{value}}{{unit}}{COMPUTED}。"


def completion(place: str, year: int, indicator: str) -> str:
    """A computed rate of fulfilment."""
    return f"据此计算，{place}{year}年{indicator}目标的完成率为{{value}}{{unit}}{COMPUTED}。"


def total(indicator: str) -> str:
    """A computed sum."""
    return f"以上{indicator}合计{{value}}{{unit}}{COMPUTED}。"


def ranked(places: int, *, lowest: bool) -> str:
    """What a ranking covers."""
    return f"按资料库中有此项数字的{places}个地区{'从低到高' if lowest else '从高到低'}排列；未载明的地区不在其中。"


_VERDICTS = {
    "eligible": "符合",
    "possible": "可能符合",
    "not_open": "尚未开始",
    "expired": "已过期",
    "ineligible": "不符合",
}
_FACTS = {
    "region": "注册地",
    "founded": "成立日期",
    "registered": "在现注册地登记的日期",
    "staff": "职工总数",
    "rd_staff": "研发人员数",
    "tech_staff": "科技人员数",
    "above_scale": "是否规上",
    "industry": "行业",
    "size": "企业规模",
    "legal_person": "是否独立法人",
    "super_deduction": "是否享受加计扣除",
    "relocated": "是否从外地整体迁入",
    "revenue": "营业收入",
    "assets": "资产总额",
    "tax": "纳税额",
    "rd_spending": "研发费用",
    "transfer_income": "技术转让收入",
    "exports": "出口额",
    "titles": "企业资质",
    "patents": "专利和软件著作权",
    "platforms": "研发平台",
    "projects": "项目投入",
    "contracts": "产学研合同",
    "records": "安全、环保、信用等记录",
}
_YEARLY_FACT = lazy_re.compile(r"years\.(\d{4})\.(\w+)")


def fact_name(field: str) -> str:
    """A field of an enterprise's profile in words: `years.2025.revenue` → 2025年营业收入."""
    match = _YEARLY_FACT.fullmatch(field)
    if match:
        return f"{match[1]}年{_FACTS[match[2]]}"
    return _FACTS.get(field.split(".")[0], field)


def profile_understood(facts: Sequence[tuple[str, str]]) -> str:
    """What was taken to be said of the asker's enterprise."""
    said = "；".join(f"{fact_name(field)}：{_shown(value)}" for field, value in facts)
    return f"按以下情况对照，不对的可以在后面的问题里更正：{said}。"


def _shown(value: str) -> str:
    if value == "0":
        return "无"
    if value in ("true", "false"):
        return "是" if value == "true" else "否"
    if value.isdigit() and len(value) > 4:
        return f"{int(value) / 10**8:g}亿元" if int(value) >= 10**8 else f"{int(value) / 10**4:g}万元"
    return value


def measure_verdict(marker: int, verdict: str, missing: Sequence[str], confirm: Sequence[str], day: str) -> str:
    """How one measure stands: its verdict, which facts are missing, what a person must confirm."""
    text = f"[{marker}] {_VERDICTS[verdict]}"
    if day:
        text += f"，时间 {day}"
    if missing:
        text += "；还缺：" + "、".join(dict.fromkeys(fact_name(field) for field in missing))
    if confirm:
        text += "；需人工确认：" + "、".join(words.rstrip("。；") for words in confirm[:3])
        text += f"等{len(confirm)}项" if len(confirm) > 3 else ""
    return f"{text}。"


def measures_counted(counts: dict[str, int]) -> str:
    """How many measures there are for the enterprise, and where all of them are shown."""
    told = "、".join(f"{_VERDICTS[verdict]}{count}项" for verdict, count in counts.items())
    return f"共{told}；全部措施和逐条对照见“政策匹配”页。" if told else "全部措施的逐条对照见“政策匹配”页。"


def facts_asked(fields: Sequence[str]) -> str:
    """The facts that would decide most."""
    return "补充这些情况能判断得更准：" + "、".join(dict.fromkeys(fact_name(field) for field in fields)) + "。"


def place_asked(places: Sequence[str]) -> str:
    """A question for the enterprise's place, where the measures are of several."""
    named = "、".join(places[:3]) + ("等" if len(places) > 3 else "")
    return f"您的企业注册在哪里？资料库里有{named}{len(places)}个地方的支持措施，各地只支持本地企业。"


NO_MEASURE = "按所说的情况，资料库中没有可以申报的支持措施。"
