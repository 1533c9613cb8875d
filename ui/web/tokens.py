"""Tokens: who may read, and who may change, while there are no accounts.

A token is a secret that several people share. A browser that gave one gets a cookie in its place: a digest keyed with
the token, with its own number and the time it was made. So the cookie tells nobody the token, ends by itself, and ends
for everybody when the token is changed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv6Address, ip_address

from docs_store import lazy_re

SHORTEST = 16
"""Characters of a token at least: 16 random letters and digits are more than can ever be tried."""

LONGEST = 200
COOKIE_SECONDS = 7 * 24 * 3600

_ALLOWED = lazy_re.compile(r"[!-~]+")  # what fits into a header
_COOKIE = lazy_re.compile(r"([12])\.([0-9]{1,12})\.([0-9a-f]{32})\.([0-9a-f]{64})")


class Right(IntEnum):
    """What somebody may do; each includes those before it."""

    NOTHING = 0
    READ = 1
    CHANGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one server; empty for one that is not given.

    Without any, whoever reaches the server may do everything. With `read` alone nobody may change the library.
    """

    read: str = ""
    change: str = ""

    def __bool__(self) -> bool:
        return bool(self.read or self.change)

    def fault(self) -> str:
        """What is wrong with them as a key of `ui.web.texts_access`; empty when nothing is."""
        for token in filter(None, (self.read, self.change)):
            if not SHORTEST <= len(token) <= LONGEST:
                return "token_length"
            if not _ALLOWED.fullmatch(token):
                return "token_characters"
        return "tokens_equal" if self.read and self.read == self.change else ""

    def right(self, given: str) -> Right:
        """What a token entitles to. Takes the same time whichever it is, and if it is none."""
        digest = _digest(given)
        found = Right.NOTHING
        for right, token in ((Right.READ, self.read), (Right.CHANGE, self.change)):
            if hmac.compare_digest(digest, _digest(token)) and token:
                found = right
        return found

    def cookie(self, right: Right, now: float) -> str:
        """The value of a new cookie; `now` in seconds since 1970."""
        body = f"{right:d}.{int(now)}.{secrets.token_hex(16)}"
        return f"{body}.{self._sign(right, body)}"

    def right_of_cookie(self, value: str, now: float) -> Right:
        """What a cookie entitles to; nothing when it is none of ours, too old, or made with another token."""
        found = _COOKIE.fullmatch(value)
        if found is None:
            return Right.NOTHING
        right, made = Right(int(found[1])), int(found[2])
        body = value.rpartition(".")[0]
        sound = hmac.compare_digest(self._sign(right, body), found[4])
        held = self.change if right is Right.CHANGE else self.read
        return right if sound and held and -60 <= now - made <= COOKIE_SECONDS else Right.NOTHING

    def _sign(self, right: Right, body: str) -> str:
        key = self.change if right is Right.CHANGE else self.read
        return hmac.new(key.encode(), f"policy-assistant {body}".encode(), hashlib.sha256).hexdigest()


class SignedOut:
    """Cookies that were given back, kept until they would have ended by themselves."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def add(self, cookie: str, now: float) -> None:
        """Take this cookie for nothing from now on."""
        with self._lock:
            self._until = {value: until for value, until in self._until.items() if until > now}
            self._until[cookie] = now + COOKIE_SECONDS

    def __contains__(self, cookie: str) -> bool:
        return cookie in self._until


class Attempts:
    """Slows down whoever gives wrong tokens: after five, each further one doubles the time until the next is looked at.

    Times are in seconds. An IPv6 client is known by its network, since it has as many addresses as it likes.

    Args:
        clock: seconds of a clock that never goes back.
    """

    FREE = 5
    LONGEST = 60.0
    FORGOTTEN = 900.0
    _MOST = 10_000

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()  # client → how often, when last

    def wait(self, address: str) -> float:
        """How long until this client's next attempt is looked at; 0 when it is now."""
        count, last = self._failed.get(_client(address), (0, 0.0))
        since = self._clock() - last
        if count < self.FREE or since > self.FORGOTTEN:
            return 0.0
        return max(0.0, min(2.0 ** (count - self.FREE), self.LONGEST) - since)

    def failed(self, address: str) -> None:
        """It gave a wrong token."""
        client, now = _client(address), self._clock()
        count, last = self._failed.pop(client, (0, now))
        self._failed[client] = (1 if now - last > self.FORGOTTEN else count + 1, now)
        while len(self._failed) > self._MOST:
            self._failed.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """It gave a right one."""
        self._failed.pop(_client(address), None)


def _digest(text: str) -> bytes:
    """Of equal length for all texts, so that comparing tells nothing of a token's length."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _client(address: str) -> str:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
