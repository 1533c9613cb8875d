"""What an article of a named law says (专利法第四十二条怎么规定): its own words, looked up by its number.

Search can not tell 第五条 from 第五十二条, and the words of the question are those of the law's title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.read.rules import evidence
from assistant.read.rules.evidence import Evidence, passage_of, whole_chunk
from assistant.read.rules.kinds import Asked
from assistant.read.rules.question import Question
from assistant.read.rules.scope import Scope
from docs_store import lazy_re
from docs_store.catalog import DocumentInfo
from docs_store.numerals import NUMERAL, value_of
from docs_store.titles import title_key
from docs_store.types import Chunk

_ARTICLE = lazy_re.compile(rf"第\s*(?P<n>[{NUMERAL}]+|\d{{1,4}})\s*条(?P<inserted>之[一二三四五六七八九十])?")
_ONE_FACT = (Asked.VALUE, Asked.TIME, Asked.CONTACT, Asked.OFFICE)


def said(question: Question, scope: Scope, chunks_of: Callable[[str], Sequence[Chunk]]) -> list[Evidence] | None:
    """Sentences of the article that a question names, in order; `None` where it names none of a document in scope.

    An empty list says that the document has no such article. What asks for one fact of the article (第五条罚多少) gets
    the sentences that give it, if any do.

    Args:
        chunks_of: the chunks of a document by its id, in order.
    """
    asked = _ARTICLE.search(question.text)
    info = _named(question.text[: asked.start()], scope.infos) if asked else None
    if asked is None or info is None:
        return None
    chunks = [chunk for chunk in chunks_of(info.id) if any(_is(asked, heading) for heading in chunk.heading)]
    passages = [passage_of(chunk, info) for chunk in chunks]
    if question.asked in _ONE_FACT and (found := evidence.find(question, scope, passages)):
        return sorted(found, key=lambda e: (e.sentence.chunk.ordinal, e.sentence.start))
    return [part for passage in passages for part in whole_chunk(passage)]


def _named(text: str, infos: Sequence[DocumentInfo]) -> DocumentInfo | None:
    """The document with the longest title that stands in the text."""
    text = re.sub(r"[\s《》]", "", text)
    keys = {info.id: title_key(info.metadata.title.value) for info in infos}
    held = [info for info in infos if keys[info.id] and keys[info.id] in text]
    return max(held, key=lambda info: len(keys[info.id]), default=None)


def _is(asked: re.Match[str], heading: str) -> bool:
    """Whether a heading opens the article asked for."""
    opens = _ARTICLE.match(heading.strip())
    return opens is not None and _number(opens) == _number(asked)


def _number(match: re.Match[str]) -> tuple[Decimal | None, str]:
    return value_of(match["n"]), match["inserted"] or ""
