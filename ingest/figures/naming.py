"""From the words around a number, and what was said before, to the name of what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.figures import indicators, lists
from ingest.figures.model import Aspect, Status
from ingest.figures.numbers import Quantity
from ingest.figures.predicates import FASTER, Head

_JOINS = ("", "、", "和", "与", "及", "以及")
_AMONG = re.compile("(?:^|、)其中")
_EVERYWHERE = re.compile("(?:全[国省市区县])?各(?:区县|区|县|市|省|地)?|全[国省市区县]")
# 跨国公司地区总部、外资研发中心分别新认定60家和30家
_EACH_DONE = re.compile(
    r"分别(?P<done>新[增建设认定培育备案开工登记]{1,3}|净增|(?:完成|实现)(?P<noun>\S{0,4})|建成|引进|培育|办理|改造)$"
)
_KINDS = frozenset({"企业", "民营企业", "民企", "个体工商户", "高校", "县城", "乡镇", "农村", "项目"})
_ALONE = frozenset(
    {"净增", "新增", "废止", "修订", "修改", "退出", "注销", "存栏", "出栏"}
)  # verbs that need the thing said before
_OF_BEFORE = frozenset({"惠及", "涉及", "造成", "受益", "带动", "覆盖"})  # the same, said behind it
_CONTRIBUTED = re.compile("对[^,、]{1,14}的?贡献率$")
_PULLS = re.compile("(?:共同|合计|[正负]向){0,2}(?:拉动|带动|推动)")  # what pulls is the thing, not its rate
_SECTOR = re.compile("第[一二三]产业|[一二三]产|城镇|乡村|农村|城市|[^,]{2,}(?<![作就毕失企创事专])业")
_MEASURE = re.compile("(?P<measure>增加值|投资|零售额|零售(?=总额)|总?产值|营业收入|价格)(?:总[额量]|指数)?$")
_SHORTEST = 3  # of a name with the verb behind it
_WHOLE_ECONOMY = re.compile("(?:生产总值|GDP|经济总量)(?:总量)?$")
_ENDS_MEASURED = re.compile("(?:价格|指数|[额量值率数]|收入|支出|投资|消费|产[值量]?|能耗|强度|标准)$")
_TOTALS = re.compile("(?:收入|支出)总[量计]")
_BUDGET = re.compile("(?:收入|支出)(?:总[量计])?$")
_ACCOUNTS = re.compile("(?:年初|当年|全年)?预算数?|(?:支出)?决算数?|(?:当年)?支出|支出总额")
_ORGAN = re.compile("[\u4e00-\u9fff]{2,4}部门")
_RATE = re.compile("(?:率|比重|占比|增速|增幅|幅度|比例)$")
_STOCK = re.compile("^(?:年末?|期末)?(?:存栏|出栏)")
_REMEMBERED = 6
_SHORT = 6  # characters; a verb this short before a counted noun is meant for the whole list


@dataclass(slots=True)
class Context:
    """What a sentence has said so far.

    Attributes:
        subject: the indicator that a number without one belongs to.
        parent: the same, without names that say nothing alone (总数, 交易额): what such names belong to.
        listed: the indicators of the last list, where the last numbers belonged to several.
        recent: the last indicators, for what is said of several of them (`…,分别增长13.1%、33.7%`).
        prefix: 新增 and the like, for the rest of a list; `linked`: its number had 达到 or the like before it.
        naming: verb of a list that names things before counting them (`获批A、B2个园区,C、D2个基地`).
        last, aspect: name and aspect of the last number.
        unit, base, counted: unit of the last number, its base unit, and whether it was a classifier.
        status: status of the last number, where its words said one.
        plain: text of the last clause without numbers.
        own: whether the subject stands in this sentence.
        measure: what the last measured thing was measured by (增加值), also in the sentences before.
        whole: the last amount that was no part of another, also in the sentences before.
        planned: whether the last number was what was planned for the year.
        head: the words before the last number.
        item: the item of a budget's accounts that is told of, empty where none is.
    """

    subject: str = ""
    parent: str = ""
    listed: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    prefix: str = ""
    linked: bool = False
    naming: str = ""
    last: str = ""
    aspect: Aspect = "level"
    unit: str = ""
    base: str = ""
    counted: bool = False
    status: Status | None = None
    plain: str = ""
    own: bool = True
    measure: str = ""
    whole: str = ""
    planned: bool = False
    head: str = ""
    item: str = ""

    def remember(self, names: Sequence[str], name: str, *, as_subject: bool) -> None:
        """Note the names of the numbers just read; `name` is what they were read from."""
        self.recent = [*self.recent[-_REMEMBERED:], *(each for each in names if each not in self.recent)]
        if as_subject:
            same = len(set(names)) == 1
            self.subject = names[0] if same else (name or names[-1])
            self.listed = [] if same else list(names)
            self.own = True

    def turn_to(self, subject: str) -> None:
        """Make a clause's subject, of which no number is given, what the next number is about."""
        if indicators.is_relative(subject):
            subject = indicators.related(self.parent or self.subject, subject)
        self.subject = self.parent = subject
        self.listed, self.prefix, self.status, self.own = [], "", None, True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands.

    Attributes:
        head, tail: words before and after it, up to the numbers next to it or the clause's ends.
        before: the clause from its start to the number, comparing words included.
        opens: whether the head begins the clause.
        inside: whether the clause stands in brackets.
        goes_on: whether the clause follows a comma or bracket.
    """

    head: str
    tail: str
    before: str
    opens: bool
    inside: bool
    goes_on: bool


def name_of(context: Context, read: Head, q: Quantity, place: Place) -> tuple[str, bool]:
    """Name of what is counted, empty where the clause says none, and whether the clause itself says it."""
    again = len(place.head.strip("、和与及 ")) > 1 and place.head == context.head
    if again and context.last and context.counted and q.unit.is_classifier:
        return context.last, True  # 退出374户714人
    name, follows = _said(context, read, q, place)
    if not name:
        if read.keeps == FASTER and (context.aspect != "growth" or _RATE.search(context.subject)):
            return "", False
        if read.keeps and context.subject:
            subject = _CONTRIBUTED.sub("", indicators.without_fall(context.subject))
            return (subject.removesuffix(FASTER) if _PULLS.match(read.keeps) else subject) + read.keeps, False
        return "", False
    if read.aspect == "share" and name.startswith("占") and context.subject:
        return context.subject + name, False
    if context.item and _ACCOUNTS.fullmatch(name):
        name = context.item + name
    name = _measured(context, read, q, name)
    child = _AMONG.search(place.before) is not None
    if name == "招生" and (school := indicators.school_of(context.parent)):
        return indicators.related(school, name), True
    bare = (child and indicators.is_bare(name)) or (place.inside and name == "累计")
    if bare or indicators.is_relative(name.removesuffix(read.keeps)):
        earlier = (context.parent or context.subject) if context.own else ""
        if child and q.unit.is_classifier and context.base == "元":  # 发放低保金4721万元,其中城市低保6195户
            earlier = ""
        if _TOTALS.fullmatch(name):  # 加上上级补助和上年结转,收入总量为…
            earlier = _BUDGET.sub("", context.whole or earlier)
        parent = indicators.before_statement(read.subject) or earlier
        if child and len(name) > 2 and parent.endswith(name[-2:]):  # 固定资产投资增长4.8%,其中民间投资增长3.6%
            return name, True
        if child and name in _KINDS and context.prefix and context.last.startswith(context.prefix):
            return context.prefix + name, True  # 新设经营主体30.8万户,其中企业8.4万户
        related = indicators.related(parent, name)
        fresh = context.prefix.startswith("新") and context.last.startswith(context.prefix)
        if child and bare and fresh:  # 新增果园…其中柚园
            related = context.prefix + related.removeprefix(context.prefix)
        return related, True
    if name.endswith("部门") and _ORGAN.fullmatch(name) and (context.whole or context.parent):  # 其中:税务部门完成2亿元
        return (context.whole or context.parent) + name, True
    if name in _OF_BEFORE:
        return (context.subject + name, True) if context.subject else ("", False)
    if name in _ALONE and context.subject:  # 经营主体达59.3万户、净增2万户
        return name + _STOCK.sub("", indicators.without_new(context.subject)), True
    if not follows and _shares_prefix(context, read, q, place, name):
        context.parent = context.prefix + name
        return context.parent, True
    prefix = indicators.prefix_of(name)
    if follows and not prefix and len(read.subject) <= _SHORT:
        prefix = indicators.tidy(read.subject)
    verb = indicators.named_first(read.subject, q.value) if follows else None
    if verb is None and follows and place.head.endswith("等") and place.goes_on:
        verb = ""
    if verb == "" and context.naming and place.opens and place.goes_on and not indicators.EVENT.search(place.tail):
        name = context.naming + name
    elif verb is None or verb:
        context.naming = verb or ""
    if not follows and not prefix and _continues_list(context, read, q, place, name):
        name = context.prefix + name
    else:
        context.prefix, context.linked = prefix, not place.head.endswith(name)
    if not child:
        context.parent = name
    return name, True


def _measured(context: Context, read: Head, q: Quantity, name: str) -> str:
    """A sector's name with the measure of what it is a sector of: 地区生产总值…亿元,第一产业…亿元 is its 增加值."""
    if name.endswith(("实现", "完成")) and (read.aspect == "growth" or q.unit.base == "元"):
        name = name[:-2] if len(name) > _SHORTEST else name  # 城镇实现747亿元
    if _WHOLE_ECONOMY.search(name, max(0, len(name) - 8)):
        context.measure = "增加值"
    elif said := _MEASURE.search(name, max(0, len(name) - 8)):
        context.measure = "零售额" if said["measure"] == "零售" else said["measure"]
    elif not context.measure or read.keeps:
        pass
    elif context.measure == "价格":
        if read.aspect == "growth" and not _ENDS_MEASURED.search(name):
            return name + context.measure
    elif _SECTOR.fullmatch(name) and (read.aspect == "growth" or q.unit.base == "元"):
        return name + context.measure
    return name


def _said(context: Context, read: Head, q: Quantity, place: Place) -> tuple[str, bool]:
    """The name that the words around the number make, and whether the counted noun follows it."""
    subject, tail = read.subject, place.tail
    if "分别" not in place.head:  # 城镇新增就业、新增贷款分别完成计划的113%、256% is one statement
        subject = indicators.last_statement(subject)
    follows = read.aspect in ("level", "share") and indicators.noun_follows(
        read.subject.rstrip("、和与 "), tail, q.unit
    )
    if follows:
        verb = indicators.named_first(subject, q.value)
        name = indicators.with_following(subject if verb is None else verb, tail)
        in_list = not place.opens and place.head.strip() in _JOINS
        if in_list and context.prefix and not indicators.prefix_of(name):
            name = context.prefix + name
    else:
        name = indicators.without_push(indicators.tidy(subject))
    if read.aspect == "share" and place.head.endswith("的") and tail.startswith("用于"):
        name += indicators.tidy_tail(tail)
    if name:
        name = indicators.without_bringing(indicators.in_order(indicators.shortened(name + read.keeps)))
    if (
        len(name) < 2
        or (name == "累计" and read.aspect == "completion")
        or (read.aspect == "rank" and _EVERYWHERE.fullmatch(name))
    ):
        name = ""
    return name, follows


def _shares_prefix(context: Context, read: Head, q: Quantity, place: Place, name: str) -> bool:
    """Whether a name behind 、 shares the 新增 of the list's first member."""
    alike = context.counted == q.unit.is_classifier or (q.unit.base != "元" and context.base != "元")
    return (
        bool(context.prefix)
        and place.head[:1] in ("、", "和", "及", "与")
        and not place.opens
        and read.aspect == "level"
        and alike
        and context.linked is not place.head.endswith(name)
        and not indicators.is_verbal(name)
        and not indicators.prefix_of(name)
        and not indicators.tells_new(name)
    )


def _continues_list(context: Context, read: Head, q: Quantity, place: Place, name: str) -> bool:
    """Whether a bare name behind a comma shares the 新增 before it (`新增A 2家,B 12家`)."""
    return (
        place.opens
        and place.goes_on
        and read.aspect == "level"
        and context.unit == q.unit.text
        and place.head.strip() == name
        and indicators.goes_on(context.prefix, name)
        and not indicators.tells_new(name)
    )


def names_of_run(
    context: Context, name: str, own: bool, read: Head, count: int, *, reaches: bool = False
) -> list[str] | None:
    """One name for each of `count` numbers in a row; `None` when they cannot be told apart.

    Args:
        reaches: whether the number is what is reached (达157万户), which is never the new alone.
    """
    if count == 1:
        if name:
            return [name]
        if read.aspect == "change" and context.aspect == "share" and read.keeps in ("", FASTER):
            return [context.last]  # 占种植业产值的33.9%,比上年提高3个百分点
        if read.falls:
            return [indicators.without_fall(context.subject)]
        if read.aspect == "rank":
            return [indicators.without_total(context.subject)]
        whole = indicators.without_rise(context.subject) if read.aspect == "level" else context.subject
        return [indicators.without_gain(whole) if read.aspect == "level" and reaches else whole]
    recent = context.recent[-count:] if len(context.recent) >= count else []
    if not own:
        return [each + read.keeps for each in recent] or lists.members(context.subject, count)
    raw = indicators.tidy(read.subject)
    if indicators.is_relative(raw) and recent:
        return [indicators.related(each, raw) + read.keeps for each in recent]
    plain = name.removesuffix(read.keeps)
    if (done := _EACH_DONE.search(plain)) and (things := lists.members(plain[: done.start()], count)):
        if done["noun"]:  # 交通、能源分别完成投资3252亿元、2140亿元
            return [thing + done["noun"] for thing in things]
        verb = "" if done["done"] in ("完成", "实现") else done["done"]
        return [verb + thing + read.keeps for thing in things]
    listed = lists.members(plain, count)
    if listed is None and len(context.listed) == count:
        listed = [indicators.related(each, plain) for each in context.listed]
    if listed is None and (things := lists.members(indicators.tidy(context.plain), count)):
        listed = [thing + plain for thing in things]
    return [each + read.keeps for each in listed] if listed else None
