"""A visit begins from an appointment or from the family; attempts follow each other."""

import pytest
from django.utils import timezone

from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.schedule.tests.test_booking import book, moment, sign_up
from zoufang.stages.signup.models import Signup
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import Outcome, VisitState
from zoufang.stages.visit.tests.test_finish_page import finish, said


def begin(client, household, **data):
    return client.post(f"/visit/begin/{household.public_id}/", data)


@pytest.fixture
def family(cast):
    assert cast.zhang
    assert cast.li
    sign_up(cast, cast.household)
    return cast.household


def test_a_visit_begins_from_the_appointment_and_the_wish_stands_from_then_on(cast, family, signed_in):
    made = book(cast, family)

    response = begin(signed_in(cast.zhang), family)

    visit = Visit.objects.get()
    assert response["Location"] == f"/visit/{visit.public_id}/"
    assert (visit.appointment, visit.form) == (made, "home")
    assert set(visit.visitors.all()) == {cast.zhang, cast.li}
    assert Signup.objects.get().locked_at is not None


def test_without_an_appointment_both_teachers_go_to_a_home(cast, family, signed_in):
    begin(signed_in(cast.zhang), family)

    assert set(Visit.objects.get().visitors.all()) == {cast.zhang, cast.li}


def test_beginning_twice_opens_one_record(cast, family, signed_in):
    begin(signed_in(cast.zhang), family)
    begin(signed_in(cast.li), family)

    assert Visit.objects.count() == 1


def test_an_uneventful_visit_takes_few_taps_and_no_typing(cast, family, signed_in):
    """开始记录 → 见到了 → who → 完成: everything else is on the page already."""
    client = signed_in(cast.zhang)
    visit = Visit.objects.get(public_id=begin(client, family)["Location"].split("/")[-2])
    page = client.get(f"/visit/{visit.public_id}/").content.decode()
    for ready in (cast.zhang.public_id, cast.li.public_id):
        assert f'value="{ready}" checked' in page

    response = finish(client, visit, **said(cast, ended=""))

    assert response.status_code == 302
    visit.refresh_from_db()
    assert visit.state == VisitState.DONE
    assert Appointment.objects.get().state == AppointmentState.KEPT


def test_when_nobody_was_there_the_time_is_free_and_the_next_attempt_counts_up(cast, family, signed_in):
    client = signed_in(cast.zhang)
    made = book(cast, family)
    begin(client, family)
    finish(client, Visit.objects.get(), **said(cast, outcome=Outcome.AWAY))

    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    assert Signup.objects.get().locked_at is None
    begin(client, family)
    assert [visit.attempt for visit in Visit.objects.order_by("pk")] == [1, 2]


def test_moved_to_the_telephone_the_next_attempt_is_a_call(cast, family, signed_in):
    client = signed_in(cast.zhang)
    begin(client, family)
    finish(client, Visit.objects.get(), **said(cast, outcome=Outcome.MOVED_TO_PHONE))
    begin(client, family)

    assert Visit.objects.order_by("pk").last().form == VisitForm.PHONE


def test_a_refusal_is_taken_as_such_and_never_becomes_a_home_visit(cast, signed_in):
    assert cast.li
    sign_up(cast, cast.household, state="declined")
    client = signed_in(cast.zhang)

    refused = begin(client, cast.household, form="home")
    assert refused.status_code == 422
    assert "本次不参加" in refused.content.decode()
    begin(client, cast.household)
    visit = Visit.objects.get()
    assert visit.form == VisitForm.PHONE
    assert finish(client, visit, **said(cast, form="home")).status_code == 422
    assert finish(client, visit, **said(cast, form="phone", outcome=Outcome.DECLINED, met="")).status_code == 302


def test_a_family_that_said_no_at_the_door_is_not_called_at_again(cast, family, signed_in):
    client = signed_in(cast.zhang)
    begin(client, family)
    finish(client, Visit.objects.get(), **said(cast, outcome=Outcome.DECLINED, met=""))

    assert begin(client, family, form="home").status_code == 422
    Signup.objects.update(answered_at=timezone.now())
    assert begin(client, family, form="home").status_code == 302


def test_a_family_is_met_once_in_a_round(cast, family, signed_in):
    client = signed_in(cast.zhang)
    begin(client, family)
    finish(client, Visit.objects.get(), **said(cast))

    response = begin(client, family)

    assert response.status_code == 422
    assert "已经走访过" in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "sun", "wang", "zhou"])
def test_only_the_classs_teachers_begin(cast, family, signed_in, who):
    assert begin(signed_in(getattr(cast, who)), family).status_code == 404
    assert not Visit.objects.exists()


def test_only_post_begins(cast, family, signed_in):
    assert signed_in(cast.zhang).get(f"/visit/begin/{family.public_id}/").status_code == 405


def test_a_meeting_nobody_booked_stands_on_the_calendar_as_kept(cast, family, signed_in):
    client = signed_in(cast.zhang)
    begin(client, family)
    finish(client, Visit.objects.get(), **said(cast))

    kept = Appointment.objects.get()
    assert (kept.state, kept.household) == (AppointmentState.KEPT, family)
    assert moment(cast, 9) > kept.starts_at
