"""A model's text cut into sentences with the markers it gave them, as it comes in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.sentences import without_numbering
from docs_store import lazy_re
from docs_store.textnorm import normalise

_MARKER = r"[\[【［(（]\s*+(?:资料\s*+)?(?:编号\s*+)?[=：:]?\s*+\d{1,3}(?:\s*+[,，、]\s*+\d{1,3})*\s*+[\]】］)）]"
_MARKERS = lazy_re.compile(rf"(?:(?<!\s)\s+)?{_MARKER}(?:\s*+{_MARKER})*")
_CLOSED = lazy_re.compile(rf"[。！？!?;；\n]+[”’」』]*(?P<marks>(?:[ \t]*{_MARKER})*)")
_OPEN_MARK = lazy_re.compile(r"\s*[\[【［(（][^\]】］)）\n]{0,12}$|\s*$")
_DECORATION = lazy_re.compile(r"^[\s*#>•·\-—]+|[\s*]+$")
_ENDS = lazy_re.compile(r"(?<![。！？!?])([。！？!?])[。！？!?]+$")
_LONGEST = 600  # characters; what goes on longer without an end is no sentence


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a model with the markers it gave; none where it gave none."""

    text: str
    markers: tuple[int, ...]


class Cutter:
    """Takes text piece by piece and gives sentences as soon as they and their markers are whole."""

    def __init__(self) -> None:
        self._waiting = ""

    def add(self, piece: str) -> list[Said]:
        """Sentences that the piece completes."""
        self._waiting += piece
        found: list[Said] = []
        while (end := self._end()) is not None:
            found += _parts(self._waiting[:end])
            self._waiting = self._waiting[end:]
        if len(self._waiting) > _LONGEST:
            self._waiting = ""
        return found

    def rest(self) -> list[Said]:
        """What is left when the model has ended."""
        left, self._waiting = self._waiting, ""
        return _parts(left)

    def _end(self) -> int | None:
        """Where the first sentence ends; `None` while its end or a marker behind it may still be coming."""
        match = _CLOSED.search(self._waiting)
        if match is None or _OPEN_MARK.fullmatch(self._waiting, match.end()):
            return None
        return match.end()


def _parts(text: str) -> list[Said]:
    """A sentence parted where it changes its source: `当涂县47家[1]，东丽区60家[2]。`"""
    parts: list[Said] = []
    at = 0
    for match in _MARKERS.finditer(text):
        words = text[at : match.start()]
        markers = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", match.group())))
        at = match.end()
        _append(parts, words, markers)
    _append(parts, text[at:], ())
    return parts


def _append(parts: list[Said], words: str, markers: tuple[int, ...]) -> None:
    words = normalise(_DECORATION.sub("", without_numbering(_DECORATION.sub("", words))))
    words = words.lstrip("，,、；;。：: ").strip()
    if not words:
        return
    words = _ENDS.sub(r"\1", words.rstrip("，,、；; "))
    parts.append(Said(words if words.endswith(("。", "！", "？", "!", "?", "：", ":")) else f"{words}。", markers))
