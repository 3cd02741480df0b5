from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.stages.problem.states import Satisfaction
from zoufang.stages.revisit.states import RevisitOutcome, RevisitState, RevisitWay
from zoufang.stages.roster.models import Household
from zoufang.web.tables import PublicTable


class Revisit(PublicTable):
    """One family asked again in the second round, about everything it raised."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=RevisitWay.choices)
    state = models.CharField(max_length=12, choices=RevisitState.choices, default=RevisitState.DUE)
    due_on = models.DateField()
    mode = models.CharField(max_length=10, choices=VisitForm.choices, blank=True, default="")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    was_contacted = models.BooleanField(null=True, blank=True, help_text="the family: were you contacted?")
    is_settled = models.BooleanField(null=True, blank=True)
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True, default="")
    why_not = PrivateTextField(blank=True, default="")
    outcome = models.CharField(max_length=12, choices=RevisitOutcome.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_family_is_asked_again_once_in_a_round", fields=["round", "household"])
        ]
