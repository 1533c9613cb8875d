"""What kind of document a text is, by all that it is: the noun of its title, and what its text lays down.

A notice that only carries another paper is that paper. One that carries none is a policy where it lays down rules that
last: it says from when they are carried out, is filed as a normative document, mends a procedure or a standard, and
gives duties under headings of its own; a call, a list, an appointment or a reply is a notice.
"""

from __future__ import annotations

import re

from docs_store import lazy_re
from docs_store.types import Inferred, Kind
from ingest.kind_words import CARRIES, WORDS

_HEAD = 1200  # characters in which a document introduces itself
_SHORT_PAPER = 700  # characters of a notice that stands without the paper it sends out
_NAMED = tuple((kind, lazy_re.compile(words)) for kind, words in WORDS)
_QUOTED = lazy_re.compile("《[^《》]{0,80}》")
_YEAR = lazy_re.compile(r"20\d\d\s?年?|年度|第[一二三四1-4]季度")
# Of a year, what is to be done is a plan of work; without one it lays duties down for good.
_YEARLY = lazy_re.compile(
    r"(?:任务清单|责任清单|工作清单|重点任务|工作任务|任务分解表?|任务分工|要点|(?<!行动)(?<!规划)(?<!攻坚)计划)(?:等\d?个?\S{0,6})?$"
)
_CALL = lazy_re.compile(
    "申报|征集|报名|评选|推荐|推选|遴选|组织开展|开展20|举办|召开|认定|认证|公布|成立|任免|任命|任职|免去|表彰|表扬|通报|同意|启用|印章"
    "|放假|检查|督查|抽查|培训|竞赛|大赛|报送|复核|评审|考试|测试|招募|招生|评估|调整.{0,20}(?:成员|领导小组)|名单|拍卖|出让|受理|分配房源|结果"
)
_MENDS = lazy_re.compile(
    "进一步|优化|规范|完善|简化|明确|健全|调整|统一|取消|停止|加强|加快|强化|落实|推进|促进|支持|深化|试行|实行|实施|建立|复制推广"
    "|有关(?:问题|事项|政策)|若干(?:问题|事项)|做好"
)
_IN_FORCE = lazy_re.compile(
    r"(?:本(?:通知|公告|通告|意见|规定)|^|[。;\n])[^。;\n]{0,40}(?:起(?:正式|开始)?(?:施行|实施|执行|生效|试行)|有效期)|以本(?:通知|公告|通告)为准"
)
_NORMATIVE = lazy_re.compile(r"规(?:字|范|发)?〔20\d\d〕|规(?:字|范|发)?\(20\d\d\)|规(?:字|范|发)?\[20\d\d\]")
_DUTY = lazy_re.compile(
    "应当|不得|严禁|必须|原则上|要(?:严格|切实|加强|建立|按照|落实|认真|进一步|加快|积极)|可以|予以|负责"
)
_HEADED = lazy_re.compile(r"(?:^|\n)[^\S\n]{0,9}[一二三四五六七八九十]{1,3}、")
_ARTICLE = lazy_re.compile(r"(?:^|\n)[^\S\n]{0,9}第[一二三四五六七八九十百]{1,5}条")
_QUESTION = lazy_re.compile(
    r"(?:^|\n)[^\S\n]{0,9}(?:\d{1,3}[.、])?\s{0,9}(?:问题?[\d一二三四五六七八九十]{0,3}|Q\d{0,2})\s{0,3}[:.、]"
)
_ANSWER = lazy_re.compile(r"(?:^|\n)[^\S\n]{0,9}(?:答复?|A\d{0,2})\s{0,3}[:.、]")
_CELLS = " | "
_LEAST_ARTICLES, _LEAST_PAIRS, _DUTIES = 3, 3, 3
# What a paper does with its own words, where no title above it names what it is.
_NOTIFIES = lazy_re.compile(
    r"(?:通知|通报|公告|通告|函告|函复|批复)如下|特此(?:通知|通报|公告|通告|函告|函复|批复)|予以(?:公示|公告|通报|表彰|表扬)"
    r"|予以公布(?=[。:])|现(?:公布|公示|公告|批复|函复)如下|现将[^。;\n]{2,60}(?:调整|明确|安排)如下|决定[,:]\s{0,4}(?:免去|任命|聘任)"
)
_ADVISES = lazy_re.compile(
    r"提出(?:如下|以下)[\u4e00-\u9fff]{0,4}(?:意见|措施)|制定(?:如下|以下|本)(?:办法|措施|规定|方案|细则)"
)
_SENDS_OUT = lazy_re.compile(
    r"(?:现|随文)印发给你们,|请(?:[\u4e00-\u9fff]{2,8},)?(?:认真|严格|遵照)?(?:贯彻|遵照)(?:落实|执行)"
)
_CLOSING = 700  # characters at either end in which a notice asks those that it is sent to
_OPENING = 700  # characters in which it does so, or a report of news tells when something was held
_NEWS = lazy_re.compile(
    r"\s{0,20}(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚)?,[^。\n]{2,90}?(?:召开|举行|举办|开展|深入|来到|赴|调研|参加|主持)"
)
_NEWS_TITLE = lazy_re.compile(r"(?:召开|举行|举办|开展|深入|赴)[^。]{2,60}$")
_READER = lazy_re.compile(r"您|(?<!给)你(?!们|单位|省|市|县|区|州|局|厅|委|部|院|校|公司|会|处|镇|乡)")
_STEP = lazy_re.compile(
    r"(?:^|\n)\s{0,9}(?:第[一二三四五六]步|步骤[一二三四五六\d]|方式[一二三四五六\d]|\d{1,2}(?:[.、]|\s)(?=[\u4e00-\u9fff]))"
)
_ASKING_HEADING = lazy_re.compile(r"(?:^|\n)[^\S\n]{0,9}[一二三四五六七八九十]{1,3}、[^\n。?]{4,60}\?")
_FIGURE = lazy_re.compile(r"[\d.%-]")
_LEAST_STEPS, _LEAST_ADDRESSES = 3, 3


def infer(title: str, folded: str) -> Inferred[Kind]:
    """The kind of a document.

    Args:
        title: its title, folded.
        folded: its text, folded, navigation left out.
    """
    title = "".join(title.split())
    carrying = CARRIES.search(title)
    carried = carrying["name"].removesuffix("的").strip("《》") if carrying else ""
    if carried and (found := _of_carried(carried, title, folded)):
        return found
    kind = _last_noun(title)
    if kind is not None and title.endswith("?") and "《" in title:
        return Inferred(value=Kind.FAQ, source="title that asks about a paper", certainty=0.75)
    asks = len(_QUESTION.findall(folded)) if kind in (None, Kind.GUIDE, Kind.NOTICE) else 0
    if asks >= _LEAST_PAIRS and len(_ANSWER.findall(folded)) >= _LEAST_PAIRS:
        return Inferred(value=Kind.FAQ, source="questions and answers in the text", certainty=0.75)
    if _is_news(title, folded):
        return Inferred(value=Kind.OTHER, source="day and event with which news opens", certainty=0.7)
    if kind is Kind.NOTICE or (kind is Kind.POLICY and title.endswith("决定")):
        return _weighed(title, folded)
    if _YEAR.search(title) and _YEARLY.search(title):
        return Inferred(value=Kind.WORK_SUMMARY, source="title", certainty=0.8)
    if kind is not None:
        return Inferred(value=kind, source="title", certainty=0.85)
    return _of_text(title, folded)


def _of_carried(carried: str, title: str, folded: str) -> Inferred[Kind] | None:
    """The kind of the paper that a notice sends out; `None` where its name tells none."""
    source = "title named in the notice"
    kind = _last_noun(carried)
    if _YEAR.search(carried) and _YEARLY.search(carried):
        kind = Kind.WORK_SUMMARY
    if kind in (Kind.TABLE, Kind.WORK_SUMMARY) and _YEARLY.search(carried) and len(folded) < _SHORT_PAPER:
        return Inferred(value=Kind.NOTICE, source="notice without the list that it sends out", certainty=0.6)
    if kind is Kind.TABLE:  # what is sent out to be kept to is no list of data
        listed = re.search("公布|公示", title) or re.search("名单$", carried)
        value = Kind.NOTICE if listed else Kind.POLICY
        return Inferred(value=value, source=source, certainty=0.7)
    return Inferred(value=kind, source=source, certainty=0.9) if kind is not None else None


def _weighed(title: str, folded: str) -> Inferred[Kind]:
    """A notice that carries nothing: whether what it lays down lasts."""
    calls = _CALL.search(title) is not None
    if calls and _YEAR.search(title):
        return Inferred(value=Kind.NOTICE, source="title", certainty=0.85)
    for_good = 2 * (_IN_FORCE.search(folded) is not None) + 2 * (_NORMATIVE.search(folded[:_HEAD]) is not None)
    weight = for_good + (_MENDS.search(title) is not None) - 2 * calls
    if len(_HEADED.findall(folded)) >= 2 and len(_DUTY.findall(folded)) >= _DUTIES:
        weight += 1
    if len(_ARTICLE.findall(folded)) >= _LEAST_ARTICLES:
        weight += 1
    if weight >= 2:
        return Inferred(
            value=Kind.POLICY, source="rules that the notice lays down", certainty=0.75 if weight > 2 else 0.65
        )
    return Inferred(value=Kind.NOTICE, source="title", certainty=0.65 if weight == 1 and not calls else 0.85)


def _of_text(title: str, folded: str) -> Inferred[Kind]:
    if len(_ARTICLE.findall(folded)) >= _LEAST_ARTICLES:
        return Inferred(value=Kind.POLICY, source="articles in the text", certainty=0.7)
    lines = [line for line in folded.splitlines() if line.strip()]
    rows = sum(len(line) for line in lines if _CELLS in line)
    if rows >= 0.6 * max(1, sum(map(len, lines))):
        return Inferred(value=Kind.TABLE, source="rows of tables in the text", certainty=0.6)
    if title.endswith("?"):
        return Inferred(value=Kind.GUIDE, source="title that asks", certainty=0.5)
    if len(_ASKING_HEADING.findall(folded)) >= _LEAST_PAIRS:
        return Inferred(value=Kind.FAQ, source="headings that ask", certainty=0.65)
    if len(_READER.findall(folded)) >= _LEAST_ADDRESSES and len(_STEP.findall(folded)) >= _LEAST_STEPS:
        return Inferred(value=Kind.GUIDE, source="steps for the reader", certainty=0.65)
    opening = folded[:_OPENING]
    if _ADVISES.search(opening):
        return Inferred(value=Kind.POLICY, source="what its opening lays down", certainty=0.65)
    if _NOTIFIES.search(opening) or _SENDS_OUT.search(folded[:_CLOSING] + folded[-_CLOSING:]):
        return _weighed(opening.partition("如下")[0], folded)
    if len(_FIGURE.findall(folded)) >= 0.4 * max(1, len("".join(folded.split()))):
        return Inferred(value=Kind.TABLE, source="figures in the text", certainty=0.55)
    return Inferred(value=Kind.OTHER, source="nothing told the kind", certainty=0.3)


def _is_news(title: str, folded: str) -> bool:
    """Whether a text reports what was held on a day: it opens with the day, and no title names a paper."""
    if _NEWS_TITLE.search(title) and _last_noun(title) is not Kind.NOTICE:
        return any(map(_NEWS.match, folded.splitlines()[:12]))
    return _last_noun(title) is None and _NEWS.match(folded) is not None


def _last_noun(title: str) -> Kind | None:
    """The kind that the last of a title's nouns names; those of papers that it quotes count where there are no others.

    What answers questions about a matter is called so first: 转移问答:如何办理转移.
    """
    outside = _QUOTED.sub("", title)
    if outside != title and (kind := _last_noun(outside)):
        return kind
    if _NAMED[0][1].search(title) is None and dict(_NAMED)[Kind.FAQ].search(title):
        return Kind.FAQ
    last: tuple[int, int, Kind] | None = None
    for kind, pattern in _NAMED:
        for match in pattern.finditer(title):
            if last is None or (match.end(), -match.start()) > last[:2]:
                last = (match.end(), -match.start(), kind)
    return last[2] if last else None
