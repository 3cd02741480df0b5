"""A version is sealed: from now on nothing in it changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import head_of, record
from zoufang.stages.ledger.access import may_seal
from zoufang.stages.ledger.documents import fingerprint_of
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.queries.facts import facts_of
from zoufang.stages.ledger.queries.submissions import files_of, open_reasons
from zoufang.stages.ledger.rules import sealing
from zoufang.stages.ledger.rules.gaps import gaps_in
from zoufang.stages.ledger.states import SubmissionState


@transaction.atomic
def seal(*, submission: Submission, by: Actor, at: datetime) -> Submission:
    """The version carries its seal: a hash over its number, its documents and the journal's head.

    Refused for a full variant, an old or stale draft, and while gaps are open without a reason.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("campaign__unit").get(pk=submission.pk)
    )
    campaign = submission.campaign
    if not may_seal(by, campaign):
        raise Refused("台账由园长或班子成员核对后封存")
    facts = facts_of(campaign)
    gaps = {gap.key for gap in gaps_in(facts, now=timezone.localtime(at))}
    reasons = {key: reason for key, reason in open_reasons(campaign).items() if key in gaps}
    newer = Submission.objects.filter(campaign=campaign, is_masked=True, version__gt=submission.version)
    why_not = sealing.why_not_seal(
        state=submission.state,
        is_masked=submission.is_masked,
        is_newest=not newer.exists(),
        # A draft loses its files when a family that stood in it is erased.
        is_stale=submission.data_fingerprint != fingerprint_of(facts, masked=submission.is_masked)
        or not files_of(submission),
        open_gaps=len(gaps - reasons.keys()),
    )
    if why_not:
        raise Refused(why_not)
    submission.journal_head = head_of(campaign.unit)
    submission.seal = seal_for(submission)
    submission.open_with_reason = reasons
    submission.state = SubmissionState.SEALED
    submission.sealed_at, submission.approved_by_id = at, by.id or None
    submission.save()
    sealed = {"version": submission.version, "seal": submission.seal, "left_open": len(reasons)}
    record("ledger.sealed", submission, by=by, at=at, unit=campaign.unit, facts=sealed)
    return submission


def seal_for(submission: Submission) -> str:
    """The seal that this version's documents and journal head give."""
    files = [(each.kind, each.file.sha256) for each in files_of(submission)]
    return sealing.seal_of(version=submission.version, files=files, journal_head=submission.journal_head)
