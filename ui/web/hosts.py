"""The names under which the server is reached, and which pages may talk to it.

A foreign web page can have a visitor's browser send requests here: directly, then its `Origin` gives it away; or by
letting its own name resolve to this machine (DNS rebinding), then the `Host` header does.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from docs_store import lazy_re
from docs_store.errors import UsageError

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ANYWHERE = frozenset({"", "0.0.0.0", "::"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = lazy_re.compile(r"[0-9a-z_](?:[0-9a-z_.-]*[0-9a-z_])?|[0-9a-f.]*:[0-9a-f:.]*")


class Hosts:
    """What `Host` and `Origin` a request may have.

    Args:
        bound: the host that the server listens on; on one that stands for every address of the machine, such as
            `0.0.0.0`, any address of digits is served: a foreign page's name is never one.
        more: further names that lead here, such as that of a reverse proxy: `NAME` or `NAME:PORT`.

    Raises:
        UsageError: one of `more` is no name of a host.
    """

    def __init__(self, bound: str, more: Iterable[str] = ()) -> None:
        self._any_address = bound in _ANYWHERE
        self._places = {_required(name) for name in more}
        self._names = _LOOPBACK | {bound.lower().strip("[]")} | {name for name, _ in self._places}

    def serves(self, host: str) -> bool:
        """Whether a `Host` header names this server; its port is that of a proxy between, so any will do."""
        place = _place(host)
        if place is None:
            return False
        return place[0] in self._names or (self._any_address and _is_address(place[0]))

    def is_own(self, origin: str, host: str) -> bool:
        """Whether an `Origin` header is that of a page of this server.

        Args:
            host: the `Host` header of the same request.
        """
        parts = urlsplit(origin)
        place, own = _place(parts.netloc), _place(host)
        default = _DEFAULT_PORTS.get(parts.scheme)
        if place is None or own is None or default is None or "@" in parts.netloc:
            return False
        at = (place[0], place[1] or default)
        # A proxy may pass on another Host than the browser's; then the page comes from one of the further names.
        return any(at == (name, port or default) for name, port in (own, *self._places))


def _place(text: str) -> tuple[str, int | None] | None:
    """Name and port of `NAME`, `NAME:PORT` or `[ADDRESS]:PORT`; `None` for what is none of these."""
    text = text.strip().lower()
    if text.startswith("["):
        name, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            return None
        port = rest[1:]
    elif text.count(":") > 1:  # an IPv6 address without brackets, as it is given on a command line
        name, port = text, ""
    else:
        name, _, port = text.partition(":")
        name = name.removesuffix(".")
    if not _NAME.fullmatch(name) or (port and not (port.isascii() and port.isdecimal() and len(port) <= 5)):
        return None
    return name, int(port) if port else None


def _required(text: str) -> tuple[str, int | None]:
    place = _place(text)
    if place is None:
        raise UsageError(
            f"{text[:100]!r} is no name of a host.", remedy="Write it like policy.example.org, without http://."
        )
    return place


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
