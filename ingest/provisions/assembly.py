"""What the lines of one policy say, put together for each of its measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docs_store.provisions import (
    AllOf,
    Amount,
    Condition,
    ConditionTree,
    Fact,
    OneOf,
    Op,
    Part,
    Predicate,
    Provision,
    leaves,
)
from docs_store.textnorm import fold, sentences
from docs_store.types import Role
from ingest.provisions import amount_tables, amounts, conditions, contacts, money, predicates, subjects, titles
from ingest.provisions.conditions import Item
from ingest.provisions.lines import Line
from ingest.provisions.measures import Measure
from ingest.provisions.rules import Context

_TARGET = re.compile(
    r"^(?:支持|申报|服务|奖补|补助|申领|适用|申请|面向|征集|推荐)(?:对象|主体|范围)(?:主要)?(?:为|是|包括|:)?"
)
_REFERS_TO_TIERS = re.compile("所在档次|相应档次|对应档次|分档|[上下]表")
_ONLY_LEADS = re.compile(r".{0,16}(?:下列|以下|如下|所需|申报|申请)材料(?:包括)?[^,。;]{0,6}:?")
# What opens a granting sentence and asks for nothing: how it is given, what it is for.
_HOW = re.compile(
    r"(?:采取|采用|根据|按照?|综合|鼓励|支持|围绕|引导|加大|缓解|择优|[对由]?(?:申报|符合条件)的?(?:项目|企业|单位))"
    r"(?:(?!.*(?:的|后|时)$)|.*支持的?$)"
)
_NEWLY = re.compile("新(?:获|获得|通过|取得|被)?(?:批|评|认定)")


def _as_conditions(given: Sequence[Amount]) -> tuple[Condition, ...]:
    tiers = [rule for amount in given for rule in amount.rules if rule.when]
    return tuple(Condition(part=rule.part, predicates=rule.when, complete=True) for rule in tiers)


class Assembly:
    """Puts together what the lines say for each measure."""

    def __init__(
        self,
        lines: Sequence[Line],
        stated: Sequence[Line],
        loose: Sequence[Line],
        ceilings: Sequence[Line],
        found: Sequence[Measure],
        context: Context,
        title: str,
    ) -> None:
        self._title = title
        self._lines = lines
        self._loose = loose
        self._found = found
        self._context = context
        self._target = self._targets(stated)
        self._items = self._all_items(stated)
        limits = [line.part() for line in ceilings]
        self._unclear = self._unclear_scopes()
        self._rules = (*limits, *contacts.rules([line for line in lines if Role.META not in line.roles]))
        self._tiers = self._tiers_of(found)
        self._windows = contacts.windows(lines)
        self._offices = contacts.offices(lines)
        self._phones = contacts.phones(lines)
        self._materials = [line for line in lines if line.roles[:1] == (Role.MATERIALS,) and not line.cells]

    def provisions(self) -> list[Provision]:
        """The measures in order."""
        return [self._provision(measure) for measure in self._found]

    def _provision(self, measure: Measure) -> Provision:
        granting = [*([measure.lead] if measure.lead else []), *measure.lines]
        first = measure.row or (measure.lines[0] if measure.lines else None)
        spans = [line.part() for line in ([measure.row] if measure.row else measure.lines)]
        if not spans:
            spans = [*self._target, *(leaf.part for item in self._items for leaf in leaves(item.tree))]
        given = amounts.read(measure.lines, self._context, measure.name)
        if measure.row is not None:
            lead = amounts.read([measure.lead], self._context) if measure.lead else ()
            row = amount_tables.of_row(measure.row, measure.category)
            given = (row, *lead, *amounts.read(measure.loose, self._context))
        common = self._with_tiers(self._common(measure), given)
        trade = subjects.of_measure(measure.name, granting, self._target)
        return Provision(
            measure=measure.name,
            clause=first.part().clause if first else spans[0].clause,
            start=min(part.start for part in spans),
            end=max(part.end for part in spans),
            target=self._target,
            conditions=AllOf(items=(*common, *self._own(measure, granting), *([trade] if trade else []))),
            amounts=given,
            windows=self._windows,
            term=contacts.term([line for line in granting if not line.cells]),
            materials=self._materials_of(measure),
            offices=self._offices,
            phones=self._phones,
            rules=self._rules,
        )

    # --- conditions ------------------------------------------------------------------------------------------------

    def _targets(self, stated: Sequence[Line]) -> tuple[Part, ...]:
        parts = []
        for line in stated:
            text = line.text.lstrip()
            match = _TARGET.match(text)
            if text and (line.roles == (Role.TARGET,) or match):
                parts.append(line.part(len(line.text) - len(text) + (match.end() if match else 0)))
        return tuple(parts)

    def _all_items(self, stated: Sequence[Line]) -> list[Item]:
        items: list[Item] = []
        wanted = [line for line in stated if line.text.strip()]
        targets = [line for line in wanted if line.roles == (Role.TARGET,) or _TARGET.match(line.text.strip())]
        for line in targets:
            at = _TARGET.match(line.text.strip())
            offset = len(line.text) - len(line.text.lstrip()) + (at.end() if at else 0)
            for start, end in sentences(line.text):
                begin = max(start, offset)
                stop = begin + len(line.text[begin:end].rstrip("。;,"))
                if begin < stop:
                    tree = conditions.statement(line, begin, stop, self._context)
                    items.append(Item(tree, (), "", " ".join(line.clause), False, None, -1))
        items += conditions.items([line for line in wanted if line not in targets], self._context)
        items += conditions.items([line for line in self._loose if self._requires(line)], self._context)
        return items

    def _requires(self, line: Line) -> bool:
        named = any(measure.category and line.text.strip().startswith(measure.category) for measure in self._found)
        return named or conditions.REQUIRES.search(line.text) is not None

    def _common(self, measure: Measure) -> tuple[ConditionTree, ...]:
        """What the document asks for this measure: of everyone, and of those who apply for it."""
        mine: list[Item] = []
        others: dict[str, list[Item]] = {}
        for item in self._items:
            tree = self._for(measure, item)
            if tree is None:
                continue
            kept = replace(item, tree=tree)
            if item.applicant:
                others.setdefault(item.applicant, []).append(kept)
            else:
                mine.append(kept)
        trees = conditions.gather([item for item in mine if item.scopes not in self._unclear])
        if len(self._unclear) > 1 and len(self._found) == 1:
            kinds = [[item for item in mine if item.scopes == scopes] for scopes in self._unclear]
            trees = (*trees, OneOf(items=tuple(AllOf(items=conditions.gather(kind)) for kind in kinds)))
        else:
            trees = (*trees, *conditions.gather([item for item in mine if item.scopes in self._unclear]))
        if not others:
            return trees
        alternatives: list[ConditionTree] = [AllOf(items=trees)]
        for applicant, items in others.items():
            part = next(leaves(items[0].tree)).part
            who = Predicate(fact=Fact.APPLICANT, op=Op.ANY_OF, value=(applicant,))
            alternatives.append(AllOf(items=(conditions.applicant_leaf(part, who), *conditions.gather(items))))
        return (OneOf(items=tuple(alternatives)),)

    def _unclear_scopes(self) -> tuple[tuple[str, ...], ...]:
        """Scopes that name none of the measures: kinds of applicant (领跑型试点企业, 成长型试点企业)."""
        found = {item.scopes: None for item in self._items if item.scopes and not self._meant(item)}
        return tuple(scopes for scopes in found if not all(name in self._title for name in scopes))

    def _meant(self, item: Item) -> list[Measure]:
        """The measures that an item's scopes name; empty when that is not clear."""
        meant = [m for m in self._found if any(m.named(name) for name in item.scopes)]
        if not meant:
            wanted = [set(name) - set("的") for name in item.scopes]
            meant = [m for m in self._found if any(chars <= set(m.text) for chars in wanted)]
            meant = meant if len(meant) == 1 and len(self._found) > 1 else []
        return meant

    def _for(self, measure: Measure, item: Item) -> ConditionTree | None:
        """The item's tree as it applies to a measure; `None` when it is another's."""
        opening = fold(next(leaves(item.tree)).part.text)
        categories = [m for m in self._found if m.category and opening.startswith(fold(m.category))]
        if categories:
            return item.tree if measure in categories else None
        named = [m for m in self._found if m.headed and fold(m.name) in item.topic]
        if named and len(named) < len(self._found):  # 申请贷款贴息需要符合以下条件, and 贷款贴息 is one of the measures
            return item.tree if measure in named else None
        if not item.scopes:
            return item.tree
        if all(name in self._title for name in item.scopes):  # 申请贴息的企业, in measures on 贷款贴息: everyone
            return item.tree
        meant = self._meant(item)
        if not meant:  # for some who apply, not told apart by what is granted: alternatives, or for a person
            return item.tree if len(self._unclear) > 1 and len(self._found) == 1 else conditions.as_text(item.tree)
        return item.tree if measure in meant else None

    def _own(self, measure: Measure, granting: Sequence[Line]) -> tuple[ConditionTree, ...]:
        """What the granting clause itself asks before it says how much."""
        if measure.row is not None:
            return self._of_category(measure)
        asked: list[ConditionTree] = []
        free = False
        for line in granting:
            if line.cells:
                continue
            for start, end in sentences(line.text):
                text = line.text[start:end]
                if contacts.is_rule(text) or not money.grants(text):
                    continue
                cut = amounts.trigger(text)
                stop = start + len(text[:cut].rstrip(",。; "))
                if cut and stop > start and not _HOW.match(line.text[start:stop]):
                    about = replace(self._context, about=measure.name)
                    asked.append(conditions.statement(line, start, stop, about))
                else:
                    free = True
        if not asked or (free and len(asked) > 1):
            return tuple(asked) if len(asked) == 1 else ()
        if free:
            return tuple(asked)
        return (asked[0],) if len(asked) == 1 else (OneOf(items=tuple(asked)),)

    def _tiers_of(self, found: Sequence[Measure]) -> tuple[Condition, ...]:
        """The tiers of the document's table as conditions: to fall into none of them is to get nothing."""
        given = [amount for measure in found for amount in amounts.read(measure.lines, self._context)]
        return _as_conditions(given)

    def _with_tiers(self, trees: tuple[ConditionTree, ...], given: Sequence[Amount]) -> tuple[ConditionTree, ...]:
        """Trees with 达到所在档次要求 spelled out as the tiers that it means."""
        own = _as_conditions(given)
        tiers = own or self._tiers
        if not tiers:
            return trees
        placed = False
        result: list[ConditionTree] = []
        for tree in trees:
            if isinstance(tree, Condition) and not tree.predicates and _REFERS_TO_TIERS.search(tree.part.text):
                result.append(OneOf(items=tiers, lead=tree.part))
                placed = True
            else:
                result.append(tree)
        if own and not placed:
            result.append(OneOf(items=own))
        return tuple(result)

    def _of_category(self, measure: Measure) -> tuple[ConditionTree, ...]:
        row = measure.row
        assert row is not None
        at = row.text.find(measure.category)
        part = row.part(at, at + len(measure.category)) if at >= 0 else row.part()
        named = titles.find(measure.category)
        found: list[ConditionTree] = []
        lead_text = measure.lead.text if measure.lead else ""
        if named:
            name, level, _, _ = named[0]
            newly = "new" if _NEWLY.search(lead_text) else ""
            title = Predicate(fact=Fact.TITLE, op=Op.HAS, value=(f"{level}{name}",), detail=newly)
            found.append(Condition(part=part, predicates=(title,), complete=True))
        elif not any(
            fold(next(leaves(item.tree)).part.text).startswith(fold(measure.category)) for item in self._items
        ):
            read = predicates.read(fold(measure.category), self._context)
            found.append(Condition(part=part, predicates=read.predicates, complete=read.complete, hedged=read.hedged))
        return tuple(found)

    # --- papers ----------------------------------------------------------------------------------------------------

    def _materials_of(self, measure: Measure) -> tuple[Part, ...]:
        parts = []
        for line in self._materials:
            meant = [m for m in self._found if self._material_names(line.text, m)]
            only = re.search(r"仅|的,(?:另|还)(?:附|需|应|须)|只", line.text)
            if meant and only and measure not in meant:
                continue
            if line.text.strip() and (line.label or not _ONLY_LEADS.fullmatch(line.text.strip())):
                parts.append(line.part())
        return tuple(parts)

    def _material_names(self, text: str, measure: Measure) -> bool:
        own = fold(measure.category or measure.name)
        if own and own in text:
            return True
        reference = re.search(r"第[一二三四五六七八九十百\d]{1,5}条", text)
        return reference is not None and measure.named(reference.group())
