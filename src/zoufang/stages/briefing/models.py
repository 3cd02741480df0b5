from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.web.tables import PublicTable


class PlanReading(PublicTable):
    """A member of staff read the plan in this version and signed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(CampaignText, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # The text may be the district's: whoever works at two schools signs at each.
            models.UniqueConstraint(name="a_reader_signs_a_version_once", fields=["campaign", "text", "reader"])
        ]
