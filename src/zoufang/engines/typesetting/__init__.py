"""The limited process's side of `engines/papers`: typst draws, Pillow makes pictures small.

Every millisecond of imports here is paid for each paper, so there are few: nothing of the house, no json, no pathlib.
"""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
PIXELS_WIDE = 1080
# The picture's width in the drawing, in inches: 100 mm.
INCHES_WIDE = 100 / 25.4
COLOURS = 48


def drawn(order: bytes) -> bytes:
    """The file's bytes for an order: which drawing, which kind ("pdf", "png") and the words as JSON, a line each."""
    import typst

    paper, kind, words = order.decode().split("\n", 2)
    made = typst.compile(
        f"{HERE}/{paper}.typ",
        root=HERE,
        font_paths=[f"{HERE}/fonts"],
        ignore_system_fonts=True,
        format="png" if kind == "png" else "pdf",
        ppi=PIXELS_WIDE / INCHES_WIDE,
        sys_inputs={"words": words},
    )
    whole: bytes = made if isinstance(made, bytes) else made[0]
    return _small(whole) if kind == "png" else whole


def _small(png: bytes) -> bytes:
    import io

    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()
