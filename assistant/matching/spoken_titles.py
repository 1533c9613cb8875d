"""Titles, platforms and records that a message tells of: held, denied, or only wished for."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.matching.profile import RECORDS, Platform, Title
from assistant.matching.profile_words import ALL_RECORDS, CLAIMS, DENIALS, LEVELS, PLATFORMS, QUESTIONS, TITLES
from assistant.matching.profile_words import RECORDS as RECORD_WORDS
from assistant.matching.spoken_dates import recognised
from assistant.matching.spoken_message import Message


class Titles:
    """Reads them from one message."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def _named_titles(self) -> Iterator[tuple[str, str, int, int]]:
        """Titles that are named, held or not: name, level, start and end."""
        taken: list[tuple[int, int]] = []
        for names, title, level in sorted(TITLES, key=lambda row: -max(map(len, row[0].split()))):
            for name in names.split():
                at = self._message.text.find(name)
                while at >= 0:
                    end = at + len(name)
                    if not any(a < end and at < b for a, b in taken):
                        taken.append((at, end))
                        yield title, level or self._level(at), at, end
                    at = self._message.text.find(name, end)

    def held(self) -> Iterator[Title]:
        """Titles that the enterprise says it holds."""
        for name, level, start, end in self._named_titles():
            if self._holds(start, end):
                yield Title(name=name, level=level, since=recognised(self._message, start, end), held=True)

    def denied(self) -> frozenset[str]:
        """Titles that the enterprise says it has not."""
        return frozenset(
            name
            for name, _, start, end in self._named_titles()
            if any(word in self._message.text[slice(*self._message.stretch(start))] for word in DENIALS)
            and not self._holds(start, end)
        )

    def _holds(self, start: int, end: int) -> bool:
        """Whether a title is said to be held: not denied in its stretch, and not only wished for or asked about."""
        begin, stop = self._message.stretch(start)
        if self._message.of_others(start) or any(word in self._message.text[begin:stop] for word in DENIALS):
            return False
        claimed = any(word in self._message.text[max(begin, start - 6) : start] for word in CLAIMS)
        wished = any(word in self._message.text[begin:stop] for word in QUESTIONS)
        asked = self._message.text[stop : stop + 1] == "?" and not claimed
        return (claimed and not self._message.before(start, ("申请", "申报", "能"))) or (not wished and not asked)

    def _level(self, at: int) -> str:
        """The level right before a name: 省级专精特新, 市企业技术中心."""
        before = self._message.text[:at].removesuffix("的")
        return next((level for word, level in LEVELS.items() if before.endswith(word)), "")

    def platforms(self) -> Iterator[Platform]:
        """Research platforms that it says it has."""
        taken: list[tuple[int, int]] = []
        for name in PLATFORMS:
            at = self._message.text.find(name)
            end = at + len(name)
            if at >= 0 and not any(a < end and at < b for a, b in taken) and self._holds(at, end):
                taken.append((at, end))
                yield Platform(name=name, level=self._level(at))

    def records(self) -> dict[str, tuple[int, ...]]:
        """Kinds of record with their years; none of a kind where it is denied."""
        found: dict[str, tuple[int, ...]] = {}
        for kind, words in RECORD_WORDS.items():
            for word in words:
                at = self._message.text.find(word)
                if at < 0 or kind in found or self._message.of_others(at):
                    continue
                begin, stop = self._message.stretch(at)
                if any(denial in self._message.text[begin:stop] for denial in ("没", "无", "未")):
                    found[kind] = ()
                elif named := {max(m.years) for m in self._message.years if begin <= m.start < at}:
                    found[kind] = tuple(sorted(named))
        if any(
            (at := self._message.text.find(word)) >= 0 and self._message.before(at, DENIALS) for word in ALL_RECORDS
        ):
            found = dict.fromkeys(RECORDS, ()) | found
        return found
