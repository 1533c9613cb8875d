"""Where a quote stands in a document that a model was shown, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docs_store import lazy_re
from docs_store.quoting import comparable, locate
from docs_store.textnorm import fold, normalise

HEAD = 1200
"""Characters in which a document introduces itself."""
TAIL = 400
"""Characters in which it ends."""
_MOST_PLACES = 20  # where a quote is looked for
_AROUND = 80  # characters of a line that are looked at on each side of a quote
_OPENING, _CLOSING = "(（[〔【《“「『", ")）]〕】》”」』"
_CELL_END = lazy_re.compile(r"[\n|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A quote where it stands: `text[start:end]` of a document's reading text."""

    text: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The quoted words, folded."""
        return fold(self.text[self.start : self.end])

    @property
    def words(self) -> str:
        """The quoted words as they are read, in one line: 通 知 is 通知."""
        return normalise(self.quote).replace("\n", "").strip()

    @property
    def at_edge(self) -> bool:
        """Whether it stands where a document introduces itself or ends."""
        return self.in_head or self.end > len(self.text) - TAIL

    @property
    def in_head(self) -> bool:
        """Whether it stands where a document introduces itself."""
        return self.start < HEAD

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands in the same line or cell before and behind `quote[start:end]`, folded."""
        start, end = self.start + start, self.start + end
        before, after = fold(self.text[max(0, start - _AROUND) : start]), fold(self.text[end : end + _AROUND])
        return before[max(before.rfind("\n"), before.rfind("|")) + 1 :], _CELL_END.split(after, maxsplit=1)[0]


def grounds(quote: str, text: str, passages: Sequence[tuple[int, int]]) -> Iterator[Ground]:
    """Where a quote stands in the passages."""
    left = _MOST_PLACES
    for a, b in passages:
        within, after = comparable(text[a:b]), 0
        while left and (span := locate(quote, within, after)):
            left -= 1
            after = span[1]
            yield Ground(text=text, start=_opened(quote, text, a + span[0]), end=_closed(quote, text, a + span[1]))


def _opened(quote: str, text: str, start: int) -> int:
    """The mark that a quote begins with belongs to it: 《办法》实施细则."""
    return start - 1 if start and quote.strip()[:1] in _OPENING and text[start - 1] in _OPENING else start


def _closed(quote: str, text: str, end: int) -> int:
    """The mark that a quote ends with belongs to it: 办法（试行）."""
    return end + 1 if quote.strip()[-1:] in _CLOSING and text[end : end + 1] in tuple(_CLOSING) else end
