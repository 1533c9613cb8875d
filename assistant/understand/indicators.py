"""Names of indicators as they are compared: by the table of synonyms, with 新增 and 累计 told apart from the thing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from docs_store import lazy_re, synonyms
from docs_store.textnorm import fold

SAYS_NEW = lazy_re.compile("新增加?|净增加?|新(?:认定|培育|获批|备案|入库|评定|添|设|建|引进|签约|登记)|当年新")
_GROWN = lazy_re.compile("^(?:全[省市县区州旗]|累计|现有|拥有|共有|培育|认定|入库|评价入库|完成|实现|达到)(?=..)")
_TOTAL = lazy_re.compile("(?:总数量?|总量|总额|数量|数|家数)$")
_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An indicator.

    Attributes:
        core: what is counted, canonical: 高新技术企业.
        gained: whether only what is new is counted (新增, 新培育).
        total: whether 累计 is said.
    """

    core: str
    gained: bool
    total: bool


@lru_cache(maxsize=65536)
def name_of(indicator: str) -> Name:
    """The indicator, taken apart."""
    text = "".join(char for char in fold(indicator) if char.isalnum() or char in "&()").upper()
    gained = total = False
    while True:
        if new := SAYS_NEW.match(text):
            gained, text = True, text[new.end() :]
        elif grown := _GROWN.match(text):
            total, text = total or grown.group() == "累计", text[grown.end() :]
        else:
            break
    core = synonyms.default().canonical(text)
    if (end := _TOTAL.search(core)) and end.start() >= _LEAST:
        core = core[: end.start()]
    return Name(core=core, gained=gained, total=total)


def is_same(wanted: Name, found: Name) -> bool:
    """Whether a figure's indicator is the one asked for: what is new is never taken for all there is."""
    return wanted.core == found.core and wanted.gained == found.gained
