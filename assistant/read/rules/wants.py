"""What a question wants beyond its kind: of a value a limit, of a list what one gets, of money when it comes.

Each is read from the question's words when it is asked for; `evidence` and `select` ask.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.read.rules import claims
from assistant.read.rules.kinds import (
    BENEFITS,
    GAIN,
    HOW_GIVEN,
    LENGTH,
    PAYMENT,
    STANDARD,
    WHAT_THEN,
    WHERE_TO_APPLY,
    Asked,
)
from assistant.read.rules.lexicon import tagged, words_of
from docs_store import lazy_re
from docs_store.language.word_classes import FALLING, RISING

_DONE = lazy_re.compile(
    "已经|已(?:发|兑|拨|支)|(?:完成|发放|兑现|兑付|拨付|实现|花|发|奖)了|(?:累计|一共|共)(?:发|兑|拨)"
)
_UNDONE = lazy_re.compile("(?<!有)(?:没有?|未能?)([\u4e00-\u9fff]{2})(?!的?(?:多少|几))")
_TAKES_TIME = lazy_re.compile("到账|拨|兑|发放|打款|支付|审[核批查]|办[结理完]|答复|公示|批下来|出结果")
_FELL = f"{FALLING}|下滑|负增长|缩减|流失|走低|降至|降到"
_ROSE = f"{RISING}|新增|突破|增至|翻番"
_DIRECTION = lazy_re.compile(
    f"(?:哪些|哪项|哪几项?|什么)[^,。;?]{{0,8}}(?:(?P<fell>{FALLING}|下滑|负增长|倒退|变少|降)|{RISING})了?[?。]*$"
)
_CONDITIONS = lazy_re.compile("(?:条件|要求|门槛)(?!.*材料)")
_ALLOWED = lazy_re.compile("(?<![节智功职])[能可]以?(?:够)?(?:[领拿报补]|申[报请领]|享受|得到|获得?)")
# 比2022年多了几家; how much it grew is a figure of its own, which one report may tell
_DIFFERENCE = lazy_re.compile("比(?:19|20)\\d\\d年度?[^,。?增减]{0,6}[多少](?:了|出)?(?:多少|几)")
_BEST_OF_MEASURES = lazy_re.compile(
    f"哪(?:一?[个项种类条])?(?:政策|办法|措施|{GAIN})[^,。;?]{{0,60}}最(?![低高]标准)|最[^,。;?]{{1,4}}的(?:政策|{GAIN})是"
)
# 什么是创新券, 哪些企业算高新技术企业; 补助标准是什么 asks for what the standard is, not for what the word means
MEANING = lazy_re.compile(
    "什么(?P<is>是|叫做?)[^,。;?]{2,24}[?。!]*$|(?:是指|指的是|指)什么|是?什么意思|的(?:定义|含义|概念)(?:是什么)?[?。!]*$"
    "|(?:哪些|什么样?的?)[一-鿿]{2,8}?(?:才?算是?|属于)(?=[^,。;?]{3,})(?!.*(?:支持|扶持|对象|范围|条件|情形|违[反规]))"
)
_WHICH = lazy_re.compile(
    "(?:哪些|哪几[家个种类]|什么样的?)(?P<which>[一-鿿]{2,10}?)(?:[能可]以?|会|才|应|需)(?![一-鿿]{0,2}的)"
)
_ACTOR = lazy_re.compile(".*(?:机构|团队|平台|中心|组织|协会|高校|院所|园区|孵化器|众创空间|银行)")
_NO_MISHAP = words_of("有 是 要 想 能 可以 需要 应该 会 申报 申请 申领 办理 企业 补助 补贴 奖励 奖补 资助 贴息 支持")
_SUM = lazy_re.compile(
    f"[领拿兑补奖][^,。?占]{{0,4}}多少|(?:贴息|{GAIN})的?(?:比例|金额|额度)(?:最[高低多少]|是|为|有|[?。]|$)"
)
_TOGETHER = lazy_re.compile(
    "(?:同时|一起|一块儿?)(?:能|可以?)?(?:[拿享领兑]|申[报请领])|叠加|重复(?:享受|申[报请领]|支持)"
    "|(?:两个?|都)(?:能|可以)(?:拿|领|享受|申[报请领])"
)
UNFIT = "(?<!有)(?:没有?|无)(?:[申报请领]{2})?资格|(?:[领拿报]|申[报请领]|享受|获得?)不[到了上]|不给(?=[补报奖贴])"
_BARRED = lazy_re.compile(
    "(?<![能可是要会行])不(?:能|可以?|得|予|允许)(?:再)?(?:申[报请领]|享受|[领拿补报参]|获得?|得到|支持|受理|认定|入库|奖励|资助)"
    f"|{UNFIT}"
)
_MOST_OF_PLACES = lazy_re.compile("(?:哪个|哪一个|哪些|哪几个|哪)(?:省|市|县|区|地方|地区)[^,。;?]{0,60}最[多少]")
_YEARLY = lazy_re.compile(
    "(?:(?<![前上满近去今首第\\d])一年|每年|每个?年度|一个?年度)[^,。;?]{0,4}(?:能|可以?|最多|最高|[领补奖给拿贴]|有?多少)"
)


@lru_cache(maxsize=1024)
def _found(pattern: str | re.Pattern[str], text: str) -> re.Match[str] | None:
    """Each wish is looked up for every sentence that may answer, some thousand times for one question."""
    return re.search(pattern, text) if isinstance(pattern, str) else pattern.search(text)


class Wants:
    """What a question wants of its answer; `assistant.read.rules.question.Question` has the fields."""

    __slots__ = ()

    text: str
    years: tuple[int, ...]
    asked: Asked
    negative: bool
    claim: claims.Claim | None

    @property
    def asks_yearly(self) -> bool:
        """Whether it asks for what there is in a year (一年能领多少), not for one contract or project."""
        return _found(_YEARLY, self.text) is not None

    @property
    def ranks_places(self) -> bool:
        """Whether it asks where there is most or least of a thing."""
        return _found(_MOST_OF_PLACES, self.text) is not None

    @property
    def asks_duration(self) -> bool:
        """Whether it asks how long, not when."""
        return _found(LENGTH, self.text) is not None

    @property
    def asks_frequency(self) -> bool:
        """Whether it asks how often."""
        return _found(rf"(?:{LENGTH.pattern})[^,。?]{{0,6}}一[次回批]", self.text) is not None

    @property
    def asks_day(self) -> bool:
        """Whether a year alone would not answer when."""
        return _found("[月天日号]|截止|到期|期限", self.text) is not None

    @property
    def asks_result(self) -> bool:
        """Whether it asks what has been done so far (已经发放了多少), which no rule tells."""
        return _found(_DONE, self.text) is not None

    @property
    def asks_how_soon(self) -> bool:
        """Whether a span of days would answer when: 什么时候到账, within 30 days."""
        return _found("什么时候|何时|什么时间", self.text) is not None and _found(_TAKES_TIME, self.text) is not None

    @property
    def asks_method(self) -> bool:
        """Whether it asks how something is worked out: by the rule that says so, not by a single amount."""
        return (
            _found("(?:怎么|如何|怎样)(?:来|去)?(?:计?算|核[算定]|折算)|算法|计算(?:方法|办法|方式)", self.text)
            is not None
        )

    @property
    def asks_how_given(self) -> bool:
        """Whether it asks by what rule money is given: by its amount or rate, else as the rule puts it."""
        return _found(HOW_GIVEN, self.text) is not None

    @property
    def asks_benefits(self) -> bool:
        """Whether it asks what one gets: that stands in what is given, not in whom it is for or what to hand in."""
        return self.asked is Asked.LIST and _found(BENEFITS, self.text) is not None

    @property
    def undone(self) -> str:
        """What has not been done in the case asked about: 通过 of 项目没通过验收怎么办; empty for other questions."""
        match = _found(_UNDONE, self.text) if self.claim is None else None
        return match[1] if match and tagged(match[1])[0][1].startswith(("v", "p")) else ""

    @property
    def asks_sum(self) -> bool:
        """Whether it asks what sum one gets: the sums in conditions are not such."""
        return self.asked is Asked.VALUE and _found(_SUM, self.text) is not None

    @property
    def asks_standard(self) -> bool:
        """Whether it asks what a measure gives by the word 标准, which few rules use of themselves."""
        return self.asks_benefits and _found(STANDARD, self.text) is not None

    @property
    def asks_stacking(self) -> bool:
        """Whether it asks if two measures may be had together."""
        return _found(_TOGETHER, self.text) is not None

    @property
    def asks_barred(self) -> bool:
        """Whether it asks who or what is kept out (哪些企业不能申报): by what bars, not by the conditions."""
        return self.negative and _found(_BARRED, self.text) is not None

    @property
    def direction(self) -> str:
        """Which way things went that are asked for (哪些指标下降了), as words of a pattern; empty for any."""
        if self.asked not in (Asked.LIST, Asked.FACT) or self.claim is not None:
            return ""
        match = _found(_DIRECTION, self.text)
        return "" if match is None else (_FELL if match["fell"] else _ROSE)

    @property
    def asks_conditions(self) -> bool:
        """Whether it asks what somebody or something must be or have."""
        return self.asked is Asked.LIST and _found(_CONDITIONS, self.text) is not None

    @property
    def asks_allowance(self) -> bool:
        """Whether it asks how much or how many one may have: a rule says so, not what was done."""
        return self.asked is Asked.VALUE and _found(_ALLOWED, self.text) is not None

    @property
    def asks_where_to_apply(self) -> bool:
        """Whether it asks where to hand something in, not who is in charge."""
        return self.asked is Asked.OFFICE and _found(WHERE_TO_APPLY, self.text) is not None

    @property
    def asks_difference(self) -> bool:
        """Whether it asks how much two years lie apart, which takes both figures."""
        return len(self.years) > 1 and _found(_DIFFERENCE, self.text) is not None

    @property
    def ranks_measures(self) -> bool:
        """Whether it asks which measure gives most, which nothing here works out."""
        return _found(_BEST_OF_MEASURES, self.text) is not None

    @property
    def mishap(self) -> tuple[str, bool]:
        """What happened, of a question on what then (证书丢了怎么办), and whether it is that something is not so.

        The word by which it is told, as it must stand in an answer; empty for other questions.
        """
        match = _found(WHAT_THEN, self.text)
        words = tagged(match["case"]) if match else []
        told = [n for n, (word, tag) in enumerate(words) if tag[0] not in "njlrqmupcx" and word not in _NO_MISHAP]
        if not told:
            return "", False
        return words[told[-1]][0], told[-1] > 0 and words[told[-1] - 1][0] in ("不", "没", "未", "没有")

    @property
    def asks_meaning(self) -> bool:
        """Whether it asks what a word means, which a definition tells and nothing else."""
        return _found(MEANING, self.text) is not None

    @property
    def which(self) -> str:
        """What it asks to pick from: 服务机构 of 哪些服务机构可以接受创新券; empty for other questions."""
        match = _found(_WHICH, self.text)
        return match["which"] if match else ""

    @property
    def actor(self) -> str:
        """Who it asks to pick from by a name of their own, as an enterprise or a person is not; empty for others."""
        return self.which if _ACTOR.fullmatch(self.which) else ""

    @property
    def asks_who_may(self) -> bool:
        """Whether it asks who may have something: by whom it is for, which no report and no bar tells."""
        return (
            self.asked is Asked.LIST
            and not self.negative
            and self.which != ""
            and _found(_ALLOWED, self.text) is not None
        )

    @property
    def asks_payment(self) -> bool:
        """Whether it asks in what way money is paid."""
        return self.asked is Asked.FACT and _found(PAYMENT, self.text) is not None
