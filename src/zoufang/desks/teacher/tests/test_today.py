"""The teacher's day, and where everyone else is led from the front door."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.accounts.models import User
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.states import Source
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.tests.test_booking import book, moment, sign_up
from zoufang.stages.signup.models import Signup


@pytest.fixture
def family(cast):
    assert cast.zhang
    assert cast.li
    sign_up(cast, cast.household)
    return cast.household


def page_of(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def owned(cast, text, owner):
    problem = raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        source=Source.VISIT,
        text=text,
        by=cast.actor(owner),
        at=timezone.now(),
    )
    problem.owner = owner
    problem.save()
    return problem


def test_the_next_visit_stands_first_with_its_one_button(cast, family, signed_in):
    book(cast, family)

    page = page_of(signed_in(cast.li))

    assert page.index("下一户") < page.index("陈小满") < page.index("开始记录")
    assert f"/visit/begin/{family.public_id}/" in page
    assert "2单元" not in page


def test_what_is_needed_on_the_way_is_shown_on_request_and_journalled(cast, family, signed_in):
    Household.objects.filter(pk=family.pk).update(care_level="attention", care_note="怕狗")
    Signup.objects.update(note="楼下按 301 门铃")
    with time_machine.travel(timezone.localtime().replace(hour=8, minute=0), tick=False):
        book(cast, family, days=0, agreed=True)
        client = signed_in(cast.zhang)
        before = client.get("/").content.decode()
        shown = client.post(f"/day/{family.public_id}/on-the-way/").content.decode()
        after = client.get("/").content.decode()

    assert "楼下按 301 门铃" in before
    for secret in ("2单元301", "13812340001", "怕狗"):
        assert secret not in before + after
        assert secret in shown
    seen = [each.facts["what"] for each in JournalEntry.objects.filter(act="private.revealed")]
    assert sorted(seen) == ["address", "care", "phone"]
    assert client.get(f"/day/{family.public_id}/on-the-way/").status_code == 405
    for other in (cast.stranger, cast.sun, cast.wang):
        assert signed_in(other).post(f"/day/{family.public_id}/on-the-way/").status_code == 404


def test_what_waits_is_said_with_its_number_and_its_place(cast, family, signed_in):
    cast.make_household(child="赵一", phone="13812340002")

    page = page_of(signed_in(cast.zhang))

    assert "户已报名,等您约时间" in page
    assert "/families/?state=unanswered" in page
    assert "还剩 2 户" in page


def test_what_is_left_counts_a_refusal_apart(cast, family, signed_in):
    sign_up(cast, cast.make_household(child="赵一", phone="13812340002"), state="declined")

    page = page_of(signed_in(cast.zhang))

    assert "本次不参加 1 户" in page
    assert "还剩 1 户" in page


def test_her_own_problems_come_with_their_clock(cast, family, signed_in):
    owned(cast, "午睡太短", cast.zhang)
    owned(cast, "饭菜太凉", cast.li)

    page = page_of(signed_in(cast.zhang))

    assert "午睡太短" in page
    assert "个工作日" in page
    assert "饭菜太凉" not in page


def test_a_colleague_of_another_class_sees_nothing_of_it(cast, family, signed_in):
    book(cast, family)

    assert "陈小满" not in page_of(signed_in(cast.sun))


@pytest.mark.parametrize(
    ("who", "there"), [("wang", "/school/"), ("zhou", "/school/"), ("wu", "/school/"), ("zhao", "/district/")]
)
def test_others_are_led_to_their_own_desk(cast, signed_in, who, there):
    assert signed_in(getattr(cast, who)).get("/")["Location"] == there


def test_whoever_owes_the_second_factor_is_led_there(cast, signed_in):
    assert "second" in signed_in(cast.wang, second=False).get("/")["Location"]


def test_who_is_not_signed_in_finds_the_way_in(client, db):
    page = page_of(client)

    assert "/account/login/" in page
    assert "/f" in page


def test_who_holds_no_post_is_told_whom_to_ask(cast, signed_in):
    nobody = User.objects.create_user("nobody", "a-long-enough-password", name="新老师")

    assert "请园长" in page_of(signed_in(nobody))


def test_only_get(cast, signed_in):
    assert signed_in(cast.zhang).post("/").status_code == 405


def test_without_a_campaign_the_day_is_empty_and_says_so(cast, signed_in):
    assert "没有进行中" in page_of(signed_in(cast.zhang))


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, family, signed_in):
    client = signed_in(cast.zhang)
    book(cast, family)
    owned(cast, "午睡太短", cast.zhang)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(client)
        return len(asked)

    few = queries()
    for n in range(4):
        home = cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
        sign_up(cast, home)
        owned(cast, f"第{n}件", cast.zhang)
        start = moment(cast, 14 + n, days=2)
        book(cast, home, 14 + n, days=2, form="home", agreed=True)
        assert start > timezone.now() - timedelta(days=1)
    assert Signup.objects.count() == 5
    assert queries() == few
