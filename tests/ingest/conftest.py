"""What tests of reading share."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def mutate() -> Callable[[bytes, random.Random], bytes]:
    """Makes a damaged copy of a file's bytes."""

    def damage(data: bytes, rng: random.Random) -> bytes:
        """Truncated, with flipped bytes, with a piece cut out, zeroed or doubled."""
        changed = bytearray(data)
        for _ in range(rng.choice((1, 1, 2, 5, 30))):
            at = rng.randrange(len(changed))
            length = rng.randrange(1, 64)
            kind = rng.randrange(6)
            if kind == 0 and len(changed) > 64:
                del changed[max(32, at) :]
            elif kind == 1:
                del changed[at : at + length]
            elif kind == 2:
                changed[at : at + length] = bytes(len(changed[at : at + length]))
            elif kind == 3:
                changed[at:at] = changed[at : at + length]
            else:
                changed[at] = rng.randrange(256)
            if not changed:
                changed = bytearray(b"%")
        return bytes(changed)

    return damage
