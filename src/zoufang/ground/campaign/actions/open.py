"""A campaign comes into being, from a file or a form."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign import access, queries, rules
from zoufang.ground.campaign.actions import parts
from zoufang.ground.campaign.actions.parts import Counts
from zoufang.ground.campaign.actions.texts import keep_text
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.plan import CampaignPlan, PhasePlan, RoundPlan, what_is_wrong_with
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.journal.actions import record
from zoufang.ground.org.actions import found_school
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import unit_named
from zoufang.ground.org.states import Grade, UnitKind


@dataclass
class Opened:
    """What opening a plan did."""

    campaign: Campaign
    is_new: bool
    is_changed: bool = False
    phases: Counts = field(default_factory=Counts)
    rounds: Counts = field(default_factory=Counts)
    categories: Counts = field(default_factory=Counts)
    texts: Counts = field(default_factory=Counts)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        counts = {name: asdict(getattr(self, name)) for name in ("phases", "rounds", "categories", "texts")}
        return {
            "campaign": self.campaign.public_id,
            "name": self.campaign.name,
            "unit": self.campaign.unit.name,
            "state": str(self.campaign.state),
            "created": self.is_new,
            "updated": not self.is_new and self.is_changed,
            **counts,
            "warnings": self.warnings,
        }


@transaction.atomic
def open_from(*, plan: CampaignPlan, by: Actor, at: datetime) -> Opened:
    """As `open_campaign`, at the unit that the plan names; a school that does not exist yet is made."""
    unit = unit_named(plan.unit) or found_school(name=plan.unit)
    return open_campaign(plan=plan, unit=unit, by=by, at=at)


@transaction.atomic
def open_campaign(*, plan: CampaignPlan, unit: Unit, by: Actor, at: datetime) -> Opened:
    """The unit has this campaign, as the plan says; one of the same name is brought to it, nothing is made twice.

    A school's campaign that names no phases takes those of the campaign it is part of. Refused with the plan's reasons,
    or where the campaign to be part of does not exist.
    """
    if not access.may_open_campaign_at(by, unit):
        raise Refused("这个单位的活动不归您建立")
    if wrong := what_is_wrong_with(plan):
        raise Refused(wrong)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    above = _above(plan, unit)
    campaign = Campaign.objects.select_for_update().filter(unit=unit, name=plan.basics.name).first()
    if campaign is not None and campaign.state == CampaignState.ENDED:
        raise Refused("同名的活动已经结束,不能再改;新的活动请换一个名称")
    opened = _made(plan, unit, above) if campaign is None else Opened(campaign, is_new=False)
    if campaign is not None:
        opened.is_changed = _brought_to(campaign, plan, above)
    campaign = opened.campaign
    phases, rounds = _phases_and_rounds(plan, above)
    if unit.kind == UnitKind.SCHOOL and not phases:
        raise Refused("请写出至少一个阶段 [[phase]]:哪个年级在哪几天走访")
    opened.phases, opened.rounds = parts.set_phases(campaign, phases), parts.set_rounds(campaign, rounds)
    categories = plan.categories
    if categories is None and opened.is_new and above is None:
        categories = parts.default_categories()
    if categories is not None:
        opened.categories = parts.set_categories(campaign, categories)
    for text in plan.texts:
        opened.texts.note(*keep_text(campaign, text))
        opened.warnings += [
            Reason("%(kind)s里教人怎样回答满意度:“%(words)s”,请删去", kind=str(text.kind.label), words=words)
            for words in rules.what_tells_how_to_answer(text.body)
        ]
    opened.is_changed = opened.is_changed or any(
        each.is_anything for each in (opened.phases, opened.rounds, opened.categories, opened.texts)
    )
    if opened.is_new or opened.is_changed:
        facts = {"phases": len(phases), "rounds": len(rounds), "texts": len(plan.texts)}
        act = "campaign.opened" if opened.is_new else "campaign.changed"
        record(act, campaign, by=by, at=at, unit=unit, facts=facts)
    return opened


def _above(plan: CampaignPlan, unit: Unit) -> Campaign | None:
    if not plan.part_of:
        return None
    found = queries.campaigns_to_join(unit).filter(name=plan.part_of).first()
    found = found or queries.campaigns_to_join(unit).filter(public_id=plan.part_of).first()
    if found is None:
        raise Refused(Reason("没有找到上级的活动“%(name)s”,请核对 part_of,或先建立它", name=plan.part_of))
    return found


def _made(plan: CampaignPlan, unit: Unit, above: Campaign | None) -> Opened:
    head = {name: getattr(plan.basics, name) for name in vars(plan.basics)}
    made = Campaign.objects.create(unit=unit, part_of=above, limits=dict(plan.limits), **head)
    return Opened(made, is_new=True)


def _brought_to(campaign: Campaign, plan: CampaignPlan, above: Campaign | None) -> bool:
    changed = [parts.set_basics(campaign, plan.basics), parts.set_limits(campaign, plan.limits)]
    if above is not None and campaign.part_of_id != above.pk:
        campaign.part_of = above
        campaign.save(update_fields=["part_of"])
        changed.append(True)
    return any(changed)


def _phases_and_rounds(
    plan: CampaignPlan, above: Campaign | None
) -> tuple[tuple[PhasePlan, ...], tuple[RoundPlan, ...]]:
    phases, rounds = plan.phases, plan.rounds
    if above is not None and not phases:
        phases = tuple(
            PhasePlan(each.name, Grade(each.grade_at_start), each.entry_year, each.starts_on, each.ends_on)
            for each in above.phases.all()
        )
    if above is not None and not rounds:
        rounds = tuple(RoundPlan(each.number, each.name, each.starts_on, each.ends_on) for each in above.rounds.all())
    return phases, rounds
