"""Pictures by what they show: equal bytes, and alike when written anew, made smaller, mirrored or cropped.

Each picture gives the difference hash of itself and of many windows of it. A copy's own hash (or its mirror's) stands near
one of the windows of its source; what stands near is compared closely, pixel by pixel, before it counts.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from zoufang.engines.pictures import KINDS, MOST_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 40 * 1024 * 1024
SIDE = 64
CLOSE_SIDE = 14
FLAT = 3.0
MOST_BITS_APART = 14
LEAST_LIKENESS = 0.93
HOPELESS = 0.6
# Windows: how much of a side is kept, and where it begins within what is left.
KEPT = (1.0, 0.92, 0.84, 0.75, 0.65)
BEGINS = (0.0, 0.5, 1.0)
MOST_APART = 0.1
MOST_CLOSE_LOOKS = 15
Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Print:
    """What is kept of a picture: the hash of its bytes, and itself in grey, 64 × 64."""

    digest: str
    grey: Image

    @cached_property
    def is_flat(self) -> bool:
        """A wall, a black frame: alike by nature."""
        return _spread(list(self.grey.tobytes())) < FLAT

    @cached_property
    def mirrored(self) -> Image:
        """Left for right."""
        from PIL import ImageOps

        return ImageOps.mirror(self.grey)


@dataclass(frozen=True)
class Alike:
    """`copy` shows what `source` shows, whole or a part of it; where it is whole, either may be the source."""

    source: str
    copy: str
    is_mirrored: bool
    is_part: bool


def read_print(path: Path) -> Print | None:
    """The picture's print; nothing where it is missing or no picture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        content = path.read_bytes()
    except (OSError, ValueError):
        return None
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    import io

    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("L", (4 * SIDE, 4 * SIDE))
            upright = ImageOps.exif_transpose(picture) or picture
            grey = upright.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return None
    return Print(hashlib.sha256(content).hexdigest(), grey)


def alike(prints: Mapping[str, Print], *, with_parts: bool = True) -> Iterator[Alike]:
    """Pairs that show the same; equal bytes are not among them (compare digests)."""
    shown = {name: each for name, each in prints.items() if not each.is_flat}
    buckets: dict[tuple[int, int], list[tuple[int, str, Box]]] = {}
    for name, each in shown.items():
        for box in _boxes() if with_parts else (WHOLE,):
            mark = _hash(each.grey, box)
            for key in _keys(mark):
                buckets.setdefault(key, []).append((mark, name, box))
    for name, each in shown.items():
        best: dict[tuple[str, bool], tuple[int, Box]] = {}
        for is_mirrored, image in ((False, each.grey), (True, each.mirrored)):
            mark = _hash(image, WHOLE)
            for key in _keys(mark):
                for other_mark, other, box in buckets.get(key, ()):
                    apart = (mark ^ other_mark).bit_count()
                    if apart <= MOST_BITS_APART and other != name:
                        kept = best.get((other, is_mirrored))
                        if kept is None or apart < kept[0]:
                            best[other, is_mirrored] = apart, box
        nearest = sorted(best.items(), key=lambda found: found[1][0])[:MOST_CLOSE_LOOKS]
        for (other, is_mirrored), (_, box) in nearest:
            if shown[other].digest != each.digest:
                image = each.mirrored if is_mirrored else each.grey
                likeness, at = _closest(shown[other].grey, image, box)
                if likeness >= LEAST_LIKENESS:
                    is_part = min(at[2] - at[0], at[3] - at[1]) < 0.97
                    yield Alike(other, name, is_mirrored, is_part)


def _boxes() -> list[Box]:
    found = []
    for width, height in product(KEPT, KEPT):
        if abs(width - height) <= MOST_APART or max(width, height) == 1.0:
            for x, y in product(BEGINS if width < 1 else (0.0,), BEGINS if height < 1 else (0.0,)):
                left, top = x * (1 - width), y * (1 - height)
                found.append((left, top, left + width, top + height))
    return found


def _cut(image: Image, box: Box, size: tuple[int, int]) -> bytes:
    from PIL import Image

    left, top, right, bottom = (min(max(part, 0.0), 1.0) * SIDE for part in box)
    return bytes(image.resize(size, Image.Resampling.BOX, box=(left, top, right, bottom)).tobytes())


def _hash(image: Image, box: Box) -> int:
    pixels = _cut(image, box, (9, 8))
    bits = 0
    for at in range(72):
        if at % 9 != 8:
            bits = bits << 1 | (pixels[at] > pixels[at + 1])
    return bits


def _keys(mark: int) -> list[tuple[int, int]]:
    # Eight bands of twelve bits: of several windows near the right one, some band agrees nearly always.
    return [(band, mark >> 8 * band & 0xFF | (mark >> 8 * ((band + 3) % 8) & 0x0F) << 8) for band in range(8)]


def _closest(source: Image, copy: Image, box: Box) -> tuple[float, Box]:
    """The best likeness near this window, by moving each of its edges a little."""
    wanted = _levelled(_cut(copy, WHOLE, (CLOSE_SIDE, CLOSE_SIDE)))
    best, at = _likeness(source, box, wanted), box
    if best < HOPELESS:
        return best, at
    for step in (0.05, 0.025, 0.0125):
        is_better = True
        while is_better:
            is_better = False
            for moved in _moved(at, step):
                likeness = _likeness(source, moved, wanted)
                if likeness > best + 1e-4:
                    best, at, is_better = likeness, moved, True
        if best < LEAST_LIKENESS - 0.15:
            break
    return best, at


def _moved(box: Box, step: float) -> Iterator[Box]:
    for edge, by in product(range(4), (-step, step)):
        parts = list(box)
        parts[edge] += by
        left, top, right, bottom = parts
        if left >= 0 and top >= 0 and right <= 1 and bottom <= 1 and min(right - left, bottom - top) >= 0.5:
            yield left, top, right, bottom


def _likeness(source: Image, box: Box, wanted: Sequence[float]) -> float:
    return sum(
        one * other for one, other in zip(_levelled(_cut(source, box, (CLOSE_SIDE, CLOSE_SIDE))), wanted, strict=True)
    )


def _levelled(pixels: bytes) -> list[float]:
    """Without brightness and contrast: mean nought, length one."""
    mean = sum(pixels) / len(pixels)
    away = [each - mean for each in pixels]
    length = math.sqrt(sum(each * each for each in away)) or 1.0
    return [each / length for each in away]


def _spread(pixels: Sequence[int]) -> float:
    mean = sum(pixels) / len(pixels)
    return math.sqrt(sum((each - mean) ** 2 for each in pixels) / len(pixels))
