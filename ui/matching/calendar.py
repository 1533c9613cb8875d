"""Deadlines as calendar entries: iCalendar after RFC 5545."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from assistant.matching.results import Deadline
from docs_store import lazy_re
from ui.matching import told
from ui.matching.told import Export
from ui.texts import Words

_LONGEST_LINE = 75  # octets, RFC 5545 3.1
_SPECIAL = lazy_re.compile(r"([\\;,])")
_UNSTORABLE = lazy_re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def render(export: Export) -> bytes:
    """The file: one all-day entry for each deadline."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//policy-assistant//match//ZH", "CALSCALE:GREGORIAN"]
    for deadline in export.matched.deadlines:
        lines += _event(deadline, export)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(deadline: Deadline, export: Export) -> list[str]:
    row, words = deadline.match.row, export.words
    provision = row.provision
    kind = "closes" if deadline.closes else "opens"
    identity = f"{row.info.id}:{provision.start}:{provision.measure}:{kind}:{deadline.day.isoformat()}"
    uid = hashlib.sha256(identity.encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@policy-assistant",
        f"DTSTAMP:{export.matched.on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{deadline.day + timedelta(days=1):%Y%m%d}",  # the day after: RFC 5545 3.6.1
        f"SUMMARY:{_text(words(f'match.summary.{kind}', measure=provision.measure))}",
        f"DESCRIPTION:{_text(_description(deadline, words))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _description(deadline: Deadline, words: Words) -> str:
    row = deadline.match.row
    part = deadline.match.dates.part
    lines = [f"{words(f'verdict.{deadline.match.verdict}')} 《{row.info.metadata.title.value}》"]
    if part is not None:
        lines.append(f"{told.clause(part)} {told.one_line(part.text)}")
    contacts = [*row.provision.offices, *row.provision.phones]
    lines.append(" ".join(told.one_line(contact.text) for contact in contacts))
    return "\n".join(line for line in lines if line.strip())


def _text(value: str) -> str:
    """A text value: commas, semicolons, backslashes and line breaks escaped (RFC 5545 3.3.11)."""
    return _SPECIAL.sub(r"\\\1", _UNSTORABLE.sub("", value)).replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line cut after at most 75 octets, never inside a character; each further line begins with a space."""
    pieces: list[str] = []
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        limit = _LONGEST_LINE - (1 if pieces else 0)
        if size + width > limit:
            pieces.append(piece)
            piece, size = "", 0
        piece += char
        size += width
    return "\r\n ".join([*pieces, piece])
