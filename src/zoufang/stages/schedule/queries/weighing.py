"""What the rules must know before a time is booked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.queries import phase_of_class
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries.ways import neighbourhood_of, ways_of
from zoufang.stages.schedule.rules import Engagement, Facts, Span
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState

_WayTo = Callable[[str, Household], timedelta]


def facts_for(
    *,
    campaign: Campaign,
    round: Round,
    household: Household,
    klass: Unit,
    teachers: Sequence[User],
    at: datetime,
    but: Appointment | None = None,
    ways_to: str = "",
) -> Facts:
    """Everything `rules.why_not` weighs; `but` is the appointment that is being moved and speaks against nothing;
    `ways_to`: the form for which the ways from the teachers' other families are looked up."""
    now = timezone.localtime(at)
    signup = Signup.objects.filter(campaign=campaign, household=household).prefetch_related("times").first()
    phase = phase_of_class(campaign, klass)
    first, last = rules.open_days(
        round_days=(round.starts_on, round.ends_on),
        phase_days=(phase.starts_on, phase.ends_on) if phase and round.number == 1 else None,
        campaign_end=campaign.ends_on,
        today=now.date(),
    )
    booked = Appointment.objects.filter(state=AppointmentState.BOOKED)
    if but is not None:
        booked = booked.exclude(pk=but.pk)
    other = booked.filter(round=round, household=household).first()
    return Facts(
        now=now,
        wished_form=signup.form if signup else "",
        declined=signup is not None and signup.state == SignupState.DECLINED,
        offered=tuple(_span(each.starts_at, each.ends_at) for each in signup.times.all()) if signup else (),
        first_day=first,
        last_day=last,
        earliest=campaign.limit("earliest_hour") * 60,
        latest=campaign.limit("latest_minute"),
        needed_at_home=campaign.limit("visitors_at_home"),
        travel=timedelta(minutes=campaign.limit("travel_minutes")),
        other=_span(other.starts_at, other.ends_at) if other else None,
        engagements=_engagements(booked, teachers, at, _ways_to(campaign, household, ways_to)),
    )


def starts_for(
    *,
    campaign: Campaign,
    round: Round,
    household: Household,
    klass: Unit,
    teachers: Sequence[User],
    form: str,
    at: datetime,
    but: Appointment | None = None,
) -> tuple[list[datetime], list[Reason]]:
    """The free starts inside the family's times, or why there is none: visit length and way are the campaign's."""
    facts = facts_for(
        campaign=campaign,
        round=round,
        household=household,
        klass=klass,
        teachers=teachers,
        at=at,
        but=but,
        ways_to=form,
    )
    minutes = campaign.limit("visit_minutes")
    return rules.free_starts(facts=facts, form=form, minutes=minutes, teacher_count=len(teachers))


def _ways_to(campaign: Campaign, household: Household, form: str) -> _WayTo | None:
    # A talk at school is booked by hundreds of families at once, and there is no way to weigh.
    if form != rules.HOME:
        return None
    ways, here = ways_of(campaign), rules.place_for(form, neighbourhood_of(household))
    return lambda form, there: timedelta(minutes=ways.between(here, rules.place_for(form, neighbourhood_of(there))))


def _engagements(
    booked: QuerySet[Appointment], teachers: Sequence[User], at: datetime, way_to: _WayTo | None
) -> tuple[Engagement, ...]:
    names = {teacher.pk: teacher.name for teacher in teachers}
    found = booked.filter(teachers__in=list(names), ends_at__gte=at - timedelta(days=1))
    rows = found.values_list("teachers", "starts_at", "ends_at", "form", "household").order_by("starts_at")
    known = [row for row in rows if row[0] in names]
    homes = Household.objects.in_bulk({row[4] for row in known}) if way_to else {}
    return tuple(
        Engagement(names[who], _span(starts, ends), form, way_to(form, homes[home]) if way_to else None)
        for who, starts, ends, form, home in known
    )


def _span(starts: datetime, ends: datetime) -> Span:
    return Span(timezone.localtime(starts), timezone.localtime(ends))
