"""What an indicator is called everywhere: names of the same thing read as one.

The table that ships is `data/indicators.txt`. People extend it in a file of their own, `synonyms.txt` in the user's
settings folder or where the variable `POLICY_ASSISTANT_SYNONYMS` says; it is read in the same way and wins. Questions
know its names too. It counts at once, also for what was read in before: looking up computes canonical names anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from platformdirs import user_config_path

from docs_store import lazy_re
from docs_store.errors import UsageError
from docs_store.textnorm import fold

VARIABLE = "POLICY_ASSISTANT_SYNONYMS"

_TABLE = Path(__file__).parent / "data" / "indicators.txt"
_TOTAL = lazy_re.compile(r"^(?:企业)?(?:总数|总量|总数量|数量|数)$")
_VERB = lazy_re.compile(r"^(?:拥有|完成|实现|评价入库|入库|全社会(?=研发))")


class Synonyms:
    """Names and what they are read as.

    Args:
        lines: one group a line, entries separated by spaces; the first is the canonical name. `#` begins a comment.
        own: the same of the user's own. A group that begins with a known name belongs to that name's group.
    """

    def __init__(self, lines: Iterable[str], own: Iterable[str] = ()) -> None:
        self._canonical: dict[str, str] = {}
        for names in _groups(lines):
            for name in names:
                self._canonical.setdefault(name, names[0])
        for names in _groups(own):
            first = self._canonical.get(names[0], names[0])
            self._canonical.update(dict.fromkeys(names, first))
        longest_first = sorted(self._canonical, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def names(self) -> Mapping[str, str]:
        """Each name of the table, folded, and the canonical name it is read as."""
        return self._canonical

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


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    for line in lines:
        if names := fold(line).partition("#")[0].split():
            yield names


def own_file() -> Path:
    """Where the user's own table is looked for; it need not be there."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else user_config_path("policy-assistant") / "synonyms.txt"


@cache
def own_lines() -> tuple[str, ...]:
    """Lines of the user's own table, read once; none where there is no such file.

    Raises:
        UsageError: it cannot be read.
    """
    path = own_file()
    try:
        return tuple(path.read_text(encoding="utf-8-sig").splitlines())
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The table of synonyms {path} cannot be read.", remedy="Save it as UTF-8 text, or remove it."
        ) from error


@cache
def default() -> Synonyms:
    """The table that ships with the package, extended by the user's own."""
    return Synonyms(_TABLE.read_text(encoding="utf-8").splitlines(), own_lines())
