from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, LEADING, Role
from zoufang.ground.campaign.models import Campaign, CampaignText, Category, Phase, Round
from zoufang.ground.campaign.states import CampaignState, CategoryAxis, TextKind
from zoufang.ground.org.models import Unit


def campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """Every campaign this person may see: of the own school, or of every school in the own district."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*LEADING, *DISTRICT):
        inside |= Q(unit__path__startswith=path)
    for duty in actor.duties:
        if duty.role == Role.TEACHER:
            # A class's path begins with its school's: the school is the path less one step.
            inside |= Q(unit__kind="school", unit__path__in=[duty.path, duty.path[: -Unit.steplen]])
    return Campaign.objects.filter(inside).select_related("unit")


def running_campaign(school: Unit) -> Campaign | None:
    """The school's campaign that is going on; the newest where several are."""
    return (
        Campaign.objects.filter(unit=school, state=CampaignState.RUNNING)
        .select_related("unit")
        .order_by("-starts_on")
        .first()
    )


def current_campaign(school: Unit) -> Campaign | None:
    """The school's running campaign, else the one being prepared: what briefing, assignment and notices are for."""
    prepared = Campaign.objects.filter(unit=school, state=CampaignState.PREPARING).select_related("unit")
    return running_campaign(school) or prepared.order_by("-starts_on").first()


def campaigns_to_join(unit: Unit) -> QuerySet[Campaign]:
    """Campaigns of the units above this one that have not ended: a school's campaign may be part of one."""
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]
    return (
        Campaign.objects.filter(unit__path__in=above)
        .exclude(state=CampaignState.ENDED)
        .select_related("unit")
        .order_by("-starts_on", "-pk")
    )


def campaign_named(name: str) -> Campaign | None:
    """By public id, or by exact name."""
    return Campaign.objects.select_related("unit").filter(Q(public_id=name) | Q(name=name)).first()


def round_on(campaign: Campaign, on: date, *, klass: Unit | None = None) -> Round | None:
    """The round that runs on that day; the last one begun before it otherwise.

    Rounds may overlap (the second begins in August, new classes are first visited till the 25th): the earlier one then
    goes first, and with `klass` the first round lasts just until the class's own phase is over.
    """
    rounds = list(campaign.rounds.all())
    begun = [each for each in rounds if each.starts_on <= on]
    running = [each for each in begun if on <= each.ends_on]
    if klass is not None and len(running) > 1:
        phase = phase_of_class(campaign, klass)
        if phase is not None and on > phase.ends_on:
            return running[-1]
    if running:
        return running[0]
    return begun[-1] if begun else rounds[0] if rounds else None


def phase_of_class(campaign: Campaign, klass: Unit) -> Phase | None:
    """The phase in which this class's cohort is visited; None when the campaign does not visit it."""
    if klass.entry_year is None:
        return None
    return campaign.phases.filter(entry_year=klass.entry_year).first()


def text_of(campaign: Campaign, kind: TextKind) -> CampaignText | None:
    """The newest version of a text: the campaign's own, else the district campaign's."""
    own = CampaignText.objects.filter(campaign=campaign, kind=kind).order_by("-version").first()
    if own is None and campaign.part_of is not None:
        return text_of(campaign.part_of, kind)
    return own


def category_names(campaign: Campaign, axis: CategoryAxis) -> list[str]:
    """The first level of one of the campaign's lists; the district campaign's where it has none of its own."""
    names = list(Category.objects.filter(campaign=campaign, axis=axis, parent=None).values_list("name", flat=True))
    if not names and campaign.part_of is not None:
        return category_names(campaign.part_of, axis)
    return names
