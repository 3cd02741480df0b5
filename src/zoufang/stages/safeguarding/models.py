from __future__ import annotations

from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.stages.safeguarding.states import Concern, Receiver, ReportState, ReportStepKind
from zoufang.web.tables import PublicTable


class HarmReport(PublicTable):
    """A child may have been harmed. It is tied to no family and no visit: whoever may be concerned could look there."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=10, choices=Receiver.choices)
    concern = models.CharField(max_length=10, choices=Concern.choices)
    about_person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="whom it must never reach"
    )
    text = PrivateTextField()
    child = PrivateTextField(blank=True, default="", help_text="which child, in the reporter's words")
    reporter = PrivateTextField(blank=True, default="", help_text="who reports, where they said so")
    code_hash = models.CharField(max_length=32, unique=True, help_text="of the code by which the reporter follows it")
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.SENT)
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    passed_up_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="reports_of_a_school", fields=["school", "state"])]


class ReportRecipient(PublicTable):
    """A person to whom the report went: shown to the one who reported."""

    report = models.ForeignKey(HarmReport, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="a_report_goes_to_a_person_once", fields=["report", "user"]),
        ]


class ReportStep(PublicTable):
    """What was done; the note is for those who handle it, a word is for the one who reported."""

    report = models.ForeignKey(HarmReport, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=ReportStepKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = PrivateTextField(blank=True, default="")

    class Meta:
        ordering = ["at", "pk"]
