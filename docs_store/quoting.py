"""Where quoted words stand in a text, verbatim but for width, spaces, line breaks and look-alike punctuation."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from docs_store import lazy_re
from docs_store.textnorm import fold, mend_points

_DROPPED = lazy_re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_ALIKE = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"',
        "〔": "(", "〕": ")", "[": "(", "]": ")", "［": "(", "］": ")", "【": "(", "】": ")",
        "〈": "<", "〉": ">", "—": "-", "–": "-", "―": "-", "−": "-", "~": "-", "∼": "-", "·": "•", "・": "•", "‧": "•",
        "，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "、": ",", "．": ".",
    }
)  # fmt: skip
_LEAST = 2  # characters of a quote as it is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """A text as quotes are compared with it.

    Attributes:
        folded: the text, folded, with decimal points put right; as long as the text itself.
        kept: the characters that are compared.
        origins: for each of `kept`, its offset in the text; ascending.
    """

    folded: str
    kept: str
    origins: tuple[int, ...]


def comparable(text: str) -> Comparable:
    """A text or a quote, made ready for `locate`."""
    folded = mend_points(fold(text))
    kept: list[str] = []
    origins: list[int] = []
    for i, char in enumerate(folded.translate(_ALIKE)):
        if _DROPPED.match(char) or char in "*|#`" or (char == "-" and kept and kept[-1] == "-"):
            continue
        kept.append(char.lower())
        origins.append(i)
    return Comparable(folded=folded, kept="".join(kept), origins=tuple(origins))


def locate(words: str, within: Comparable, after: int = 0) -> tuple[int, int] | None:
    """Span of quoted words in a text, the first that begins at or behind an offset; `None` where they do not stand."""
    wanted = comparable(words).kept
    bare = wanted.strip(",.;:\"'() ")
    wanted = bare if len(bare) >= _LEAST else wanted
    if len(wanted) < _LEAST:
        return None
    at = within.kept.find(wanted, bisect_left(within.origins, after))
    while at >= 0:
        start, end = within.origins[at], within.origins[at + len(wanted) - 1] + 1
        if not _cuts_number(within.folded, start, end):
            return start, end
        at = within.kept.find(wanted, at + 1)
    return None


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a number: 7家 is no quote of 47家. A cell's end ends a number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (text[start].isdigit() and (before.isdigit() or before == ".")) or (
        text[end - 1].isdigit() and (after.isdigit() or (after == "." and text[end + 1 : end + 2].isdigit()))
    )
