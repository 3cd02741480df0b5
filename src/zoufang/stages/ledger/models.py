from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.files.models import StoredFile
from zoufang.stages.ledger.states import DocumentKind, SubmissionState
from zoufang.web.tables import PublicTable


class Submission(PublicTable):
    """One version of a campaign's ledgers: checked, sealed, sent, with proof."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=14, choices=SubmissionState.choices, default=SubmissionState.DRAFTED)
    is_masked = models.BooleanField(default=True)
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
