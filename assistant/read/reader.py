"""The seam of readers: what looks at sources and says what they answer.

A reader is never trusted. What it says is checked (`assistant.check`), whoever it is; the contract suite
(`tests/assistant/read/test_contract.py`) says what it must hold to, and what may happen when it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.turn import Material, Plan, Remark


class ReadingError(Exception):
    """A reader said nothing, stopped half-way, took too long, or went on too long.

    Args:
        late: it took too long.
    """

    def __init__(self, reason: str, *, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


class Reader(Protocol):
    """Reads sources for the questions of a plan. One may be made for each question, and end its calls in time.

    Attributes:
        name: what the person calls it.
        mode: what an answer of its findings is called; see `Answer`.
    """

    @property
    def name(self) -> str:
        """See the class."""
        ...

    @property
    def mode(self) -> str:
        """See the class."""
        ...

    def read(self, material: Material) -> Iterator[Remark]:
        """What the sources answer, each remark as soon as it is whole. The last sources may be left unread.

        With `material.rejected` set, only what these findings should be instead.

        Raises:
            ReadingError: there is no whole reading; remarks given before it do not count.
        """
        ...

    def says(self, pairs: Sequence[tuple[str, str]], plan: Plan) -> list[bool]:
        """The second reading: for each pair of passage and sentence, whether the passage says the sentence.

        What there is no time to judge counts as not said.

        A sentence may apply a rule to the case that the plan's asker tells.

        Raises:
            ReadingError: see `read`.
        """
        ...
