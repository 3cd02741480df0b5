"""The calendar's pages and their six."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.stages.schedule import actions
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.schedule.tests.test_booking import book, moment, sign_up


@pytest.fixture
def family(cast):
    assert cast.zhang
    assert cast.li
    sign_up(cast, cast.household)
    return cast.household


def chosen(cast, **change):
    start = timezone.localtime(moment(cast, 9, 30))
    return {
        "start": start.strftime("%Y-%m-%dT%H:%M"),
        "minutes": 30,
        "form": "home",
        "teachers": [cast.zhang.public_id, cast.li.public_id],
    } | change


def test_a_tapped_start_is_booked_and_the_week_says_so(cast, family, signed_in):
    client = signed_in(cast.zhang)
    page = client.get(f"/schedule/household/{family.public_id}/").content.decode()
    assert chosen(cast)["start"] in page

    response = client.post(f"/schedule/household/{family.public_id}/book/", chosen(cast), follow=True)

    assert "已约好" in response.content.decode()
    assert Appointment.objects.get().starts_at == moment(cast, 9, 30)


def test_another_time_by_hand_is_refused_with_reasons_and_keeps_what_was_typed(cast, family, signed_in):
    day = (cast.today + timedelta(days=1)).isoformat()
    typed = chosen(cast, start="", on=day, clock="15:10", minutes=45)

    response = signed_in(cast.zhang).post(f"/schedule/household/{family.public_id}/book/", typed)

    assert response.status_code == 422
    assert "家长方便的时间是" in response.content.decode()
    assert 'value="15:10"' in response.content.decode()
    assert not Appointment.objects.exists()
    assert (
        signed_in(cast.li).post(f"/schedule/household/{family.public_id}/book/", typed | {"agreed": "1"}).status_code
        == 302
    )


@pytest.mark.parametrize(
    "broken", [{"start": "gestern"}, {"start": ""}, {"minutes": "999"}, {"teachers": ["nobody"]}, {"form": "x"}]
)
def test_what_cannot_be_read_is_refused(cast, family, signed_in, broken):
    response = signed_in(cast.zhang).post(f"/schedule/household/{family.public_id}/book/", chosen(cast, **broken))

    assert response.status_code == 422


@pytest.mark.parametrize("who", ["li", "wang", "zhou", "qian"])
def test_the_week_is_seen_by_the_class_and_by_those_who_lead(cast, family, signed_in, who):
    page = signed_in(getattr(cast, who)).get("/schedule/").content.decode()

    assert "陈小满" in page


def test_a_clerk_moves_and_cancels_and_takes_back(cast, family, signed_in):
    made = book(cast, family)
    client = signed_in(cast.zhou)

    assert client.post(f"/schedule/{made.public_id}/move/", chosen(cast)).status_code == 302
    response = client.post(f"/schedule/{made.public_id}/cancel/", {"reason": "weather"}, follow=True)
    assert "撤销取消" in response.content.decode()
    assert client.post(f"/schedule/{made.public_id}/restore/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.sequence) == (AppointmentState.BOOKED, 3)


def test_cancelling_without_a_reason_is_refused(cast, family, signed_in):
    made = book(cast, family)

    response = signed_in(cast.zhang).post(f"/schedule/{made.public_id}/cancel/")

    assert response.status_code == 422
    assert "取消的原因" in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "sun"])
def test_a_teacher_of_another_school_or_class_finds_nothing(cast, family, signed_in, who):
    made = book(cast, family)
    client = signed_in(getattr(cast, who))

    assert client.get(f"/schedule/household/{family.public_id}/").status_code == 404
    assert client.post(f"/schedule/household/{family.public_id}/book/", chosen(cast)).status_code == 404
    assert client.get(f"/schedule/{made.public_id}/calendar.ics").status_code == 404
    for verb in ("move", "cancel", "restore"):
        assert client.post(f"/schedule/{made.public_id}/{verb}/", {"reason": "family"}).status_code == 404
    assert "陈小满" not in client.get("/schedule/").content.decode()


def test_an_inspector_has_no_calendar(cast, family, signed_in):
    assert signed_in(cast.zhao).get("/schedule/").status_code == 404


def test_only_post_writes_and_only_get_reads(cast, family, signed_in):
    client = signed_in(cast.zhang)

    assert client.get(f"/schedule/household/{family.public_id}/book/").status_code == 405
    assert client.post("/schedule/").status_code == 405
    assert client.post("/schedule/day/").status_code == 405


def test_a_day_on_paper_shows_neither_phone_nor_whole_address(cast, family, signed_in):
    book(cast, family)
    day = (cast.today + timedelta(days=1)).isoformat()

    page = signed_in(cast.zhang).get(f"/schedule/day/?on={day}").content.decode()

    assert "陈小满" in page
    assert "2单元" not in page
    assert "1381234" not in page


def test_a_family_that_declined_offers_no_button(cast, signed_in):
    sign_up(cast, cast.household, state="declined")

    page = signed_in(cast.zhang).get(f"/schedule/household/{cast.household.public_id}/").content.decode()

    assert "本次不参加" in page
    assert "/book/" not in page


def test_the_calendar_file_comes_as_one(cast, family, signed_in):
    made = book(cast, family)

    answer = signed_in(cast.li).get(f"/schedule/{made.public_id}/calendar.ics")

    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "address", ["/schedule/?week=x", "/schedule/?week=9999-12-31&class=x&done=x", "/schedule/day/?on=0001-01-01"]
)
def test_odd_addresses_are_no_fault(cast, family, signed_in, address):
    assert signed_in(cast.zhang).get(address).status_code == 200


def test_without_a_campaign_the_page_says_what_to_do(cast, signed_in):
    assert "没有进行中" in signed_in(cast.zhang).get("/schedule/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_families(cast, family, signed_in):
    client = signed_in(cast.zhang)
    book(cast, family)
    sign_up(cast, cast.make_household(child="孩子", phone="13912340000"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/schedule/").status_code == 200
            assert client.get("/schedule/day/").status_code == 200
        return len(asked)

    few = queries()
    for n in range(8):
        home = cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
        sign_up(cast, home)
        if n < 3:
            actions.book(
                campaign=cast.campaign,
                round=cast.campaign.rounds.all()[0],
                household=home,
                klass=cast.klass,
                form="phone",
                starts_at=moment(cast, 14 + n, days=2),
                ends_at=moment(cast, 14 + n, 30, days=2),
                teachers=[cast.zhang],
                by=cast.actor(cast.zhang),
                at=timezone.now(),
                agreed=True,
            )
    assert queries() == few
