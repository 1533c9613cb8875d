"""The form a language model answers in: one remark from a few lines, each beginning with what it is.

    据3：verbatim words of source 3        (one or more, before the sentence that rests on them)
    算：60-47=13                           (only for a computed number)
    答1：one sentence, for question 1
    缺1：what of question 1 the sources do not answer
    近1：a sentence that comes nearest to it, quoted like an answer
    问：one question back
    查：words to search for

A sentence without a 据 of its own rests on those of the sentence before it.

Lines, not JSON: a quote holds quotation marks that models forget to escape, small models write lines without fault, and
a line is whole as soon as the next begins, so an answer can be shown while it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.turn import AskBack, Finding, Missing, Near, Quote, Remark, SearchMore
from docs_store import lazy_re

_LINE = lazy_re.compile(
    r"^[\s>*#\-•]{0,40}(?:\d{1,2}[.、)]\s{0,9})?\*{0,4}(?P<mark>[据答缺近问查算])"
    r"\s{0,9}[\[【(（]?\s{0,9}(?P<number>\d{0,3})\s{0,9}[\]】)）]?\s{0,9}\*{0,4}\s{0,9}[:：](?P<rest>.*)$"
)
_FENCE = lazy_re.compile(r"^\s*```|^\s*</?(?:think|answer|output)[^>]*>\s*$")
_WRAPPED = (("“", "”"), ("「", "」"), ('"', '"'), ("『", "』"))
_MOST_REMARKS = 60
_MARKERS = lazy_re.compile(r"\s{0,9}(?:\[\d{1,3}\]|【\d{1,3}】|（据\d{1,3}）|\(据\d{1,3}\))+")


def remarks(pieces: Iterable[str]) -> Iterator[Remark]:
    """Remarks of a model's text as it comes in, each as soon as its last line is whole."""
    said = _Remarks()
    for line in _lines(pieces):
        yield from said.add(line)
    yield from said.end()


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    waiting = ""
    for piece in pieces:
        waiting += piece
        *whole, waiting = waiting.split("\n")
        yield from whole
    if waiting:
        yield waiting


class _Remarks:
    """Lines on their way to remarks. A line without a mark goes on with the one before it."""

    def __init__(self) -> None:
        self._quotes: list[Quote] = []
        self._latest: tuple[Quote, ...] = ()  # quotes of the finding before, for one that has none of its own
        self._formula = ""
        self._open: tuple[str, int, str] | None = None  # mark, number, text so far
        self._count = 0

    def add(self, line: str) -> Iterator[Remark]:
        """Remarks that this line completes."""
        match = _LINE.match(line)
        if match is None:
            if self._open is not None and line.strip() and not _FENCE.match(line):
                mark, number, text = self._open
                if mark in "据算":  # a quote over several lines
                    self._open = (mark, number, f"{text}\n{line.strip()}")
            return
        yield from self._close()
        number = int(match["number"] or 0)
        self._open = (match["mark"], number, match["rest"].strip())
        if match["mark"] in "答缺近问查":  # one line each, so whole already
            yield from self._close()

    def end(self) -> Iterator[Remark]:
        """Remarks that the end completes."""
        yield from self._close()

    def _close(self) -> Iterator[Remark]:
        if self._open is None or self._count >= _MOST_REMARKS:
            self._open = None
            return
        mark, number, text = self._open
        self._open = None
        if not text:
            return
        if mark == "据":
            self._quotes.append(Quote(source=number, words=unwrapped(text)))
            return
        if mark == "算":
            self._formula = f"{self._formula};{text}" if self._formula else text
            return
        self._count += 1
        if mark in "答近":
            sentence = _MARKERS.sub("", text).strip()
            quotes = self._latest = tuple(self._quotes) or self._latest
            finding = Finding(text=sentence, quotes=quotes, formula=self._formula, part=number)
            self._quotes, self._formula = [], ""
            yield finding if mark == "答" else Near(finding=finding)
        elif mark == "缺":
            yield Missing(text=text, part=number)
        elif mark == "问":
            yield AskBack(text=text)
        else:
            yield SearchMore(query=text)


def unwrapped(text: str) -> str:
    """Quoted words without the marks that a model puts around them."""
    for opening, closing in _WRAPPED:
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == text.count(closing):
            if opening == closing and text.count(opening) != 2:
                continue
            return text[len(opening) : -len(closing)]
    return text
