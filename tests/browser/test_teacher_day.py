"""A teacher's day on a phone in a real browser: taps counted from 今天 to 返回 (what is typed is typed here, so nothing else
is), without a script too, and what axe says.

Pages are the same on every database: SQLite alone."""

import os
import re
import shutil

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.architecture.house import ROOT
from tests.browser.shown import BROWSER, chromium, phone
from tests.browser.test_family_pages import AXE, LANGUAGES, RUN, SMALL, TALL, TOO_WIDE, WIDTHS
from zoufang.stages.problem.models import Problem
from zoufang.stages.schedule.models import Outing
from zoufang.stages.schedule.tests.test_out import another, for_family
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.tests.test_record_page import points

pytestmark = BROWSER


@pytest.fixture(scope="module")
def browser():
    os.environ.setdefault("CHROMIUM", shutil.which("chromium") or "")
    with chromium() as found:
        yield found


@pytest.fixture(autouse=True)
def morning():
    now = timezone.localtime().replace(hour=8, minute=30, second=0, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


class Thumb:
    """Taps, and counts them."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def __call__(self, locator):
        locator.click()
        self.taps += 1

    def button(self, name):
        self(self.page.get_by_role("button", name=name, exact=True))

    def chip(self, name):
        self(self.page.locator(".chip", has_text=name))


SENTENCE = "午睡能不能长一点"
WRITTEN = dict(
    re.findall(r"^\| (\w[^|]*?) \| (\d+ \| \d+) \|", (ROOT / "docs" / "taps-day.md").read_text("utf-8"), re.M)
)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("visit", ["uneventful", "one problem, one sentence", "one problem, its kind chosen"])
def test_a_visit_takes_as_many_taps_as_the_document_says(cast, browser, signed_in, scripts, visit):
    points(cast)
    for_family(cast, cast.household, 9)
    cast.campaign.categories.create(axis="nature", name="建议")
    typed = ""
    with phone(browser, signed_in(cast.zhang), scripts=scripts) as page:
        page.goto("/")
        tap = Thumb(page)
        tap.button("出发")
        tap.button("到了,开始记录")
        tap.chip("陈建国(父亲)")
        if visit != "uneventful":
            typed = SENTENCE
            tap(page.locator("#matters > details > summary"))
            tap(page.locator("#text"))
            page.keyboard.type(typed)
        if "kind" in visit:
            choose(page, tap, scripts)
        if typed and scripts:
            page.get_by_text("已存 08:30").wait_for()
        tap.button("完成走访")
        tap.button("返回")
        page.get_by_text("已报返回").wait_for()

    assert (
        f"{tap.taps} | {len(typed)}"
        == WRITTEN[f"{visit}, without a script" if "kind" in visit and not scripts else visit]
    )
    assert tap.taps <= (12 if typed else 6)
    record = Visit.objects.get()
    assert (record.state, record.met, record.points_told.count()) == ("done", "陈建国(父亲)", 1)
    assert set(record.visitors.all()) == {cast.zhang, cast.li}
    assert Outing.objects.get().returned_at is not None
    wanted = [(typed, "建议" if "kind" in visit else "")] if typed else []
    assert list(Problem.objects.values_list("nature", flat=True)) == [nature for _, nature in wanted]
    assert [each.text for each in Problem.objects.all()] == [text for text, _ in wanted]


def choose(page, tap, scripts):
    """The kind: suggested after the sentence; without a script from the list."""
    if scripts:
        tap(page.locator("#suggestions .chip", has_text="建议"))
        return
    tap(page.locator("#matters .matter-new details summary"))
    page.select_option("#nature", "建议")
    tap.taps += 2


def test_without_a_line_the_page_says_so_and_keeps_the_draft_later(cast, browser, signed_in):
    visit = cast.make_visit()
    with phone(browser, signed_in(cast.zhang)) as page:
        page.goto(f"/visit/{visit.public_id}/")
        page.route("**/record/", lambda route: route.abort())
        page.locator(".chip", has_text="见到了").click()
        page.get_by_text("没有存上").wait_for()
        page.unroute("**/record/")
        page.evaluate("htmx.trigger('#keeper', 'again')")
        page.get_by_text("已存 08:30").wait_for()

    assert Visit.objects.get().outcome == "met"


def test_every_page_of_the_day_is_sound_at_both_widths_in_both_languages(cast, browser, signed_in):
    points(cast)
    first = for_family(cast, cast.household, 9)
    another(cast, 1, 10)
    client = signed_in(cast.zhang)
    visit = cast.make_visit(household=cast.make_household(child="赵一", phone="13912340099"))
    pages = ["/", f"/visit/{visit.public_id}/", f"/visit/{visit.public_id}/points/", "/schedule/out/"]
    wrong = []
    for language in LANGUAGES:
        client.post("/language/", {"language": language, "next": "/"})
        for width in WIDTHS:
            with phone(browser, client, width=width) as page:
                page.set_viewport_size({"width": width, "height": TALL})
                for address in pages:
                    page.goto(address)
                    page.evaluate("() => document.querySelectorAll('details').forEach(e => { e.open = true; })")
                    page.evaluate("() => { document.querySelector('.menu-pop').open = false; }")
                    wrong += [(language, width, address, each) for each in page.evaluate(SMALL)]
                    wrong += [(language, width, address, each) for each in page.evaluate(TOO_WIDE)]
                    if width == WIDTHS[0]:
                        page.evaluate(Axe().axe_script)
                        found = page.evaluate(RUN, AXE)
                        wrong += [(language, address, each["id"], each["nodes"][0]["html"][:90]) for each in found]
        if language == LANGUAGES[0]:
            client.post(f"/schedule/{first.public_id}/leave/")

    assert not wrong, "\n".join(map(str, wrong))
