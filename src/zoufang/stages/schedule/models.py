from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.states import UNDER_WAY, AppointmentState, CancelReason, Half, LeftOut, PlanState
from zoufang.stages.signup.states import RemindBy
from zoufang.web.tables import PublicTable


class Appointment(PublicTable):
    """A time at which teachers meet a family."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=VisitForm.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    teachers = models.ManyToManyField(User, related_name="+")
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=12, choices=CancelReason.choices, blank=True, default="")
    is_released = models.BooleanField(default=False, help_text="the family itself gave this time back")
    release_seen_at = models.DateTimeField(null=True, blank=True, help_text="when a teacher took note of that")
    sequence = models.PositiveSmallIntegerField(default=0, help_text="raised at each change, for calendar files")

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="an_appointment_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.UniqueConstraint(
                name="a_family_has_one_appointment_in_a_round",
                fields=["round", "household"],
                condition=models.Q(state="booked"),
            ),
        ]


class Reminder(PublicTable):
    """A family is reminded of one appointment at one time, once, through the channel that it chose."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="reminders")
    channel = models.CharField(max_length=8, choices=RemindBy.choices)
    for_time = models.DateTimeField(help_text="the time that it speaks of; another time is reminded of anew")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_time_is_reminded_of_once", fields=["appointment", "for_time"]),
        ]


class Outing(PublicTable):
    """Teachers are out on visits: for which families, and when they mean to be back; closed when they say that they are."""

    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stops = models.ManyToManyField(Appointment, related_name="+")
    people = models.ManyToManyField(User, related_name="+")
    left_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField()
    back_until = models.DateTimeField(help_text="when they mean to be back")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    leaders_told_at = models.DateTimeField(null=True, blank=True, help_text="when the leaders were woken by mail")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="nobody_is_out_twice_at_once", fields=["left_by"], condition=models.Q(returned_at__isnull=True)
            ),
            models.CheckConstraint(
                name="an_outing_ends_after_it_begins", condition=models.Q(back_until__gt=models.F("left_at"))
            ),
        ]


class NewTimeAsked(PublicTable):
    """A booked time fell through on the school's side: the family is asked for another, once for each appointment."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=RemindBy.choices)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="when the family was told, by mail or by a teacher")


class ClosedHalfDay(PublicTable):
    """A half-day in which a class's teachers do not go out: no time, or the weather."""

    klass = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    half = models.CharField(max_length=10, choices=Half.choices)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_half_day_is_closed_once", fields=["klass", "on", "half"])]


class Way(PublicTable):
    """Minutes between two neighbourhoods of a school's families, there as back; an empty name is the school."""

    school = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    one = models.CharField(max_length=60, blank=True)
    other = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_way_has_one_length", fields=["school", "one", "other"])]


class Plan(PublicTable):
    """Times proposed for a class's families, worked out by the worker; nobody has one before a teacher agrees."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    trips = models.PositiveSmallIntegerField(default=0)
    travel_minutes = models.PositiveIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    is_proven = models.BooleanField(default=False)
    is_again = models.BooleanField(
        default=False, help_text="families had times already: the least change was looked for"
    )
    has_solver = models.BooleanField(default=True)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_class_is_planned_once_at_a_time",
                fields=["klass"],
                condition=models.Q(state__in=[each.value for each in UNDER_WAY]),
            )
        ]


class PlannedVisit(PublicTable):
    """One family of a plan: when, and when it was before; or why it has no time and what would help."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="visits")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, null=True, related_name="+")
    form = models.CharField(max_length=10, choices=VisitForm.choices)
    before = models.DateTimeField(null=True, blank=True, help_text="the time it has already")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=12, choices=LeftOut.choices, blank=True, default="")
    displaces = models.ManyToManyField(Household, related_name="+")
    half_days = models.JSONField(default=list, help_text="[date, half]: closed ones that would help, opened")
    other_times = models.JSONField(default=list, help_text="[date, half]: what the family might be asked for")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(name="a_family_is_planned_once", fields=["plan", "household"])]
