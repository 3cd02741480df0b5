"""Pictures made safe: decoded within limits, turned upright, made smaller, written anew without any metadata.

Run it through the sandbox (`zoufang.engines.sandbox`): decoding untrusted pictures is where memory explodes.
"""

from __future__ import annotations

import io

LARGEST_SIDE = 1600
MOST_PIXELS = 40_000_000
KINDS = ("JPEG", "PNG", "WEBP")


class NoPicture(Exception):
    """These bytes are no picture of a kind that is taken."""


class TooManyPixels(Exception):
    """The picture unfolds to more pixels than are decoded."""


def cleaned(content: bytes) -> bytes:
    """The picture as JPEG: at most 1600 pixels a side, no position, no camera, no thumbnail. Raises NoPicture, TooManyPixels."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture) or picture
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            flat = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA")
            flat.paste(seen, mask=seen.getchannel("A"))
            out = io.BytesIO()
            flat.save(out, "JPEG", quality=85, optimize=True)
            return out.getvalue()
    except Image.DecompressionBombError as fault:
        raise TooManyPixels from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        raise NoPicture from fault
