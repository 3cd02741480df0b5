"""QR codes as SVG that stands in the page itself: no script, no style, no picture from elsewhere."""

from __future__ import annotations


def qr_svg(text: str, *, label: str = "") -> str:
    """An inline `<svg>` of this text's QR code, dark on white with its quiet zone; `label` is read aloud."""
    import segno

    drawn: str = segno.make(text, error="m").svg_inline(
        scale=4, border=3, light="#fff", title=label or None, svgclass="qr"
    )
    return drawn
