"""What a model is given to read."""

from __future__ import annotations

from assistant.read.prompts import source_blocks
from assistant.turn import Source
from docs_store.types import Kind, Status


def source(number: int, document: str, **known: object) -> Source:
    text = f"{document}的第{number}段。"
    return Source(
        number=number, document_id=document, title=f"{document}办法", file=f"{document}.txt", kind=Kind.POLICY,
        text=text, origins=tuple(range(len(text))), stretches=(), region="青禾县", is_region_sure=True,
        doc_number=f"青科〔2023〕{len(document)}号", **known,  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_known_of_a_document_is_given_once() -> None:
    blocks = source_blocks(
        [
            source(1, "甲"), source(2, "乙甲", own_years=(2023,)),
            source(3, "甲", own_years=(2024,), status=Status.TARGET, heading=("第二章",)),
        ]
    )  # fmt: skip
    assert [block.splitlines()[0] for block in blocks] == [
        "<资料 编号=1 《甲办法》 地区：青禾县 类型：政策法规 文号：青科〔2023〕1号>",
        "<资料 编号=2 《乙甲办法》 地区：青禾县 类型：政策法规 文号：青科〔2023〕2号 本段年份：2023>",
        "<资料 编号=3 文件：同资料1 本段年份：2024 本段性质：目标或计划>",
    ]
    assert blocks[2].splitlines()[1:] == ["位置：第二章", "甲的第3段。", "</资料>"]


def test_without_the_first_sources_the_next_one_names_the_document() -> None:
    (block,) = source_blocks([source(7, "甲")])
    assert block.startswith("<资料 编号=7 《甲办法》")
