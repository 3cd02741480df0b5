from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.states import AppointmentState
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
