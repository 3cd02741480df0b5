"""How much the page asks of a thumb, a keyboard, an ear: taps and keys counted, axe, sizes, widths, both languages."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.field_phone import until
from tests.browser.shown import BROWSER
from tests.browser.test_family_pages import AXE, RUN, SMALL, TOO_WIDE

pytestmark = BROWSER
SENTENCE = "午睡醒了没人帮忙穿衣服吗?"
COUNT = """() => {
  if (window.counted) return Object.assign(window.counted, { taps: 0, keys: 0 });
  window.counted = { taps: 0, keys: 0 };
  addEventListener("pointerup", (event) => { if (event.isTrusted) window.counted.taps += 1; }, true);
  addEventListener("keydown", (event) => { if (event.isTrusted) window.counted.keys += 1; }, true);
}"""


def written_down():
    """(taps, keystrokes) of each visit, as docs/taps.md has them."""
    rows = re.findall(r"^\| (\w[^|]*) \| (\d+) \| (\d+) \|", Path("docs/taps.md").read_text("utf-8"), re.M)
    return {name: (int(taps), int(keys)) for name, taps, keys in rows}


def tap(page, locator):
    locator.scroll_into_view_if_needed()
    locator.tap()


def test_the_taps_of_an_uneventful_visit_and_of_one_with_a_problem_are_as_written_down(field, server):
    page, counts = field.page, {}
    for number, name in ((1, "uneventful"), (2, "one problem, one sentence")):
        field.enter() if number == 1 else field.at_the_day()
        page.evaluate(COUNT)
        tap(page, page.get_by_role("link", name=f"陈小满{number}"))
        tap(page, page.locator("label.chip", has_text="见到了"))
        tap(page, page.locator("label.chip", has_text=f"陈建国{number}"))
        if number == 2:
            tap(page, page.get_by_role("button", name="记一件事"))
            for letter in SENTENCE:  # as an input method sends it: a key for each letter at least
                page.keyboard.press("a")
                page.keyboard.insert_text(letter)
            page.get_by_label("家长的原话").fill(SENTENCE)
        tap(page, page.get_by_role("button", name="完成走访"))
        field.shows("received")
        counted = page.evaluate("window.counted")
        counts[name] = (counted["taps"], counted["keys"])

    until(lambda: len(server.matters) == 1, "the matter arrives")
    (matter,) = server.matters.values()
    assert matter["fields"]["text"] == SENTENCE
    assert matter["fields"]["settle"] == "pass_on"
    visit = next(iter(server.visits.values()))
    assert visit["fields"]["visitors"] == ["teacherzhang", "teacherli"]
    assert visit["fields"]["started_at"]
    assert visit["fields"]["ended_at"]
    assert counts == written_down()
    assert counts["uneventful"][0] <= 6
    assert counts["uneventful"][1] == 0
    assert counts["one problem, one sentence"][0] <= 12


def views(field, server):
    """(what it is, how one comes there): every view of the page, with something in it."""
    page = field.page
    yield "the day", lambda: field.at_the_day()
    yield "a record", lambda: (field.at_the_day(), field.family())
    yield (
        "a record being written",
        lambda: (
            field.met(),
            field.matter("午睡太短"),
            page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"),
        ),
    )
    yield "refused", lambda: (field.finish(), expect(page.locator("#reasons .refusal")).to_be_visible())
    yield (
        "not sent yet",
        lambda: (
            page.goto(f"{server.address}/visit/field/#unsent"),
            page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"),
        ),
    )
    yield (
        "the card",
        lambda: (
            field.at_the_day(),
            field.family(2),
            page.locator("a[href$='/card']").click(),
        ),
    )


def test_axe_finds_nothing_on_any_view_and_nothing_is_small_or_too_wide_in_either_language(field, server):
    axe, wrong, page = Axe().axe_script, [], field.page
    server.judge = lambda operation: ["入户须两位教师同行"] if operation["kind"] == "visit.finish" else []
    for language in ("zh-hans", "en"):
        field.context.add_cookies([{"name": "zoufang-language", "value": language, "url": server.address}])
        field.enter()
        for name, come in views(field, server):
            come()
            for width in (320, 430):
                where = f"{name} {language} {width}"
                page.set_viewport_size({"width": width, "height": 3_000})
                if language == "zh-hans":
                    page.evaluate(axe)
                    found = page.evaluate(RUN, AXE)
                    wrong += [f"{where}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found]
                wrong += [f"{where}: small target {each}" for each in page.evaluate(SMALL)]
                wrong += [f"{where}: wider than the screen {each}" for each in page.evaluate(TOO_WIDE)]
            if language == "zh-hans":
                page.emulate_media(color_scheme="dark")
                found = page.evaluate(RUN, {"runOnly": ["color-contrast"]})
                wrong += [f"{name} dark: {each['nodes'][0]['html'][:120]}" for each in found]
                page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": 320, "height": 3_000})
            page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
            wrong += [f"{name} {language}: too wide at 200 % {each}" for each in page.evaluate(TOO_WIDE)]
            page.evaluate("() => { document.documentElement.style.fontSize = '' }")
        server.visits.clear()
        page.evaluate("indexedDB.deleteDatabase('zoufang-field')")

    assert not wrong, "\n".join(wrong)


def test_a_whole_visit_by_keyboard_in_english(field, server):
    field.context.add_cookies([{"name": "zoufang-language", "value": "en", "url": server.address}])
    page = field.page
    field.enter()
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"陈\w+", "", page.inner_text("main")).replace("入户走访", ""))
    page.get_by_role("link", name="陈小满1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="陈小满1")).to_be_focused()
    page.get_by_role("radio", name="见到了").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="陈建国1").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Finish").focus()
    page.keyboard.press("Enter")
    field.shows("received")
    assert next(iter(server.visits.values()))["is_finished"]
