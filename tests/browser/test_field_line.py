"""Three days without signal: 40 visits and 120 photos, then home over a line that breaks at each tenth. All there, once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.cutting_line import CuttingLine
from tests.browser.field_phone import PHONE, FieldPhone
from tests.browser.field_server import a_household
from tests.browser.shown import BROWSER
from zoufang.stages.visit import field_files

pytestmark = BROWSER
VISITS, PHOTOS_EACH, DAYS = 40, 3, 3
DAY = 24 * 3600 * 1000
# The page's own modules, as its buttons call them: a visit, a matter and three photos of this family.
WRITE = """async ([version, number, photosEach]) => {
  const at = (name) => import(`/visit/field/${version}/${name}.js`);
  const [records, photos] = [await at("records"), await at("photos")];
  const record = [...records.records.values()].find((each) => each.household === `home${number}`);
  records.change(record, "outcome", "met");
  records.change(record, "met", "父亲");
  records.change(record, "opinions", `第${number}户的话`);
  const matter = records.addMatter(record);
  records.changeMatter(record, matter, "text", `第${number}户的事`);
  for (let count = 0; count < photosEach; count += 1) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const brush = canvas.getContext("2d");
    const pixels = brush.createImageData(64, 64);
    crypto.getRandomValues(pixels.data);
    for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
    brush.putImageData(pixels, 0, 0);
    await photos.add(record, count ? null : matter, await new Promise((done) => canvas.toBlob(done, "image/png")));
  }
  await records.finish(record);
}"""
WAITING = """() => new Promise((done) => { const asked = indexedDB.open("zoufang-field"); asked.onsuccess = () => {
  const deed = asked.result.transaction(["operations", "photos"]);
  const counted = ["operations", "photos"].map((name) => deed.objectStore(name).count());
  deed.oncomplete = () => { asked.result.close(); done(counted.map((each) => each.result)); }; }; })"""
BYTES = """() => new Promise((done) => { const asked = indexedDB.open("zoufang-field"); asked.onsuccess = () => {
  const rows = ["operations", "photos"].map((name) => asked.result.transaction(name).objectStore(name).getAll());
  rows[1].onsuccess = () => { asked.result.close();
    done(rows.flatMap((each) => each.result).reduce((sum, each) => sum + each.sealed.byteLength, 0)); }; }; })"""


def test_forty_visits_and_a_hundred_and_twenty_photos_arrive_once_over_a_line_that_breaks_at_each_tenth(
    field_browser, server
):
    server.households = [a_household(number) for number in range(1, VISITS + 1)]
    server.days = 4
    line = CuttingLine(server.port)
    server.address = line.address
    context = field_browser.new_context(**PHONE)
    field = FieldPhone(context, server)
    page = field.page
    field.enter()
    line.down()
    start = page.evaluate("Date.now()")
    for number in range(1, VISITS + 1):
        day = (number - 1) * DAYS // VISITS
        if (number - 1) * DAYS // VISITS != (number - 2) * DAYS // VISITS:
            page.clock.set_system_time((start + day * DAY) / 1000)
            page.goto(f"{line.address}/visit/field/?day={day}")  # the phone was switched off overnight
            expect(page.get_by_text(f"陈小满{number}", exact=True)).to_be_visible()
        page.evaluate(WRITE, [field_files.version(), number, PHOTOS_EACH])
    assert page.evaluate(WAITING)[1] == VISITS * PHOTOS_EACH
    assert server.visits == {}

    line.up(every=page.evaluate(BYTES) // 10)
    for _ in range(240):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(150)
        if page.evaluate(WAITING) == [0, 0]:
            break

    assert page.evaluate(WAITING) == [0, 0]
    assert line.cuts >= 9
    assert len(server.visits) == VISITS
    assert all(each["is_finished"] for each in server.visits.values())
    said = sorted(each["fields"]["opinions"] for each in server.visits.values())
    assert said == sorted(f"第{number}户的话" for number in range(1, VISITS + 1))
    assert len({each["fields"]["text"] for each in server.matters.values()}) == len(server.matters) == VISITS
    assert len({each["sha256"] for each in server.photos.values()}) == len(server.photos) == VISITS * PHOTOS_EACH
    assert len({each["fields"]["started_at"][:10] for each in server.visits.values()}) == DAYS
    assert field.faults == []
    context.close()
    line.stop()
