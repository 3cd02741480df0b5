from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.files.models import StoredFile
from zoufang.ground.org.models import Unit
from zoufang.stages.ledger.states import DocumentKind, SubmissionState
from zoufang.web.tables import PublicTable


class Submission(PublicTable):
    """One version of a campaign's ledgers: checked, sealed, sent, with proof."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=14, choices=SubmissionState.choices, default=SubmissionState.DRAFTED)
    is_masked = models.BooleanField(default=True)
    is_for_outside = models.BooleanField(
        default=False, help_text="a full variant that leaves the school: masked for whoever did not agree to that"
    )
    with_visit_ledger = models.BooleanField(default=False)
    addressee = models.EmailField()
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    seal = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 over version and files' hashes")
    journal_head = models.CharField(max_length=64, blank=True, default="")
    message_id = models.CharField(max_length=120, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    server_words = models.TextField(blank=True, default="")
    open_with_reason = models.JSONField(default=dict, blank=True)
    data_fingerprint = models.CharField(
        max_length=64, blank=True, default="", help_text="what the documents were made from; another one: stale"
    )
    mail_begun_at = models.DateTimeField(
        null=True, blank=True, help_text="set before the mail's content goes out, unset when refused"
    )
    purpose = models.CharField(max_length=200, blank=True, default="", help_text="why a full variant was drawn up")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="a_campaign_numbers_its_submissions_once", fields=["campaign", "version"])
        ]


class SubmittedFile(PublicTable):
    """One document of a submission, with its hash."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_submission_holds_each_document_once", fields=["submission", "kind"])
        ]


class OpenGap(models.Model):
    """A gap that stays open, with the reason; kept on the seal of the version that goes out with it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    left_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_gap_is_left_open_once", fields=["campaign", "key"])]


class LayoutVersion(PublicTable):
    """A template that a school or district brought for one document; one of them is in use, or none (then the built-in one)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    version = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    names = models.JSONField(default=list, help_text="the names found in it, in order")
    is_used = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(name="a_unit_numbers_its_layouts_once", fields=["unit", "kind", "version"]),
            models.UniqueConstraint(
                name="a_unit_uses_one_layout_of_a_kind", fields=["unit", "kind"], condition=models.Q(is_used=True)
            ),
        ]
