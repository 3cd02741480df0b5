from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from zoufang.ground.campaign.states import CampaignState, CategoryAxis, TextKind
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import Grade
from zoufang.web.tables import PublicTable


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def of_schools(self) -> Self:
        """Schools' own campaigns, not the district's above them."""
        return self.filter(unit__kind="school")


class Campaign(PublicTable):
    """One campaign of one school, or a district's that schools' campaigns are part of."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    name = models.CharField(max_length=160)
    basis_title = models.CharField(max_length=200, blank=True)
    basis_number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    goals = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    submit_until = models.DateField(help_text="the last day on which the ledgers may arrive")
    addressee_name = models.CharField(max_length=120, blank=True)
    addressee_mail = models.EmailField(blank=True)
    contact_line = models.CharField(max_length=80, blank=True)
    limits = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=CampaignState.choices, default=CampaignState.PREPARING)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_campaign_ends_after_it_begins", condition=models.Q(ends_on__gte=models.F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    def limit(self, name: str) -> int:
        """A time limit or count of this campaign; the district's default where it sets none. KeyError if unknown."""
        from zoufang.ground.campaign.rules import DEFAULT_LIMITS

        return int(self.limits.get(name, DEFAULT_LIMITS[name]))


class Round(PublicTable):
    """First visits are round 1; the second round asks again."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="a_campaign_numbers_its_rounds_once", fields=["campaign", "number"])
        ]


class Phase(PublicTable):
    """Which cohort is visited when: 小班、中班 19–22 July; the new entry year 14–25 August."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(max_length=60)
    entry_year = models.PositiveSmallIntegerField(help_text="the cohort, so that promotion changes nothing")
    grade_at_start = models.CharField(max_length=10, choices=Grade.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "-entry_year"]

    def holds(self, on: date) -> bool:
        return self.starts_on <= on <= self.ends_on


class Category(PublicTable):
    """One entry of a campaign's lists: nature, topic (two levels) or area of the nine."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="categories")
    axis = models.CharField(max_length=8, choices=CategoryAxis.choices)
    name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    department = models.CharField(max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["axis", "place"]
        constraints = [
            models.UniqueConstraint(
                name="a_category_stands_once_in_its_list", fields=["campaign", "axis", "parent", "name"]
            )
        ]


class CampaignText(PublicTable):
    """A text of the campaign in one version: plan, notice, letter, talking points, promise."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=16, choices=TextKind.choices)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    body = models.TextField()
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(name="a_text_has_each_version_once", fields=["campaign", "kind", "version"])
        ]
