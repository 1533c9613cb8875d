"""Citations of an answer: one for each run of a document, its quote the document's own text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.findings import check
from assistant.find import pieces
from assistant.say.compose import Composer
from assistant.turn import Source
from docs_store.types import Chunk, Citation, Document, Inferred, Kind, Metadata
from tests.assistant.sources import POLICY, finding, material

RULE = (
    "申请企业应当如实填写申请表，并对所",
    "附材料的真实性负责，由县科技局会同",
    "县财政局在每年三月底以前组织审核，",
    "审核结果公示五个工作日，期内有异议",
    "的由县科技局复核，复核意见为最终意",
    "见，企业可在十个工作日内领取创新券",
    "，逾期未领取的视为自动放弃。",
)
SAID = "".join(RULE)


def chunk(text: str, span: tuple[int, int], ordinal: int) -> Chunk:
    start, end = span
    return Chunk(
        id=f"c{ordinal}", document_id="d", ordinal=ordinal, text=text[start:end], heading=(), start=start, end=end,
        page=None,
    )  # fmt: skip


def spans(text: str, lines: Sequence[str]) -> list[tuple[int, int]]:
    return [(at := text.index(line), at + len(line)) for line in lines]


def cited(text: str, made: pieces.Pieces, quote: str) -> tuple[Citation, ...]:
    """The citations of one sentence that rests on one quote."""
    words, origins, stretches = made.result()
    source = Source(
        number=1, document_id="d", file="d.txt", text=words, origins=origins, stretches=stretches, **POLICY
    )  # fmt: skip
    checked = check(finding(quote, quote), material(source))
    assert checked.grounds
    composer = Composer(lambda document_id: text)
    sentence = composer.add(checked)
    assert sentence is not None
    citations = composer.of(sentence)
    assert [text[citation.start : citation.end] for citation in citations] == [c.quote for c in citations]
    return citations


def test_a_sentence_over_hard_wrapped_lines_has_one_citation() -> None:
    for between in ("\n", "\n\n", "\r\n　　"):
        text = f"创新券管理办法\n{between.join(RULE)}\n附则"
        whole = text[text.index(RULE[0]) : text.index("附则") - 1]
        chunks = [chunk(text, span, n) for n, span in enumerate(spans(text, RULE))]
        (citation,) = cited(text, pieces.of_chunks(chunks), SAID)
        assert (citation.quote, citation.chunk_id) == (whole, "c0")


def test_so_has_one_over_lines_of_one_chunk() -> None:
    text = "\n".join(RULE)
    known = Metadata(
        title=Inferred(value="办法", source="", certainty=1), kind=Inferred(value=Kind.POLICY, source="", certainty=1)
    )
    document = Document(
        id="d", source="d.txt", source_key="d", file_hash="", position=1, text=text, metadata=known
    )  # fmt: skip
    made = pieces.of_spans(document, spans(text, RULE), [chunk(text, (0, len(text)), 0)])
    (citation,) = cited(text, made, SAID)
    assert (citation.quote, citation.chunk_id) == (text, "c0")


def test_a_quote_from_the_middle_begins_in_its_own_chunk() -> None:
    text = "\n".join(RULE)
    chunks = [chunk(text, span, n) for n, span in enumerate(spans(text, RULE))]
    (citation,) = cited(text, pieces.of_chunks(chunks), "".join(RULE[2:5]))
    assert (citation.quote, citation.chunk_id) == ("\n".join(RULE[2:5]), "c2")


def test_what_stands_between_two_lines_keeps_them_apart() -> None:
    text = "\n— 3 —\n".join(("\n".join(RULE[:3]), "\n".join(RULE[3:])))
    chunks = [chunk(text, span, n) for n, span in enumerate(spans(text, RULE))]
    before, after = cited(text, pieces.of_chunks(chunks), SAID)
    assert (before.quote, before.chunk_id) == ("\n".join(RULE[:3]), "c0")
    assert (after.quote, after.chunk_id) == ("\n".join(RULE[3:]), "c3")


def test_lines_in_another_order_than_the_document_s_are_cited_one_by_one() -> None:
    text = "\n".join(RULE[:2])
    first, second = (chunk(text, span, n) for n, span in enumerate(spans(text, RULE[:2])))
    turned = cited(text, pieces.of_chunks([second, first]), RULE[1] + RULE[0])
    assert [citation.chunk_id for citation in turned] == ["c1", "c0"]
