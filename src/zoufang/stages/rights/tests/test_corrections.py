"""更正请求: asked by the family, taken over with one tap or answered, within working days."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.workdays import workdays_between
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import Correction
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit.tests.test_family_pages import by_link

ASK = "/f/correct/"
QUEUE = "/corrections/"


@pytest.fixture
def family(cast):
    return by_link(cast.chen, cast.campaign)


def child(cast):
    return cast.household.children.get()


def ask(client, what, value):
    return client.post(ASK, {"what": what, "value": value})


def decide(client, answer="", do="take", **said):
    return client.post(f"{QUEUE}{Correction.objects.latest('pk').public_id}/", {"do": do, "answer": answer, **said})


def test_a_name_is_asked_for_taken_over_and_seen_by_the_family(cast, family, signed_in):
    assert ask(family, f"child_name:{child(cast).public_id}", "陈小漫").status_code == 302
    page = signed_in(cast.zhang).get(QUEUE).content.decode()
    assert "陈小漫" in page
    assert "还剩 15 个工作日" in page

    assert decide(signed_in(cast.zhang)).status_code == 302
    assert child(cast).name == "陈小漫"
    assert "已更正" in family.get(ASK).content.decode()
    assert decide(signed_in(cast.zhang)).status_code == 422
    assert "陈小漫" not in signed_in(cast.zhou).get(QUEUE).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("guardian_name", "陈健国", "name"),
        ("guardian_relation", "爷爷", "relation"),
    ],
)
def test_what_is_kept_of_a_guardian_is_put_right(cast, family, signed_in, field, value, kept):
    ask(family, f"{field}:{cast.chen.public_id}", value)
    decide(signed_in(cast.zhou))

    assert getattr(Guardian.objects.get(pk=cast.chen.pk), kept) == value.replace(" ", "")


def test_another_phone_waits_for_a_call_to_the_old_one(cast, family, signed_in):
    ask(family, f"guardian_phone:{cast.chen.public_id}", "139 0000 0001")
    zhang, call = signed_in(cast.zhang), f"{QUEUE}{Correction.objects.get().public_id}/call/"

    def phone():
        return Guardian.objects.get(pk=cast.chen.pk).phone

    assert "请先看旧号码、打过去问一声" in decide(zhang).content.decode()
    assert decide(zhang, is_old_phone_asked="on").status_code == 422, "a tick alone is nothing that was looked up"
    assert "tel:13812340001" in zhang.post(call).content.decode()
    assert JournalEntry.objects.filter(act="private.revealed", facts__why="check").count() == 1
    assert decide(zhang).status_code == 422
    assert phone() == "13812340001"
    assert decide(zhang, is_old_phone_asked="on").status_code == 302
    assert phone() == "13900000001"
    assert zhang.get(call).status_code == 405
    assert signed_in(cast.sun).post(call).status_code == 404


def test_the_principal_answers_for_a_number_that_nobody_picks_up(cast, family, signed_in):
    ask(family, f"guardian_phone:{cast.chen.public_id}", "139 0000 0001")
    wang = signed_in(cast.wang)

    assert decide(wang).status_code == 422
    assert decide(wang, is_old_phone_asked="on").status_code == 302
    assert Guardian.objects.get(pk=cast.chen.pk).phone == "13900000001"


def test_records_and_facts_stand_in_one_list_for_the_teacher_and_for_the_family(cast, family, signed_in):
    visit = cast.make_visit(state="done", outcome="met", met="奶奶", started_at=cast.noon)
    family.post(f"/visit/family/{visit.public_id}/correct/met/", {"text": "爷爷", "why": ""})
    ask(family, f"child_name:{child(cast).public_id}", "陈小漫")

    zhang = signed_in(cast.zhang)
    queue, today = zhang.get(QUEUE).content.decode(), zhang.get("/").content.decode()
    assert queue.index("爷爷") < queue.index("陈小漫"), "the oldest first"
    assert f"/visit/{visit.public_id}/#corrections" in queue
    assert "爷爷" not in signed_in(cast.sun).get(QUEUE).content.decode()
    assert "2处家长说写得不对" in re.sub(r"<[^>]+>|\s", "", today)
    for page in (family.get(ASK), family.get("/family/data/")):
        assert page.content.decode().index("陈小漫") < page.content.decode().index("爷爷"), "the newest first"


def test_an_address_and_a_birthday_are_put_right(cast, family, signed_in):
    ask(family, "address", "博山区城西街道2号楼")
    decide(signed_in(cast.wang))
    ask(family, f"child_born:{child(cast).public_id}", f"{cast.today.year - 4}-03-06")
    decide(signed_in(cast.wang))

    cast.household.refresh_from_db()
    assert cast.household.address == "博山区城西街道2号楼"
    assert child(cast).born_on.day == 6


def test_phones_and_addresses_are_masked_in_the_queue(cast, family, signed_in):
    ask(family, f"guardian_phone:{cast.chen.public_id}", "13900000001")
    ask(family, "address", "博山区城西街道2号楼")
    page = signed_in(cast.zhang).get(QUEUE).content.decode()

    assert "139****" in page
    assert "13900000001" not in page
    assert "2号楼" not in page
    assert "先打原来的电话" in page


def test_a_no_says_why(cast, family, signed_in):
    ask(family, "address", "博山区城西街道2号楼")
    client = signed_in(cast.zhang)

    answer = decide(client, do="leave")
    assert answer.status_code == 422
    assert "写一句为什么" in answer.content.decode()
    assert decide(client, "这是您上次说的地址", do="leave").status_code == 302
    page = family.get(ASK).content.decode()
    assert "没有改,见答复" in page
    assert "这是您上次说的地址" in page
    assert cast.household.address.startswith("博山区城东")


def test_anything_else_is_for_the_roster_keepers_alone_and_never_reaches_a_teacher(cast, family, signed_in):
    ask(family, "other", "班级写错了")

    assert "班级写错了" not in signed_in(cast.zhang).get(QUEUE).content.decode()
    assert decide(signed_in(cast.zhang), "x").status_code == 404
    assert "班级写错了" in signed_in(cast.zhou).get(QUEUE).content.decode()
    assert decide(signed_in(cast.zhou)).status_code == 422
    assert decide(signed_in(cast.zhou), "改成小（2）班了").status_code == 302


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("", "x", "请先选"),
        ("nonsense", "x", "请先选"),
        ("child_name:no-such", "x", "请先选"),
        ("address", " ", "请写下正确的内容"),
        ("child_born", "三月五日", "2022-03-05"),
        ("guardian_phone", "12", "电话号码不对"),
        ("other", "长" * 1_001, "1000"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_its_words(cast, family, what, value, words):
    things = {"child_born": child(cast), "guardian_phone": cast.chen}
    if what in things:
        what = f"{what}:{things[what].public_id}"
    answer = ask(family, what, value)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert value in answer.content.decode()
    assert not Correction.objects.exists()


def test_another_familys_child_cannot_be_named(cast, family):
    other = cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")

    assert ask(family, f"child_name:{other.children.get().public_id}", "x").status_code == 422


def test_the_other_guardian_does_not_read_a_new_phone(cast, family):
    mother = Guardian.objects.create(
        household=cast.household, name="李梅", relation="母亲", phone="13912340002", place=1
    )
    ask(by_link(mother, cast.campaign), f"guardian_phone:{mother.public_id}", "13700000007")

    assert "13700000007" not in by_link(mother, cast.campaign).get(ASK).content.decode()
    assert "13700000007" not in family.get(ASK).content.decode()
    assert "13700000007" not in family.get("/family/data/copy/").content.decode(errors="ignore")


def test_nothing_is_asked_on_a_teachers_device_or_beyond_ten(cast, family, signed_in):
    client = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))
    assert ask(client, "other", "x").status_code == 422
    for n in range(rules.MOST_OPEN_CORRECTIONS):
        assert ask(family, "other", f"第{n}").status_code == 302

    assert ask(family, "other", "再一件").status_code == 422


def test_strangers_and_wrong_verbs(cast, family, signed_in):
    ask(family, "address", "博山区城西街道2号楼")
    for user in (cast.sun, cast.stranger, cast.qian, cast.zhao):
        client = signed_in(user)
        assert "陈小满" not in client.get(QUEUE).content.decode()
        assert decide(client).status_code == 404
    assert signed_in(cast.zhao).get(QUEUE).status_code == 404
    assert Client().get(ASK)["Location"] == "/f"
    assert signed_in(cast.zhou).post(QUEUE).status_code == 405
    assert family.put(ASK).status_code == 405


def test_the_limit_is_the_campaigns_and_overdue_shows_in_the_queue_and_on_the_desk(cast, family, signed_in):
    cast.campaign.limits = {"request_workdays": 3}
    cast.campaign.save()
    ask(family, "address", "博山区城西街道2号楼")
    kept = Correction.objects.get()
    assert workdays_between(timezone.localdate(kept.asked_at), timezone.localdate(kept.due_until)) == 3
    assert "件更正请求等着处理" in signed_in(cast.wang).get("/school/").content.decode()

    Correction.objects.update(due_until=timezone.now() - timedelta(days=10))
    page = signed_in(cast.zhou).get(QUEUE).content.decode()
    assert "超期" in page
    assert "clock-exclamation" in page
    assert "件更正请求超期" in signed_in(cast.wang).get("/school/").content.decode()


def test_queries_do_not_grow_with_requests(cast, family, signed_in):
    client = signed_in(cast.zhou)
    ask(family, "address", "博山区城西街道2号楼")
    client.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        client.get(QUEUE)
    for n in range(5):
        ask(family, f"child_name:{child(cast).public_id}", f"陈{n}")
    with CaptureQueriesContext(connection) as many:
        client.get(QUEUE)

    assert len(many) == len(few)
