"""Lines that state conditions to a tree of them: all of, one of, exceptions, and what each applies to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store.provisions import AllOf, Condition, ConditionTree, OneOf, Part, Predicate
from docs_store.textnorm import fold, sentences
from ingest import markers
from ingest.provisions.lines import Line
from ingest.provisions.predicates import read
from ingest.provisions.roles import behind_exception, own_words, states
from ingest.provisions.rules import Context

_ONE_OF = re.compile(
    r"条件之一|之一的?|任一|任意一[项个条]|其中一[项个条]|至少(?:具备|符合|满足)?[^,。;]{0,6}一[项个条]"
)
_SOME_OF = re.compile(
    r"(?:之[二三两四]|至少[^,。;]{0,8}[两二三四][项个条]|其中[两二三四][项个条]|任意[两二三四][项个条])"
)
_BARRED = re.compile(
    r"(?:情形|情况)[^。;]{0,12}(?:不予|不得|不能|不再|不可|取消|不纳入|不享受|不列入)"
    r"|(?:不予|不得|不能)[^。;]{0,16}(?:情形|情况)|优先"
)
_SCOPED = re.compile(
    r"^(?:对于|对|凡|其中)?,?(?P<verb>牵头申报|申报|申请|申领|享受|参加|参评)(?P<name>(?:(?!单位|企业|主体)[^,。;:的除需应须为]){2,20}?)的?(?P<who>企业|单位|团队|机构|个人|人员|的)"
)
_OTHERS = re.compile(
    r"^(?:申报|申请|申领)[^,。;]{0,16}的(?P<who>创业团队|个人|高校|高等院校|科研院所|事业单位|社会组织)(?=应|须|需|可)"
)
_GENERIC = re.compile(
    r"^(?:本|该|上述)?(?:申报|企业|单位|政策|支持|奖补|资金|补助|奖励|专项|项目|本年度|财政经费|主体)*$|时$|截止"
)
_CONDITIONAL = re.compile(r"^(?:如|若|对于?|凡|其中|已|属于?)?[^,]{0,40}(?:的|时)$")
_OF_SOME = re.compile(
    r"[,;]其中,?[\u4e00-\u9fff]{2,16}(?:企业|单位|机构|项目|领域|店|类)[^,;。]{0,12}(?:不(?:低于|少于|超过|高于)|达到|以[上内下])"
)
_EXCEPTION = re.compile(r"不受此限|除外|不受[^,。;]{0,8}限制|可放宽|可不受")
_MUST = r"(?<![响适相供反效对])应(?![用急对收付])|须|必须|需(?!求)"
REQUIRES = re.compile(rf"{_MUST}|不低于|不少于|不超过")
"""Words by which a sentence asks for something."""
_REQUIRES = re.compile(rf"{_MUST}|不低于|不少于|不超过|不高于|不得|符合|满足|具有|具备|拥有|未|无|以上|以内")


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement of the document.

    Attributes:
        tree: what is required.
        scopes: names of the measures it is for, as the clause has them; empty for all.
        applicant: who it is for when that is no enterprise (创业团队, 申报人), else empty.
        group: key of the list it stands in; items of one list share it.
        one_of: the list asks for one of its items only; `lead` is its lead-in.
        order: place in the document.
        topic: the lead-in and headings that it stands under, folded; they may name the measure it is for.
    """

    tree: ConditionTree
    scopes: tuple[str, ...]
    applicant: str
    group: str
    one_of: bool
    lead: Part | None
    order: int
    topic: str = ""


def items(lines: Sequence[Line], context: Context) -> list[Item]:
    """Requirements of consecutive lines that stand under 支持对象 or 申报条件."""
    found: list[Item] = []
    leads: dict[str, Part] = {}
    for order, line in enumerate(lines):
        text = line.text.strip()
        if not text or _is_lead(line, lines[order + 1 : order + 2]):
            leads[_unnumbered(text)] = line.part()
            found += _lead_conditions(line, context, order)
            continue
        lead = _unnumbered(line.lead)
        some_of, barred = bool(_SOME_OF.search(lead)), bool(_BARRED.search(lead))
        scopes = _scope(lead)
        for part_scope, own_applicant, tree in _statements(line, context):
            made = tree
            if some_of or barred:
                made = as_text(tree)
            found.append(
                Item(
                    tree=made,
                    scopes=part_scope or scopes,
                    applicant=own_applicant or _applicant(lead),
                    group=lead or " ".join(line.clause),
                    one_of=bool(_ONE_OF.search(lead)) and not barred,
                    lead=leads.get(lead),
                    order=order,
                    topic=fold(" ".join((*line.clause, line.lead))),
                )
            )
    return found


def _is_lead(line: Line, following: Sequence[Line]) -> bool:
    return bool(following) and _unnumbered(following[0].lead) == _unnumbered(line.text)


def _unnumbered(text: str) -> str:
    marker = markers.parse(text)
    return (text[marker.end :] if marker else text).strip(" :")


def _lead_conditions(line: Line, context: Context, order: int) -> Iterator[Item]:
    """What a lead-in itself asks: `由各区推荐的企业,应符合以下条件:`, `项目需产权清晰,并满足以下条件:`."""
    text = line.text.strip()
    head = own_words(text)
    if not states(head) or _SCOPED.match(head):
        return
    if head not in text:  # what it leaves out stands in the middle
        head = behind_exception(text)
    at = line.text.index(head)
    yield Item(statement(line, at, at + len(head), context), (), "", text, False, None, order)


def as_text(tree: ConditionTree) -> ConditionTree:
    """The same words without predicates: what meeting one of them means, the lead-in says."""
    if isinstance(tree, Condition):
        return replace(tree, predicates=(), complete=False)
    return replace(tree, items=tuple(as_text(item) for item in tree.items))


def _scope(text: str) -> tuple[str, ...]:
    match = _SCOPED.match(text)
    if match is None or _GENERIC.search(match["name"]) or match["who"] in ("团队",):
        return ()
    return (match["name"],)


def _applicant(lead: str) -> str:
    match = _OTHERS.match(lead)
    return match["who"] if match else ""


def _statements(line: Line, context: Context) -> Iterator[tuple[tuple[str, ...], str, ConditionTree]]:
    """The sentences of a line, each with the measure and the applicant it names, and what it requires."""
    for start, end in sentences(line.text):
        text = line.text[start:end].rstrip("。;,")
        if not text.strip() or re.search(r"^(?:上述|前款|本办法所称|以上)", text):
            continue
        scope = _scope(text)
        other = _applicant(text)
        at = start
        if other:
            at += _OTHERS.match(text).end()  # type: ignore[union-attr]
        elif scope:
            match = _SCOPED.match(text)
            assert match is not None
            at += match.end()
            while line.text[at : at + 1] in (",", "的"):
                at += 1
        yield scope, other, statement(line, at, start + len(text), context, told_from=start)


def statement(line: Line, start: int, end: int, context: Context, *, told_from: int | None = None) -> ConditionTree:
    """The tree of one sentence `line.text[start:end]`, without its end mark.

    Args:
        told_from: where the sentence's own words begin, when those before `start` say whom it is for.
    """
    text = line.text[start:end]
    spans = [(start + a, start + b) for a, b in _fragments(text)]
    opening = start if told_from is None else told_from
    if _only_for_a_person(line, spans, text):
        return Condition(part=line.part(opening, end))
    made: list[ConditionTree] = []
    plain: list[tuple[int, int]] = []

    def leaf(a: int, b: int) -> Condition:
        found = read(line.text[a:b], context)
        part = line.part(opening if a == start else a, b)
        return Condition(part=part, predicates=found.predicates, complete=found.complete, hedged=found.hedged)

    def flush() -> None:
        if plain:
            a, b = plain[0][0], plain[-1][1]
            made.append(Condition(part=line.part(opening if a == start else a, b)))
            plain.clear()

    if len(spans) <= 1:
        return leaf(start, end)
    for a, b in spans:
        fragment = line.text[a:b]
        if _EXCEPTION.search(fragment) and (made or plain):
            flush()
            made[-1] = OneOf(items=(made[-1], _exception(line, a, b, context)))
        elif re.match("或者?", fragment) and (made or plain):
            flush()
            made[-1] = OneOf(items=(made[-1], leaf(a, b)))
        elif read(fragment, context).predicates:
            flush()
            made.append(leaf(a, b))
        else:
            plain.append((a, b))
    flush()
    return made[0] if len(made) == 1 else AllOf(items=tuple(made))


def _only_for_a_person(line: Line, spans: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether a sentence bars, prefers, holds in one case only, or asks something else of some (其中生物医药企业…)."""
    if re.search(r"的,?不(?:得|予|能|再|可)|优先|鼓励|参照", text) or _OF_SOME.search(text):
        return True
    if len(spans) < 2:
        return False
    first, behind = line.text[slice(*spans[0])], line.text[spans[1][0] : spans[-1][1]]
    return _CONDITIONAL.match(first) is not None and _REQUIRES.search(behind) is not None


def _fragments(text: str) -> list[tuple[int, int]]:
    """Spans between commas outside brackets; 且 and 并 after a comma stay with what follows."""
    spans, depth, at = [], 0, 0
    for i, char in enumerate(text):
        if char in "(《“【":
            depth += 1
        elif char in ")》”】":
            depth = max(0, depth - 1)
        elif char == "," and not depth:
            spans.append((at, i))
            at = i + 1
    spans.append((at, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _exception(line: Line, start: int, end: int, context: Context) -> Condition:
    """县外整体迁入的企业不受此限: whoever is so meets the clause."""
    who = re.split(_EXCEPTION, line.text[start:end])[0]
    found = read(who.removesuffix("企业").rstrip("的"), context)
    return Condition(part=line.part(start, end), predicates=found.predicates, complete=found.complete)


def applicant_leaf(part: Part, predicate: Predicate) -> Condition:
    """A condition that only says who may apply."""
    return Condition(part=part, predicates=(predicate,), complete=True)


def gather(found: Sequence[Item]) -> tuple[ConditionTree, ...]:
    """Items as a list of trees: those of a one-of list become one `OneOf`."""
    trees: list[ConditionTree] = []
    groups: dict[str, int] = {}
    for item in found:
        if not item.one_of:
            trees.append(item.tree)
            continue
        if item.group in groups:
            at = groups[item.group]
            held = trees[at]
            assert isinstance(held, OneOf)
            trees[at] = replace(held, items=(*held.items, item.tree))
        else:
            groups[item.group] = len(trees)
            trees.append(OneOf(items=(item.tree,), lead=item.lead))
    return tuple(trees)
