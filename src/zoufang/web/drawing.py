"""Small drawings that a page makes by itself: points of a line and parts of a bar, as SVG's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def polyline(values: Sequence[int], *, width: int, height: int, top: int = 0) -> str:
    """The `points` of a line through these values from left to right; `top` is the value at the upper edge."""
    highest = max([top, *values, 1])
    step = width / max(1, len(values) - 1)
    return " ".join(f"{n * step:.1f},{height - height * value / highest:.1f}" for n, value in enumerate(values))


def stacked(parts: Iterable[tuple[str, int]], *, width: int) -> list[tuple[str, float, float, int]]:
    """Name, left edge, width and count of each part of a bar that is `width` long; parts of nothing are left out."""
    known = [(name, count) for name, count in parts if count > 0]
    whole = sum(count for _, count in known)
    drawn, left = [], 0.0
    for name, count in known:
        wide = width * count / whole
        drawn.append((name, round(left, 2), round(wide, 2), count))
        left += wide
    return drawn
