"""Lines that are printed over every page, wherever on it the sentences are: watermarks and notes on handling.

A label may stand as often (`申报条件` in each card of a guide), so a line's coming again proves nothing. What does is
that it stands in the middle of sentences, or that it says nothing but how the paper is to be handled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lines import Line, columns
from ingest.markers import starts_with_marker

_LONGEST = 30  # characters of such a line
_LEAST = 3  # times that an unknown line has to stand
_LEAST_OF_NOTES = 2  # times that a note on handling has to stand
_LEAST_PARTING = 0.3  # share of its places that lie inside a sentence: on a page most lines do
_FULL = 0.8  # of the width of the usual full line
_SENTENCE_MARK = re.compile("[,。;:!?|，；：！？]")
_CLOSED = re.compile(r"[。!?;:][”’」』)】》]{0,3}$")
_NOTE = (
    "内部(?:资料|文件|使用|参考|材料)|仅供(?:内部|学习|个人)?(?:参考|使用|学习|交流)|(?:请勿|不得|严禁|禁止|切勿)(?:擅自)?(?:外传|转载|复制|翻印|传播|泄露|商用)"
    "|(?:请)?(?:注意|妥善)(?:保存|保管|保密)|翻印必究|版权所有|样[稿本张]|草稿"
)
_NOTES = re.compile(rf"\s{{0,9}}(?:(?:{_NOTE})[\s,，、;*·-]{{0,5}}){{1,4}}")


def find(lines: Sequence[Line], tables: Sequence[tuple[int, int]] = ()) -> Iterator[Line]:
    """The lines of watermarks, in order.

    Args:
        lines: folded, as `lines.split` gives them; those that stand on the edges of pages may be left out.
        tables: spans of tables: a table may print its header again and again.
    """
    filled = [line for line in lines if line.text.strip()]
    places: dict[str, list[int]] = {}
    for at, line in enumerate(filled):
        words = "".join(line.text.split())
        if 2 <= len(words) <= _LONGEST and (_NOTES.fullmatch(line.text) or not _SENTENCE_MARK.search(words)):
            places.setdefault(words, []).append(at)
    widths = sorted(columns(line.text) for line in filled)
    full = widths[int(len(widths) * 0.9)] if widths else 0
    marked: set[int] = set()
    for words, found in places.items():
        if len(found) < _LEAST_OF_NOTES or any(start <= filled[found[0]].start < end for start, end in tables):
            continue
        if _NOTES.fullmatch(words):
            marked.update(found)
        elif len(found) >= _LEAST and not starts_with_marker(words):
            parting = sum(_parts(filled, at, full) for at in found)
            if parting >= max(2, _LEAST_PARTING * len(found)):
                marked.update(found)
    return (filled[at] for at in sorted(marked))


def _parts(lines: Sequence[Line], at: int, full: int) -> bool:
    """Whether a line stands inside a sentence: a full line of prose breaks off above it, and goes on below."""
    if not 0 < at < len(lines) - 1:
        return False
    above, below = lines[at - 1].text.strip(), lines[at + 1].text.strip()
    return (
        columns(above) >= _FULL * full
        and not _CLOSED.search(above)
        and "|" not in above + below
        and re.search("[,。;，；]", above) is not None
        and re.search("[,。;，；]", below) is not None
        and not starts_with_marker(below)
    )
