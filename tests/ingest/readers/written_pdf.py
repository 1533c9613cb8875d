"""PDFs for tests, letter by letter: where each stands, what the font's table calls it, whether it is shown."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

WIDTH, HEIGHT = 595, 842
FONT = Path(__file__).resolve().parents[3] / "ui" / "charts" / "data" / "NotoSansSC-subset.otf"
INVISIBLE = 3  # mode of text that is not painted


def _dictionary(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


class WrittenPdf:
    """Pages of letters and lines, origin top left, in points.

    Args:
        names: what the font's table says of a character, where that is not the character itself.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}
        self._pages: list[list[str]] = []
        self._pictures: list[list[Image.Image]] = []
        self._used: set[str] = set()

    def page(self) -> WrittenPdf:
        self._pages.append([])
        self._pictures.append([])
        return self

    def write(
        self, words: str, x: float, y: float, *, size: float = 12, apart: float = 0, mode: int = 0, actual: bool = False
    ) -> WrittenPdf:
        """A line whose letters stand `apart` points from each other.

        Args:
            mode: how it is painted.
            actual: whether each letter is marked with what it stands for (`ActualText`), as browsers do.
        """
        for char in words:
            self._letter(char, x, y, size, mode, actual)
            x += (size / 2 if char.isascii() else size) + apart
        return self

    def clear(self) -> WrittenPdf:
        """What comes on this page is drawn without colour."""
        self._pages[-1].append("/Clear gs")
        return self

    def stack(self, words: str, x: float, y: float, *, size: float = 12) -> WrittenPdf:
        """A column, one letter under the other."""
        for char in words:
            self._letter(char, x, y, size, 0, False)
            y += size
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> WrittenPdf:
        """Lines down at `xs` and across at `ys`."""
        for x in xs:
            self._line(x, ys[0], x, ys[-1])
        for y in ys:
            self._line(xs[0], y, xs[-1], y)
        return self

    def picture(self, picture: Image.Image) -> WrittenPdf:
        """A picture over the whole page, over what is drawn already and under what comes."""
        self._pictures[-1].append(picture)
        self._pages[-1].append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im{len(self._pictures[-1])} Do Q")
        return self

    def save(self, path: Path) -> Path:
        writer = PdfWriter()
        font = writer._add_object(self._font(writer))
        clear = _dictionary(ca=NumberObject(0), CA=NumberObject(0))
        for drawn, pictures in zip(self._pages, self._pictures, strict=True):
            page = writer.add_blank_page(WIDTH, HEIGHT)
            stream = DecodedStreamObject()
            stream.set_data("\n".join(drawn).encode())
            page[NameObject("/Contents")] = writer._add_object(stream)
            images = {f"Im{n}": writer._add_object(_image(one)) for n, one in enumerate(pictures, 1)}
            page[NameObject("/Resources")] = _dictionary(
                Font=_dictionary(F1=font), XObject=_dictionary(**images), ExtGState=_dictionary(Clear=clear)
            )
        writer.write(path)
        return path

    def _letter(self, char: str, x: float, y: float, size: float, mode: int, actual: bool) -> None:
        self._used.add(char)
        code = f"{ord(char):04X}"
        drawn = f"BT /F1 {size} Tf {mode} Tr 1 0 0 1 {x:.2f} {HEIGHT - y - size:.2f} Tm <{code}> Tj ET"
        self._pages[-1].append(f"/Span <</ActualText <FEFF{code}>>> BDC {drawn} EMC" if actual else drawn)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._pages[-1].append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")

    def _font(self, writer: PdfWriter) -> DictionaryObject:
        lines = [f"<{ord(char):04X}> <{self._names.get(char, char).encode('utf-16-be').hex()}>" for char in self._used]
        table = DecodedStreamObject()
        parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        table.set_data(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}\nendcmap end end".encode()
        )
        narrow = ArrayObject([NumberObject(32), NumberObject(126), NumberObject(500)])
        file, glyphs = DecodedStreamObject(), DecodedStreamObject()
        file.set_data(_blocks())
        glyphs.set_data(b"\0\2" * 0x80 + b"\0\1" * (0x10000 - 0x80))
        described = _dictionary(
            Type=NameObject("/FontDescriptor"),
            FontName=NameObject("/Written"),
            Flags=NumberObject(4),
            FontBBox=ArrayObject(map(NumberObject, (0, -120, 1000, 880))),
            ItalicAngle=NumberObject(0),
            Ascent=NumberObject(880),
            Descent=NumberObject(-120),
            CapHeight=NumberObject(700),
            StemV=NumberObject(80),
            FontFile2=writer._add_object(file),
        )
        system = _dictionary(
            Registry=TextStringObject("Adobe"), Ordering=TextStringObject("Identity"), Supplement=NumberObject(0)
        )
        of_codes = _dictionary(
            Type=NameObject("/Font"),
            Subtype=NameObject("/CIDFontType2"),
            BaseFont=NameObject("/Written"),
            FontDescriptor=writer._add_object(described),
            CIDSystemInfo=system,
            DW=NumberObject(1000),
            W=narrow,
            CIDToGIDMap=writer._add_object(glyphs.flate_encode()),
        )
        return _dictionary(
            Type=NameObject("/Font"),
            Subtype=NameObject("/Type0"),
            BaseFont=NameObject("/Written"),
            Encoding=NameObject("/Identity-H"),
            ToUnicode=writer._add_object(table),
            DescendantFonts=ArrayObject([writer._add_object(of_codes)]),
        )


def painted(*lines: str, size: int = 34) -> Image.Image:
    """A page as a picture, with lines of text."""
    picture = Image.new("L", (2 * WIDTH, 2 * HEIGHT), 255)
    font = ImageFont.truetype(str(FONT), size)
    for row, words in enumerate(lines):
        ImageDraw.Draw(picture).text((100, 120 + 2 * size * row), words, fill=0, font=font)
    return picture


def _block(width: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 800), (width - 50, 800), (width - 50, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


@cache
def _blocks() -> bytes:
    """A font of a wide and a narrow glyph, both blocks: PDFium finds nothing where nothing is drawn."""
    font = FontBuilder(1000, isTTF=True)
    widths = {".notdef": 1000, "wide": 1000, "narrow": 500}
    font.setupGlyphOrder([*widths])
    font.setupCharacterMap({0x25A0: "wide", 0x25AA: "narrow"})
    font.setupGlyf({name: _block(width) for name, width in widths.items()})
    font.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Written", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    font.setupPost()
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def _image(picture: Image.Image) -> StreamObject:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=90)
    image = DecodedStreamObject()
    image.set_data(data.getvalue())
    image.update(
        _dictionary(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Image"),
            ColorSpace=NameObject("/DeviceGray"),
            Filter=NameObject("/DCTDecode"),
            BitsPerComponent=NumberObject(8),
            Width=NumberObject(picture.width),
            Height=NumberObject(picture.height),
        )
    )
    return image
