"""Every page of the family in a real browser: axe finds nothing, at 320 and 390 px, in Chinese and English, with text
twice as large; by keyboard; and signing up without a script. Pages are the same on every database: SQLite alone."""

import os
import shutil
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone

from tests.browser.shown import BROWSER, answer_with, chromium, phone
from zoufang.flows.erase_household import erase_household
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.stages.problem.models import Problem
from zoufang.stages.rights.actions import open_over_time
from zoufang.stages.rights.queries import code_of
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.queries import free_talks
from zoufang.stages.schedule.tests.test_booking import book
from zoufang.stages.signup.actions import link_for
from zoufang.stages.signup.models import FamilyLink, Signup
from zoufang.stages.signup.queries import slots_for
from zoufang.stages.visit.actions import renew_cards, send_papers
from zoufang.stages.visit.models import Matter, PaperSent
from zoufang.stages.visit.tests.test_family_pages import by_link
from zoufang.stages.visit.tests.test_finish_page import approved_letter, finish, said

pytestmark = BROWSER
WIDTHS = (320, 390)
# So tall that nothing lies under the button at the thumb: axe would take what is covered for too small.
TALL = 3_000
LANGUAGES = ("zh-hans", "en")
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SMALL = """() => [...document.querySelectorAll('button, a.btn, summary, .choice, .chip, .tick, input.form-control, textarea')]
  .filter(e => e.offsetParent && (e.getBoundingClientRect().height < 43.5 || e.getBoundingClientRect().width < 43.5))
  .map(e => e.outerHTML.slice(0, 90))"""
# What sticks out at the right; empty when nothing does.
TOO_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll('main *, .top *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
    && !e.closest('.visually-hidden, .skip')).map(e => e.outerHTML.slice(0, 80)).slice(0, 2)"""
RUN = "options => axe.run(document, options).then(found => found.violations)"


@pytest.fixture(scope="module")
def browser():
    os.environ.setdefault("CHROMIUM", shutil.which("chromium") or "")
    with chromium() as found:
        yield found


@pytest.fixture
def world(cast, signed_in):
    """A family that was visited and raised a matter, has its papers, and (a second one) a time that stands."""
    approved_letter(cast)
    visit = cast.make_visit()
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    finish(signed_in(cast.zhang), visit, **said(cast, opinions="多些户外"))
    send_papers(
        campaign=cast.campaign,
        klass=cast.klass,
        households=[cast.household],
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )
    return visit


def another(cast, number, **care):
    home = cast.make_household(child=f"李小树{number}", guardian="李树", phone=f"1381234100{number}")
    Household.objects.filter(pk=home.pk).update(**care)
    return home, by_link(home.guardians.get(), cast.campaign)


def wish(client, step, **words):
    return ("POST", "/f/wish/", {"step": step, **words})


def pages_of(cast, visit):
    """(what it is, who looks, how it is asked for): every page that a family can come to."""
    own = by_link(cast.chen, cast.campaign)
    home, booked = another(cast, 1)
    book(cast, home, 9, agreed=True)
    _, fresh = another(cast, 2)
    _, marked = another(cast, 3, care_level="attention")
    off_home, off = another(cast, 4)
    book(cast, off_home, 11, agreed=True)
    off.post("/f/call-off/")
    now = timezone.now()
    codes = [slot.code for slot in slots_for(home, cast.campaign, now)]
    token = link_for(guardian=cast.chen, campaign=cast.campaign, at=now).rpartition("#")[2]
    half, locked, stranger = Client(), Client(), Client()
    half.post("/f/open/", {"code": token})
    other_token = link_for(guardian=off_home.guardians.get(), campaign=cast.campaign, at=now).rpartition("#")[2]
    locked.post("/f/open/", {"code": other_token})
    FamilyLink.objects.filter(guardian__household=off_home).update(locked_at=now)
    problem = Problem.objects.get()
    cast.child_rules()
    own.post("/f/correct/", {"what": "other", "value": "班级写错了"})
    cast.li.phone = "13900002222"
    cast.li.save()
    renew_cards(campaign=cast.campaign, by=cast.actor(cast.wang), at=now)
    earlier = PaperSent.objects.get(kind="card", household=cast.household, replaced_at__isnull=False)
    own.post("/f/erase/", {"whose": "self"})
    gone = cast.make_household(child="钱去", guardian="钱多", phone="13812340077")
    erased = open_over_time(household=gone, at=now)
    erase_household(erasure=erased, is_confirmed=True, by=SYSTEM, at=now)
    get = "GET"
    return [
        ("door", Client(), (get, "/f", None)),
        ("door refused", Client(), ("POST", "/f/open/", {"code": "nothing"})),
        ("digits", half, (get, "/f", None)),
        ("locked", locked, (get, "/f", None)),
        ("not me", stranger, ("POST", "/f/not-me/", {})),
        ("passed", own, (get, "/f", None)),
        ("story of a visit", own, (get, "/family/", None)),
        ("story before the answer", fresh, (get, "/family/", None)),
        ("story with a time", booked, (get, "/family/", None)),
        ("story called off", off, (get, "/family/", None)),
        ("how", fresh, (get, "/f/wish/", None)),
        ("how, marked", marked, (get, "/f/wish/", None)),
        ("how, refused", fresh, wish(fresh, "how")),
        ("where", fresh, wish(fresh, "how", form="community")),
        ("when", fresh, wish(fresh, "how", form="school")),
        ("when, alone", marked, wish(marked, "how", form="alone")),
        ("note", fresh, wish(fresh, "when", form="home", times=codes[:2])),
        ("remind", fresh, (get, "/f/remind/", None)),
        ("remind, refused", fresh, ("POST", "/f/remind/", {"remind_by": "mail", "mail": ""})),
        ("data", own, (get, "/family/data/", None)),
        ("consent", own, (get, "/f/consent/", None)),
        ("consent, refused", own, ("POST", "/f/consent/", {})),
        ("correct, refused", own, ("POST", "/f/correct/", {"what": "other", "value": ""})),
        ("corrections", own, (get, "/f/correct/", None)),
        ("delete", fresh, (get, "/f/erase/", None)),
        ("delete, refused", fresh, ("POST", "/f/erase/", {})),
        ("delete, asked", own, (get, "/f/erase/", None)),
        ("proof", Client(), (get, "/erased/", None)),
        ("proof, unknown", Client(), ("POST", "/erased/", {"code": "0"})),
        ("proof, shown", Client(), ("POST", "/erased/", {"code": code_of(erased)})),
        ("burden", own, (get, "/burden/?at=desks:family", None)),
        ("burden, refused", own, ("POST", "/burden/", {})),
        ("card", own, (get, "/visit/family/card/", None)),
        ("earlier card", own, (get, f"/visit/family/card/earlier/{earlier.public_id}/", None)),
        ("letter", own, (get, "/visit/family/letter/", None)),
        ("visit", own, (get, f"/visit/family/{visit.public_id}/", None)),
        ("visit, written wrong", own, (get, f"/visit/family/{visit.public_id}/correct/time/", None)),
        ("visit, wrong refused", own, ("POST", f"/visit/family/{visit.public_id}/correct/met/", {"text": ""})),
        ("visit, rating refused", own, ("POST", f"/visit/family/{visit.public_id}/rate/", {"safety": "9"})),
        ("matters", own, (get, "/problem/family/", None)),
        ("new matter", own, (get, "/problem/family/new/", None)),
        ("a matter", own, (get, f"/problem/family/{problem.public_id}/", None)),
        ("report at once", own, (get, "/safeguarding/family/", None)),
        ("report refused", own, ("POST", "/safeguarding/family/", {"text": "有伤", "concern": ""})),
        ("follow a report", own, (get, "/safeguarding/follow/", None)),
    ]


class Asked:
    """Hands the browser the answer to one request, whatever verb it took; everything else goes to the client."""

    def __init__(self, client, ask):
        self.client, self.ask = client, ask

    def generic(self, method, address, data=b"", **more):
        if address != "/looked-at/":
            return self.client.generic(method, address, data, **more)
        verb, there, fields = self.ask
        return self.client.post(there, fields) if verb == "POST" else self.client.get(there)


def test_axe_finds_nothing_on_any_page_of_the_family_at_any_width_in_any_language(cast, world, browser):
    axe, wrong = Axe().axe_script, []
    with phone(browser, Client()) as page:
        for name, client, ask in pages_of(cast, world):
            for language in LANGUAGES:
                client.cookies["zoufang-language"] = language
                answer_with(page, Asked(client, ask))
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": TALL})
                    if width == WIDTHS[0]:
                        page.goto("/looked-at/")
                        page.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)")
                        page.evaluate(axe)
                    where = f"{name} {language} {width}"
                    # Colours are the same in either language and at either width: weighed once, for they take longest.
                    is_first = (language, width) == (LANGUAGES[0], WIDTHS[0])
                    asked = AXE | {"rules": {"color-contrast": {"enabled": is_first}}}
                    wrong += [
                        f"{where}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in page.evaluate(RUN, asked)
                    ]
                    wrong += [f"{where}: small target {each}" for each in page.evaluate(SMALL)]
                    wrong += [f"{where}: wider than the screen {each}" for each in page.evaluate(TOO_WIDE)]
                page.set_viewport_size({"width": 320, "height": TALL})
                page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
                wrong += [f"{name} {language}: too wide at 200 % {each}" for each in page.evaluate(TOO_WIDE)]

    assert not wrong, "\n".join(wrong)


def test_signing_up_without_a_script_from_the_code_to_the_story(cast, world, browser):
    home, _ = another(cast, 5)
    token = link_for(guardian=home.guardians.get(), campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]
    with phone(browser, Client(), width=320, scripts=False) as page:
        page.goto("/f")
        page.fill("#code", token.upper())
        page.click("#open button")
        page.fill("#digits", "1005")
        page.click("form[action='/f/digits/'] button")
        page.get_by_role("link", name="现在选").click()
        page.get_by_role("radio", name="社区或约定地点").check(force=True)
        page.get_by_role("button", name="下一步").click()
        page.fill("#place", "小区东门")
        page.get_by_role("button", name="下一步").click()
        page.locator("[name=step][value=when]").wait_for(state="attached")
        page.locator("input[name=times]").nth(1).check(force=True)
        page.get_by_role("button", name="上一步").click()
        assert page.input_value("#place") == "小区东门"
        page.get_by_role("button", name="下一步").click()
        page.locator("[name=step][value=when]").wait_for(state="attached")
        assert page.locator("input[name=times]").nth(1).is_checked()
        page.get_by_role("button", name="下一步").click()
        page.fill("#note", "楼道灯坏了")
        page.get_by_role("button", name="完成报名").click()
        page.get_by_role("radio", name="老师提醒我").check(force=True)
        page.get_by_role("button", name="好了").click()
        assert "小区东门" in page.inner_text("main")

    signup = Signup.objects.get(household=home)
    assert (signup.form, signup.place, signup.note, signup.remind_by) == (
        "community",
        "小区东门",
        "楼道灯坏了",
        "teacher",
    )


def test_a_link_pasted_where_the_door_already_stands_opens_it(cast, world, browser):
    home, _ = another(cast, 9)
    link = link_for(guardian=home.guardians.get(), campaign=cast.campaign, at=timezone.now())
    with phone(browser, Client()) as page:
        page.goto("/f")
        page.evaluate("code => { location.hash = code; }", link.rpartition("#")[2])
        page.wait_for_selector("#digits")


def test_the_phones_back_key_goes_one_question_back_with_what_was_chosen(cast, world, browser):
    _, client = another(cast, 8)
    with phone(browser, client) as page:
        page.goto("/family/")
        page.get_by_role("link", name="现在选").click()
        page.get_by_role("radio", name="园内面谈").check(force=True)
        page.get_by_role("button", name="下一步").click()
        page.locator("[name=step][value=when]").wait_for(state="attached")
        page.get_by_role("button", name="下一步").click()
        page.get_by_text("请至少选一个合适的时间").wait_for()
        page.locator("input[name=times]").nth(1).check(force=True)
        page.get_by_role("button", name="下一步").click()
        page.wait_for_selector("#note")
        page.evaluate("history.back()")
        page.wait_for_selector("input[name=times]")
        assert page.locator("input[name=times]").nth(1).is_checked()
        assert page.locator(".refusal").count() == 0
        page.evaluate("history.back()")
        page.wait_for_selector("input[name=form][value=school]:checked", state="attached")
        page.evaluate("history.back()")
        page.wait_for_url("**/family/")
        page.get_by_role("link", name="现在选").click()
        page.get_by_role("banner").get_by_role("link").first.click()
        page.wait_for_url("**/family/")


def test_the_screens_work_by_keyboard_alone_and_the_focus_is_seen(cast, world, browser):
    home, client = another(cast, 6)
    with phone(browser, client) as page:
        page.goto("/f/wish/")
        tab_to(page, "input[name=form]")
        page.keyboard.press("ArrowDown")
        assert page.locator("input[name=form]:checked").input_value() == "school"
        outline = page.evaluate("() => getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=times]")
        tab_to(page, "input[name=times]")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_selector("#note")
        tab_to(page, ".thumb button")
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=remind_by]")

    assert Signup.objects.get(household=home).form == "school"


def test_the_headings_go_down_by_one_and_the_question_is_the_first(cast, world, browser):
    home, client = another(cast, 7, care_level="special")
    assert free_talks(cast.campaign, home, at=timezone.now())
    with phone(browser, client) as page:
        for address in ("/f/wish/", "/f/wish/?step=when", "/f/remind/", "/family/"):
            page.goto(address)
            levels = page.evaluate("() => [...document.querySelectorAll('h1,h2,h3')].map(e => +e.tagName[1])")
            assert levels[0] == 1, address
            assert all(after - before <= 1 for before, after in pairwise(levels)), address


def tab_to(page, selector):
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard never came to {selector}")
