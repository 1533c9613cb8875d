"""Replies as a Word document: a letter with a heading for each question and real footnotes for its sources.

Written part by part after ECMA-376 (Office Open XML): python-docx has no footnotes, and nothing here needs more than
paragraphs, a few styles and the footnotes part. Opened with Word, WPS and LibreOffice the footnotes are theirs.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from assistant.drafting.desk import Reply
from docs_store import lazy_re
from docs_store.types import Citation
from ui.drafts.parts import Export, below, check_line, pieces, source_line

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_UNSTORABLE = lazy_re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same replies give the same file

_TYPES = (
    f"{_HEAD}<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    f"<Default Extension='xml' ContentType='application/xml'/>"
    f"<Override PartName='/word/document.xml' ContentType='{_TYPE}.document.main+xml'/>"
    f"<Override PartName='/word/styles.xml' ContentType='{_TYPE}.styles+xml'/>"
    f"<Override PartName='/word/settings.xml' ContentType='{_TYPE}.settings+xml'/>"
    f"<Override PartName='/word/footnotes.xml' ContentType='{_TYPE}.footnotes+xml'/></Types>"
)
_PACKAGE = (
    f"{_HEAD}<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    f"<Relationship Id='rId1' Type='{_R}/officeDocument' Target='word/document.xml'/></Relationships>"
)
_RELATIONS = (
    f"{_HEAD}<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    f"<Relationship Id='rId1' Type='{_R}/styles' Target='styles.xml'/>"
    f"<Relationship Id='rId2' Type='{_R}/settings' Target='settings.xml'/>"
    f"<Relationship Id='rId3' Type='{_R}/footnotes' Target='footnotes.xml'/></Relationships>"
)
# The two separators are notes too, and must be named here as well as in the footnotes part.
_SETTINGS = (
    f"{_HEAD}<w:settings xmlns:w='{_W}'><w:footnotePr><w:footnote w:id='-1'/><w:footnote w:id='0'/></w:footnotePr>"
    "</w:settings>"
)
_SEPARATORS = (
    "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    "<w:footnote w:type='continuationSeparator' w:id='0'><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)


def render(export: Export) -> bytes:
    """The file."""
    notes = _Footnotes(export)
    body = [_paragraph(_run(export.title), "Title"), _paragraph(_run(f"{export.day:%Y-%m-%d}"), "Subtitle")]
    for reply in export.replies:
        body += _reply(reply, notes, export)
    page = (
        "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/>"  # A4, in twentieths of a point
        "<w:pgMar w:top='1440' w:right='1588' w:bottom='1440' w:left='1588' w:header='851' w:footer='992'"
        " w:gutter='0'/>"
        "</w:sectPr>"
    )
    document = f"{_HEAD}<w:document xmlns:w='{_W}'><w:body>{''.join(body)}{page}</w:body></w:document>"
    footnotes = f"{_HEAD}<w:footnotes xmlns:w='{_W}'>{_SEPARATORS}{''.join(notes.written)}</w:footnotes>"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PACKAGE,
        "word/document.xml": document,
        "word/styles.xml": _styles(),
        "word/settings.xml": _SETTINGS,
        "word/footnotes.xml": footnotes,
        "word/_rels/document.xml.rels": _RELATIONS,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _reply(reply: Reply, notes: _Footnotes, export: Export) -> list[str]:
    words = export.words
    made = [_paragraph(_run(f"{reply.number}. {reply.question}"), "Heading1")]
    lines: list[list[str]] = [[]]
    for piece in pieces(reply):
        if isinstance(piece, str):
            first, *rest = piece.split("\n")
            lines[-1].append(_run(first))
            lines += [[_run(line)] for line in rest]
        else:
            lines[-1].append(notes.reference(reply, piece))
    if not reply.text.strip():
        lines = [[_run(words("draft.empty"))]]
    made += [_paragraph("".join(line), "Normal") for line in lines if any(line)]
    if reply.checks:
        made.append(_paragraph(_run(f"{words('draft.check')}{check_line(reply, words)}"), "Check"))
    made += [_paragraph(_run(remark), "Check") for remark in below(reply, words)]
    return made


class _Footnotes:
    """The footnotes in the order of their first mention."""

    def __init__(self, export: Export) -> None:
        self._words = export.words
        self._ids: dict[tuple[int, int], int] = {}
        self.written: list[str] = []

    def reference(self, reply: Reply, source: Citation) -> str:
        """The mark in the text: a footnote at the first mention, a reference to its number at the later ones."""
        key = (reply.number, source.marker)
        number = self._ids.get(key)
        if number is not None:
            style = "<w:rPr><w:rStyle w:val='FootnoteReference'/></w:rPr>"
            return (
                f"<w:fldSimple w:instr=' NOTEREF _Note{number} \\f \\h '><w:r>{style}<w:t>{number}</w:t></w:r>"
                "</w:fldSimple>"
            )
        number = self._ids[key] = len(self._ids) + 1
        mark = "<w:r><w:rPr><w:rStyle w:val='FootnoteReference'/></w:rPr><w:footnoteRef/></w:r>"
        text = mark + _run(f" {source_line(source, self._words)}")
        self.written.append(f"<w:footnote w:id='{number}'>{_paragraph(text, 'FootnoteText')}</w:footnote>")
        return (
            f"<w:bookmarkStart w:id='{number}' w:name='_Note{number}'/>"
            f"<w:r><w:rPr><w:rStyle w:val='FootnoteReference'/></w:rPr><w:footnoteReference w:id='{number}'/></w:r>"
            f"<w:bookmarkEnd w:id='{number}'/>"
        )


def _paragraph(runs: str, style: str) -> str:
    return f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>"


def _run(text: str) -> str:
    clean = escape(_UNSTORABLE.sub("\ufffd", text))
    return f"<w:r><w:t xml:space='preserve'>{clean}</w:t></w:r>" if text else ""


def _styles() -> str:
    """The few styles in use; sizes in half points, distances in twentieths of a point."""

    def style(id_: str, name: str, paragraph: str, run: str, kind: str = "paragraph", more: str = "") -> str:
        based = "" if id_ == "Normal" or kind != "paragraph" else "<w:basedOn w:val='Normal'/>"
        return (
            f"<w:style w:type='{kind}' w:styleId='{id_}'{more}><w:name w:val='{name}'/>{based}"
            + (f"<w:pPr>{paragraph}</w:pPr>" if kind == "paragraph" else "")
            + f"<w:rPr>{run}</w:rPr></w:style>"
        )

    fonts = "<w:rFonts w:ascii='Times New Roman' w:hAnsi='Times New Roman' w:eastAsia='{}'/>"
    song, hei, fang = (fonts.format(name) for name in ("宋体", "黑体", "仿宋"))
    shade = "<w:shd w:val='clear' w:color='auto' w:fill='FFF2CC'/>"
    return (
        f"{_HEAD}<w:styles xmlns:w='{_W}'>"
        + style(
            "Normal", "Normal", "<w:spacing w:line='360' w:lineRule='auto'/><w:ind w:firstLineChars='200'/>",
            f"{fang}<w:sz w:val='28'/><w:lang w:val='zh-CN' w:eastAsia='zh-CN'/>", more=" w:default='1'",
        )
        + style(
            "Title", "Title", "<w:spacing w:after='240'/><w:ind w:firstLineChars='0'/><w:jc w:val='center'/>",
            f"{song}<w:b/><w:sz w:val='40'/>",
        )
        + style(
            "Subtitle", "Subtitle", "<w:spacing w:after='240'/><w:ind w:firstLineChars='0'/><w:jc w:val='center'/>",
            "<w:sz w:val='24'/>",
        )
        + style(
            "Heading1", "heading 1",
            "<w:keepNext/><w:spacing w:before='240' w:after='60'/><w:ind w:firstLineChars='0'/>"
            "<w:outlineLvl w:val='0'/>",
            f"{hei}<w:sz w:val='28'/>",
        )
        + style(
            "Check", "Check", f"{shade}<w:ind w:firstLineChars='0'/>",
            "<w:color w:val='7F4A00'/><w:sz w:val='22'/>",
        )
        + style(
            "FootnoteText", "footnote text",
            "<w:spacing w:line='240' w:lineRule='auto'/><w:ind w:firstLineChars='0'/>", f"{song}<w:sz w:val='18'/>",
        )
        + style("FootnoteReference", "footnote reference", "", "<w:vertAlign w:val='superscript'/>", "character")
        + "</w:styles>"
    )  # fmt: skip
