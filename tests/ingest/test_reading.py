"""A file into documents: identities, offsets, several documents in one file."""

from __future__ import annotations

from pathlib import Path

from docs_store.textnorm import clean_chunk, fold
from docs_store.types import Kind, PageSpan, Status
from ingest import reading
from ingest.readers.base import RawText
from ingest.reading import document_id, read_documents

HASH = "ab" * 32


def wide(text: str) -> str:
    """ASCII punctuation as the full-width forms that Chinese text has."""
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in ",;:!?()"})


THREE = wide(
    "".join(
        f"{place}科技局2023年工作总结和2024年工作安排 篇{n}\n当前位置:首页 > 总结\n"
        f"一、2023年工作总结\n{place}新增高新技术企业{n}0家。作文网 zUOwEnBa.Net兑付72。5万元。\n"
        f"二、2024年工作安排\n{place}力争新增{n}家。\n"
        for n, place in enumerate(("当涂县", "洞头区", "东丽区"), start=1)
    )
)


def test_one_file_with_three_reports_is_three_documents() -> None:
    contents = read_documents(RawText(text=THREE, reader="text"), name="总结.txt", source_key="/k", file_hash=HASH)
    assert [content.document.position for content in contents] == [1, 2, 3]
    assert [content.document.id for content in contents] == [document_id(HASH, n) for n in (1, 2, 3)]
    assert "".join(content.document.text for content in contents) == THREE
    regions = [c.document.metadata.region.value if c.document.metadata.region else "" for c in contents]
    assert regions == ["安徽省马鞍山市当涂县", "浙江省温州市洞头区", "天津市东丽区"]
    for content, place in zip(contents, ("当涂县", "洞头区", "东丽区"), strict=True):
        document = content.document
        assert document.metadata.kind.value is Kind.WORK_SUMMARY and place in document.metadata.title.value
        assert document.metadata.years is not None and document.metadata.years.value == (2023, 2024)
        assert all(chunk.document_id == document.id and chunk.id.startswith(document.id) for chunk in content.chunks)
        done, plan = content.chunks[-2:]
        assert (done.years, done.status) == ((2023,), Status.ACTUAL)
        assert (plan.years, plan.status) == ((2024,), Status.TARGET)
        readings = "\n".join(clean_chunk(chunk).text for chunk in content.chunks)
        assert "72.5万元" in readings and "72。5" in document.text
        assert "zUOwEnBa" not in readings and "当前位置" not in readings
        assert "zUOwEnBa" in document.text
        assert all(other not in readings for other in {"当涂县", "洞头区", "东丽区"} - {place})


def test_pages_of_a_part_count_from_its_beginning() -> None:
    half = THREE.index("洞头区")
    pages = (PageSpan(number=1, start=0, end=half + 20), PageSpan(number=2, start=half + 20, end=len(THREE)))
    contents = read_documents(
        RawText(text=THREE, reader="pdf", pages=pages), name="总结.pdf", source_key="/k", file_hash=HASH
    )
    assert [page.number for page in contents[0].document.pages] == [1]
    assert next((p.number, p.start, p.end) for p in contents[1].document.pages) == (1, 0, 20)
    assert contents[1].document.pages[1].end == len(contents[1].document.text)
    assert [page.number for page in contents[2].document.pages] == [2]
    assert [chunk.page for chunk in contents[2].chunks] == [2] * len(contents[2].chunks)
    assert contents[1].chunks[0].page == 1


def test_ids_change_with_content_position_and_rules(monkeypatch: object) -> None:
    ids = {document_id(HASH, 1), document_id(HASH, 2), document_id("cd" * 32, 1)}
    assert len(ids) == 3
    before = document_id(HASH, 1)
    old = reading.READING_VERSION
    reading.READING_VERSION = old + 1
    try:
        assert document_id(HASH, 1) != before
    finally:
        reading.READING_VERSION = old
    assert document_id(HASH, 1) == before


def test_the_source_is_carried_along() -> None:
    (content,) = read_documents(
        RawText(text="甲县办法\n第一条 适用。\n", reader="text"), name="甲.txt", source_key="/k", file_hash=HASH
    )
    document = content.document
    assert (document.source, document.source_key, document.file_hash, document.reader) == ("甲.txt", "/k", HASH, "text")


def test_nothing_gives_nothing() -> None:
    for text in ("", "\n \u3000\n"):
        assert read_documents(RawText(text=text, reader="text"), name="a", source_key="k", file_hash=HASH) == []


def test_chunks_keep_the_misprints_and_read_without_them(tmp_path: Path) -> None:
    (content,) = read_documents(
        RawText(text="甲县2023年工作总结\n一、工作\n兑付72。5万元，研发12。93亿元。\n", reader="text"),
        name="a", source_key="k", file_hash=HASH,
    )  # fmt: skip
    (chunk,) = (chunk for chunk in content.chunks if "兑付" in chunk.text)
    assert "72。5万元" in chunk.text and "12。93亿元" in chunk.text
    assert "72.5万元" in fold(clean_chunk(chunk).text) and "12.93亿元" in clean_chunk(chunk).text
