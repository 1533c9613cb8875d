"""Every regular expression of the program, how it is called, and texts that would make it grow with the square.

A search that may begin at each of n characters and looks at all that follow takes n * n / 2 steps; so does one that
may share n characters out between two repetitions. So a trap is a piece of text, repeated: one of a list, or the least
text that its parts match up to a repetition, or one turn of that, with or without what comes before it.
Behind it stand characters that end a match or let it fail.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]  # what `re` itself reads expressions with
from types import ModuleType
from typing import Any

from docs_store import lazy_re

PACKAGES = ("assistant", "docs_store", "ingest", "ui")
END = "※,;。\n※"
# White space, points, digits, numerals, units, dates, brackets, list marks, and words that rules look for.
COMMON = (
    "\t", " ", "\u3000", "\n", ".", "…", "·", "-", "_", "|", "/", ":", "。", "、", ",", "9", "1,", "0.000", "12%", "3.",
    "亿", "一亿", "一二三", "十", "〇", "万元", "年", "2021年", "2021年3月5日至", "3月", "2021-", "(", ")", "[", "《",
    "》", "《甲》", "“", "（一）", "(一)", "一、", "第一条", "第三章 ", "1. ", "a", "a.", "a@b.cn ", "www.", "税", "的",
    "和", "企业", "企业,", "有效期", "为", "奖励", "最高奖励10万元,", "其中", "增长", "达到", "同比", "甲。", "甲。\n",
    "〔2021〕", "第", "号", "全省第3位", "不超过", "按", "对", "以上",
)  # fmt: skip
_METHODS = frozenset({"search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"})
_SEARCHES = _METHODS - {"match", "fullmatch"}
_LONGEST = 60  # characters of a piece


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression: where it stands, and which methods of it are called; all where it is handed on."""

    name: str
    pattern: str
    flags: int
    methods: frozenset[str]

    def run(self, compiled: re.Pattern[str], text: str) -> None:
        """Let it do what it is called for, over a whole text."""
        if self.methods & _SEARCHES:
            for _ in compiled.finditer(text):
                pass
        if "match" in self.methods:
            compiled.match(text)
        if "fullmatch" in self.methods:
            compiled.fullmatch(text)

    def traps(self) -> list[tuple[str, str]]:
        """How the text begins, and the piece that is repeated behind that."""
        common = [("", piece) for piece in COMMON]
        own = set(_beginnings(_parser.parse(self.pattern, self.flags), ""))
        return common + sorted(own.difference(common))


@cache
def sources() -> dict[str, ast.Module]:
    """Module name → its source, read."""
    root = Path(__file__).resolve().parent.parent
    trees = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if parts[-1] != "__main__":
                trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


def expressions() -> list[Expression]:
    """All that modules hold, in containers too, and those written where they are used; each source once."""
    methods: dict[tuple[str, int], set[str]] = {}
    names: dict[tuple[str, int], str] = {}

    def add(name: str, pattern: str, flags: int, called: set[str]) -> None:
        key = pattern, flags & ~re.UNICODE.value
        names.setdefault(key, name)
        methods.setdefault(key, set()).update(called)

    for module, tree in sources().items():
        loaded = importlib.import_module(module)
        for attribute, value in list(vars(loaded).items()):
            whole = isinstance(value, re.Pattern | lazy_re.LazyPattern)
            for pattern in _patterns_in(value, 0):
                if isinstance(pattern.pattern, str):
                    called = _called(module, attribute) if whole else set(_METHODS)
                    flags = pattern.flags if isinstance(pattern, re.Pattern) else pattern._flags
                    add(f"{module}.{attribute}", pattern.pattern, flags, called)
        for line, pattern, method in _written_in_place(tree, loaded):
            add(f"{module}:{line}", pattern, 0, {method})
    return [Expression(names[key], *key, frozenset(methods[key])) for key in names]


def _patterns_in(value: object, depth: int) -> Iterator[Any]:
    if isinstance(value, re.Pattern | lazy_re.LazyPattern):
        yield value
    elif depth < 4 and isinstance(value, dict) and len(value) < 3000:
        for pair in value.items():
            yield from _patterns_in(pair, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset) and len(value) < 3000:
        for part in value:
            yield from _patterns_in(part, depth + 1)
    elif depth < 4 and not isinstance(value, type) and (fields := getattr(type(value), "__dataclass_fields__", None)):
        for field in fields:
            yield from _patterns_in(getattr(value, field, None), depth + 1)


def _called(module: str, name: str) -> set[str]:
    """Methods of a module's expression that are called, by that module or another; all if it is used otherwise."""
    found: set[str] = set()
    for other, tree in sources().items():
        if other != module and name.startswith("_"):
            continue
        methods, else_ = _uses(tree).get(name, (frozenset(), False))
        if else_:
            return set(_METHODS)
        found |= methods
    return found or set(_METHODS)


@cache
def _uses(tree: ast.Module) -> dict[str, tuple[set[str], bool]]:
    """Name → the methods of `re.Pattern` called of it, and whether it is used in another way than these."""
    found: dict[str, tuple[set[str], bool]] = {}
    of_methods: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in (*_METHODS, "pattern", "flags"):
            of_methods.add(id(node.value))
            name = _name(node.value)
            methods, otherwise = found.get(name, (set(), False))
            found[name] = methods | ({node.attr} & _METHODS), otherwise
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and id(node) not in of_methods:
            name = _name(node)
            found[name] = found.get(name, (set(), False))[0], True
    return found


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _written_in_place(tree: ast.Module, module: ModuleType) -> Iterator[tuple[int, str, str]]:
    """Line, pattern and method of calls such as `re.search("…", text)`, where the pattern is known without running."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=method), args=[pattern, *_]):
                if method in _METHODS:
                    try:
                        value = eval(compile(ast.Expression(pattern), "pattern", "eval"), dict(vars(module)))
                    except NameError:  # made of what its function knows
                        continue
                    if isinstance(value, str):
                        yield node.lineno, value, method


# --- the least text that a part matches ------------------------------------------------------------------------

_FILLERS = "税收 1a,。\n\t(一年X;:《"


def _beginnings(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """Of what a match has read when it comes to an endless repetition, and of one turn of that: head and piece."""
    for operation, argument in nodes:
        if operation is _constants.BRANCH:
            for branch in argument[1]:
                yield from _beginnings(branch, before)
        elif operation is _constants.SUBPATTERN:
            yield from _beginnings(argument[3], before)
        elif operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            if argument[1] is _constants.MAXREPEAT:
                turn = _least(argument[2])
                for head, piece in (("", before), ("", before + turn), ("", turn), (before, turn)):
                    if 0 < len(head + piece) <= _LONGEST and piece:
                        yield head, piece
            yield from _beginnings(argument[2], before)
        before = (before + _least([(operation, argument)]))[: _LONGEST + 1]


def _least(nodes: Sequence[Any]) -> str:
    text = ""
    for operation, argument in nodes:
        if operation is _constants.LITERAL:
            text += chr(argument)
        elif operation is _constants.NOT_LITERAL:
            text += "税" if argument != ord("税") else "收"
        elif operation is _constants.ANY:
            text += "税"
        elif operation is _constants.IN:
            text += _member(argument)
        elif operation is _constants.BRANCH:
            text += _least(argument[1][0])
        elif operation is _constants.SUBPATTERN:
            text += _least(argument[3])
        elif operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            text += _least(argument[2]) * min(argument[0], _LONGEST)
        elif operation is _constants.ATOMIC_GROUP:
            text += _least(argument)
    return text


def _member(items: Sequence[Any]) -> str:
    """A character of a set."""
    characters = "".join(
        chr(value) if operation is _constants.LITERAL else chr(value[0])
        for operation, value in items
        if operation in (_constants.LITERAL, _constants.RANGE)
    )
    one = re.compile(_written(items))
    return next((char for char in characters + _FILLERS if one.fullmatch(char)), "§")


def _written(items: Sequence[Any]) -> str:
    """A set as it is written in an expression."""
    kinds = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    text = ""
    for operation, value in items:
        if operation is _constants.NEGATE:
            text = "^" + text
        elif operation is _constants.LITERAL:
            text += re.escape(chr(value))
        elif operation is _constants.RANGE:
            text += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif operation is _constants.CATEGORY:
            kind = kinds[str(value).rpartition("_")[2]]
            text += kind.upper() if "_NOT_" in str(value) else kind
    return f"[{text}]"
