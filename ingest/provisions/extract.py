"""A document's blocks to its support measures: the steps, top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docs_store.provisions import Provision
from docs_store.textnorm import fold
from docs_store.types import Kind, Metadata, Role
from ingest.provisions import cards, measures, recipients, titles
from ingest.provisions.assembly import Assembly
from ingest.provisions.line_reading import read
from ingest.provisions.lines import Line
from ingest.provisions.measures import Measure
from ingest.provisions.rules import Context
from ingest.provisions.table_rows import with_tables
from ingest.structure import Block

_KINDS = frozenset({Kind.POLICY, Kind.GUIDE, Kind.NOTICE})
_ABOUT_SUPPORT = re.compile(
    "申报|报送|项目|评估|评审|测试|招募|报名|认定|评选|征集|推荐|举荐|选拔|竞赛|大赛|比赛|揭榜|支持|补|奖|贴息|资助|申领|培育|遴选|复核"
)


def lines_of(
    blocks: Sequence[Block], text: str, *, origin: int, removed: Sequence[tuple[int, int]], kind: Kind
) -> list[Line]:
    """Lines of a policy, guide, notice or other call for applications, in order; none for other documents.

    Args:
        blocks: the document's blocks, offsets into `text`.
        text: the file's text, verbatim.
        origin: where the document begins in `text`; spans of the lines' parts count from there.
        removed: spans of `text` that are no part of what it says.
    """
    return read(blocks, text, origin=origin, removed=removed) if kind in (*_KINDS, Kind.OTHER) else []


def extract(said: Sequence[Line], metadata: Metadata) -> list[Provision]:
    """Support measures of a document, in order.

    Args:
        said: its lines, as `lines_of` gives them.
    """
    lines = with_tables(said)
    if metadata.kind.value is Kind.OTHER and not _has_fields(lines):
        return []
    found: list[Provision] = []
    held = cards.split(lines, metadata.title.value)
    for card in held:
        found += _of_card(card.lines, fold(card.title), metadata, one_of_many=len(held) > 1)
    return found


def _has_fields(lines: Sequence[Line]) -> bool:
    """Whether a document of no kind has the fields of a call: 申报对象 with 支持内容 or 截止日期."""
    roles = {line.roles[0] for line in lines if line.roles}
    return Role.TARGET in roles and bool(roles & {Role.AMOUNT, Role.WINDOW})


def _of_card(lines: Sequence[Line], title: str, metadata: Metadata, *, one_of_many: bool) -> list[Provision]:
    """The measures of one policy, a document of its own or a card of a guide."""
    context = _context(lines, title, metadata)
    found, loose, ceilings = measures.find(lines, title)
    stated = [line for line in lines if line.roles and line.roles[0] in (Role.CONDITION, Role.TARGET)]
    if not found:
        single = _whole(stated, loose, title, metadata, one_of_many=one_of_many)
        if single is None:
            return []
        found, loose = [single], []
    given = Assembly(lines, stated, loose, ceilings, found, context, title).provisions()
    return [recipients.classified(one, title, metadata.kind.value) for one in given]


def _context(lines: Sequence[Line], title: str, metadata: Metadata) -> Context:
    subjects = {name for name, _, _, _ in titles.find(title)}
    strict = any(re.search(r"[“\"]?以下[”\"]?(?:均)?不(?:包含|含|包括)本数", line.text) for line in lines)
    return Context(
        region=metadata.region.value if metadata.region else "",
        subject=next(iter(subjects)) if len(subjects) == 1 else "",
        strict_below=strict,
    )


def _whole(
    stated: Sequence[Line], loose: Sequence[Line], title: str, metadata: Metadata, *, one_of_many: bool
) -> Measure | None:
    """The one measure of a document that names no sums: an application notice, a recognition."""
    asks = any(Role.CONDITION in line.roles for line in stated)
    many = one_of_many or metadata.kind.value is Kind.GUIDE  # a guide says what is to be had, whatever it is called
    if not stated or not (_ABOUT_SUPPORT.search(title) or (many and asks)):
        return None
    if metadata.kind.value is Kind.POLICY and not asks:
        return None
    return Measure(measures.title_core(title), list(loose))
