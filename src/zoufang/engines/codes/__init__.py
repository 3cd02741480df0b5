"""QR codes as SVG that stands in the page itself: no script, no style, no picture from elsewhere."""

from __future__ import annotations


def qr_svg(text: str, *, label: str = "") -> str:
    """An inline `<svg>` of this text's QR code, dark on white with its quiet zone; `label` is read aloud.

    It has a view box and no size: the page's style says how wide it is, and nothing is cut off.
    """
    import segno

    drawn: str = segno.make(text, error="m").svg_inline(
        border=3, light="#fff", title=label or None, svgclass="qr", omitsize=True
    )
    return drawn
