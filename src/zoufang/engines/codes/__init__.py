"""QR codes as SVG that stands in the page itself: no script, no style, no picture from elsewhere."""

from __future__ import annotations


def qr_svg(text: str, *, label: str = "") -> str:
    """An inline `<svg>` of this text's QR code, dark on white with its quiet zone; `label` is read aloud.

    It has no size of its own: it fills what the page gives it, however long the text is.
    """
    import segno

    drawn: str = segno.make(text, error="m").svg_inline(
        omitsize=True, border=3, light="#fff", title=label or None, svgclass="qr"
    )
    return drawn


def qr_drawing(text: str) -> str:
    """The same code as a whole SVG file's text, for papers."""
    import io

    import segno

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, border=2, light="#fff")
    return out.getvalue().decode()
