"""The pages: who finds them, what they show, and that nobody else can tell that there is a report at all."""

import pytest
from django.test import Client
from django.utils import timezone

from zoufang.stages.problem.tests.test_nobody_learns import PAGES, seen
from zoufang.stages.safeguarding.models import HarmReport
from zoufang.stages.visit.tests.test_family_pages import by_link

MORE = ["/", "/school/", "/outbox/", "/supervision/", "/ledger/", "/families/", "/safeguarding/new/"]
CODE = "abcdefgh01234567"


@pytest.fixture
def guardian(cast):
    return by_link(cast.chen, cast.campaign)


def said(**facts):
    return {"code": CODE, "text": "孩子胳膊上有一排伤", "concern": "home"} | facts


def test_a_member_of_staff_reports_and_is_told_to_whom_it_went(cast, signed_in):
    _ = cast.wang, cast.he
    client = signed_in(cast.zhang)
    shown = client.get("/safeguarding/new/").content.decode()
    answer = client.post("/safeguarding/new/", said(reporter="张老师"))

    assert "王园长" in shown
    assert "何管理员" in shown
    assert 'value="张老师"' in shown
    assert answer.status_code == 200
    assert "王园长" in answer.content.decode()
    assert "abcd-efgh-0123-4567" in answer.content.decode()
    assert HarmReport.objects.get().reporter == "张老师"


def test_what_is_missing_is_said_and_what_was_written_stays(cast, signed_in):
    _ = cast.wang
    client = signed_in(cast.zhang)
    for wrong in (
        said(concern=""),
        said(concern="x"),
        said(code="?"),
        said(text=" ", child="小满"),
        said(child="长" * 300),
    ):
        answer = client.post("/safeguarding/new/", wrong)

        assert answer.status_code == 422
        assert wrong["text"].strip() in answer.content.decode()
    assert not HarmReport.objects.exists()


def test_by_the_code_alone_it_is_followed_and_added_to(cast, report):
    report(code=CODE)
    anyone = Client()

    assert anyone.get("/safeguarding/follow/").status_code == 200
    found = anyone.post("/safeguarding/follow/", {"code": "ABCD efgh 0123 4567"})
    assert "王园长" in found.content.decode()
    assert "胳膊" not in found.content.decode()
    assert found["Cache-Control"] == "private, no-store"
    assert anyone.post("/safeguarding/follow/", {"code": "abcdefgh01234568"}).status_code == 422
    assert anyone.post("/safeguarding/follow/add/", {"code": CODE, "text": " "}).status_code == 422
    assert "已送到" in anyone.post("/safeguarding/follow/add/", {"code": CODE, "text": "又一次"}).content.decode()
    assert anyone.get("/safeguarding/follow/add/").status_code == 405


def test_those_who_are_told_find_it_and_its_words_only_by_a_look(cast, report, signed_in):
    made = report(child="陈小满")
    client = signed_in(cast.wang)
    page = f"/safeguarding/{made.public_id}/"

    assert made.public_id in client.get("/safeguarding/").content.decode()
    assert "胳膊" not in client.get(page).content.decode()
    assert client.get(f"{page}open/").status_code == 405
    opened = client.post(f"{page}open/").content.decode()
    assert "胳膊" in opened
    assert "陈小满" in opened
    assert client.post(f"{page}step/", {"kind": "police", "note": "12:05"}).status_code == 302
    refused = client.post(f"{page}step/", {"kind": "word", "note": ""})
    assert refused.status_code == 422
    assert client.post(f"{page}close/", {"reason": "好了"}).status_code == 422
    assert client.post(f"{page}up/").status_code == 302
    district = signed_in(cast.he)
    assert "份报告等您马上看" in district.get("/district/").content.decode()
    assert district.post(f"{page}close/", {"reason": "已立案"}).status_code == 302


def test_everybody_else_finds_nothing(cast, report, signed_in):
    made = report()
    for user in (cast.zhang, cast.li, cast.qian, cast.wu, cast.zhou, cast.zhao, cast.he, cast.stranger):
        client = signed_in(user)
        for verb in ("", "open/", "step/", "up/", "close/"):
            address = f"/safeguarding/{made.public_id}/{verb}"
            assert (client.post if verb else client.get)(address).status_code == 404, (user.name, verb)
    past = report("staff", about_person=cast.zhang)
    assert signed_in(cast.wang).get(f"/safeguarding/{past.public_id}/").status_code == 404


def test_two_worlds_with_and_without_a_report_look_the_same_to_everybody_not_told(cast, report, signed_in):
    _ = cast.campaign, cast.household, cast.wang, cast.he
    people = (cast.zhang, cast.li, cast.sun, cast.qian, cast.wu, cast.zhou, cast.zhao)
    clients = {user.name: signed_in(user) for user in people}
    principal = signed_in(cast.wang)

    def world(client):
        # The form to report makes a new code for each look.
        found = seen(client, PAGES + MORE)
        return {page: (s, t.split('name="code" value="')[0]) for page, (s, t) in found.items()}

    before = {name: world(client) for name, client in clients.items()}
    before_principal = world(principal)
    report("staff", about_person=cast.zhang, child="陈小满")
    report("head", about_person=cast.wang)
    assert world(principal) == before_principal, "what concerns the school's own people goes past the principal"
    report("home")

    assert {name: world(client) for name, client in clients.items()} == before


def test_the_list_asks_no_more_for_more_reports(cast, report, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.wang)
    report()
    client.get("/safeguarding/")
    with django_assert_max_num_queries(12):
        client.get("/safeguarding/")
    for _ in range(12):
        report()
    with django_assert_max_num_queries(12):
        assert client.get("/safeguarding/").content.decode().count("chevron-right") == 13


def test_the_list_goes_on_where_it_ended(cast, report, monkeypatch, signed_in):
    from zoufang.stages.safeguarding.views import handle

    monkeypatch.setattr(handle, "AT_ONCE", 2)
    made = [report(at=timezone.now()) for _ in range(5)]
    client, found, address = signed_in(cast.wang), [], "/safeguarding/"
    for _ in range(3):
        text = client.get(address).content.decode()
        found += [one.public_id for one in reversed(made) if f"/safeguarding/{one.public_id}/" in text]
        address = f"/safeguarding/?before={found[-1]}"

    assert found == [one.public_id for one in reversed(made)]


def test_a_guardian_reports_without_a_name_and_the_familys_pages_say_nothing_of_it(cast, guardian):
    _ = cast.wang
    before = seen(guardian, ["/family/", "/problem/family/", "/family/data/"])
    answer = guardian.post("/safeguarding/family/", said())

    assert answer.status_code == 200
    assert "王园长" in answer.content.decode()
    assert HarmReport.objects.get().reporter == ""
    assert seen(guardian, ["/family/", "/problem/family/", "/family/data/"]) == before
    assert guardian.post("/safeguarding/family/", said(code="abcdefgh01234568", concern="")).status_code == 422


def test_without_the_familys_link_there_is_the_door(cast):
    assert Client().get("/safeguarding/family/")["Location"].endswith("/f")
    assert Client().post("/safeguarding/family/", said()).status_code == 302
    assert not HarmReport.objects.exists()
