"""What phones send takes effect once, each by itself, and is answered with a receipt that they can check."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.phone import Phone, receipt_holds

from zoufang.ground.accounts.models import Post
from zoufang.ground.capture.models import FieldRecord, Quarantined
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.problem.models import Problem
from zoufang.stages.visit.models import FieldConflict, Matter, Visit
from zoufang.stages.visit.states import VisitState

SYNC = "/api/v1/sync"


def post(client, address, body):
    return client.post(address, json.dumps(body), content_type="application/json")


def send(client, phone, *operations, **facts):
    response = post(client, SYNC, phone.batch(*operations, **facts))
    assert response.status_code == 200, response.content.decode()
    return response.json()["results"]


def opened(cast, phone, **facts):
    said = {"household": cast.household.public_id, "class_": cast.klass.public_id, "form": "home", "appointment": ""}
    return phone.operation("visit.open", **said | facts)


def begun(cast):
    return cast.noon.isoformat(timespec="seconds")


def whole_visit(cast, phone, **facts):
    first = opened(cast, phone, **facts)
    return [
        first,
        phone.operation("visit.change", first["id"], outcome="met", met="陈建国(父亲)", started_at=begun(cast)),
        phone.operation("matter.add", visit=first["id"], text="午睡太短", settle="pass_on"),
        phone.operation("visit.finish", first["id"]),
    ]


@pytest.fixture
def zhang(cast, signed_in):
    _ = cast.campaign, cast.household, cast.li
    return signed_in(cast.zhang)


def test_a_visit_written_without_a_line_is_there_once_with_receipts_that_hold(cast, zhang):
    phone = Phone()
    operations = whole_visit(cast, phone)
    jwk = zhang.get("/api/v1/device").json()["receipt"]

    # Sent in another order than they were written: applied in the phone's.
    first = send(zhang, phone, *reversed(operations))
    again = send(zhang, phone, *operations)

    assert [each["state"] for each in first] == ["stored"] * 4
    assert again == first[::-1]
    assert [each["id"] for each in again] == [each["id"] for each in operations]
    assert all(receipt_holds(jwk, *pair) for pair in zip(operations, (each["receipt"] for each in again), strict=True))
    visit = Visit.objects.get()
    assert (visit.state, visit.met, visit.finished_by) == (VisitState.DONE, "陈建国(父亲)", cast.zhang)
    assert again[0]["public_id"] == visit.public_id
    assert [each.text for each in Problem.objects.all()] == ["午睡太短"]
    assert JournalEntry.objects.filter(act="visit.finished").count() == 1


def test_the_same_id_with_other_content_is_refused_and_changes_nothing(cast, zhang):
    phone, visit = Phone(), cast.make_visit()
    said = phone.operation("visit.change", visit.public_id, opinions="一")
    send(zhang, phone, said)

    (answer,) = send(zhang, phone, said | {"changes": {"opinions": {"from": "一", "to": "二"}}})

    assert (answer["state"], answer["code"]) == ("refused", 409)
    assert Visit.objects.get().opinions == "一"
    assert post(zhang, SYNC, [said]).json()["results"][0]["state"] == "stored", "a bare list is taken too"


def test_one_bad_operation_never_stops_the_rest(cast, zhang):
    phone, visit = Phone(), cast.make_visit()
    good = phone.operation("visit.change", visit.public_id, remark="好")
    bad = [
        None,
        7,
        [],
        {},
        good | {"id": "A" * 36},
        good | {"id": "../../etc"},
        good | {"kind": "visit.delete"},
        good | {"target": "x" * 41},
        good | {"changes": []},
        good | {"changes": {"remark": "x"}},
        good | {"changes": {"remark": {"to": 1.5}}},
        good | {"changes": {"visitors": {"to": [1]}}},
        good | {"changes": {"started_at": {"to": "gestern"}}},
        good | {"changes": {"form": {"to": "teleport"}}},
        good | {"changes": {"remark": {"to": "\ud800"}}},
        good | {"changes": {"remark": {"to": "x" * 5_001}}},
        good | {"order": -1},
        good | {"order": 2**60},
        good | {"base": "1"},
        phone.operation("visit.change", "0" * 16, remark="nowhere"),
        phone.operation("matter.add", visit=visit.public_id, text=" "),
        phone.operation("photo.add", visit=visit.public_id, upload="0", sha256="", consent=True),
    ]

    answers = send(zhang, phone, *bad, good)

    assert [each["state"] for each in answers] == ["refused"] * len(bad) + ["stored"]
    assert all(each["reasons"] and "code" not in each for each in answers[:-1])
    assert FieldRecord.objects.count() == 1
    odd = phone.operation("visit.change", visit.public_id, remark=("好", "𠮷\x00‮😀"), colour="red")
    (answer,) = send(zhang, phone, odd)
    assert answer["state"] == "stored"
    assert "colour" in answer["reasons"][0]
    assert Visit.objects.get().remark == "𠮷‮😀"


def test_without_sign_in_401_without_token_403_and_too_much_413(cast, zhang):
    phone = Phone()
    for verb, address in (
        ("post", SYNC),
        ("get", "/api/v1/day"),
        ("get", "/api/v1/device"),
        ("post", "/api/v1/device"),
        ("put", f"/api/v1/upload/{phone.uuid}"),
        ("post", "/api/v1/hand-in"),
    ):
        answer = getattr(Client(), verb)(address)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/json; charset=utf-8"), address
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = zhang.cookies
    assert post(strict, SYNC, phone.batch()).status_code == 403
    assert post(zhang, SYNC, phone.batch(*[{}] * 201)).status_code == 413
    assert post(zhang, SYNC, phone.batch("x" * (2 << 20))).status_code == 413
    for body in ("{", "[" * 50_000, '{"device": 1}', json.dumps(phone.batch() | {"protocol": 2}), '"x"'):
        answer = zhang.post(SYNC, body, content_type="application/json")
        assert answer.status_code == 422, body[:20]
        assert answer.json()["reasons"]
    described = Client().get("/api/v1/openapi.json").json()
    assert {"200", "401", "422"} <= set(described["paths"]["/api/v1/sync"]["post"]["responses"])


def test_separate_fields_of_two_teachers_merge_and_the_same_field_keeps_both(cast, zhang, signed_in):
    visit, mine, hers = cast.make_visit(), Phone(), Phone()
    li = signed_in(cast.li)
    send(
        li, hers, hers.operation("visit.change", visit.public_id, opinions="李老师写的", needs_follow_up=(False, True))
    )

    (answer,) = send(
        zhang, mine, mine.operation("visit.change", visit.public_id, opinions="张老师写的", remark="门口有台阶")
    )

    assert answer["state"] == "conflict"
    assert answer["receipt"]
    both = answer["fields"]["opinions"]
    assert (both["yours"], both["theirs"], both["by"]) == ("张老师写的", "李老师写的", "李老师")
    visit.refresh_from_db()
    assert (visit.opinions, visit.remark, visit.needs_follow_up) == ("李老师写的", "门口有台阶", True)
    page = zhang.get(f"/visit/{visit.public_id}/").content.decode()
    assert "有两种写法" in page
    assert "张老师写的" in page
    # What she writes on, not having seen the other's, is still hers alone, and still one conflict.
    change = mine.operation("visit.change", visit.public_id, opinions=("张老师写的", "张老师写的,又想了想"))
    assert send(zhang, mine, change)[0]["state"] == "conflict"
    conflict = FieldConflict.objects.get()
    assert json.loads(conflict.yours) == "张老师写的,又想了想"
    # Having seen it, she settles it by writing.
    change = mine.operation("visit.change", visit.public_id, opinions=("李老师写的", "两人商量好的"))
    assert send(zhang, mine, change)[0]["state"] == "stored"
    conflict.refresh_from_db()
    assert conflict.state == "rewritten"
    acts = list(JournalEntry.objects.values_list("act", flat=True))
    assert acts.count("visit.conflict_found") == 2
    assert "visit.conflict_settled" in acts


def test_two_teachers_who_opened_and_finished_the_same_visit_without_a_line_lose_nothing(cast, zhang, signed_in):
    mine, hers = Phone(), Phone()
    send(signed_in(cast.li), hers, *whole_visit(cast, hers))
    operations = whole_visit(cast, mine)
    operations[1]["changes"]["met"]["to"] = "陈奶奶"

    answers = send(zhang, mine, *operations)

    assert [each["state"] for each in answers] == ["stored", "conflict", "stored", "stored"]
    assert answers[1]["fields"]["met"]["theirs"] == "陈建国(父亲)"
    visit = Visit.objects.get()
    assert visit.state == VisitState.DONE
    assert Problem.objects.count() == Matter.objects.count() == 2, "what the family told her is told too"
    assert visit.versions.exists(), "what the finished record said before is kept"


def test_a_removed_matter_stays_removed_and_a_changed_one_is_not_removed_unseen(cast, zhang, signed_in):
    visit, mine, hers = cast.make_visit(), Phone(), Phone()
    li = signed_in(cast.li)
    added = mine.operation("matter.add", visit=visit.public_id, text="午睡太短")
    other = mine.operation("matter.add", visit=visit.public_id, text="几点接")
    one, two = (each["public_id"] for each in send(zhang, mine, added, other))
    send(li, hers, hers.operation("matter.remove", one, base=1))
    send(li, hers, hers.operation("matter.change", two, text=("几点接", "几点可以接")))

    late, unseen = send(
        zhang,
        mine,
        mine.operation("matter.change", added["id"], text=("午睡太短", "午睡太短了")),
        mine.operation("matter.remove", two, base=1),
    )

    assert (late["state"], unseen["state"]) == ("refused", "refused")
    assert "李老师" in late["reasons"][0]
    assert "李老师" in unseen["reasons"][0]
    assert [each.text for each in Matter.objects.all()] == ["几点可以接"]
    assert send(zhang, mine, mine.operation("matter.remove", added["id"]))[0]["state"] == "stored"


def test_a_stranger_learns_nothing_and_who_left_is_kept_for_the_principal(cast, zhang, signed_in):
    visit, phone = cast.make_visit(), Phone()
    nowhere = send(zhang, phone, phone.operation("visit.change", "0" * 16, remark="x"))[0]["reasons"]
    for user in (cast.stranger, cast.sun, cast.wang):
        other = Phone()
        answers = send(
            signed_in(user), other, other.operation("visit.change", visit.public_id, remark="x"), opened(cast, other)
        )
        assert [each["reasons"] for each in answers] == [nowhere, nowhere], user.name
    Post.objects.filter(user=cast.zhang).update(until=cast.today)

    answers = send(zhang, phone, phone.operation("visit.change", visit.public_id, remark="走之前写的"))

    assert answers[0]["state"] == "quarantined"
    assert answers[0]["receipt"]
    assert Visit.objects.get().remark == ""
    assert Quarantined.objects.get().school == cast.school
    assert zhang.get("/api/v1/day").status_code == 404


def test_a_wrong_clock_is_noted_and_refuses_nothing(cast, zhang):
    phone, visit = Phone(), cast.make_visit()
    ahead = datetime.now().astimezone() + timedelta(days=3)
    begins = ahead.replace(hour=12, minute=5)
    said = phone.operation("visit.change", visit.public_id, at=ahead, started_at=begins.isoformat(timespec="seconds"))

    (answer,) = send(zhang, phone, said, sent_at=ahead.replace(hour=13))

    assert answer["state"] == "stored", answer
    visit.refresh_from_db()
    assert visit.clock_off_minutes > 2 * 24 * 60
    assert "时钟快了约" in zhang.get(f"/visit/{visit.public_id}/").content.decode()


def test_a_record_that_was_sent_back_is_not_finished_unseen(cast, zhang, signed_in):
    phone, hers = Phone(), Phone()
    operations = whole_visit(cast, phone)
    send(zhang, phone, *operations)
    visit = Visit.objects.get()
    signed_in(cast.wang).post(f"/visit/{visit.public_id}/reopen/", {"reason": "时间不对"})
    late = hers.operation("visit.finish", visit.public_id, base=2)

    (answer,) = send(signed_in(cast.li), hers, late)

    assert answer["state"] == "refused"
    assert Visit.objects.get().state == VisitState.PLANNED


def test_a_phone_is_one_persons(cast, zhang, signed_in):
    phone = Phone()
    send(zhang, phone)

    answer = post(signed_in(cast.li), SYNC, phone.batch())

    assert answer.status_code == 409
    assert answer.json()["reasons"]


def test_the_day_holds_what_a_phone_needs_and_asks_the_same_however_many(cast, zhang):
    visit = cast.make_visit(opinions="写了一半")
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    with CaptureQueriesContext(connection) as few:
        answer = zhang.get("/api/v1/day")
    day = answer.json()
    assert answer["Cache-Control"] == "private, no-store"
    for number in range(4):
        cast.make_visit(household=cast.make_household(child=f"孩{number}", phone=f"1381234001{number}"))
    with CaptureQueriesContext(connection) as many:
        more = zhang.get("/api/v1/day").json()

    (row,) = day["visits"]
    assert (row["id"], row["version"], row["children"]) == (visit.public_id, 1, ["陈小满"])
    assert row["record"]["opinions"] == "写了一半"
    assert row["matters"][0]["text"] == "午睡太短"
    assert row["record"]["visitors"] == sorted([cast.zhang.public_id, cast.li.public_id])
    assert "13812340001" not in json.dumps(day)
    assert len(more["visits"]) == 5
    assert len(many) == len(few)
