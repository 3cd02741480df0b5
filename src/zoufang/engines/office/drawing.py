"""Pictures and QR codes by name, as Word holds them in a line of text. Sizes: a code 2.6 cm, a picture 4 cm wide."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

from zoufang.engines.refusal import Reason, Refused

EMU_PER_CM = 360_000
EMU_PER_POINT = 12_700
CODE_CM, PICTURE_CM = 2.6, 4.0
# A row of a sheet that just holds a code.
CODE_POINTS = 80
MARGIN = 36_000
MOST_BYTES = 10 << 20
LONGEST_CODE = 1_000
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_SHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Picture:
    """A picture's bytes and the room it takes, in EMU."""

    content: bytes
    ending: str
    width: int
    height: int
    number: int = 0

    @property
    def file_name(self) -> str:
        """Its part's name inside the media folder."""
        return f"zf{self.number}.{self.ending}"

    def numbered(self, number: int) -> Picture:
        """The same with a number of its own in the file."""
        return replace(self, number=number)

    def fitted(self, room: int) -> Picture:
        """The same, no higher than a row with this room."""
        most = max(MARGIN, room - 2 * MARGIN)
        if self.height <= most:
            return self
        return replace(self, width=max(1, self.width * most // self.height), height=most)


def picture_of(kind: str, value: Any, name: str) -> Picture:
    """The picture (bytes: PNG or JPEG) or the code (any text) that a value stands for. Raises Refused."""
    return _code(str(value), name) if kind == "qr" else _photo(value, name)


def _code(text: str, name: str) -> Picture:
    import segno

    if len(text.encode()) > LONGEST_CODE:
        raise Refused(Reason("“%(name)s”太长,做不成二维码", name=name))
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=6, border=2)
    side = int(CODE_CM * EMU_PER_CM)
    return Picture(out.getvalue(), "png", side, side)


def _photo(value: Any, name: str) -> Picture:
    from PIL import Image, UnidentifiedImageError

    reason = Reason("“%(name)s”应当是一张 PNG 或 JPEG 图片", name=name)
    if not isinstance(value, (bytes, bytearray)) or len(value) > MOST_BYTES:
        raise Refused(reason)
    content = bytes(value)
    try:
        # Only the head is read: the picture is carried, not decoded.
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            wide, high, ending = picture.width, picture.height, "png" if picture.format == "PNG" else "jpeg"
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise Refused(reason) from fault
    width = int(PICTURE_CM * EMU_PER_CM)
    return Picture(content, ending, width, max(1, width * high // max(1, wide)))


def word_drawing(w: str, key: str, picture: Picture, number: int) -> str:
    """The picture in a run: the text element is closed before it and opened after it. `w`: Word's prefix with its colon."""
    size = f'cx="{picture.width}" cy="{picture.height}"'
    return (
        f'</{w}t><{w}drawing><wp:inline xmlns:wp="{_WORD}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{1_000_000 + number}" name="zf{number}"/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{picture.file_name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_OFFICE}" r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></{w}drawing><{w}t xml:space="preserve">'
    )


def sheet_anchor(column: str, row: int, picture: Picture) -> str:
    """The picture over a cell of a sheet."""
    at = 0
    for letter in column:
        at = at * 26 + ord(letter) - 64
    size = f'cx="{picture.width}" cy="{picture.height}"'
    return (
        f'<xdr:oneCellAnchor xmlns:xdr="{_SHEET}" xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}"><xdr:from><xdr:col>{at - 1}</xdr:col>'
        f"<xdr:colOff>{MARGIN}</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>{MARGIN}</xdr:rowOff></xdr:from><xdr:ext {size}/>"
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{1_000_000 + row * 100 + at}" name="{picture.file_name}"/><xdr:cNvPicPr/>'
        f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rIdZf{picture.number}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
    )
