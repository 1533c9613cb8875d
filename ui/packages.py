"""The packages that this program's own package asks for, and their licences as they state them themselves."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata, requires

from docs_store import lazy_re

_PACKAGE = "policy-assistant"
_NAME = lazy_re.compile(r"[\w.-]+")
_LONGEST = 80  # characters of a `License` field that is the name of a licence, and not the licence itself


def needed() -> tuple[str, ...]:
    """Names of the packages that are asked for, without those of extras; none when the program was never installed."""
    try:
        asked = requires(_PACKAGE) or []
    except PackageNotFoundError:
        return ()
    return tuple(sorted(_NAME.match(line)[0] for line in asked if "extra ==" not in line))  # type: ignore[index]


def licence(name: str) -> str:
    """The licence that an installed package's metadata state; empty when they state none, or it is not installed.

    In the order of the core metadata specification: `License-Expression` (PEP 639), the older `License`, classifiers.
    """
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := stated.get_all("License-Expression"):
        return str(expression[0])
    text = str((stated.get_all("License") or [""])[0]).strip()
    if text and text != "UNKNOWN" and len(text) <= _LONGEST and "\n" not in text:
        return text
    classified = (line.split(" :: ") for line in stated.get_all("Classifier") or [])
    return ", ".join(parts[-1] for parts in classified if parts[0] == "License" and len(parts) > 1)
