"""All words that people read: which language, and a line by its key.

The tables are `ui/texts_zh.py` and `ui/texts_en.py`. JSON output is the same in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from docs_store.errors import PolicyAssistantError

LANGUAGES = ("zh", "en")
VARIABLE = "POLICY_ASSISTANT_LANG"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Words:
    """Lines by key, in one language.

    Args:
        language: one of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._table = _messages(language)

    def __call__(self, key: str, /, **fields: object) -> str:
        """The line, with its fields filled in. Fields that are text are made safe for a terminal."""
        return self._table[key].format_map({k: safe(v) if isinstance(v, str) else v for k, v in fields.items()})

    def reason(self, code: str, detail: str, *, general: str = "error", named: bool = False) -> str:
        """Why something failed. The error tree speaks English, so Chinese puts a line by the code before it.

        Args:
            code: the error's stable word.
            detail: the error's own words.
            general: the code to go by when `code` is unknown.
            named: the file's name stands beside it; then a line that says all there is to say goes without details.
        """
        if self.language == "en":
            return safe_block(detail)
        from ui import texts_zh  # noqa: PLC0415  as in `_messages`

        line = texts_zh.ERRORS.get(code) or texts_zh.ERRORS[general]
        if code == "no_text":
            from ui.texts_reasons_zh import REASONS  # noqa: PLC0415  as in `_messages`

            line = _by_pattern(detail, REASONS, line)
        return line if named and code in texts_zh.WHOLE else f"{line} {safe_block(detail)}"

    def error(self, error: PolicyAssistantError) -> str:
        """An error with what can be done about it."""
        return self.reason(error.code, str(error), general=type(error).code)

    def warning(self, told: str) -> str:
        """What a reader said of a file that it could read; as it is where no line is known."""
        if self.language == "en":
            return told
        from ui.texts_warnings_zh import WARNINGS  # noqa: PLC0415  as in `_messages`

        return _by_pattern(told, WARNINGS)

    def problem(self, told: str) -> str:
        """What `Library.check` said is wrong, made safe for a terminal; as it is where no line is known."""
        if self.language == "en":
            return safe(told)
        from ui.texts_problems_zh import PROBLEMS  # noqa: PLC0415  as in `_messages`

        return safe(_by_pattern(told, PROBLEMS))

    def origin(self, source: str) -> str:
        """Where a metadata value came from."""
        if self.language == "en":
            return source
        from docs_store.proposals import PROPOSED, proposer_named  # noqa: PLC0415  no line of help has a use for it
        from ui import texts_zh  # noqa: PLC0415  as in `_messages`

        if model := proposer_named(source):
            return texts_zh.SOURCES[PROPOSED].format(model=safe(model))
        return texts_zh.SOURCES.get(source, source)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language by `--lang`, else by the variable, else Chinese. A wrong `--lang` is left to the parser."""
    for at, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in LANGUAGES:
            return value
    return "en" if environment.get(VARIABLE, "").lower().startswith("en") else "zh"


def safe(text: str) -> str:
    """One line for a terminal: what would move the cursor, break the line or hide is shown as its escape."""
    return "".join(_escape(c) if unicodedata.category(c) in _INVISIBLE else c for c in text)


def safe_block(text: str) -> str:
    """Several lines for a terminal: as `safe`, but line breaks and tabs stay."""
    return "".join(part if part in "\n\t" else safe(part) for part in re.split(r"([\n\t])", text.replace("\r\n", "\n")))


def width(text: str) -> int:
    """How many columns a terminal gives the text: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with the columns under each other; the last column is not filled up."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def size(count: int) -> str:
    """Bytes for people: `24.4 MB`."""
    value, unit = float(count), "B"
    for larger in ("KB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


def _messages(language: str) -> Mapping[str, str]:
    """The table of one language; the other is not loaded."""
    if language == "en":
        from ui import texts_en  # noqa: PLC0415

        return texts_en.MESSAGES
    from ui import texts_zh  # noqa: PLC0415

    return texts_zh.MESSAGES


def _by_pattern(told: str, lines: Mapping[re.Pattern[str], str], otherwise: str | None = None) -> str:
    for pattern, line in lines.items():
        if match := pattern.fullmatch(told):
            return line.format(*match.groups())
    return told if otherwise is None else otherwise


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
