from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, LEADING, Role
from zoufang.ground.campaign.models import Campaign, CampaignText, Category, Phase, Round
from zoufang.ground.campaign.rules import days_left, what_tells_how_to_answer
from zoufang.ground.campaign.states import CampaignState, CategoryAxis, TextKind
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import schools_below


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


def running_campaign(school: Unit | None) -> Campaign | None:
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


def campaigns_changed_by(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns that this person may change: the principal's own, and every one in the administrator's district."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL, Role.DISTRICT_ADMIN):
        inside |= Q(unit__path__startswith=path)
    return Campaign.objects.filter(inside).select_related("unit", "part_of")


def campaigns_looked_at_by(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns whose page this person may open, and those above the own school's that it is part of."""
    own = campaigns_of(actor)
    joined = own.exclude(part_of=None).values("part_of")
    return Campaign.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=joined)).select_related(
        "unit", "part_of__unit"
    )


def units_to_open_at(actor: Actor) -> list[Unit]:
    """Where this person may open a campaign: the own school as principal, the own district as administrator."""
    paths = actor.paths_as(Role.PRINCIPAL, Role.DISTRICT_ADMIN)
    return list(Unit.objects.filter(path__in=paths, closed_on__isnull=True).order_by("path"))


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in a list."""

    public_id: str
    name: str
    unit_name: str
    state: str
    state_label: str
    starts_on: date
    ends_on: date
    submit_until: date
    days_left: str
    joined: int


def rows_of(campaigns: QuerySet[Campaign], *, today: date) -> list[CampaignRow]:
    """Rows for a page: one query, however many campaigns."""
    return [
        CampaignRow(
            public_id=each.public_id,
            name=each.name,
            unit_name=each.unit.name,
            state=each.state,
            state_label=str(CampaignState(each.state).label),
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            submit_until=each.submit_until,
            days_left=days_left(each.submit_until, today) if each.state == CampaignState.RUNNING else "",
            joined=each.joined,
        )
        for each in campaigns.annotate(joined=Count("parts"))
    ]


def before(campaigns: QuerySet[Campaign], public_id: str) -> QuerySet[Campaign]:
    """The newest first, from the one after `public_id` on."""
    ordered = campaigns.order_by("-pk")
    last = campaigns.filter(public_id=public_id).values_list("pk", flat=True).first() if public_id else None
    return ordered.filter(pk__lt=last) if last else ordered


@dataclass(frozen=True)
class Stretch:
    """One line of a campaign's timeline; `when` is past, now or ahead."""

    what: str
    kind: str
    starts_on: date
    ends_on: date
    when: str


def timeline_of(campaign: Campaign, *, today: date) -> list[Stretch]:
    """Phases, rounds and the last day, in the order of their days."""

    def stretch(what: str, kind: str, starts: date, ends: date) -> Stretch:
        when = "past" if ends < today else "now" if starts <= today else "ahead"
        return Stretch(what, kind, starts, ends, when)

    lines = [stretch(each.name, "phase", each.starts_on, each.ends_on) for each in campaign.phases.all()]
    lines += [stretch(each.name, "round", each.starts_on, each.ends_on) for each in campaign.rounds.all()]
    lines.append(stretch("", "deadline", campaign.submit_until, campaign.submit_until))
    return sorted(lines, key=lambda line: (line.starts_on, line.ends_on, line.kind))


@dataclass(frozen=True)
class TextRow:
    """A kind of text with its newest version; `inherited`: it is the district campaign's."""

    kind: str
    label: str
    text: CampaignText | None
    versions: int
    inherited: bool
    told: tuple[str, ...]


def texts_of(campaign: Campaign) -> list[TextRow]:
    """Every kind of text, as it stands: two queries."""
    above = campaign.part_of_id
    found = CampaignText.objects.filter(campaign_id__in=[campaign.pk, *([above] if above else [])]).order_by("-version")
    by_kind: dict[tuple[int, str], list[CampaignText]] = {}
    for each in found:
        by_kind.setdefault((each.campaign_id, each.kind), []).append(each)
    rows = []
    for kind in TextKind:
        own = by_kind.get((campaign.pk, str(kind)), [])
        inherited = by_kind.get((above, str(kind)), []) if above and not own else []
        text = next(iter(own or inherited), None)
        told = tuple(what_tells_how_to_answer(text.body)) if text else ()
        rows.append(TextRow(str(kind), str(kind.label), text, len(own), bool(inherited), told))
    return rows


def versions_of(campaign: Campaign, kind: TextKind) -> list[CampaignText]:
    """Every version of the campaign's own text, newest first."""
    return list(CampaignText.objects.filter(campaign=campaign, kind=kind).order_by("-version"))


def texts_in(campaign: Campaign) -> QuerySet[CampaignText]:
    """Every version of every text of this campaign."""
    return CampaignText.objects.filter(campaign=campaign).select_related("campaign__unit")


def who_joined(campaign: Campaign) -> tuple[list[Campaign], list[Unit]]:
    """The schools' campaigns that are part of this one, and the schools of the district that have none in it."""
    joined = list(campaign.parts.select_related("unit").order_by("unit__name"))
    there = {each.unit_id for each in joined}
    return joined, [school for school in schools_below(campaign.unit) if school.pk not in there]


def lists_of(campaign: Campaign) -> list[tuple[str, list[tuple[str, str]]]]:
    """The three lists as they hold: label of the axis, then name and second level or department of each entry."""
    source = campaign
    entries = list(source.categories.select_related("parent"))
    if not entries and campaign.part_of is not None:
        entries = list(campaign.part_of.categories.select_related("parent"))
    lists = []
    for axis in CategoryAxis:
        firsts = [each for each in entries if each.axis == axis and each.parent_id is None]
        below: dict[int, list[str]] = {}
        for each in entries:
            if each.parent_id is not None:
                below.setdefault(each.parent_id, []).append(each.name)
        lists.append(
            (
                str(axis.label),
                [(first.name, "、".join(below.get(first.pk, ())) or first.department) for first in firsts],
            )
        )
    return lists
