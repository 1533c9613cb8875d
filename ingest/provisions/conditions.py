"""Lines that state conditions to a tree of them: all of, one of, exceptions, and what each applies to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store.provisions import AllOf, Condition, ConditionTree, OneOf, Part, Predicate
from docs_store.textnorm import sentences
from ingest.provisions.lines import Line
from ingest.provisions.predicates import read
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
_NUMBERING = re.compile(r"^第[一二三四五六七八九十百]+条\s*")
_OTHERS = re.compile(
    r"^(?:申报|申请|申领)[^,。;]{0,16}的(?P<who>创业团队|个人|高校|高等院校|科研院所|事业单位|社会组织)(?=应|须|需|可)"
)
_GENERIC = re.compile(
    r"^(?:本|该|上述)?(?:申报|企业|单位|政策|支持|奖补|资金|补助|奖励|专项|项目|本年度|财政经费|主体)*$|时$|截止"
)
_CONDITIONAL = re.compile(r"^(?:如|若|对于?|凡|其中|已|属于?)?[^,]{0,40}(?:的|时)$")
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
    """

    tree: ConditionTree
    scopes: tuple[str, ...]
    applicant: str
    group: str
    one_of: bool
    lead: Part | None
    order: int


def items(lines: Sequence[Line], context: Context) -> list[Item]:
    """Requirements of consecutive lines that stand under 支持对象 or 申报条件."""
    found: list[Item] = []
    leads: dict[str, Part] = {}
    for order, line in enumerate(lines):
        text = line.text.strip()
        if not text or _is_lead(line, lines[order + 1 : order + 2]):
            leads[text] = line.part()
            found += _lead_conditions(line, context, order)
            continue
        lead = _NUMBERING.sub("", line.lead)
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
                )
            )
    return found


def _is_lead(line: Line, following: Sequence[Line]) -> bool:
    return bool(following) and following[0].lead == line.text.strip()


def _lead_conditions(line: Line, context: Context, order: int) -> Iterator[Item]:
    """What a lead-in itself asks: `改造项目需产权清晰、有明确产业定位,并满足以下条件:`."""
    text = line.text.strip()
    head = re.split(r"[,;]?(?:并|且|还)?(?:应当?|需要?|须|必须|均|同时)*(?:符合|具备|满足|包括)", text)[0]
    if len(head) < 12 or not re.search("应|需|须|具有|注册|属于", head) or _SCOPED.match(head):
        return
    at = line.text.index(head)
    yield Item(_leaf(line, at, at + len(head), context), (), "", text, False, None, order)


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
        yield scope, other, statement(line, at, start + len(text), context)


def statement(line: Line, start: int, end: int, context: Context) -> ConditionTree:
    """The tree of one sentence `line.text[start:end]`, without its end mark."""
    text = line.text[start:end]
    spans = [(start + a, start + b) for a, b in _fragments(text)]
    first = line.text[slice(*spans[0])] if spans else text
    conditional = len(spans) > 1 and _CONDITIONAL.match(first) and _REQUIRES.search(line.text[spans[1][0] : end])
    negation = re.search(r"的,?不(?:得|予|能|再|可)", text)
    if len(spans) <= 1 or conditional or negation or re.search(r"优先|鼓励", text):
        if conditional or negation or re.search(r"优先|鼓励", text):
            return _text_leaf(line, start, end)
        return _leaf(line, start, end, context)
    made: list[ConditionTree] = []
    plain: list[tuple[int, int]] = []

    def flush() -> None:
        if plain:
            made.append(_leaf(line, plain[0][0], plain[-1][1], context, plain=True))
            plain.clear()

    for a, b in spans:
        fragment = line.text[a:b]
        if _EXCEPTION.search(fragment) and (made or plain):
            flush()
            made[-1] = OneOf(items=(made[-1], _exception(line, a, b, context)))
        elif re.match("或者?", fragment) and (made or plain):
            flush()
            made[-1] = OneOf(items=(made[-1], _leaf(line, a, b, context)))
        elif read(fragment, context).predicates:
            flush()
            made.append(_leaf(line, a, b, context))
        else:
            plain.append((a, b))
    flush()
    return made[0] if len(made) == 1 else AllOf(items=tuple(made))


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


def _leaf(line: Line, start: int, end: int, context: Context, *, plain: bool = False) -> Condition:
    found = read(line.text[start:end], context)
    if plain:
        return Condition(part=line.part(start, end))
    return Condition(
        part=line.part(start, end), predicates=found.predicates, complete=found.complete, hedged=found.hedged
    )


def _text_leaf(line: Line, start: int, end: int) -> Condition:
    return Condition(part=line.part(start, end))


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
