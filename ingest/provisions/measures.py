"""Which support measures a document has, and the lines that grant each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from docs_store.language.roles import LABEL, of_heading
from docs_store.textnorm import fold, sentences
from docs_store.types import Role
from ingest import markers
from ingest.provisions import amounts, money
from ingest.provisions.contacts import is_rule
from ingest.provisions.lines import Line
from ingest.provisions.measured import fact_of

_LONGEST_NAME = 40
_SKIPPED = frozenset({Role.CONDITION, Role.MATERIALS, Role.WINDOW, Role.OFFICE, Role.META, Role.SCOPE, Role.OTHER})
_NAME_END = re.compile(r"[,。;:]|按(?!规定)|给予|最高|不超过|一次性|每(?:年|家|个)|\d")
_TITLE_CORE = re.compile(
    r"^(?:.{0,20}?关于)?(?:转发)?(?:《)?(?:.{0,10}?关于)?(?:组织)?(?:开展|申报|印发|做好|组织|征集|实施)*"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name, the lines that grant it, and the row of a table of categories when it is one.

    Attributes:
        category: the first cell of its row; scoped clauses name the measure by it.
        headed: the document itself gives it its name, in a heading or a table.
        lead: the line above the table that says for whom and how often (`对新获认定的企业给予一次性奖励`).
    """

    name: str
    lines: list[Line] = field(default_factory=list)
    row: Line | None = None
    category: str = ""
    lead: Line | None = None
    loose: list[Line] = field(default_factory=list)
    headed: bool = False

    @property
    def text(self) -> str:
        """Everything its lines say, for finding it by name."""
        return " ".join((self.name, *(line.text for line in self.lines), self.row.text if self.row else ""))

    def named(self, name: str) -> bool:
        """Whether a clause that speaks of `name` means this measure."""
        if re.fullmatch(r"第[一二三四五六七八九十百\d]{1,5}条", name):
            return any(name in line.clause for line in (*self.lines, *([self.row] if self.row else [])))
        own = self.category or (self.name if self.headed else "")
        return bool(own) and (name in own or own in name)


def find(lines: Sequence[Line], title: str) -> tuple[list[Measure], list[Line], list[Line]]:
    """The measures in order, lines under 支持标准 that grant nothing, and lines that only set a ceiling over them.

    Args:
        title: the document's, for a measure that has no name of its own.
    """
    granting = [line for line in lines if Role.AMOUNT in line.roles]
    named = any(money.grants(line.text) or line.cells for line in granting)
    if not named or not any(map(_set_apart, granting)):
        elsewhere = [line for line in lines if not set(line.roles) & _SKIPPED and _gives(line.text)]
        wanted = {id(line) for line in (*granting, *elsewhere)}
        granting = [line for line in lines if id(line) in wanted]
    groups = _groups(granting)
    above = frozenset(lines[0].clause) if lines else frozenset()
    found: list[Measure] = []
    loose: list[Line] = []
    ceilings: list[Line] = []
    grants_more = any(money.grants(line.text) and not money.only_ceiling(line.text) for line in granting)
    for group in groups:
        text = " ".join(line.text for line in group)
        rows = [line for line in group if line.cells]
        if rows and fact_of(rows[0].header[0]) is None and not re.search(r"\d", rows[0].cells[0]):
            found += _categories(group, rows)
        elif grants_more and not rows and money.only_ceiling(text):
            ceilings += group
        elif _gives(text) and not all(_only_rules(line.text) for line in group):
            headed = _heading_name(group[0], above)
            found.append(Measure(headed or _name(group, title), group, headed=bool(headed)))
        else:
            loose += [line for line in group if not _only_rules(line.text)]
    return found, loose, ceilings


def _set_apart(line: Line) -> bool:
    """Whether a line stands in the part of a document that says what is given (支持标准), or under such a field.

    加大财税支持力度 is a heading among others: the measures stand under all of them.
    """
    headed = [heading for heading in line.clause if Role.AMOUNT in of_heading(fold(heading))]
    return not headed or any(LABEL.fullmatch(fold(_bare(heading))) for heading in headed)


def _gives(text: str) -> bool:
    return money.grants(text) or money.relieves(text)


def _only_rules(text: str) -> bool:
    return all(is_rule(text[a:b]) or not money.grants(text[a:b]) for a, b in sentences(text)) and is_rule(text)


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that speak of one measure: an article, an item, what stands under one run-in heading, a table."""
    groups: list[list[Line]] = []
    key: tuple[object, ...] | None = None
    for line in lines:
        inner = line.clause[-1] if line.clause else ""
        headed = bool(inner) and Role.AMOUNT not in of_heading(fold(inner))
        own = line.label and line.label != inner
        if own and not (
            headed
            and line.rank is not None
            and line.rank >= markers.RANK_DIGIT
            and groups
            and key
            and key[0] == line.clause
        ):
            now: tuple[object, ...] = (line.clause, line.label)
        else:
            now = (line.clause, "")
        same_clause = key is not None and key[0] == line.clause
        if (groups and (now == key or (same_clause and not own and not line.cells))) or (
            groups and same_clause and line.cells
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
            key = now
    return groups


def _categories(group: Sequence[Line], rows: Sequence[Line]) -> list[Measure]:
    first = rows[0]
    inner = first.clause[-1] if first.clause else ""
    heading = _bare(inner) if inner and not of_heading(fold(inner)) and not re.fullmatch("第.{1,5}条.*", inner) else ""
    lead = next((line for line in group if not line.cells), None)
    loose = [line for line in group if not line.cells and line is not lead]
    return [
        Measure(f"{heading}·{row.cells[0]}" if heading else row.cells[0], [], row, row.cells[0], lead, loose)
        for row in rows
    ]


def _heading_name(line: Line, above: frozenset[str]) -> str:
    """The name in the heading right above a measure's lines, or empty.

    Args:
        above: headings that stand above the whole text.
    """
    inner = line.clause[-1] if line.clause and line.clause[-1] not in above else ""
    bare = _bare(inner)
    named = inner and not of_heading(fold(inner)) and not re.fullmatch(r"第.{1,5}条.*", inner)
    return bare if named and 2 <= len(bare) <= _LONGEST_NAME else ""


def _name(group: Sequence[Line], title: str) -> str:
    for candidate in group:
        if not _gives(candidate.text):
            continue
        text = candidate.text.strip()
        cut = amounts.trigger(text)
        words = text[:cut] if cut else _NAME_END.split(text)[0]
        words = words.strip(" ,的对")
        for name in (words, re.split("[,;]", words)[0].strip(" ,的对")):
            if 2 <= len(name) <= _LONGEST_NAME:
                at = candidate.text.index(name)
                return candidate.part(at, at + len(name)).text
    return title_core(title)


def title_core(title: str) -> str:
    """A document's title without 关于…的通知: what it is about."""
    core = _TITLE_CORE.sub("", title, count=1)
    core = re.sub(r"(?:》)?(?:工作)?的(?:通知|公告|函|公示)(?s:.*)", "", core)
    return core if len(core) >= 4 else title


def _bare(heading: str) -> str:
    marker = markers.parse(fold(heading))
    return (heading[marker.end :] if marker else heading).strip(" :。【】[]")
