"""Book, move, cancel, take back: each weighed under the lock and journalled."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.schedule import actions, queries
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState


def sign_up(cast, household, *, form="home", state=SignupState.ANSWERED, days=1):
    """The family can be met the day after tomorrow (or later) between nine and half past eleven."""
    signup = Signup.objects.create(
        campaign=cast.campaign, household=household, state=state, form=form if state == SignupState.ANSWERED else ""
    )
    if state == SignupState.ANSWERED:
        signup.times.create(starts_at=moment(cast, 9, days=days), ends_at=moment(cast, 11, 30, days=days))
    return signup


def moment(cast, hour, minute=0, *, days=1):
    return timezone.make_aware(datetime.combine(cast.today + timedelta(days=days), time(hour, minute)))


def book(cast, household, hour=9, minute=0, *, days=1, teachers=None, form="home", **more):
    start = moment(cast, hour, minute, days=days)
    return actions.book(
        campaign=cast.campaign,
        round=cast.campaign.rounds.all()[0],
        household=household,
        klass=cast.klass,
        form=form,
        starts_at=start,
        ends_at=start + timedelta(minutes=30),
        teachers=teachers if teachers is not None else [cast.zhang, cast.li],
        by=cast.actor(cast.zhang),
        at=timezone.now(),
        **more,
    )


def acts():
    return list(JournalEntry.objects.order_by("sequence").values_list("act", flat=True))


def test_a_family_has_the_booked_time_and_the_journal_knows(cast):
    sign_up(cast, cast.household)

    made = book(cast, cast.household)

    assert queries.appointment_of_household(cast.campaign, cast.household) == made
    assert list(made.teachers.order_by("pk")) == [cast.zhang, cast.li]
    assert acts()[-1] == "appointment.booked"


def test_the_same_family_is_not_booked_twice_in_a_round(cast):
    sign_up(cast, cast.household)
    book(cast, cast.household)

    with pytest.raises(Refused, match="本轮已约在"):
        book(cast, cast.household, 10)
    assert Appointment.objects.count() == 1


def test_a_teacher_is_not_in_two_homes_at_once(cast):
    other = cast.make_household(child="赵一", phone="13812340002")
    sign_up(cast, cast.household)
    sign_up(cast, other)
    book(cast, cast.household)

    with pytest.raises(Refused, match="已约了另一户"):
        book(cast, other, 9, 30)
    book(cast, other, 10)


def test_a_family_that_declined_is_not_booked(cast):
    sign_up(cast, cast.household, state=SignupState.DECLINED)

    with pytest.raises(Refused, match="本次不参加"):
        book(cast, cast.household, agreed=True, form="phone")


def test_a_family_that_was_silent_is_booked_where_it_agreed(cast):
    with pytest.raises(Refused, match="还没有说哪些时间方便"):
        book(cast, cast.household)
    assert book(cast, cast.household, agreed=True).state == AppointmentState.BOOKED


def test_a_moved_appointment_stands_in_its_own_way_no_longer_and_counts_up(cast):
    sign_up(cast, cast.household)
    made = book(cast, cast.household)

    moved = actions.move_appointment(
        appointment=made,
        starts_at=moment(cast, 9, 15),
        ends_at=moment(cast, 9, 45),
        teachers=[cast.zhang, cast.li],
        by=cast.actor(cast.li),
        at=timezone.now(),
    )

    assert (moved.starts_at, moved.sequence) == (moment(cast, 9, 15), 1)
    assert acts()[-1] == "appointment.moved"


def test_a_cancelled_time_is_free_again_and_can_be_taken_back_while_it_is(cast):
    other = cast.make_household(child="赵一", phone="13812340002")
    sign_up(cast, cast.household)
    sign_up(cast, other)
    made = book(cast, cast.household)
    who = {"by": cast.actor(cast.zhang), "at": timezone.now()}

    actions.cancel_appointment(appointment=made, reason="family", **who)
    assert cast.household.pk in [
        f.household.pk for f in queries.families_to_book(cast.actor(cast.zhang), cast.campaign)
    ]
    assert actions.restore_appointment(appointment=made, **who).state == AppointmentState.BOOKED

    actions.cancel_appointment(appointment=made, reason="family", **who)
    book(cast, other)
    with pytest.raises(Refused, match="已约了另一户"):
        actions.restore_appointment(appointment=made, **who)


def test_cancelling_needs_a_reason_and_something_to_cancel(cast):
    sign_up(cast, cast.household)
    made = book(cast, cast.household)
    who = {"by": cast.actor(cast.zhang), "at": timezone.now()}

    with pytest.raises(Refused, match="取消的原因"):
        actions.cancel_appointment(appointment=made, reason="", **who)
    actions.cancel_appointment(appointment=made, reason="weather", **who)
    with pytest.raises(Refused, match="已经取消"):
        actions.cancel_appointment(appointment=made, reason="weather", **who)


def test_those_who_answered_stand_before_those_who_did_not_and_decliners_are_left_alone(cast):
    silent = cast.household
    answered = cast.make_household(child="赵一", phone="13812340002")
    declined = cast.make_household(child="钱二", phone="13812340003")
    sign_up(cast, answered)
    sign_up(cast, declined, state=SignupState.DECLINED)
    actor = cast.actor(cast.zhang)

    assert [f.household for f in queries.families_to_book(actor, cast.campaign)] == [answered, silent]
    assert queries.declined_count(actor, cast.campaign) == 1


def test_the_calendar_file_names_no_child_and_no_address(cast):
    sign_up(cast, cast.household)
    text = queries.calendar_of(book(cast, cast.household), now=timezone.now()).decode()

    assert "陈小满" not in text
    assert "1号楼" not in text
    assert "入户走访" in text
