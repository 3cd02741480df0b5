"""`make pictures`: every desk of a fresh demo at 390 and 1280 pixels, into `docs/pictures/`."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from served_home import served_home

import browser

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
COLOURS = 96
SIZES = ((390, 844), (1280, 860))
# role → (name of the picture, address or words to press)
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "teacher": (
        ("teacher", "/"),
        ("families", "/families/"),
        ("record", "press:开始记录"),
        ("schedule", "/schedule/"),
        ("field", "/visit/field/"),
    ),
    "principal": (
        ("school", "/school/"),
        ("problems", "/problem/"),
        ("problem", "/problem/?show=new>first"),
        ("supervision", "/supervision/"),
    ),
    "clerk": (("ledger", "/ledger/"), ("roster", "/roster/")),
    "leader": (("staff-visits", "/visit/staff/"),),
    "inspector": (("district", "/district/"),),
    "family-1": (("family", "family"),),
}


def main() -> None:
    """Fill, serve, look, end."""
    with served_home("--workers", "1", size="district") as place:
        take(place.address)


def take(address: str) -> None:
    """All pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.found(), args=["--no-sandbox", "--disable-gpu"])
        for width, height in SIZES:
            page = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
            page.goto(f"{address}/demo/")
            save(page, f"demo-{width}")
            for role, places in PLACES.items():
                page.goto(f"{address}/demo/")
                page.locator(f"button[value='{role}']").click()
                for name, place in places:
                    go(page, address, place)
                    save(page, f"{name}-{width}")
        chromium.close()


def go(page: Page, address: str, place: str) -> None:
    """To the place: an address, the first row of one, words on a button, or through the family's door."""
    if place == "family":
        digits = page.locator(".number").inner_text()
        page.get_by_role("link", name="像家长一样打开").click()
        page.get_by_label("手机号后四位").fill(digits)
        page.get_by_role("button", name="打开").click()
        page.wait_for_url(re.compile("/family/"))
    elif place.startswith("press:"):
        page.goto(f"{address}/")
        page.get_by_role("button", name=place[6:]).first.click()
    elif place.endswith(">first"):
        page.goto(address + place[:-6])
        page.locator("ul.list a").first.click()
    else:
        page.goto(address + place)
    page.wait_for_load_state()
    if place == "/visit/field/":
        page.locator("main .when").first.wait_for()


def save(page: Page, name: str) -> None:
    """What is on the screen, in few colours: a page has no more, and the repository stays small."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
