"""What a campaign has come to, read with a fixed number of queries however many families it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone, translation

from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.masks import GONE
from zoufang.stages.ledger.rules import standing
from zoufang.stages.ledger.rules.facts import (
    CampaignFacts,
    FamilyFacts,
    GuardianFacts,
    MatterFacts,
    ProblemFacts,
    RevisitFacts,
    VisitFacts,
)
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.queries import own_words
from zoufang.stages.problem.states import ENDED, Circle, ProblemState, StepKind
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.revisit.states import RevisitState
from zoufang.stages.rights.queries import families_that_pass_on
from zoufang.stages.roster.models import Child, Household, counted
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState
from zoufang.stages.visit.models import PaperSent, Visit
from zoufang.stages.visit.states import PaperKind, Settle, VisitState


def facts_of(campaign: Campaign) -> CampaignFacts:
    """Everything that the campaign's ledgers are made from. Problems about a person are not read."""
    # A ledger is Chinese whoever draws it up, and its fingerprint must not change with the reader's language.
    with translation.override("zh-hans"):
        return _read(campaign)


def facts_for_outside(campaign: Campaign) -> CampaignFacts:
    """The same for a variant that leaves the school: whoever did not agree, for every child, that identifiable rows are
    passed on is hidden in it. Source: domain §7 (separate consent for passing identifiable rows on)."""
    facts = facts_of(campaign)
    agreed = families_that_pass_on(each.public_id for each in facts.families)
    return replace(
        facts,
        families=tuple(replace(each, is_hidden=each.public_id not in agreed) for each in facts.families),
        # What staff said of themselves is no family's.
        problems=tuple(
            replace(each, is_hidden=bool(each.family) and each.family not in agreed) for each in facts.problems
        ),
    )


def _read(campaign: Campaign) -> CampaignFacts:
    problems = _problems(campaign)
    visits = _visits(campaign, {problem.matter_id: problem for problem in problems if problem.matter_id})
    families = _families(campaign, visits, problems)
    return CampaignFacts(
        name=campaign.name,
        school=campaign.unit.name,
        families=tuple(families),
        problems=tuple(_problem_facts(problem) for problem in problems),
        revisits=tuple(_revisits(campaign)),
    )


def _problems(campaign: Campaign) -> list[Problem]:
    found = (
        Problem.objects.filter(campaign=campaign)
        .select_related(
            "klass", "visit", "staff_visit__visited", "raised_by", "household", "owner", "closed_by", "merged_into"
        )
        .prefetch_related(
            "steps",
            "answers",
            "words",
            "household__guardians",
            "household__children",
            Prefetch(
                "merged",
                queryset=Problem.objects.filter(is_about_a_person=False, about_person=None, circle=Circle.SCHOOL),
            ),
        )
        .order_by("raised_at", "pk")
    )
    return [each for each in found if standing.stands_in_ledgers(is_about_a_person=_is_about_a_person(each))]


def _is_about_a_person(problem: Problem) -> bool:
    # What the family told the principal alone stands in an inner circle too: the clerk who draws up never knows of it.
    return problem.is_about_a_person or problem.about_person_id is not None or problem.circle != Circle.SCHOOL


def _may_be_tied(problem: Problem) -> bool:
    return standing.may_be_tied_to_its_family(
        is_confidential=problem.is_confidential, is_about_a_person=_is_about_a_person(problem)
    )


def _visits(campaign: Campaign, became: dict[int, Problem]) -> dict[int, list[VisitFacts]]:
    found = (
        Visit.objects.filter(campaign=campaign)
        .exclude(state=VisitState.CANCELLED)
        .select_related("klass", "round", "appointment")
        .prefetch_related("visitors", "matters")
        .order_by("opened_at", "pk")
    )
    by_household: dict[int, list[VisitFacts]] = defaultdict(list)
    for visit in found:
        by_household[visit.household_id].append(_visit_facts(visit, became))
    return by_household


def _visit_facts(visit: Visit, became: dict[int, Problem]) -> VisitFacts:
    ought = visit.started_at or (visit.appointment.ends_at if visit.appointment else visit.opened_at)
    matters = [
        MatterFacts(each.text, became[each.pk].number, each.answer, each.settle == Settle.ON_THE_SPOT)
        for each in sorted(visit.matters.all(), key=lambda matter: (matter.noted_at, matter.pk))
        if each.pk in became and _may_be_tied(became[each.pk])
    ]
    return VisitFacts(
        public_id=visit.public_id,
        class_name=visit.klass.name,
        round_name=visit.round.name,
        form=visit.form,
        form_label=str(visit.get_form_display()),
        state=visit.state,
        outcome=visit.outcome,
        outcome_label=str(visit.get_outcome_display()) if visit.outcome else "",
        attempt=visit.attempt,
        met=visit.met,
        teachers=tuple(each.name for each in sorted(visit.visitors.all(), key=lambda user: user.pk)),
        started_at=_local(visit.started_at),
        ended_at=_local(visit.ended_at),
        due_on=timezone.localdate(ought),
        opinions=visit.opinions,
        remark=visit.remark,
        needs_follow_up=visit.needs_follow_up,
        confirmation_label=str(visit.get_confirmation_display()),
        matters=tuple(matters),
    )


def _families(
    campaign: Campaign, visits: dict[int, list[VisitFacts]], problems: Iterable[Problem]
) -> Iterable[FamilyFacts]:
    until = {phase.entry_year: phase.ends_on for phase in campaign.phases.all()}
    classes = Unit.objects.classes().below([campaign.unit.path])
    if until:
        classes = classes.filter(entry_year__in=until)
    here = Q(children__in=Child.objects.filter(counted(), klass__in=classes)) & counted()
    households = (
        Household.objects.filter(here | Q(pk__in=list(visits)))
        .distinct()
        .prefetch_related(
            "guardians", Prefetch("children", queryset=Child.objects.select_related("klass").order_by("pk"))
        )
    )
    papers = {
        (household, kind): at
        # The first of several cards: the last written stands.
        for household, kind, at in PaperSent.objects.filter(campaign=campaign)
        .order_by("-sent_at")
        .values_list("household_id", "kind", "sent_at")
    }
    declined = set(
        Signup.objects.filter(campaign=campaign, state=SignupState.DECLINED).values_list("household_id", flat=True)
    )
    booked = dict(
        Appointment.objects.filter(campaign=campaign, state=AppointmentState.BOOKED)
        .order_by("-starts_at")
        .values_list("household_id", "starts_at")
    )
    tied: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.household_id and _may_be_tied(problem):
            tied[problem.household_id].append(problem)
    for household in sorted(households, key=_place):
        children = _children_here(household)
        own = tied[household.pk]
        ends = [until[each.klass.entry_year] for each in children if each.klass.entry_year in until]
        yield FamilyFacts(
            public_id=household.public_id,
            class_names=tuple(dict.fromkeys(each.klass.name for each in children)),
            children=tuple(each.name for each in children),
            guardians=tuple(GuardianFacts(each.name, each.relation, each.phone) for each in household.guardians.all()),
            visits=tuple(visits.get(household.pk, ())),
            card_at=_local(papers.get((household.pk, PaperKind.CARD))),
            letter_at=_local(papers.get((household.pk, PaperKind.LETTER))),
            has_declined=household.pk in declined,
            booked_at=_local(booked.get(household.pk)),
            # Whoever asked to be forgotten is not to be contacted any more.
            contact_until=_latest(ends) if household.erased_at is None else None,
            problem_numbers=tuple(each.number for each in own),
            settled_count=sum(_was_settled_on_the_spot(each) for each in own),
        )


def _children_here(household: Household) -> list[Child]:
    # A family that left after its visit stays in the ledger, with the children it had.
    everybody = list(household.children.all())
    return [each for each in everybody if each.left_on is None or each.stays_counted] or everybody


def _place(household: Household) -> tuple[int, int, str, int]:
    first = min(_children_here(household), key=lambda child: child.pk, default=None)
    if first is None:
        return (1, 0, "", household.pk)
    klass = first.klass
    # Youngest cohort last, as classes stand everywhere; inside a class in the roster's order.
    return (-(klass.entry_year or 0), klass.class_number or 0, klass.name, first.pk)


def _was_settled_on_the_spot(problem: Problem) -> bool:
    return any(step.kind == StepKind.SETTLED_ON_THE_SPOT for step in problem.steps.all())


def _problem_facts(problem: Problem) -> ProblemFacts:
    words = own_words(problem)
    checks = [step.note for step in problem.steps.all() if step.kind == StepKind.CLOSED and step.note]
    last = words[-1] if words else None
    return ProblemFacts(
        public_id=problem.public_id,
        number=problem.number,
        source_label=str(problem.get_source_display()),
        class_name=problem.klass.name if problem.klass else "",
        reporter=_reporter(problem),
        is_confidential=problem.is_confidential,
        family_names=_family_names(problem),
        text=problem.text,
        nature=problem.nature,
        topic=problem.topic,
        subtopic=problem.subtopic,
        area=problem.area,
        level_label=str(problem.get_level_display()),
        department=problem.department,
        owner=problem.owner.name if problem.owner else "",
        measures=problem.measures,
        due_until=timezone.localtime(problem.due_until),
        extended_count=problem.extended_count,
        is_over=problem.state in ENDED and problem.state != ProblemState.CLOSED,
        state=problem.state,
        state_label=str(problem.get_state_display()),
        ending=problem.ending,
        ending_label=str(problem.get_ending_display()) if problem.ending else "",
        ending_note=problem.ending_note,
        look_again_on=problem.look_again_on,
        ended_at=_local(problem.ended_at),
        answers=tuple(
            (timezone.localtime(each.answered_at), str(each.get_way_display())) for each in problem.answers.all()
        ),
        check_note=checks[-1] if checks else "",
        word=(last.settled.value, str(last.get_satisfaction_display()) if last.satisfaction else "", last.reason)
        if last
        else None,
        closed_by=problem.closed_by.name if problem.closed_by else "",
        closed_at=_local(problem.closed_at),
        merged_into=_number_of_main(problem),
        merged=tuple(each.number for each in problem.merged.all()),
        family=problem.household.public_id if problem.household else "",
    )


def _reporter(problem: Problem) -> str:
    if problem.raised_by is not None:
        return problem.raised_by.name or problem.raised_by.relation or "家长"
    if problem.visit is not None and problem.visit.met:
        return problem.visit.met
    return problem.staff_visit.visited.name if problem.staff_visit else "家长"


def _family_names(problem: Problem) -> tuple[str, ...]:
    if problem.household is None:
        return (problem.staff_visit.visited.name,) if problem.staff_visit else ()
    children = (each.name for each in problem.household.children.all())
    guardians = (each.name for each in problem.household.guardians.all())
    return tuple(name for name in (*children, *guardians) if name and name not in GONE)


def _number_of_main(problem: Problem) -> str:
    main = problem.merged_into
    return main.number if main is not None and not _is_about_a_person(main) else ""


def _revisits(campaign: Campaign) -> Iterable[RevisitFacts]:
    found = (
        Revisit.objects.filter(campaign=campaign)
        .select_related("klass", "household")
        .prefetch_related(Prefetch("household__children", queryset=Child.objects.filter(left_on__isnull=True)))
        .order_by("due_on", "pk")
    )
    for revisit in found:
        yield RevisitFacts(
            public_id=revisit.public_id,
            family=revisit.household.public_id,
            class_name=revisit.klass.name,
            children=tuple(each.name for each in revisit.household.children.all()),
            due_on=revisit.due_on,
            is_open=revisit.state == RevisitState.DUE,
        )


def _latest(days: list[date]) -> date | None:
    return max(days, default=None)


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None
