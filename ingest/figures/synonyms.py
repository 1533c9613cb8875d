"""Canonical names of indicators, from `docs_store/data/indicators.txt`, a table that people can extend."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from docs_store.textnorm import fold

_TOTAL = re.compile(r"^(?:企业)?(?:总数|总量|总数量|数量|数)$")
_VERB = re.compile(r"^(?:拥有|完成|实现|评价入库|入库|全社会(?=研发))")


class Synonyms:
    """Names and what they are read as.

    Args:
        lines: one group a line, entries separated by spaces; the first is the canonical name. `#` begins a comment.
    """

    def __init__(self, lines: list[str]) -> None:
        self._canonical: dict[str, str] = {}
        for line in lines:
            names = fold(line).partition("#")[0].split()
            for name in names:
                self._canonical.setdefault(name, names[0])
        longest_first = sorted(self._canonical, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def canonical(self, indicator: str, *, money: bool = False) -> str:
        """The indicator, folded, with its longest known name made canonical.

        What stands before the name (新增, 累计, 国家级) and behind it stays; 总数 and its like behind it go, for the
        number of a thing is the thing's level. What is registered or traded, counted in money, is its amount.
        """
        plain = indicator.replace("“", "").replace("”", "").replace(" ", "")
        if money and plain.endswith(("登记", "成交", "交易")):
            plain += "额"
        found = max(self._pattern.finditer(plain), key=lambda m: m.end() - m.start(), default=None)
        if found is None:
            return plain
        before, after = plain[: found.start()], plain[found.end() :]
        return _VERB.sub("", before) + self._canonical[found.group()] + _TOTAL.sub("", after)


@lru_cache(maxsize=1)
def default() -> Synonyms:
    """The table that ships with the package."""
    path = resources.files("docs_store") / "data" / "indicators.txt"
    return Synonyms(path.read_text(encoding="utf-8").splitlines())
