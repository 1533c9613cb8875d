"""Regular expressions that are compiled when they are first used.

A module's expressions are made when it is imported, and compiling one costs as much as hundreds of searches with it
(0.3 ms on average, 10 ms where it lists many words). One question uses a part of them only.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

# What callers use often: looked up once, so that a search through a lazy pattern takes no longer than through its own.
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class LazyPattern:
    """Stands for `re.compile(pattern, flags)`; compiles with the first use of anything but its source.

    Attributes:
        pattern: the source, to build other expressions of.
    """

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """Called for what is not there yet, so only until the expression is compiled, and for rare attributes."""
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"lazy_re.compile({self.pattern!r}, {self._flags!r})"


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like `re.compile`, but a faulty expression is an `re.error` with its first use (the tests compile them all)."""
    return cast("re.Pattern[AnyStr]", LazyPattern(pattern, int(flags)))
