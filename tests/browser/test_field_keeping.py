"""What the phone keeps: nothing readable on its disk, nothing lost at sign-out, one version whole after an upgrade."""

from __future__ import annotations

import json
import os
import time

import pytest
from cryptography.exceptions import InvalidTag
from playwright.sync_api import expect

from tests.browser.field_phone import PHONE, FieldPhone, until
from tests.browser.field_server import a_household
from tests.browser.shown import BROWSER
from zoufang.stages.visit import field_files

pytestmark = BROWSER
PLANTED = ("陈小满1", "陈建国1", "13812340001", "秘密的一句话", "博山区城东街道", "对花生过敏", "张老师")


PLANT_IN_THE_CLEAR = """() => new Promise((done) => { const asked = indexedDB.open("zoufang-field");
  asked.onsuccess = () => { const deed = asked.result.transaction("days", "readwrite");
    deed.objectStore("days").put({ device: "plain", said: "看得见的字" }); deed.oncomplete = done; }; })"""


def words_on_disk(folder, *words):
    """Those of the words that stand in any file below the folder, in either of the browser's encodings."""
    contents = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return {
        word
        for word in words
        for code in ("utf-8", "utf-16-le")
        if any(word.encode(code) in content for content in contents)
    }


def sign_out(field):
    """Without signal, on the phone alone."""
    field.page.goto(f"{field.server.address}/visit/field/#unsent")
    field.page.locator("summary", has_text="在这部手机上退出").click()
    field.page.get_by_role("button", name="退出并锁上").click()
    field.page.wait_for_url("**/account/**")


def test_a_stolen_phone_holds_no_planted_name_phone_or_sentence(field_browser, server, tmp_path):
    server.households = [a_household(1, care="对花生过敏", how_to_get_there="打 13812340001")]
    context = field_browser.browser_type.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"], **PHONE
    )  # fmt: skip
    field = FieldPhone(context, server)
    field.enter()
    server.me = ""  # the sign-in ended: the thief has the phone, not the person
    field.family()
    field.met()
    field.opinions("秘密的一句话")
    field.matter("秘密的一句话")
    field.finish()
    field.shows("here")

    seen = field.dump()
    assert {"devices", "operations", "records", "days", "cache"} <= {kind for kind, _ in seen}
    assert [(kind, word) for kind, text in seen for word in PLANTED if word in text] == []
    key = field.page.evaluate("""() => new Promise((done) => { const asked = indexedDB.open("zoufang-field");
      asked.onsuccess = () => { asked.result.transaction("devices").objectStore("devices").getAll().onsuccess =
        ({ target }) => crypto.subtle.exportKey("raw", target.result[0].key).then(() => done("read"), () => done("unreadable")); }; })""")
    assert key == "unreadable"
    # What is written in the clear is found on the disk by the same search.
    field.page.evaluate(PLANT_IN_THE_CLEAR)
    context.close()
    assert words_on_disk(tmp_path / "profile", *PLANTED, "看得见的字") == {"看得见的字"}


def test_signed_out_it_cannot_read_another_sees_only_a_number_and_the_same_person_hands_in(field, server):
    field.enter()
    field.lose_the_line()
    field.visit(opinions="秘密的一句话")
    field.shows("here")
    # To sign out the page needs no signal; only the way on to the sign-out page does.
    field.find_the_line()
    server.me = ""
    sign_out(field)
    kinds = [kind for kind, _ in field.dump()]
    assert "operations" in kinds
    assert "records" not in kinds
    assert "days" not in kinds

    server.me, server.name = "teachersun", "孙老师"
    field.page.goto(f"{server.address}/visit/field/")
    expect(field.page.get_by_text("陈小满1", exact=True)).to_be_visible()
    field.page.goto(f"{server.address}/visit/field/#unsent")
    expect(field.page.locator("[data-left='1']")).to_contain_text("别人有 1 户的记录没送到")
    assert "秘密" not in field.page.inner_text("body")
    assert server.visits == {}

    server.me, server.name = "teacherzhang", "张老师"
    field.page.goto(f"{server.address}/account/")
    field.page.goto(f"{server.address}/visit/field/")
    until(lambda: any(each["is_finished"] for each in server.visits.values()), "handed in")
    (visit,) = server.visits.values()
    assert visit["fields"]["opinions"] == "秘密的一句话"
    assert visit["is_finished"]
    until(lambda: field.count("operations") == 0, "nothing is left")
    assert field.count("devices") == 1


def test_the_exported_file_is_opened_by_the_server_alone(field, server, tmp_path):
    field.enter()
    field.lose_the_line()
    field.visit(opinions="秘密的一句话")
    field.shows("here")
    field.page.goto(f"{server.address}/visit/field/#unsent")
    with field.page.expect_download() as download:
        field.page.get_by_role("button", name="存成文件").click()
    text = (download.value.path()).read_text("utf-8")

    assert "秘密" not in text
    file = json.loads(text)
    assert file["zoufang"] == "records"
    operations, _ = server.opened(file)
    assert [each["kind"] for each in operations] == ["visit.open", "visit.change", "visit.finish"]
    assert operations[1]["changes"]["opinions"] == {"from": "", "to": "秘密的一句话"}
    swapped = json.loads(text)
    swapped["records"][0]["id"], swapped["records"][1]["id"] = (each["id"] for each in file["records"][1::-1])
    with pytest.raises(InvalidTag):
        server.opened(swapped)
    field.find_the_line()


def test_after_seven_days_the_phone_cannot_read_and_loses_nothing(field, server):
    field.enter()
    field.lose_the_line()
    field.visit(opinions="秘密的一句话")
    field.shows("here")
    field.page.clock.set_system_time(time.time() + 7 * 24 * 3600 + 60)
    field.page.goto(f"{server.address}/visit/field/?later")

    expect(field.page.locator("[data-left='1']")).to_be_visible()
    assert "陈小满" not in field.page.inner_text("body")
    assert {kind for kind, _ in field.dump()} & {"records", "days"} == set()
    assert field.count("operations") == 3
    field.find_the_line()
    field.page.reload()
    until(lambda: server.visits, "handed in at the next sign-in")


def test_an_old_version_goes_on_and_the_new_one_is_taken_whole_without_loss(field, server, monkeypatch):
    field.enter()
    old = field_files.version()
    field.family()
    field.opinions("写到一半")
    monkeypatch.setattr(field_files, "version", lambda: "newversion12")
    field.page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    offered = field.page.get_by_role("button", name="有新版本")
    expect(offered).to_be_visible()
    # Not taken: without signal the old one still opens, whole, and its records are accepted.
    field.lose_the_line()
    field.page.reload()
    assert field.page.locator("script[type=module]").get_attribute("src") == f"/visit/field/{old}/main.js"
    field.find_the_line()
    field.page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: server.visits, "the old version's record is taken")

    field.page.locator("#update button").click()
    expect(field.page.locator("script[src*=newversion12]")).to_have_count(1)
    expect(field.page.locator("#opinions")).to_have_value("写到一半")


def test_where_the_address_is_not_https_the_page_says_what_to_do(field):
    field.page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    field.page.goto(f"{field.server.address}/visit/field/")
    expect(field.page.get_by_role("alert")).to_contain_text("请用 https 开头的地址打开")


def test_a_second_page_of_it_waits_and_can_take_over(field):
    field.enter()
    other = field.context.new_page()
    other.goto(f"{field.server.address}/visit/field/")
    expect(other.locator("main")).to_contain_text("已经在另一个页面里打开")
    other.get_by_role("button", name="改在这里用").click()
    expect(other.get_by_text("陈小满1", exact=True)).to_be_visible()
    expect(field.page.locator("main")).to_contain_text("已经在另一个页面里打开")


ASKS_BEFORE_LEAVING = """() => {
  const leaving = new Event("beforeunload", { cancelable: true });
  dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""


def test_leaving_with_something_unsent_is_asked_about_and_without_is_not(field):
    field.enter()
    field.visit(1)
    field.shows("received")
    assert not field.page.evaluate(ASKS_BEFORE_LEAVING)
    field.lose_the_line()
    field.at_the_day()
    field.visit(2)
    field.shows("here")
    assert field.page.evaluate(ASKS_BEFORE_LEAVING)
    field.find_the_line()


def test_a_phone_that_the_school_switched_off_locks_itself_and_carries_nothing_under_that_sign_in(field, server):
    field.enter()
    field.lose_the_line()
    field.visit(opinions="秘密的一句话")
    field.shows("here")
    server.revoked = set(server.devices)
    field.find_the_line()
    field.page.evaluate("dispatchEvent(new Event('online'))")
    expect(field.page.locator("main")).to_contain_text("园里停用了这部手机")
    assert {kind for kind, _ in field.dump()} & {"records", "days"} == set()
    field.page.reload()
    expect(field.page.locator("main")).to_contain_text("园里停用了这部手机")
    assert field.count("operations") == 3
    assert server.visits == {}
    server.since = 2  # signed in anew
    field.page.reload()
    until(lambda: server.visits, "handed in")


def test_a_full_disk_is_said_and_what_was_written_is_kept_once_there_is_room(field):
    field.enter()
    field.lose_the_line()
    field.family()
    field.page.evaluate("""() => { window.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; }""")
    field.met()
    field.opinions("没有地方")
    expect(field.page.locator("#strip")).to_contain_text("这部手机存不下了")
    assert field.page.evaluate(ASKS_BEFORE_LEAVING)
    field.page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    field.opinions("有地方了")
    expect(field.page.locator("#strip")).not_to_contain_text("这部手机存不下了")
    field.page.reload()
    assert field.page.input_value("#opinions") == "有地方了"
    assert field.page.locator("input[value=met]").is_checked()
    field.find_the_line()


def test_little_room_is_said_before_it_is_none(field):
    field.page.add_init_script(
        "StorageManager.prototype.estimate = () => Promise.resolve({ quota: 60e6, usage: 40e6 })"
    )
    field.enter()
    expect(field.page.locator("#strip")).to_contain_text("快没有空间了")
