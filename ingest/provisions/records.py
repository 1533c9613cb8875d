"""Records that an enterprise must not have: accidents, dishonesty, arrears."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docs_store.numerals import value_of
from docs_store.provisions import Fact, Op, Predicate
from ingest.provisions.rules import Context, Found

_RECORD_KINDS: tuple[tuple[str, str], ...] = (
    ("research", r"科研(?:严重)?(?:失信|诚信)(?:行为|记录)?|科研不端"),
    ("safety", r"安全(?:生产)?"),
    ("quality", r"质量"),
    ("environment", r"环境(?:污染|违法)?|环保|生态环境"),
    ("loan", r"逾期贷款|贷款逾期"),
    ("tax", r"欠税|偷税|逃税|骗税|偷漏税"),
    (
        "dishonest",
        r"(?:被)?列入(?:严重)?(?:违法)?失信(?:主体|企业|被执行人)?(?:名单)?|严重失信(?:主体名单|记录|行为)?|失信(?:行为|记录)",
    ),
    ("illegal", r"(?:重大)?违法(?:违规)?(?:记录|行为)?"),
)
_NO_RECORD = re.compile(
    r"(?:(?:近|最近|申报前|前)(?P<years>[一二两三四五六七八九十\d]+)年(?:内|来)?(?:,)?)?(?P<not>未发生过?|没有|无|不存在|未被?|未出现)(?P<what>[^。;]*)"
)
_RECORD_WORDS = re.compile(
    r"重大|特大|一般|较大|严重|事故|事件|违法|违规|行为|记录|主体|名单|不良|信用|发生|受到|行政处罚|被|未|没有|无|或者|和|、|与|及|等|,|的|情况|存在|在"
)


def records(text: str, context: Context) -> Iterator[Found]:
    """Records that must be clean; years back as the detail where the stretch says how many."""
    match = _NO_RECORD.search(text)
    if match is None:
        if re.search(r"依法(?:诚信)?纳税", text):
            tax = re.search(r"依法(?:诚信)?纳税", text)
            yield Found(Predicate(fact=Fact.RECORD, op=Op.CLEAN, value=("tax",)), *tax.span())  # type: ignore[union-attr]
        return
    what, years = match["what"], match["years"]
    kinds, rest = [], what
    for kind, pattern in _RECORD_KINDS:
        if re.search(pattern, rest):
            kinds.append(kind)
            rest = re.sub(pattern, "", rest)
    if not kinds:
        return
    back = str((years and value_of(years)) or "")
    unread = _RECORD_WORDS.sub("", rest)
    end = match.end() if not unread else match.start("what")
    yield Found(
        Predicate(fact=Fact.RECORD, op=Op.CLEAN, value=tuple(kinds), detail=back),
        match.start(),
        max(end, match.start() + 1),
    )
