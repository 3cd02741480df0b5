"""How far the visits are, in households: each counted once, in the highest form in which it was met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from zoufang.ground.campaign.models import Campaign, Phase
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import classes_of
from zoufang.stages.roster.models import Child, counted
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState
from zoufang.stages.supervision.rules import Share, part_of_form
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import FamilyConfirmation, Outcome, VisitState

TREND_DAYS = 21


@dataclass
class Coverage:
    """One class's or school's households by what became of their visit."""

    unit: Unit
    households: int = 0
    home: int = 0
    at_school: int = 0
    elsewhere: int = 0
    remote: int = 0
    declined: int = 0
    not_reached: int = 0
    confirmed: int = 0
    apart: int = 0

    @property
    def met(self) -> int:
        """Households communicated with, in whatever form they chose."""
        return self.home + self.at_school + self.elsewhere + self.remote

    @property
    def covered(self) -> Share:
        return Share(self.met, self.households)

    @property
    def confirmed_by_families(self) -> Share:
        """Visits that the family itself confirmed, of the households met."""
        return Share(self.confirmed, self.met)

    @property
    def answered_apart(self) -> Share:
        """Households for which somebody answered on a device of staff, and that never answered themselves."""
        return Share(self.apart, self.met)

    @property
    def untouched(self) -> int:
        """Households neither met nor declining nor tried in vain."""
        return self.households - self.met - self.declined - self.not_reached


@dataclass(frozen=True)
class _Fate:
    """What became of one household."""

    part: str
    confirmed: bool = False
    apart: bool = False


def coverage_of(campaigns: Iterable[Campaign]) -> dict[int, Coverage]:
    """The whole school's coverage by the campaign's id: siblings in two classes are one household. Five queries."""
    campaigns = list(campaigns)
    homes = _homes(campaigns)
    fates = _fates([each.pk for each in campaigns])
    return {
        each.pk: _count(each.unit, {home for ids in homes[each.pk].values() for home in ids}, fates[each.pk])
        for each in campaigns
    }


def coverage_by_class(campaign: Campaign) -> list[Coverage]:
    """The classes that this campaign visits. A family with children in two classes stands in both rows."""
    homes, fates = _homes([campaign])[campaign.pk], _fates([campaign.pk])[campaign.pk]
    return [_count(each, homes[each.pk], fates) for each in classes_of(campaign.unit) if each.pk in homes]


def visits_by_day(campaigns: Iterable[Campaign], *, until: date) -> dict[int, list[tuple[date, int]]]:
    """By the campaign's id: how many families had been met by the end of each of the last 21 days."""
    first: dict[int, dict[int, date]] = {each.pk: {} for each in campaigns}
    done = Visit.objects.filter(campaign__in=first, state=VisitState.DONE, started_at__isnull=False)
    for key, home, at in done.order_by("started_at").values_list("campaign_id", "household_id", "started_at"):
        first[key].setdefault(home, timezone.localdate(at))
    days = [until - timedelta(days=n) for n in reversed(range(TREND_DAYS))]
    return {key: [(day, sum(on <= day for on in begun.values())) for day in days] for key, begun in first.items()}


def _homes(campaigns: list[Campaign]) -> dict[int, dict[int, set[int]]]:
    """Campaign → class → households of the children whose cohort one of its phases visits."""
    years: dict[int, set[int]] = {each.pk: set() for each in campaigns}
    for key, year in Phase.objects.filter(campaign__in=years).values_list("campaign_id", "entry_year"):
        years[key].add(year)
    at_school = defaultdict(list)
    for each in campaigns:
        at_school[each.unit_id].append(each.pk)
    homes: dict[int, dict[int, set[int]]] = {each.pk: defaultdict(set) for each in campaigns}
    children = Child.objects.filter(counted(), household__school__in=at_school)
    rows = children.values_list("household__school_id", "klass_id", "klass__entry_year", "household_id")
    for school, klass, entered, home in rows:
        for key in at_school[school]:
            if klass is not None and entered in years[key]:
                homes[key][klass].add(home)
    return homes


def _fates(campaigns: list[int]) -> dict[int, dict[int, _Fate]]:
    """Campaign → household → its fate; a household without one was not touched."""
    forms: dict[int, dict[int, set[str]]] = {key: defaultdict(set) for key in campaigns}
    confirmed: set[tuple[int, int]] = set()
    fates: dict[int, dict[int, _Fate]] = {key: {} for key in campaigns}
    signups = Signup.objects.filter(campaign__in=campaigns, state=SignupState.DECLINED)
    visits = Visit.objects.filter(campaign__in=campaigns).exclude(state__in=[VisitState.PLANNED, VisitState.CANCELLED])
    apart: set[tuple[int, int]] = set()
    own: set[tuple[int, int]] = set()
    rows = visits.order_by("pk").values_list(
        "campaign_id", "household_id", "state", "outcome", "form", "confirmation", "said_apart"
    )
    for key, home, state, outcome, form, word, by_the_way in rows:
        if state == VisitState.DONE:
            forms[key][home].add(form)
            if word != FamilyConfirmation.UNANSWERED:
                own.add((key, home))
            if by_the_way != FamilyConfirmation.UNANSWERED:
                apart.add((key, home))
            if word == FamilyConfirmation.YES:
                confirmed.add((key, home))
        else:
            fates[key][home] = _Fate("declined" if outcome == Outcome.DECLINED else "not_reached")
    for key, home in signups.values_list("campaign_id", "household_id"):
        fates[key][home] = _Fate("declined")
    for key, met in forms.items():
        for home, how in met.items():
            only_apart = (key, home) in apart and (key, home) not in own
            fates[key][home] = _Fate(part_of_form(how), (key, home) in confirmed, only_apart)
    return fates


def _count(unit: Unit, homes: set[int], fates: Mapping[int, _Fate]) -> Coverage:
    found = Coverage(unit, households=len(homes))
    for home in homes:
        if fate := fates.get(home):
            setattr(found, fate.part, getattr(found, fate.part) + 1)
            found.confirmed += fate.confirmed
            found.apart += fate.apart
    return found
