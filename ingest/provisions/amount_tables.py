"""Tables of amounts: tiers, each with what an enterprise must be for it, and categories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from docs_store.provisions import Amount, Fact, Part, Predicate, Rule
from ingest.provisions import measured, money
from ingest.provisions.lines import Line
from ingest.provisions.rules import Context


def base_of(lines: Sequence[Line]) -> tuple[Fact | None, str]:
    """What a table's ratios are taken of, by the words above it: `以…上年度加计扣除研发费用为基数`."""
    for line in lines:
        match = re.search(r"(?:以|按照?)(?P<base>[^,。;]{2,40}?)为(?:补助)?基数", line.text)
        if match is not None:
            return money.base(match["base"]), match["base"]
    return None, ""


def of_tiers(rows: Sequence[Line], context: Context, base: tuple[Fact | None, str]) -> Amount:
    """Rows of tiers, each with what an enterprise must be for it."""
    header = rows[0].header
    rules: list[Rule] = []
    for row in rows:
        if len(row.cells) != len(header):
            continue
        when: list[Predicate] = []
        ratio = fixed = cap = None
        label: list[str] = []
        unread = False
        for name, cell in zip(header, row.cells, strict=True):
            about = measured.fact_of(name)
            limits = measured.tier(cell, *about, context) if about else ()
            percent = re.fullmatch(r"(?:不超过|最高)?\s*(\d+(?:\.\d+)?)\s*%", cell.strip())
            held = money.SUM.search(cell)
            if limits:
                when += limits
            elif about:
                unread = True
            elif percent:
                ratio = Decimal(percent[1])
            elif held and re.search("最高|上限|不超过|限额", name + cell):
                cap = money.amount(held)
            elif held:
                fixed = money.amount(held)
            else:
                label.append(cell)
        if ratio is None and fixed is None and cap is None:
            continue
        up_to = ratio is None and fixed is None
        rules.append(
            Rule(
                part=row.part(), fixed=cap if up_to else fixed, up_to=up_to, ratio=ratio,
                base=base[0] if ratio is not None else None, base_text=base[1] if ratio is not None else "",
                cap=None if up_to else cap, label=" ".join(label), when=tuple(when),
                computable=not unread and (ratio is None or base[0] is not None),
            )
        )  # fmt: skip
    first, last = rows[0].part(), rows[-1].part()
    source = rows[0].source
    whole = Part(
        text="\n".join(row.part().text for row in rows),
        quote=source[first.start : last.end],
        clause=first.clause,
        start=first.start,
        end=last.end,
    )
    return Amount(part=whole, rules=tuple(rules), frequency=money.frequency(" ".join((*header, whole.text))))


def of_row(row: Line, label: str) -> Amount:
    """The amounts of one row of a table of categories, a rule for each column that holds money."""
    rules = []
    for name, cell in zip(row.header, row.cells, strict=False):
        held = money.SUM.search(cell)
        if held is None:
            continue
        up_to = bool(re.search("最高|不超过|上限|限额", cell + name))
        monthly = bool(re.search("每月|/月|月", cell + name)) or len(money.SUM.findall(cell)) > 1
        rules.append(Rule(part=row.part(), fixed=money.amount(held), up_to=up_to, label=name, computable=not monthly))
    return Amount(part=row.part(), rules=tuple(rules), frequency=money.frequency(" ".join((*row.header, *row.cells))))
