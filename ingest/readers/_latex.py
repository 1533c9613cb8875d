"""Simple formulas of LaTeX in a text as plain characters: `$500 \\mathrm{~m}^2$` as 500 ㎡, `$3 0 \\%$` as 30%.

Programs that turn scans into Markdown write every number with a sign beside it as a formula, its digits apart. A
formula that holds anything not known here stays as it is, and so do sums of dollars.
"""

from __future__ import annotations

import re

_LONGEST = 400  # characters of a formula; longer ones are matrices and proofs
_DEEPEST = 12
_SPAN = re.compile(
    r"(?<![\\$])\$\$(?P<display>[^$]{1,400}?)(?<!\\)\$\$(?!\$)"
    r"|(?<![\\$])\$(?P<inline>(?:[^$\\\n]|\\.){1,400})\$(?![\d$])"
    r"|\\\((?P<round>[^\n]{1,400}?)\\\)|\\\[(?P<square>[^$]{1,400}?)\\\]"
)
_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\[^a-zA-Z]|\s+|.", re.DOTALL)
_MARKS = re.compile(r"[\\^_{}]")
_NUMBERS = re.compile(r"[\d\s.,:%+\-=<>~()/≤≥×±]{0,400}")
_SPACE = frozenset({"\\,", "\\;", "\\:", "\\ ", "~", "\\quad", "\\qquad", "\\enspace", "\\thinspace"})
_NOTHING = frozenset(
    {
        "\\!", "\\left", "\\right", "\\big", "\\Big", "\\bigg", "\\Bigg", "\\bigl", "\\bigr", "\\rm", "\\bf", "\\it",
        "\\displaystyle", "\\textstyle", "\\scriptstyle", "\\limits", "\\nolimits", "\\/",
    }
)  # fmt: skip
_TEXT = frozenset({"\\text", "\\mbox", "\\hbox", "\\textrm", "\\textbf", "\\textit", "\\textsf", "\\textnormal"})
_FONT = frozenset(
    {
        "\\mathrm", "\\mathbf", "\\mathit", "\\mathsf", "\\mathtt", "\\mathcal", "\\mathbb", "\\operatorname",
        "\\boldsymbol", "\\bm", "\\mathnormal", "\\underline", "\\overline",
    }
)  # fmt: skip
_SYMBOLS = {
    "times": "×", "div": "÷", "pm": "±", "mp": "∓", "cdot": "·", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥",
    "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "~", "thicksim": "~", "lt": "<",
    "gt": ">", "equiv": "≡", "infty": "∞", "degree": "°", "prime": "′", "ldots": "…", "cdots": "…", "dots": "…",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "in": "∈", "sum": "∑", "Sigma": "Σ",
    "sigma": "σ", "Delta": "Δ", "delta": "δ", "alpha": "α", "beta": "β", "gamma": "γ", "lambda": "λ", "mu": "μ",
    "pi": "π", "rho": "ρ", "theta": "θ", "phi": "φ", "varphi": "φ", "omega": "ω", "Omega": "Ω", "eta": "η",
    "epsilon": "ε", "varepsilon": "ε", "tau": "τ", "permil": "‰", "textperthousand": "‰", "yen": "¥",
    "textyen": "¥", "star": "★", "ast": "*", "bullet": "•", "square": "□", "Box": "□", "bigcirc": "○",
    "checkmark": "√", "colon": ":", "log": "log", "ln": "ln", "lg": "lg", "max": "max", "min": "min", "sin": "sin",
    "cos": "cos", "tan": "tan", "celsius": "℃", "textdegree": "°", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
_RAISED = dict(zip("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", strict=True))
_METRES = re.compile(r"(?<![A-Za-z])m([²³])")
_OPERATOR = re.compile(r"[-+×÷·/ ]")


class _UnknownError(Exception):
    """A formula holds what is not known."""


def plain_math(text: str) -> str:
    """A text with its simple formulas as plain characters."""
    return _SPAN.sub(_plain_span, text) if "$" in text or "\\" in text else text


def raised(words: str) -> str:
    """Words as small ones above the line; a power of digits alone can be written so."""
    return "".join(_RAISED[char] for char in words) if words and _RAISED.keys() >= set(words) else ""


def square_metres(text: str) -> str:
    """m² and m³ as the one character that units are looked up by."""
    return _METRES.sub(lambda match: "㎡" if match[1] == "²" else "㎥", text)


def _plain_span(span: re.Match[str]) -> str:
    body = next(words for words in span.groups() if words is not None)
    if not _MARKS.search(body) and not (_NUMBERS.fullmatch(body) and body.strip() == body):
        return span[0]
    try:
        words, rest = _read(_TOKEN.findall(body), 0, 0, text=False)
    except _UnknownError:
        return span[0]
    return square_metres(" ".join(words.split())) if rest < 0 else span[0]


def _read(tokens: list[str], at: int, depth: int, *, text: bool) -> tuple[str, int]:
    """Tokens from `at` to the group's end, and where that is; -1 at the formula's end."""
    if depth > _DEEPEST:
        raise _UnknownError
    parts: list[str] = []
    while at < len(tokens):
        if tokens[at] == "}":
            if depth == 0:
                raise _UnknownError
            return "".join(parts), at + 1
        words, at = _one(tokens, at, depth, text=text)
        parts.append(words)
    if depth:
        raise _UnknownError
    return "".join(parts), -1


def _argument(tokens: list[str], at: int, depth: int, *, text: bool = False) -> tuple[str, int]:
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at >= len(tokens) or tokens[at] == "}":
        raise _UnknownError
    return _one(tokens, at, depth, text=text)


def _one(tokens: list[str], at: int, depth: int, *, text: bool) -> tuple[str, int]:
    """One token or group as plain characters, and where the next one begins."""
    token = tokens[at]
    if token == "{":
        return _read(tokens, at + 1, depth + 1, text=text)
    if token.isspace():
        return (" " if text else ""), at + 1
    if token in _SPACE:
        return " ", at + 1
    if token in _NOTHING:
        return "", at + 1
    if token in ("^", "_"):
        words, end = _argument(tokens, at + 1, depth)
        return (_above(words.strip()) if token == "^" else words.strip()), end
    if len(token) == 1:
        if token in "&$":
            raise _UnknownError
        return token, at + 1
    return _command(tokens, at, depth)


def _command(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    token = tokens[at]
    if not token[1].isalpha():
        if token[1] not in "%$#&_{}":
            raise _UnknownError
        return token[1], at + 1
    if token in _TEXT or token in _FONT:
        return _argument(tokens, at + 1, depth, text=token in _TEXT)
    if token in ("\\frac", "\\dfrac", "\\tfrac"):
        over, at = _argument(tokens, at + 1, depth)
        under, at = _argument(tokens, at, depth)
        return f"{_bracketed(over)}/{_bracketed(under)}", at
    if token == "\\sqrt":
        words, at = _argument(tokens, at + 1, depth)
        return f"√{_bracketed(words)}", at
    if token == "\\textcircled":
        words, at = _argument(tokens, at + 1, depth)
        number = int(words) if words.strip().isdecimal() and len(words) < 4 else 0
        if not 0 < number <= 20:
            raise _UnknownError
        return chr(ord("①") + number - 1), at
    if token == "\\circ":
        return "°", at + 1
    if token[1:] not in _SYMBOLS:
        raise _UnknownError
    return _SYMBOLS[token[1:]], at + 1


def _above(words: str) -> str:
    if small := raised(words):
        return small
    return f"^{_bracketed(words)}" if words[:1].isalnum() and words.isascii() else words


def _bracketed(words: str) -> str:
    words = words.strip()
    return f"({words})" if _OPERATOR.search(words) else words
