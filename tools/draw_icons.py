"""Draw `icon.svg` as the PNG files that a phone's home screen wants: `python tools/draw_icons.py`, when the drawing changes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

import browser

STATIC = Path(__file__).resolve().parent.parent / "src" / "zoufang" / "web" / "static"
SIZES = (192, 512)


def main() -> None:
    """The corners are filled: a system that wants a round or square icon cuts it itself."""
    drawing = (STATIC / "icon.svg").read_text("utf-8").replace('rx="7"', "")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.found(), args=["--no-sandbox"])
        for size in SIZES:
            page = chromium.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{drawing}")
            page.screenshot(path=STATIC / f"icon-{size}.png")
        chromium.close()


if __name__ == "__main__":
    main()
