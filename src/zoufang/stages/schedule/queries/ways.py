"""Where homes are, by the name of their neighbourhood; how long the ways between are."""

from __future__ import annotations

from zoufang.engines.neighbourhood import neighbourhood_in
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.models import Way
from zoufang.stages.schedule.rules import Ways


def neighbourhood_of(household: Household) -> str:
    """As a teacher named it, else what the address says; '' where neither does."""
    return household.neighbourhood or neighbourhood_in(household.address)


def ways_of(campaign: Campaign) -> Ways:
    """The school's table, with the campaign's minutes for what is not in it. One query."""
    return Ways(campaign.limit("near_minutes"), campaign.limit("travel_minutes"), told_ways(campaign.unit))


def told_ways(school: Unit) -> dict[tuple[str, str], int]:
    """What teachers of this school wrote down, by pair of names in their order."""
    rows = Way.objects.filter(school=school).values_list("one", "other", "minutes")
    return {(one, other): minutes for one, other, minutes in rows}
