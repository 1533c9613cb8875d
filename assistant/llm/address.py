"""The address of a language model's server: which are taken, and how they are shown."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit

from docs_store.errors import UsageError

_SCHEMES = ("http", "https")


def checked(address: str) -> str:
    """The address, if a key may be sent there.

    Raises:
        UsageError: it is no `http` or `https` address of a host, or holds a user name or password: the server would
            not be asked with it, and it would stand in the settings for all to read.
    """
    parts = _parts(address)
    if parts is None or parts.scheme not in _SCHEMES or not parts.hostname:
        raise UsageError(
            f"{shown(address)!r} is no address of a language model's server.",
            remedy="Write it like http://10.0.0.5:8000/v1.",
        )
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"The address {shown(address)} holds a user name or password.",
            remedy="Take it out, and give the key in an environment variable with --key-variable.",
        )
    return address


def shown(address: str) -> str:
    """The address without what may be secret: user name, password, and what follows a question mark."""
    parts = _parts(address)
    if parts is None:
        return address.rpartition("@")[2].partition("?")[0]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))


def _parts(address: str) -> SplitResult | None:
    """The address taken apart; `None` where it cannot be, as with `http://[::1` or a port that is no number."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None
