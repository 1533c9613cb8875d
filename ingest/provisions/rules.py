"""What a rule is that reads comparisons out of a stretch of a clause: what it is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docs_store.provisions import Predicate

MODAL = r"(?:应当|应该|应|须|必须|需|要|均|都|一般|原则上|为|在)*"
"""Words between what is measured and its limit: 应当, 原则上, 为."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a stretch of text stands in.

    Attributes:
        region: the document's place, full path, or empty.
        subject: the one title that the document is about (高新技术企业), or empty.
        strict_below: the document says that 以下 excludes the number.
        about: name of the measure whose own clause is read, to tell which investment is meant.
    """

    region: str = ""
    subject: str = ""
    strict_below: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A comparison, and the characters of the stretch that say it."""

    predicate: Predicate
    start: int
    end: int


Rule = Callable[[str, Context], Iterator[Found]]
"""From folded reading text and what it stands in."""
