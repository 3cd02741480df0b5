"""The page at the door in a real Chromium: what is written is kept, sent once, and told truly (field_server.py)."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image
from playwright.sync_api import expect

from tests.browser.field_phone import PHONE, FieldPhone, until
from tests.browser.field_server import Cut, a_household
from tests.browser.shown import BROWSER

pytestmark = BROWSER


def a_photo(folder, *, size=(2400, 1200)):
    """A photo as a phone takes it: large, with place and camera."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (36.0, 29.0, 0.0)
    there = folder / "photo.jpg"
    Image.new("RGB", size, "#2a7").save(there, exif=exif)
    return there


def only(rows):
    (row,) = rows.values()
    return row


def test_without_signal_the_page_opens_takes_a_visit_a_matter_and_a_photo_and_sends_them_once_there_is(
    field, server, tmp_path
):
    field.enter()
    field.lose_the_line()
    field.page.reload()
    field.family()
    field.met()
    field.opinions("多些户外")
    field.matter("午睡太短")
    field.page.locator("#photos summary").click()
    assert field.page.locator("#photos input[type=file]").is_disabled()  # before the family was asked
    field.page.locator("#photos").get_by_label("我问过家长").check()
    field.page.locator("#photos input[type=file]").set_input_files(a_photo(tmp_path))
    expect(field.page.locator("#photos img")).to_be_visible()
    (tmp_path / "no.jpg").write_text("no photo")
    field.page.locator("#photos input[type=file]").set_input_files(tmp_path / "no.jpg")
    expect(field.page.locator("#photos")).to_contain_text("不是照片")
    # Closed in the middle: everything is there again.
    field.page.goto(f"{server.address}/visit/field/")
    field.family()
    assert field.page.input_value("#opinions") == "多些户外"
    assert field.page.get_by_label("家长的原话").input_value() == "午睡太短"
    field.finish()
    field.shows("here")
    field.page.get_by_role("link", name="回到今天的家庭").click()
    expect(field.page.locator("#strip")).to_contain_text("1 户的记录只在这部手机上")

    field.find_the_line()
    field.page.evaluate("dispatchEvent(new Event('online'))")

    field.shows("received")
    visit = only(server.visits)
    assert visit["is_finished"]
    assert visit["fields"]["opinions"] == "多些户外"
    assert visit["fields"]["visitors"] == ["teacherzhang", "teacherli"]
    assert only(server.matters)["fields"]["text"] == "午睡太短"
    until(lambda: server.photos, "the photo arrives")
    photo = Image.open(io.BytesIO(only(server.photos)["bytes"]))
    assert photo.size == (1600, 800)
    assert not photo.getexif()
    assert b"SecretCamera" not in only(server.photos)["bytes"]
    until(lambda: field.count("operations") == field.count("photos") == 0, "nothing is left on the phone")
    expect(field.page.locator("#strip")).to_be_empty()


def test_an_answer_that_is_lost_has_one_effect_and_a_batch_too_large_is_halved(field, server):
    field.enter()
    field.lose_the_line()
    field.visit(1, opinions="一")
    field.at_the_day()
    field.visit(2, opinions="二")
    faults = Counter()

    def lose_the_first_answer(method, path):
        faults[path] += 1
        if path == "/api/v1/sync" and faults[path] == 1:
            raise Cut

    server.after, server.largest_batch = lose_the_first_answer, 3
    field.find_the_line()
    field.page.evaluate("dispatchEvent(new Event('online'))")

    field.shows("received")
    until(lambda: field.count("operations") == 0, "all is received", 20)
    assert sorted(each["fields"]["opinions"] for each in server.visits.values()) == ["一", "二"]
    assert all(len(each["seen"]) == len(set(each["seen"])) for each in server.visits.values())
    assert (("POST", "/api/v1/sync", 413)) in server.log


def test_a_receipt_signed_by_another_key_is_none_and_the_phone_keeps_its_copy(field, server):
    field.enter()
    server.signs_with = ec.generate_private_key(ec.SECP256R1())
    field.visit()

    until(lambda: ("POST", "/api/v1/sync", 200) in server.log, "it was sent")
    field.shows("sending")
    assert field.count("operations")

    server.signs_with = server.receipt_key
    server.answered.clear()
    server.visits.clear()
    field.page.evaluate("dispatchEvent(new Event('online'))")
    field.shows("received")
    assert field.count("operations") == 0


def test_one_refused_operation_stops_nothing_says_why_and_is_mended(field, server):
    server.judge = lambda operation: (
        ["入户须两位教师同行"]
        if operation["kind"] == "visit.finish" and len(only(server.visits)["fields"]["visitors"]) < 2
        else []
    )
    field.enter()
    field.family()
    field.page.locator("summary", has_text="张老师").click()
    field.choose("李老师")
    field.met()
    field.opinions("多些户外")
    field.finish()

    expect(field.page.locator("#reasons")).to_contain_text("入户须两位教师同行")
    field.shows("refused")
    assert only(server.visits)["fields"]["opinions"] == "多些户外"
    field.page.locator("summary", has_text="张老师").click()
    field.choose("李老师")
    field.finish()
    field.shows("received")
    assert only(server.visits)["is_finished"]


def test_a_matter_is_typed_blanked_typed_anew_and_removed_and_its_photo_comes_after_it(field, server, tmp_path):
    field.enter()
    field.family()
    field.met()
    field.matter("先写一件")
    field.leave_the_field()
    until(lambda: server.matters, "the first is sent")
    field.matter("再写一件")
    field.page.locator("#matters textarea").last.fill("")
    field.page.locator("#matters textarea").last.fill("改成这一件")
    field.page.locator("#matters li").last.locator("summary", has_text="拍照").click()
    field.page.locator("#matters li").last.get_by_label("我问过家长").check()
    field.page.locator("#matters li").last.locator("input[type=file]").set_input_files(a_photo(tmp_path, size=(80, 60)))
    expect(field.page.locator("#matters li img")).to_be_visible()
    field.page.locator("#matters textarea").first.fill("")  # taken back: not a matter any more
    field.page.reload()
    field.finish()

    field.shows("received")
    until(lambda: server.photos, "the photo arrives")
    (key,) = server.matters
    assert server.matters[key]["fields"]["text"] == "改成这一件"
    assert only(server.photos)["matter"] == key
    until(lambda: field.count("operations") == 0, "nothing is left")


def test_what_was_refused_goes_again_with_all_that_stands_on_it(field, server):
    server.judge = lambda operation: ["园里现在没有正在进行的走访活动"]
    field.enter()
    field.visit(opinions="第一次没收")
    field.shows("refused")
    server.judge = lambda operation: []
    field.page.goto(f"{server.address}/visit/field/#unsent")
    expect(field.page.locator("main")).to_contain_text("园里现在没有正在进行的走访活动")
    field.page.get_by_role("button", name="再送一次").click()
    expect(field.page.locator("main")).to_contain_text("都送到了")
    assert only(server.visits)["fields"]["opinions"] == "第一次没收"


def test_a_field_that_both_wrote_shows_both_texts_and_names_and_takes_what_is_chosen(field, server):
    field.enter()
    field.family()
    field.met()
    field.opinions("我写的")
    field.leave_the_field()
    until(lambda: any("opinions" in each["fields"] for each in server.visits.values()), "the draft is sent")
    field.lose_the_line()
    field.opinions("我又写的")
    only(server.visits)["fields"]["opinions"] = "李老师写的"
    field.find_the_line()
    field.leave_the_field()
    field.page.evaluate("dispatchEvent(new Event('online'))")

    conflict = field.page.locator("[data-conflict=opinions]")
    expect(conflict).to_contain_text("李老师")
    expect(conflict).to_contain_text("我又写的")
    field.shows("decide")
    assert only(server.visits)["fields"]["opinions"] == "李老师写的"
    conflict.get_by_role("button", name="两段都留").click()
    until(lambda: only(server.visits)["fields"]["opinions"] == "李老师写的\n我又写的", "both stand")
    expect(conflict).to_have_count(0)


def test_a_photo_goes_on_where_the_line_broke(field, server, tmp_path):
    noise = Image.effect_noise((1600, 1600), 90).convert("RGB")
    noise.save(tmp_path / "noise.jpg", quality=90)
    sent = []

    def cut_the_third_piece(method, path):
        if method == "PUT":
            sent.append(path)
            if len(sent) == 3:
                raise Cut

    server.before = cut_the_third_piece
    field.enter()
    field.family()
    field.met()
    field.page.locator("#photos summary").click()
    field.page.get_by_label("我问过家长").check()
    field.page.locator("#photos input[type=file]").set_input_files(tmp_path / "noise.jpg")
    expect(field.page.locator("#photos img")).to_be_visible()
    field.finish()

    until(lambda: server.photos, "the photo arrives", 20)
    total = only(server.uploads)["total"]
    assert total > 4 * 128 * 1024
    assert len(sent) == -(-total // (128 * 1024)) + 1  # one piece twice, none from the beginning


def test_a_portal_that_answers_for_the_server_is_no_signal(field, server):
    field.enter()
    server.before = lambda method, path: 200 if path.startswith(("/api/", "/visit/field/who")) else None
    field.visit()
    field.shows("here")
    expect(field.page.locator("#strip")).to_contain_text("只在这部手机上")
    server.before = lambda method, path: None
    field.page.evaluate("dispatchEvent(new Event('online'))")
    field.shows("received")


def test_what_went_to_a_colleague_leaves_the_phone_once_its_words_are_sent(field, server):
    field.enter()
    field.lose_the_line()
    field.family()
    field.opinions("交接前")
    # Half a letter, as a paste that is cut off leaves it.
    field.page.locator("#opinions").evaluate(
        "field => { field.value += '\\ud83d写的'; field.dispatchEvent(new Event('input')); }"
    )
    server.households = [a_household(2)]
    field.shows("here")
    field.find_the_line()
    field.page.goto(f"{server.address}/visit/field/")
    until(lambda: any("opinions" in each["fields"] for each in server.visits.values()), "its words are sent")
    assert only(server.visits)["fields"]["opinions"] == "交接前写的"
    only(server.visits)["is_finished"] = True  # the colleague went on with it
    until(lambda: field.count("operations") == 0, "received")
    field.page.reload()
    expect(field.page.get_by_role("link", name="陈小满2")).to_be_visible()
    expect(field.page.get_by_role("link", name="陈小满1")).to_have_count(0)
    assert field.count("records") == 1


def test_a_phone_set_to_another_zone_shows_and_keeps_the_times_of_the_school(field_browser, server):
    at = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    server.households = [a_household(1, starts_at=at.replace(hour=8, minute=30).isoformat(timespec="minutes"))]
    far = field_browser.new_context(**{**PHONE, "timezone_id": "America/Los_Angeles"}, base_url=server.address)
    phone = FieldPhone(far, server)
    phone.enter()
    expect(phone.page.locator("main a[href^='#v/'] .when")).to_have_text("明天 08:30")
    phone.family()
    phone.page.locator("summary", has_text="张老师").click()
    phone.page.fill("#on", (at - timedelta(days=2)).date().isoformat())
    phone.page.fill("#started_at", "07:05")
    phone.leave_the_field()
    until(lambda: server.visits and "started_at" in only(server.visits)["fields"], "the time is sent")
    written = only(server.visits)["fields"]["started_at"]
    assert written == f"{(at - timedelta(days=2)).date().isoformat()}T07:05+08:00"
    assert phone.faults == []
    far.close()
