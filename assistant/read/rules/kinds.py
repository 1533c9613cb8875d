"""What kind of answer a question wants, by its asking words alone."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.read.rules.numbers import UNIT
from docs_store import lazy_re
from docs_store.units import SCALE


class Asked(StrEnum):
    """What kind of answer a question wants."""

    VALUE = "value"
    LIST = "list"
    REASON = "reason"
    TIME = "time"
    CONTACT = "contact"
    PERSON = "person"
    OFFICE = "office"
    NUMBER = "number"
    VALIDITY = "validity"
    FACT = "fact"
    GREETING = "greeting"
    SEVERAL = "several"
    YES_NO = "yes_no"


_THANKS = "谢谢|多谢|感谢|再见|辛苦了|thanks?"
_GREETING = lazy_re.compile(
    rf"(?:(?:你好|您好|早上好|下午好|晚上好|hi|hello|{_THANKS})[!。,~]{{0,9}}(?:你们?|您)?"
    "|[你您](?:是谁|叫什么(?:名字)?|是(?:干|做)什么的|[能会](?:干|做|回答)(?:些)?(?:什么|哪些)(?:事情?|问题)?|有什么(?:功能|用)))"
    r"[!。?~]*"
)
_LEAVING = lazy_re.compile(rf"(?:{_THANKS})[!。,~]{{0,9}}(?:你们?|您)?[!。~]*")
# 几个月 is a length of time, 几月 a date, 近几年 neither
LENGTH = lazy_re.compile("(?:(?<![第月])多少|(?<![第月哪近这])几)(?:个?工作日|个月|个?小时|天|日|年)|多久|多长")
GAIN = "(?:支持|扶持|补[贴助偿]|奖补|奖[励金]|资助|激励|优惠|待遇|好处)"
STANDARD = "标准(?:是什么|有哪些|呢|[?。]*$)"
WHAT_THEN = lazy_re.compile(
    "(?P<case>[^,。;?]{2,30}?)了?(?:[该又]|应该|会|要)?(?:怎么办(?!理|事)|怎么处[理罚]|如何处[理罚]|(?<=会)怎么?样|(?:有|是|承担)?什么后果)"
)
BENEFITS = lazy_re.compile(
    f"{STANDARD}|(?:什么|哪些|啥){GAIN}(?!对象|条件|范围)"
    f"|{GAIN}(?:政策|措施|内容)?(?:都|分别)?(?:有|是)(?:哪些|什么|啥)"
)
# 怎么拨付, 分几次发; 怎么发展 asks for something else
PAYMENT = "(?:怎么|如何|怎样|分几[次年批期])(?:发(?![展现明布挥])|拨|兑[现付]|支付|给付)"
# 怎么补贴, 如何奖励 ask for amounts and rates; 怎么补交 does not
HOW_GIVEN = "(?:怎么|如何|怎样)(?:[补奖](?:[贴助偿励]|(?=[?。,]|$))|贴息)"
# 能买什么, 什么服务; 什么是创新券 asks for one sentence
_WHAT_KIND = (
    f"(?:[能可]以?(?:用来|用于)?|用于|支持|包括|提供)[^,。?什]{{0,6}}什么|什么(?:服务|项目|方向|领域|范围|{GAIN})"
)
WHERE_TO_APPLY = "[在去到](?:哪里?|哪儿|什么地方)(?:去|能|可以)?(?:申|办|交|提交|报[名送]|领|受理)"
_ASKED: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (Asked.VALIDITY, lazy_re.compile("有效吗|还有效|是否有效|失效|废止|作废|过期|还能用|还执行|现行有效")),
    (Asked.REASON, lazy_re.compile("为什么|为何|原因|怎么会|什么造成|何以")),
    (Asked.CONTACT, lazy_re.compile("电话|联系方式|怎么联系|找谁|咨询谁|热线")),
    (Asked.NUMBER, lazy_re.compile("文号|发文字号|文件号|几号文")),
    (
        Asked.OFFICE,
        lazy_re.compile(
            "哪个(?:部门|单位|科室|窗口|机构|局)|什么部门|归谁|[由归]哪"
            f"|{WHERE_TO_APPLY}"
            "|谁来?(?:负责|受理|主管|审|批|评[审定]|认定|组织|发放|拨付|验收)"
        ),
    ),
    (
        Asked.PERSON,
        lazy_re.compile("(?<!部门|单位|机构|企业|主体|对象)是谁|谁是|叫什么名字|姓名|哪位(?:领导|同志|负责)"),
    ),
    (Asked.TIME, lazy_re.compile(rf"什么时候|何时|什么时间|哪[一几]?[年月天日]|几月|几号|{LENGTH.pattern}")),
    (
        Asked.VALUE,
        lazy_re.compile(
            rf"多少|百分之几|第几|几个?(?:{SCALE}|{UNIT}|成)|多大|多高|比例|占比|金额|规模|目标数|{HOW_GIVEN}|(?:上限|最高|目标)呢?(?:[?。,]|$)"
            "|(?:谁|哪[个一]?[个边家地县区市省]?)(?!种|类|项)[^,。?]{0,12}[更还][多少高低大小][?。]*$|谁[^,。?]{0,12}[多少高低大小][?。]*$"
        ),
    ),
    (Asked.TIME, lazy_re.compile("截止|到期|期限|申报时间|日期|时间")),
    (Asked.FACT, lazy_re.compile(PAYMENT)),
    (
        Asked.LIST,
        lazy_re.compile(
            rf"哪些|哪几|有什么|什么材料|什么条件|{_WHAT_KIND}|{STANDARD}|条件|材料|要求|流程|步骤|程序|怎么样|如何|怎么|怎样|情况|做了什么|内容|措施"
        ),
    ),
    # 当涂县2023年高企数量: names a quantity and nothing more
    (
        Asked.VALUE,
        lazy_re.compile(
            "(?:[数产销]量|[家总户人件项]数|总[量额值]|[金余成交]额|产值|增加值|[占比]比重?|比例|强度|[增涨降]幅|增速|增长率|面积"
            "|(?:财政|预算|支配|经营|营业|销售)收入|投入|支出)(?:数|呢)?[?。!]*$"
        ),
    ),
)
_ASKS = lazy_re.compile("多少|几|什么|哪|谁|吗|呢|怎么|怎样|如何|为何|何时|是否|能否|能不能|可不可以|多[大高长久]")


def asked_kind(text: str) -> Asked:
    """What kind of answer a question wants, by its asking words alone."""
    if _GREETING.fullmatch(text.lower()):
        return Asked.GREETING
    kind = next((kind for kind, pattern in _ASKED if pattern.search(text)), Asked.FACT)
    if kind is Asked.VALIDITY and WHAT_THEN.search(text):
        return Asked.LIST  # 过期了怎么办
    return Asked.TIME if kind is Asked.VALIDITY and LENGTH.search(text) else kind  # 多久不用就作废


def is_thanks(text: str) -> bool:
    """Whether a greeting is one that ends a conversation, by its folded words."""
    return _LEAVING.fullmatch(text.lower()) is not None


def asks(text: str) -> bool:
    """Whether folded text asks for something, so that it may be one question of several."""
    return _ASKS.search(text) is not None
