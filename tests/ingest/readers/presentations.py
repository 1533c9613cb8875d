"""Presentations written by hand, so that tests say to the byte what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}" xmlns:c="{C}" xmlns:dgm="{DGM}" xmlns:mc="{MC}"'
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

Relations = Mapping[str, tuple[str, str]]
"""By id: the last word of the relation's type, and its target beside the slide's folder."""


def paragraph(text: str, properties: str = "") -> str:
    return f"<a:p>{properties}<a:r><a:t>{text}</a:t></a:r></a:p>"


def frame(x: int, y: int, across: int, down: int, tag: str = "a:xfrm", more: str = "") -> str:
    """Where a shape stands, in hundredths of an inch."""
    return (
        f'<{tag}><a:off x="{x * 9144}" y="{y * 9144}"/><a:ext cx="{across * 9144}" cy="{down * 9144}"/>{more}</{tag}>'
    )


def shape(
    body: str, at: tuple[int, int, int, int] | None = None, *, kind: str = "", index: str = "", hidden: bool = False
) -> str:
    """A text box, or with a `kind` a placeholder; a body without tags is its only paragraph."""
    place = f'<p:ph type="{kind}"{f" idx={index!r}" if index else ""}/>' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x" hidden="{int(hidden)}"/><p:cNvSpPr/>'
        f"<p:nvPr>{place}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{frame(*at) if at else ''}</p:spPr>"
        f"<p:txBody><a:bodyPr/>{body if body.startswith('<') else paragraph(body)}</p:txBody></p:sp>"
    )


def group(*shapes: str, at: tuple[int, int, int, int]) -> str:
    """A group whose shapes stand in coordinates of their own."""
    own = '<a:chOff x="0" y="0"/><a:chExt cx="9144000" cy="9144000"/>'
    return (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr>{frame(*at, more=own)}</p:grpSpPr>{''.join(shapes)}</p:grpSp>"
    )


def graphic(content: str, at: tuple[int, int, int, int], uri: str = "") -> str:
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="f"/><p:cNvGraphicFramePr/><p:nvPr/>'
        f"</p:nvGraphicFramePr>{frame(*at, tag='p:xfrm')}"
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def table(rows: Sequence[Sequence[str]], *, header: bool = True) -> str:
    """An `a:tbl`. A cell `>` carries on the one left of it, `^` the one above."""
    lines = []
    for row in rows:
        cells = []
        for column, text in enumerate(row):
            merged = {">": ' hMerge="1"', "^": ' vMerge="1"'}.get(text, "")
            span = next((n for n, other in enumerate([*row[column + 1 :], ""], start=1) if other != ">"), 1)
            words = "" if merged else text
            wide = f' gridSpan="{span}"' if span > 1 else ""
            cells.append(f"<a:tc{merged}{wide}><a:txBody><a:bodyPr/>{paragraph(words)}</a:txBody><a:tcPr/></a:tc>")
        lines.append(f'<a:tr h="1">{"".join(cells)}</a:tr>')
    return f'<a:tbl><a:tblPr firstRow="{int(header)}"/><a:tblGrid/>{"".join(lines)}</a:tbl>'


def picture(id_: str, at: tuple[int, int, int, int]) -> str:
    return (
        '<p:pic><p:nvPicPr><p:cNvPr id="5" name="p"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{id_}"/></p:blipFill><p:spPr>{frame(*at)}</p:spPr></p:pic>'
    )


def slide(*shapes: str, show: str = "") -> str:
    return tree("sld", *shapes, more=f' show="{show}"' if show else "")


def tree(kind: str, *shapes: str, more: str = "") -> str:
    """A slide, layout (`sldLayout`), master (`sldMaster`) or page of notes (`notes`)."""
    return f"<p:{kind} {NAMESPACES}{more}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:{kind}>"


def relations(listed: Relations) -> str:
    links = (f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{to}"/>' for id_, (kind, to) in listed.items())
    return f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{"".join(links)}</Relationships>'


def pptx(
    *slides: str | bytes,
    links: Mapping[int, Relations] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    strict: bool = False,
) -> bytes:
    """A presentation of slides.

    Args:
        links: what the slide of a 1-based number refers to.
        parts: other members by their name.
        strict: whether its namespaces are those of the strict edition of ECMA-376.
    """
    numbers = range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations({"m": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": (
            f'<p:presentation {NAMESPACES}><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
            "</p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": relations({f"rId{n}": ("slide", f"slides/slide{n}.xml") for n in numbers}),
        **{f"ppt/slides/slide{n}.xml": text for n, text in zip(numbers, slides, strict=True)},
        **{f"ppt/slides/_rels/slide{n}.xml.rels": relations(of) for n, of in (links or {}).items()},
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if strict and isinstance(content, str):
                content = content.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
                content = content.replace("/2006/", "/")
            archive.writestr(name, content)
    return buffer.getvalue()
