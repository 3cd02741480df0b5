from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.stages.rights.states import (
    CorrectField,
    CorrectionState,
    ErasureExtent,
    ErasureState,
    PageKind,
    Reader,
    Scope,
)
from zoufang.stages.roster.models import Child, Guardian, Household
from zoufang.web.tables import PublicTable


class ChildRules(PublicTable):
    """The school's rules of children's data in one version; an issued version is never changed."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    body = models.TextField()
    body_english = models.TextField(blank=True, default="")
    asks_more = models.JSONField(default=list, help_text="scopes for which it asks more than the version before")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="a_school_has_each_version_of_its_rules_once", fields=["school", "version"])
        ]


class Consent(PublicTable):
    """What one guardian said of one child and scope under one version; the newest word counts, earlier ones stay."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="+")
    rules = models.ForeignKey(ChildRules, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    is_given = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(name="consents_of_a_child", fields=["child", "guardian", "scope"])]


class BurdenNote(PublicTable):
    """Somebody found something too much: what, on which side of which kind of page, on which day. Never who."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="the school, or the unit above"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    reader = models.CharField(max_length=8, choices=Reader.choices)
    page_kind = models.CharField(max_length=10, choices=PageKind.choices)
    what = models.JSONField(default=list, help_text="values of Burden")
    words = PrivateTextField(blank=True, default="")
    said_on = models.DateField()


class Correction(PublicTable):
    """A guardian asks that something kept of the family be put right; taken over, or answered why not."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Guardian, on_delete=models.SET_NULL, null=True, related_name="+")
    field = models.CharField(max_length=20, choices=CorrectField.choices)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="+")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, null=True, related_name="+")
    value = PrivateTextField()
    asked_at = models.DateTimeField()
    due_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.OPEN)
    answer = PrivateTextField(blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="corrections_by_their_limit", fields=["state", "due_until"])]


class Erasure(PublicTable):
    """A guardian asks that data be deleted, or their time is over; once done it is the proof, and names nobody."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    extent = models.CharField(max_length=8, choices=ErasureExtent.choices)
    child = models.ForeignKey(Child, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(
        Guardian, on_delete=models.SET_NULL, null=True, related_name="+", help_text="none: the time was over"
    )
    is_over_time = models.BooleanField(default=False)
    code_hash = models.CharField(
        max_length=32, unique=True, help_text="of the code by which the family reads the proof"
    )
    asked_at = models.DateTimeField()
    due_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.OPEN)
    answer = PrivateTextField(blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    proof = models.JSONField(default=list, blank=True, help_text="per table: how many rows went, what stays and why")
    digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 over the proof; in the journal")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_family_has_one_open_request_to_delete",
                fields=["household"],
                condition=models.Q(state=ErasureState.OPEN),
            )
        ]
        indexes = [models.Index(name="erasures_by_their_limit", fields=["state", "due_until"])]
