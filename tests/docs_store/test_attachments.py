"""Attachments and what they belong to."""

from __future__ import annotations

from typing import Any

from docs_store.attachments import parents
from docs_store.catalog import DocumentInfo
from docs_store.types import Inferred, Kind, Metadata


def file(name: str, folder: str = "/a", title: str = "", lists: tuple[str, ...] = ()) -> DocumentInfo:
    def given(value: Any) -> Inferred[Any]:
        return Inferred(value=value, source="test", certainty=0.9)

    metadata = Metadata(
        title=given(title or name), kind=given(Kind.NOTICE), attachments=given(lists) if lists else None
    )
    return DocumentInfo(
        id=f"{folder}/{name}", source=name, source_key=f"{folder}/{name}", position=1, file_hash="", reader="text",
        metadata=metadata, chunks=1,
    )  # fmt: skip


NOTICE = file("申报通知.docx", lists=("项目申报书", "汇总表"))


def test_files_marked_as_attachments_belong_to_the_notice_beside_them() -> None:
    infos = [NOTICE, file("附件1.docx"), file("附件2\uff1a汇总表.xlsx"), file("附件.pdf", "/b")]
    assert parents(infos) == {"/a/附件1.docx": NOTICE.id, "/a/附件2\uff1a汇总表.xlsx": NOTICE.id}


def test_files_named_in_the_list_need_no_mark() -> None:
    other = file("另一个通知.docx")
    assert parents([NOTICE, other, file("项目申报书.docx"), file("x.docx", title="《汇总表》")]) == {
        "/a/项目申报书.docx": NOTICE.id,
        "/a/x.docx": NOTICE.id,
    }


def test_with_two_notices_a_mere_mark_tells_nothing() -> None:
    assert parents([NOTICE, file("另一个通知.docx"), file("附件1.docx")]) == {}


def test_files_of_other_folders_stay_out() -> None:
    assert parents([NOTICE, file("项目申报书.docx", "/b")]) == {}
