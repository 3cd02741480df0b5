"""Target 5: a PDF page costs at most twice what bare typst needs; and what one card costs a family that waits for it.

Bare: typst's own time for the same words, font and layout in a fresh process, without the start of that process (in a process
that has done it before typst remembers the answer). Product: what a page calls: codes drawn, the limited process started,
words handed over, bytes brought back.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from zoufang.engines.papers import Card, CardLine, CardSection, Letter, Slip, Slips, draw

PAIRS = 7
ALONE = """
import sys, time
from zoufang.engines.typesetting import drawn
import typst
order = sys.stdin.buffer.read()
began = time.perf_counter()
drawn(order)
print(time.perf_counter() - began)
"""
WORDS = "走访自愿,入户、园内面谈、电话、视频都可以,也可以这次不参加,不需要说明理由,对孩子没有任何影响。" * 6


def main() -> None:
    """Print milliseconds a page and the ratio: median of alternating pairs; pairs whose references differ by 15 % are dropped."""
    book = Letter("zh", "城东幼儿园", "一封信", tuple([("head", "一、走访自愿"), ("words", WORDS)] * 90))
    slips = Slips(
        "zh",
        "小（1）班",
        "扫一扫",
        "填口令",
        "https://visits.example.org/signup/join/abc/",
        "只给您一家",
        tuple(Slip(f"孩子{n}", "给爸爸", f"https://visits.example.org/f#{n:026d}", f"{n:026d}") for n in range(30)),
    )
    card = Card(
        "zh", "城东幼儿园", "联系服务卡", (CardSection("老师", (CardLine("", "", "12345"),) * 12),), "12345", "", "", ""
    )
    letter = replace(book, paragraphs=book.paragraphs[:6])
    draw.MOST_LETTERS = 10**6
    compare("27 pages", lambda: draw.letter_pdf(book))
    compare("one letter", lambda: draw.letter_pdf(letter))
    compare("30 slips", lambda: draw.slips_pdf(slips))
    compare("one card", lambda: draw.card_pdf(card))
    print(
        f"card, picture     {1000 * statistics.median(seconds(lambda: draw.card_picture(card)) for _ in range(PAIRS)):.0f} ms"
    )


def compare(name: str, product: Callable[[], bytes]) -> None:
    """Both draw the very same order."""
    orders: list[bytes] = []
    run_limited = draw.run_limited

    def noting(function: str, order: bytes, **limits: int) -> bytes:
        orders.append(order)
        return run_limited(function, order, **limits)

    draw.run_limited = noting
    pages = len(PdfReader(BytesIO(product())).pages)
    draw.run_limited = run_limited
    pairs = [(alone(orders[0]), seconds(product)) for _ in range(PAIRS)]
    middle = statistics.median(bare for bare, _ in pairs)
    kept = [(bare, whole) for bare, whole in pairs if abs(bare - middle) <= 0.15 * middle]
    bare, whole = (1000 / pages * statistics.median(each) for each in zip(*kept, strict=True))
    ratio = statistics.median(whole / bare for bare, whole in kept)
    print(
        f"{name:<12}{pages:>4} pages  bare {bare:6.2f} ms a page  product {whole:6.2f}  ratio {ratio:.2f} (target 2; {len(kept)} pairs)"
    )


def alone(order: bytes) -> float:
    """Seconds that typst needs for this order in a process of its own."""
    said = subprocess.run([sys.executable, "-c", ALONE], input=order, capture_output=True, check=True)
    return float(said.stdout)


def seconds(draws: Callable[[], bytes]) -> float:
    """Wall-clock seconds of one paper, drawn anew."""
    draw._kept.cache_clear()
    began = time.perf_counter()
    draws()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
