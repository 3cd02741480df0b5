"""What was needed only while the campaign ran goes when it is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.journal.actions import record
from zoufang.stages.signup import rules
from zoufang.stages.signup.models import FamilySession, LinkRequest, Signup
from zoufang.stages.signup.states import RemindBy


def forget_contacts(*, now: datetime) -> int:
    """Addresses for reminders go when the campaign ends; who asked for a link, and which browsers opened one, when links
    do. How many rows. Source: domain §7 (shortest time)."""
    today = timezone.localdate(now)
    ended = Campaign.objects.of_schools().filter(Q(state=CampaignState.ENDED) | Q(ends_on__lt=today))
    return sum(
        _forget(campaign, now, links_too=rules.is_over(ends_on=campaign.ends_on, today=today)) for campaign in ended
    )


@transaction.atomic
def _forget(campaign: Campaign, now: datetime, *, links_too: bool) -> int:
    told = Signup.objects.filter(campaign=campaign).exclude(remind_mail="")
    gone = {"reminders": told.update(remind_mail="", remind_by=RemindBy.NONE)}
    if links_too:
        gone["requests"] = LinkRequest.objects.filter(campaign=campaign).delete()[0]
        gone["browsers"] = FamilySession.objects.filter(link__campaign=campaign).delete()[0]
    if any(gone.values()):
        record("signup.contacts_forgotten", campaign, by=SYSTEM, at=now, unit=campaign.unit, facts=gone)
    return sum(gone.values())
