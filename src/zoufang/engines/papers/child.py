"""The limited process's side: typst draws, Pillow makes pictures small."""

from __future__ import annotations

import io
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
PIXELS_WIDE = 1080
# The picture's width in the drawing, in inches: 100 mm.
INCHES_WIDE = 100 / 25.4
COLOURS = 48


def drawn(order: bytes) -> bytes:
    """The file's bytes for an order of `draw.py`: {"paper", "kind", "words"}."""
    import typst

    asked = json.loads(order)
    kind = asked["kind"]
    made = typst.compile(
        HERE / f"{asked['paper']}.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        format=kind,
        ppi=PIXELS_WIDE / INCHES_WIDE,
        sys_inputs={"words": _plain(asked["words"])},
    )
    whole: bytes = made if isinstance(made, bytes) else made[0]
    return _small(whole) if kind == "png" else whole


def _plain(words: str) -> str:
    # What no font draws: control characters (escaped in JSON), marks that turn the direction of reading, halves of pairs.
    return json.dumps(_without_controls(json.loads(words)), ensure_ascii=False)


def _without_controls(value: object) -> object:
    if isinstance(value, str):
        return "".join(letter if letter.isprintable() or letter in "\n\t\u3000" else " " for letter in value)
    if isinstance(value, list):
        return [_without_controls(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_controls(each) for name, each in value.items()}
    return value


def _small(png: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()
