"""The page at the door against the house's own addresses, on the test's own database; and what every page says of it."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser.shown import BROWSER, answer_with, phone
from tests.browser.test_field import a_photo
from tests.cast import PASSWORD
from zoufang.ground.capture.models import Device, FieldRecord
from zoufang.stages.problem.models import Problem
from zoufang.stages.rights.states import Scope
from zoufang.stages.visit.actions import merge_words
from zoufang.stages.visit.models import VisitPhoto
from zoufang.stages.visit.states import VisitState

pytestmark = BROWSER
ROWS = """(name) => new Promise((done) => { const asked = indexedDB.open("zoufang-field"); asked.onsuccess = () => {
  asked.result.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => {
    asked.result.close(); done(target.result.map((each) => Boolean(each.key))); }; }; })"""
NO_LINE = "() => { window.fetch = () => Promise.reject(new TypeError('no line')); }"


def signed_in_for_real(user):
    """As on the real site: forged writes are turned away."""
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    token = {"csrfmiddlewaretoken": client.cookies["zoufang-csrf"].value}
    client.post("/account/login/", {"login": user.username, "password": PASSWORD, **token})
    return client


@pytest.fixture
def world(cast):
    """An open visit of Zhang and Li, to a family that agreed to photos."""
    visit = cast.make_visit()
    cast.say(Scope.BASIC, Scope.PHOTO)
    return visit


def begin(page):
    page.goto("/visit/field/")
    page.get_by_role("link", name="陈小满").click()
    page.locator("label.chip", has=page.get_by_text("见到了", exact=True)).click()
    page.locator("label.chip", has_text="陈建国").click()


def test_a_visit_a_matter_and_a_photo_are_received_by_the_house_itself(cast, world, field_browser, tmp_path):
    with phone(field_browser, signed_in_for_real(cast.zhang)) as page:
        begin(page)
        page.locator("#matters > button").click()
        page.locator("#matters textarea").fill("午睡太短")
        page.locator("#photos summary").click()
        page.locator("#photos").get_by_label("我问过家长").check()
        page.locator("#photos input[type=file]").set_input_files(a_photo(tmp_path))
        expect(page.locator("#photos img")).to_be_visible()
        page.get_by_role("button", name="完成走访").click()
        expect(page.locator("[data-standing=received]")).to_be_visible()
        page.goto("/visit/field/#unsent")
        expect(page.locator("main")).to_contain_text("都送到了")

    world.refresh_from_db()
    assert (world.state, world.met) == (VisitState.DONE, "陈建国(父亲)")
    assert set(world.visitors.values_list("username", flat=True)) == {"zhang", "li"}
    assert Problem.objects.get().text == "午睡太短"
    assert VisitPhoto.objects.get().visit == world
    assert set(FieldRecord.objects.values_list("state", flat=True)) == {"stored"}


def test_what_a_colleague_wrote_meanwhile_is_shown_beside_it_with_the_name(cast, world, field_browser):
    with phone(field_browser, signed_in_for_real(cast.zhang)) as page:
        begin(page)
        page.locator("summary", has_text="意见建议").click()
        merge_words(visit=world, changes={"opinions": ("", "李老师的话")}, by=cast.actor(cast.li), at=cast.noon)
        page.fill("#opinions", "张老师的话")
        page.evaluate("document.activeElement.blur()")
        conflict = page.locator("[data-conflict=opinions]")
        expect(conflict).to_contain_text("李老师的话")
        expect(conflict).to_contain_text("李老师 写的")
        conflict.get_by_role("button", name="用对方的").click()
        expect(conflict).to_have_count(0)
        expect(page.locator("[data-standing=received]")).to_be_visible()

    world.refresh_from_db()
    assert world.opinions == "李老师的话"
    assert not world.conflicts.filter(state="open").exists()


def test_every_page_counts_what_is_unsent_and_no_sign_out_loses_it(cast, world, field_browser):
    zhang = signed_in_for_real(cast.zhang)
    with phone(field_browser, zhang) as page:
        page.goto("/")
        expect(page.locator("#unsent")).to_be_hidden()
        assert page.evaluate("indexedDB.databases()") == []  # looking leaves nothing behind
        page.goto("/visit/field/")
        expect(page.get_by_role("link", name="陈小满")).to_be_visible()
        page.evaluate(NO_LINE)
        page.get_by_role("link", name="陈小满").click()
        page.locator("label.chip", has=page.get_by_text("见到了", exact=True)).click()
        page.locator("summary", has_text="意见建议").click()
        page.fill("#opinions", "多些户外")
        expect(page.locator("[data-standing=here]")).to_be_visible()
        for address in ("/", "/families/", "/visit/"):
            page.goto(address)
            expect(page.locator("#unsent")).to_contain_text("1 户的记录只在这部手机上")
        beside = page.context.new_page()
        answer_with(beside, zhang)
        beside.goto("/visit/field/")
        expect(beside.get_by_role("link", name="陈小满")).to_be_visible()
        page.locator(".menu-pop summary").click()
        page.get_by_role("button", name="退出").click()
        expect(page.locator("#leaving")).to_contain_text("还有 1 户没送到")
        assert page.evaluate(ROWS, "devices") == [True]
        page.get_by_role("button", name="仍然退出").click()
        page.wait_for_url("**/")
        expect(page.locator("main")).not_to_contain_text("陈小满")
        expect(beside.locator("main")).to_contain_text("请先登录")
        beside.close()
        assert page.evaluate(ROWS, "devices") == [False]
        assert len(page.evaluate(ROWS, "operations")) == 1
        assert page.evaluate(ROWS, "records") == page.evaluate(ROWS, "days") == []
        # The same person again: the ciphertext goes back, and is opened by the house.
        answer_with(page, signed_in_for_real(cast.zhang))
        page.goto("/visit/field/")
        expect(page.get_by_role("link", name="陈小满")).to_be_visible()
        page.wait_for_function("indexedDB.databases().then(() => !document.querySelector('#strip').textContent)")
        world.refresh_from_db()
        assert world.opinions == "多些户外"
        assert page.evaluate(ROWS, "operations") == []
    assert Device.objects.count() == 2
