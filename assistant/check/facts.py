"""Whether the facts of a sentence hold in the passages it quotes: numbers, years, days, places, names, codes, status.

Words are not compared here; a sentence may say a thing otherwise. What may not differ is a fact, nor what it is bound
to: a number belongs to the same year, place, status, direction and thing counted as in the passage.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.asked import Asked
from assistant.check.faults import Fault
from assistant.check.names import wrong_codes, wrong_names, wrong_places
from assistant.check.numbers import wrong_numbers
from assistant.check.opposites import wrong_words
from assistant.check.quotes import Ground
from assistant.check.statuses import wrong_status
from assistant.check.times import wrong_days, wrong_years


def faults(text: str, grounds: Sequence[Ground], asked: Asked, formula: str = "") -> list[Fault]:
    """What of a sentence's facts does not hold.

    Args:
        grounds: its quotes where they stand; several together may hold it.
        formula: how it computes a number; empty for none.
    """
    return [
        *wrong_numbers(text, grounds, asked, formula),
        *wrong_years(text, grounds, asked, formula),
        *wrong_days(text, grounds, asked, formula),
        *wrong_places(text, grounds, asked),
        *wrong_codes(text, grounds, asked),
        *wrong_names(text, grounds, asked),
        *wrong_status(text, grounds, asked),
        *wrong_words(text, grounds, asked),
    ]
