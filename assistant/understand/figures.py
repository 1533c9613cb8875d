"""What a question wants of the ledger: which indicator, of which places and years, and what to do with the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import without_asking
from assistant.read.rules.question import Question
from assistant.understand.indicators import Name, name_of
from assistant.understand.places import Place
from docs_store import lazy_re
from docs_store.numerals import whole
from docs_store.types import Aspect, Status


class Route(StrEnum):
    """What is done with the figures."""

    COMPARE = "compare"
    YEARS = "years"
    GROWTH = "growth"
    COMPLETION = "completion"
    RANKING = "ranking"
    SUM = "sum"
    SOURCES = "sources"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question to the ledger.

    Attributes:
        name: the indicator.
        aspect: of the quantity itself, or of its growth, share or rank.
        places: places asked about; empty for all that the library has.
        years: ascending; empty where the question names none.
        level: for a ranking of places not named, whether of provinces (省) or of counties (县); empty for any.
        differs: whether it asks by how much two places differ.
        lowest: for a ranking, whether the smallest is wanted first.
        most: for a ranking, how many are wanted; 0 for all.
    """

    route: Route
    name: Name
    aspect: Aspect
    status: Status
    places: tuple[Place, ...]
    years: tuple[int, ...]
    level: str = ""
    differs: bool = False
    lowest: bool = False
    most: int = 0


_SUM = lazy_re.compile("合计|总和|之和|加起来|加总|相加|(?:一共|总共|共计)(?=.*多少)")
_COMPLETION = lazy_re.compile(
    "(?:目标|计划)[^,。?]{0,16}(?:完成|实现|达成|达到)(?:了吗|没有|情况|得怎么样|率|了没|程度|了?$)|完成率"
    "|(?:完成|实现|达成)了?[^,。]{0,6}(?:目标|计划)(?:了吗|吗|没有|[?]|$)"
    "|(?:目标|计划)(?:数|值)?(?:和|与|跟|同|、)(?:实际|结果|完成)"
    "|(?:实际|结果|完成)[^,。]{0,4}(?:和|与|跟|同|、|比)(?:目标|计划)"
)
_GROWTH = lazy_re.compile("增长|增加|减少|下降|变化|提高|增幅|增速|多了?多少|少了?多少|差多少")
_AGAINST = lazy_re.compile(r"(?:比|较|与|和|同|从|到|相比|至)")
_BEFORE = lazy_re.compile("增长了?百分之[几多]|比(?:上|去|前一)年|较(?:上|去|前一)年|与上一?年相比")
_RANKING = lazy_re.compile(
    "(?:哪个|哪一个|哪些|哪几个|谁)[^,。]{0,6}(?:省|市|县|区|地方|地区|地)?[^,。]{0,60}(?:最|第一|居前|靠前)"
    "|最[高多大快低少小慢]的?(?:[两三四五六七八九十几0-9]+个?)?是?(?:哪|[省市县区])"
    "|(?:谁|哪[个一]?[个边家地县区市省]?)(?!种|类|项)[^,。?]{0,12}[更还]?[多少高低大小快慢][?。]*$"
    "|从[高大多低小少]到[低小少高大多]|(?:排名|排序|排个序|排行)(?!第几|多少|是多少)"
)
_DIFFERS = lazy_re.compile("差|对比|比较|[比较][^,。]{2,12}[高低多少大小快慢]")
_LOWEST = lazy_re.compile("最[低少小慢]|从[低小少]到|[低少小慢][?。]*$")
_MOST = lazy_re.compile("(?:前|最[高多大快低少小慢]的?)([一二三四五六七八九十]|[0-9]{1,2})(?:名|位|个)?")
# Words of a question that ask to do something with numbers, and so name no indicator.
_DOING = lazy_re.compile(
    "比较(?:一下)?|对比(?:一下)?|相比|比(?=上年|去年|[年0-9 ])|较(?=上年|去年)|同比|增长(?:率|速度|幅度)?了?|增[速幅]"
    "|(?:增加|减少|下降|提高)(?!值)了?|变化|有什么|相?差(?:多少|距)?(?!额)|全[国省市县区]|合计|总和|之和|加起来|加总|相加|完成率"
    "|(?:完成|实现|达成|达到|做到)(?:情况|得怎么样|率|程度)?了?(?:吗|没有)?|目标|计划|实际|结果|最?终"
    "|最[高多大快低少小慢]|从[高大多低小少]到[低小少高大多]|排名|排序|排个序|排行|第[一二三]|居前|靠前"
    "|前(?:[一二三四五六七八九十]|[0-9]{1,2})(?:名|位|个)?"
    "|省份|地方|地区|各地"
    "|哪里?|谁|年度|上年|去年|今年|是否|没有|占比|比重|一共|总共|共计|列出|给出|按|的"
)
# 哪个县, 各省, 三地: where, and no part of the indicator's name
_WHERE = lazy_re.compile(
    "(?:各个?|哪个|哪一个|哪些|哪几个|这?[两三四五几0-9]{1,3}个?)(?:省份?|市|县|区|地方|地区|地)(?![级域])"
)
_LINKS = "的|和|与|跟|同|及|从|到|至|在|是|为|中|里|年|上|了|比|之间|之|有|各"
_ALONE = lazy_re.compile(f"^(?:{_LINKS}|这|它|其)+|(?:{_LINKS}|吗|呢)+$")
_LEAST = 2  # characters of an indicator's name


def wanted(question: Question, places: Sequence[Place]) -> Wanted | None:
    """What a question wants of the ledger; `None` where it asks for no numbers, or for one alone."""
    if question.asked not in (Asked.VALUE, Asked.FACT, Asked.LIST):
        return None
    route = _route(question, places)
    if route is None:
        return None
    name = subject(question, places)
    if name is None:
        return None
    most = _MOST.search(question.text)
    years = question.years
    if route is Route.GROWTH and len(years) == 1:
        years = (years[0] - 1, years[0])
    return Wanted(
        route=route,
        name=name,
        aspect=_aspect(question, route),
        status=Status.UNKNOWN if route is Route.COMPLETION else question.status,
        places=tuple(places),
        years=years,
        level=_level(question.text) if route is Route.RANKING and not places else "",
        differs=_DIFFERS.search(question.text) is not None,
        lowest=_LOWEST.search(question.text) is not None,
        most=whole(most[1]) if most and route is Route.RANKING else 0,
    )


def _level(text: str) -> str:
    if re.search("省(?!级)", text):
        return "省"
    return "县" if re.search("[县区](?!域)", text) else ""


def _route(question: Question, places: Sequence[Place]) -> Route | None:
    text, years = question.text, question.years
    if _COMPLETION.search(text) and len(places) == 1 and len(years) == 1:
        return Route.COMPLETION
    if _SUM.search(text) and (len(places) > 1 or len(years) > 1):
        return Route.SUM
    if len(places) == 1 and _GROWTH.search(text):
        if len(years) == 2 and _AGAINST.search(text):
            return Route.GROWTH
        if len(years) == 1 and _BEFORE.search(text):
            return Route.GROWTH
    if _RANKING.search(text) and len(places) != 1:
        return Route.RANKING
    if len(places) > 1 and len(years) < 2:
        return Route.COMPARE
    if len(places) == 1 and len(years) > 1:
        return Route.YEARS
    if len(places) == 1 and len(years) == 1 and question.asked is Asked.VALUE:
        return Route.SOURCES
    return None


def _aspect(question: Question, route: Route) -> Aspect:
    if route in (Route.GROWTH, Route.COMPLETION, Route.SUM):
        return Aspect.LEVEL
    if re.search("增长|增速|增幅|涨幅", question.text):
        return Aspect.GROWTH
    if re.search("占比|比重", question.text):
        return Aspect.SHARE
    return Aspect.RANK if re.search("第几|排名第|位次", question.text) else Aspect.LEVEL


def subject(question: Question, places: Sequence[Place]) -> Name | None:
    """The one indicator that a question names; `None` where it names none, or several."""
    text = question.text
    for place in sorted(places, key=lambda place: -len(place.surface)):
        text = text.replace(place.surface, "、")
    text = re.sub(r"(?:19|20)\d\d年?(?:度|底|末)?", " ", text)
    pieces = []
    for run in without_asking(_WHERE.sub(" ", text)):
        for piece in re.split(r"[\s、,;:。?!]|以及", _DOING.sub(" ", run)):
            while piece != (piece := _ALONE.sub("", piece)):
                pass
            if len(piece) >= _LEAST:
                pieces.append(piece)
    return name_of(pieces[0]) if len(pieces) == 1 else None
