"""Lines printed over every page go; labels and headers that stand as often stay."""

from __future__ import annotations

import time

import pytest

from docs_store.textnorm import fold
from ingest import lines, watermarks

_LINE = "全县高新技术企业总数达到九十六家\uff0c入库科技型中小企业一百一十八家\uff0c技术合同成交额再创"


def marked(text: str, tables: tuple[tuple[int, int], ...] = ()) -> list[str]:
    return [line.text for line in watermarks.find(lines.split(fold(text)), tables)]


@pytest.mark.parametrize("mark", ["青禾县科技局 李明 1203", "青禾文库", "DRAFT 2024", "仅供会议讨论"])
def test_what_stands_inside_sentences_again_and_again_is_a_watermark(mark: str) -> None:
    text = "\n".join([_LINE, mark, _LINE, _LINE + "新高。", mark, "二、下一步安排", _LINE, mark, _LINE])
    assert marked(text) == [mark] * 3


@pytest.mark.parametrize("note", ["内部资料 注意保存", "仅供参考\uff0c请勿外传", "内部文件\uff0c严禁复制"])
def test_notes_on_handling_are_watermarks_wherever_they_stand(note: str) -> None:
    text = f"第一段说明。\n{note}\n第二段说明。\n{note}\n第三段说明。\n"
    assert marked(text) == [fold(note)] * 2
    assert marked(f"第一段说明。\n{note}\n第二段说明。\n") == []  # once it may be said of the text


@pytest.mark.parametrize("label", ["申报条件", "支持标准", "序号 项目 金额", "一、支持对象"])
def test_labels_that_come_again_stay(label: str) -> None:
    assert marked("\n".join([label, "在青禾县注册的企业。", "最高奖励20万元。"] * 4)) == []


def test_the_header_of_a_table_on_every_page_stays() -> None:
    rows = [f"{n} 青禾县第{n}精密机械制造有限公司承担的关键零部件研发项目 20万元" for n in range(1, 9)]
    text = "\n".join(line for at in range(0, 8, 2) for line in ("序号 承担单位 金额", *rows[at : at + 2]))
    assert marked(text) == []
    prose = "\n".join([_LINE, "序号 承担单位", _LINE] * 3)
    assert marked(prose) and not marked(prose, ((0, len(prose)),))


def test_many_lines_take_no_longer_for_each() -> None:
    def took(count: int) -> float:
        text = "\n".join(f"{_LINE}\n水印{n % 50}" for n in range(count))
        start = time.process_time()
        marked(text)
        return time.process_time() - start

    assert took(4_000) < 12 * max(took(1_000), 0.01)
