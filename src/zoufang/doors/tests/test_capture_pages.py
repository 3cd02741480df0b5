"""Who has left: kept for the principal. A phone that cannot send: its file is handed in."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.phone import Phone

from zoufang.doors.api.tests.test_sync import opened, post, send, whole_visit
from zoufang.doors.api.tests.test_uploads import picture, sent
from zoufang.engines.envelopes import wrap
from zoufang.ground.accounts.models import Post
from zoufang.ground.capture.actions import purge_uploads
from zoufang.ground.capture.models import Device, FieldRecord, Quarantined
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.rights.states import Scope
from zoufang.stages.visit.models import Visit, VisitPhoto
from zoufang.stages.visit.states import VisitState

QUARANTINE, HAND_IN = "/visit/quarantine/", "/visit/hand-in/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def zhang(cast, signed_in):
    _ = cast.campaign, cast.household, cast.li, cast.wang
    return signed_in(cast.zhang)


def leaves(cast):
    Post.objects.filter(user=cast.zhang).update(until=cast.today)


def exported(phone, *operations, photos=()):
    return json.dumps(
        {
            "zoufang": "records",
            "device": phone.uuid,
            "wrapped_key": phone.wrapped,
            "records": [phone.seal(each["id"], json.dumps(each, ensure_ascii=False).encode()) for each in operations],
            "photos": [phone.seal(id, content) | {"sha256": "x"} for id, content in photos],
        }
    ).encode()


def registered(client):
    phone = Phone()
    phone.wrapped = wrap(settings.KEYS.newest("seal")[1], phone.key)
    body = {"device": phone.uuid, "wrapped_key": phone.wrapped, "name": "张老师的手机"}
    assert post(client, "/api/v1/device", body).status_code == 200
    assert post(client, "/api/v1/device", body).status_code == 200
    return phone


def hand_in(client, content):
    return client.post(HAND_IN, {"file": SimpleUploadedFile("records.json", content)})


def test_the_principal_takes_what_somebody_wrote_before_leaving_in_the_writers_name(cast, zhang, signed_in):
    phone = Phone()
    leaves(cast)
    written = whole_visit(cast, phone, at=cast.noon)
    assert {each["state"] for each in send(zhang, phone, *written)} == {"quarantined"}
    assert not Visit.objects.exists()
    principal = signed_in(cast.wang)
    page = principal.get(QUARANTINE).content.decode()
    assert all(words in page for words in ("张老师", "陈小满", "午睡太短", "完成走访"))
    first = Quarantined.objects.order_by("pk")[0]
    address = f"{QUARANTINE}{first.public_id}/decide/"
    for user in (cast.li, cast.qian, cast.zhou, cast.stranger):
        assert signed_in(user).get(QUARANTINE).status_code == 404, user.name
        assert signed_in(user).post(address, {"choice": "take"}).status_code == 404
    assert principal.get(address).status_code == 405
    assert principal.post(address, {"choice": "refuse", "reason": " "}).status_code == 422

    assert principal.post(address, {"choice": "take"}).status_code == 302

    visit = Visit.objects.get()
    assert (visit.state, visit.finished_by) == (VisitState.DONE, cast.zhang)
    assert visit.matters.get().text == "午睡太短"
    assert set(FieldRecord.objects.values_list("state", flat=True)) == {"stored"}
    acts = list(JournalEntry.objects.values_list("act", flat=True))
    assert (acts.count("field_record.quarantined"), acts.count("field_record.taken")) == (4, 4)
    assert principal.post(address, {"choice": "take"}).status_code == 404


def test_a_leavers_photo_is_held_until_it_is_taken(cast, zhang, signed_in):
    cast.say(Scope.BASIC, Scope.PHOTO)
    visit, phone, content = cast.make_visit(), Phone(), picture()
    upload = sent(zhang, content)
    leaves(cast)
    facts = {"upload": upload, "sha256": hashlib.sha256(content).hexdigest(), "consent": True}
    (answer,) = send(zhang, phone, phone.operation("photo.add", visit=visit.public_id, **facts))
    assert answer["state"] == "quarantined"
    purge_uploads(before=timezone.now() + timedelta(days=400))

    address = f"{QUARANTINE}{Quarantined.objects.get().public_id}/decide/"
    assert signed_in(cast.wang).post(address, {"choice": "take"}).status_code == 302

    assert VisitPhoto.objects.get().added_by == cast.zhang


def test_what_is_turned_down_stays_kept_with_its_reason_and_what_follows_is_refused(cast, zhang, signed_in):
    phone = Phone()
    leaves(cast)
    first = opened(cast, phone)
    send(zhang, phone, first)
    principal = signed_in(cast.wang)
    address = f"{QUARANTINE}{Quarantined.objects.get().public_id}/decide/"

    assert principal.post(address, {"choice": "refuse", "reason": "李老师已经走访过"}).status_code == 302

    kept = Quarantined.objects.get()
    assert (kept.reason, kept.decided_by, kept.record.state) == ("李老师已经走访过", cast.wang, "turned_down")
    assert json.loads(kept.content) == first
    (late,) = send(zhang, phone, phone.operation("visit.change", first["id"], remark="还有"))
    assert late["state"] == "refused"


def test_a_switched_off_phone_changes_nothing_any_more(cast, zhang, signed_in):
    visit, phone = cast.make_visit(), Phone()
    send(zhang, phone)
    device = Device.objects.get()
    assert signed_in(cast.li).post(f"{QUARANTINE}device/{device.public_id}/revoke/").status_code == 404

    assert signed_in(cast.wang).post(f"{QUARANTINE}device/{device.public_id}/revoke/").status_code == 302

    (answer,) = send(zhang, phone, phone.operation("visit.change", visit.public_id, remark="偷来的"))
    assert answer["state"] == "quarantined"
    assert Visit.objects.get().remark == ""


def test_the_page_asks_the_same_number_of_questions_however_much_waits(cast, zhang, signed_in):
    principal, phone = signed_in(cast.wang), Phone()
    visits = [cast.make_visit(household=cast.make_household(child=f"孩{n}", phone=f"1381234003{n}")) for n in range(3)]
    leaves(cast)
    send(zhang, phone, phone.operation("visit.change", visits[0].public_id, remark="一"))
    with CaptureQueriesContext(connection) as few:
        principal.get(QUARANTINE)
    send(zhang, phone, *(phone.operation("visit.change", each.public_id, remark="二") for each in visits))
    with CaptureQueriesContext(connection) as many:
        principal.get(QUARANTINE)

    assert len(many) == len(few)


def test_a_file_from_a_phone_is_handed_in_with_its_photos_once(cast, zhang, signed_in):
    cast.say(Scope.BASIC, Scope.PHOTO)
    phone, clerk, content = registered(zhang), signed_in(cast.zhou), picture()
    operations, upload = whole_visit(cast, phone), Phone().uuid
    facts = {"upload": upload, "sha256": hashlib.sha256(content).hexdigest(), "consent": True}
    operations.append(phone.operation("photo.add", visit=operations[0]["id"], **facts))
    file = exported(phone, *operations, photos=[(upload, content)])

    for _again in range(2):
        done = hand_in(clerk, file)
        assert done.status_code == 200
        assert "张老师 的记录处理完了" in done.content.decode()

    visit = Visit.objects.get()
    assert (visit.state, visit.finished_by) == (VisitState.DONE, cast.zhang)
    assert visit.matters.count() == VisitPhoto.objects.count() == 1
    entry = JournalEntry.objects.filter(act="device.handed_in")[0]
    assert entry.facts == {"records": 5, "photos": 1, "unreadable": 0}
    # The phone's own person brings it back too, once signed in again; photos are named as well.
    own = zhang.post("/api/v1/hand-in", file, content_type="application/json").json()
    assert {each["state"] for each in own["results"]} == {"stored"}
    assert upload in {each["id"] for each in own["results"]}


def test_a_leavers_file_waits_for_the_principal(cast, zhang, signed_in):
    phone = registered(zhang)
    operations = whole_visit(cast, phone)
    leaves(cast)
    cast.zhang.is_active = False
    cast.zhang.save()

    page = hand_in(signed_in(cast.wang), exported(phone, *operations)).content.decode()

    assert "等园长决定" in page
    assert Quarantined.objects.count() == 4
    assert not Visit.objects.exists()


def test_a_file_that_is_not_ours_is_refused_alike(cast, zhang, signed_in):
    phone, clerk = registered(zhang), signed_in(cast.zhou)
    good = exported(phone, *whole_visit(cast, phone))
    forged = Phone(uuid=phone.uuid)
    forged.wrapped = wrap(settings.KEYS.newest("seal")[1], forged.key)
    foreign = Phone(uuid=phone.uuid)
    foreign.wrapped = wrap(b"\x05" * 32, foreign.key)
    bad = [b"", b"{}", b"[" * 1000, exported(forged, *whole_visit(cast, forged)), exported(foreign)]
    answers = [hand_in(clerk, each) for each in bad]
    other_clerk = cast.person("qi", "戚干事", "clerk", cast.other_school)
    answers.append(hand_in(signed_in(other_clerk), good))
    answers.append(clerk.post(HAND_IN))

    assert [each.status_code for each in answers] == [422] * len(answers)
    assert all("不是本园老师的手机导出的" in each.content.decode() for each in answers[:-1])
    assert signed_in(cast.li).get(HAND_IN).status_code == 404
    stolen = signed_in(cast.li).post("/api/v1/hand-in", good, content_type="application/json")
    assert stolen.status_code == 422
    assert not FieldRecord.objects.exists()
    altered = json.loads(good)
    altered["records"][0]["sealed"] = altered["records"][1]["sealed"]
    assert "打不开" in hand_in(clerk, json.dumps(altered).encode()).content.decode()
