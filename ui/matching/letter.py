"""A matching result as a Word document on A4: a report of a few pages, not the list of everything.

A table of what can be applied for now, then the first of these in detail; what is one step away; what opens later;
which facts to add. What is refused or over is a count: the spreadsheet holds every measure with every condition.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.matching.results import Match, State
from assistant.matching.sections import Sections, days_left, sections
from docs_store import lazy_re
from ui.matching import told
from ui.matching.told import Export

_UNSTORABLE = lazy_re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_LISTED, _DETAILED, _STEPS, _LATER, _ASKED, _LINES = 20, 8, 6, 8, 8, 6
_LONGEST = 160  # characters of one line of a clause; the whole stands in the document that is named
_WIDTHS = (0.9, 5.2, 2.6, 3.6, 3.9)  # cm, of 16.2 between the margins


def render(export: Export) -> bytes:
    """The file."""
    from docx import Document  # noqa: PLC0415  # only this format needs it

    words, matched = export.words, export.matched
    parts = sections(matched)
    book = Document()
    _laid_out(book)
    book.core_properties.title = words("match.title")
    book.core_properties.author = ""
    book.add_heading(words("match.title"), level=0)
    _say(book, words("match.on", name=export.name or "—", on=matched.on.isoformat()))
    _say(book, words("match.report", sure=len(parts.sure), open=len(parts.open), later=len(parts.later),
                     far=len(parts.far), refused=len(parts.refused), over=len(parts.over)))  # fmt: skip
    if parts.now:
        book.add_heading(words("match.part.now"), level=1)
        _table(book, parts.now[:_LISTED], export)
        if len(parts.now) > _LISTED:
            _say(book, words("match.part.more", count=len(parts.now) - _LISTED))
    for number, found in enumerate(parts.now[:_DETAILED], start=1):
        _measure(book, number, found, export)
    _steps(book, export)
    _later(book, parts, export)
    if matched.asked:
        book.add_heading(words("match.asked"), level=1)
        for asked in matched.asked[:_ASKED]:
            line = words("match.asked_line", field=told.field_name(asked.field, words), measures=asked.measures)
            _say(book, line, "List Bullet")
    _say(book, words("match.disclaimer"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _laid_out(book: Any) -> None:
    """A4 with the margins and the typefaces of official letters."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    page = book.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.4)
    for name, face, size in (("Normal", "仿宋", 12), ("List Bullet", "仿宋", 12), ("Title", "宋体", 20),
                             ("Heading 1", "黑体", 14), ("Heading 2", "楷体", 12)):  # fmt: skip
        style = book.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.name = "Times New Roman"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), face)
        style.paragraph_format.space_after = Pt(4)


def _table(book: Any, held: Sequence[Match], export: Export) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415

    words = export.words
    heads = words("match.table").split("|")
    table = book.add_table(rows=1, cols=len(heads), style="Table Grid")
    rows = [heads]
    for number, found in enumerate(held, start=1):
        amount = words("match.amount", amount=told.money(found.amount)) if found.amount is not None else "—"
        left = days_left(found, export.matched)
        when = told.window(found, words) + (words("match.days", count=left) if left is not None else "")
        state = words(f"verdict.{found.verdict}")
        rows.append([str(number), _short(found.row.provision.measure), amount, when,
                     f"{state}　《{_short(found.row.info.metadata.title.value)}》"])  # fmt: skip
    for at, texts in enumerate(rows):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, text, width in zip(cells, texts, _WIDTHS, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(_clean(text))
            run.font.size, run.bold = Pt(10.5), at == 0


def _measure(book: Any, number: int, found: Match, export: Export) -> None:
    words, provision = export.words, found.row.provision
    book.add_heading(_clean(f"{number}. {told.one_line(provision.measure)}"), level=2)
    _say(book, f"《{found.row.info.metadata.title.value}》 {' '.join(provision.clause)}")
    amounts = [_short(amount.part.text) for amount in provision.amounts]
    _titled(
        book, words("match.heading.amount"), [*amounts, *filter(None, (told.working(one, words) for one in found.sums))]
    )
    left = [
        one for _, _, one in told.conditions(found.conditions, words) if one is not None and one.state is not State.MET
    ]
    met = sum(1 for _, _, one in told.conditions(found.conditions, words) if one is not None and one.state is State.MET)
    lines = [f"[{words(f'state.{one.state}')}] {_short(told.judged(one, words))}" for one in left]
    _titled(book, words("match.conditions_left", met=met, left=len(left)), lines)
    _titled(book, words("match.heading.materials"), [_short(part.text) for part in provision.materials])
    office = "、".join(part.text for part in provision.offices)
    phones = "、".join(part.text for part in provision.phones)
    _titled(book, words("match.heading.office"), [f"{office} {phones}".strip(), told.window(found, words)])


def _steps(book: Any, export: Export) -> None:
    words, steps = export.words, export.matched.steps[:_STEPS]
    if steps:
        book.add_heading(words("match.part.steps"), level=1)
    for step in steps:
        _say(book, told.step(step, words), "List Bullet")


def _later(book: Any, parts: Sections, export: Export) -> None:
    words = export.words
    if parts.later:
        book.add_heading(words("match.part.later"), level=1)
    for found in parts.later[:_LATER]:
        title = found.row.info.metadata.title.value
        _say(
            book,
            f"{told.window(found, words)}：{told.one_line(found.row.provision.measure)}（《{title}》）",
            "List Bullet",
        )


def _titled(book: Any, title: str, lines: Iterable[str]) -> None:
    kept = [line for line in lines if line.strip()]
    if kept:
        _say(book, title, bold=True)
    for line in kept[:_LINES]:
        _say(book, line, "List Bullet")
    if len(kept) > _LINES:
        _say(book, "……", "List Bullet")


def _say(book: Any, text: str, style: str | None = None, *, bold: bool = False) -> None:
    book.add_paragraph(style=style).add_run(_clean(text)).bold = bold or None


def _short(text: str) -> str:
    line = told.one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……"


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)
