"""Problems, as far as each person may know of them. Every list and every count is made from `problems_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import DISTRICT, Role
from zoufang.ground.campaign.models import Campaign
from zoufang.stages.problem import rules
from zoufang.stages.problem.models import Answer, Extension, FamilyWord, Photo, Problem, ProblemStep
from zoufang.stages.problem.states import OPEN, Circle, Level, ProblemState, StepKind
from zoufang.stages.roster.models import Child, Household

MANAGING = (Role.PRINCIPAL, Role.LEADER, Role.CLERK)
WAITING = (ProblemState.ANSWERED, ProblemState.AWAITING_FAMILY)
HANDLING_STEPS = (StepKind.STARTED, StepKind.ACCEPTED, StepKind.ANSWERED, StepKind.SETTLED_ON_THE_SPOT)


def problems_of(actor: Actor) -> QuerySet[Problem]:
    """Every problem that this person may know of.

    A complaint about a person is for the principal alone, one about the principal for the district alone; the one
    complained about never sees it, whatever she leads. Source: domain §4, security.
    """
    ours = Q(circle=Circle.SCHOOL)
    inside = ours & (Q(klass__in=actor.classes_taught()) | Q(owner=actor.id) | Q(entered_by=actor.id))
    for path in actor.paths_as(*MANAGING):
        inside |= ours & Q(school__path__startswith=path)
    for path in actor.paths_as(Role.PRINCIPAL):
        inside |= Q(circle=Circle.PRINCIPAL, school__path__startswith=path)
    for path in actor.paths_as(*DISTRICT):
        passed = ours & (Q(state=ProblemState.PASSED_UP) | Q(level=Level.DISTRICT))
        inside |= Q(school__path__startswith=path) & (passed | Q(circle=Circle.DISTRICT))
    found = Problem.objects.filter(inside).exclude(about_person=actor.id)
    return found.select_related("klass", "school", "owner", "campaign")


def problems_overdue(actor: Actor, *, now: datetime) -> QuerySet[Problem]:
    """Those of them that should have been answered."""
    return problems_of(actor).filter(state__in=OPEN, due_until__lt=now)


def open_to_all(campaign: Campaign) -> QuerySet[Problem]:
    """What everybody of the school may know, and of whom: no inner circle, nobody who asked not to be named.

    Pages that name families are made from these alone, so that nothing on them depends on a secret voice.
    """
    return Problem.objects.filter(campaign=campaign, circle=Circle.SCHOOL, is_confidential=False)


def owned_by(actor: Actor) -> QuerySet[Problem]:
    """What this person is to answer, the most urgent first."""
    return problems_of(actor).filter(owner=actor.id, state__in=OPEN).order_by("due_until", "pk")


def problems_of_household(household: Household, campaign: Campaign | None = None) -> QuerySet[Problem]:
    """A family's own matters, for that family; what staff said of themselves is not among them."""
    found = Problem.objects.filter(household=household)
    if campaign is not None:
        found = found.filter(campaign=campaign)
    return found.select_related("campaign", "owner", "merged_into").order_by("-raised_at", "-pk")


def problems_in_campaign(campaign: Campaign) -> QuerySet[Problem]:
    """Every problem of the campaign with its steps, answers and words: four queries."""
    return (
        Problem.objects.filter(campaign=campaign)
        .select_related("klass", "owner", "household", "raised_by", "visit", "merged_into")
        .prefetch_related("steps__by", "answers", "words")
        .order_by("raised_at", "pk")
    )


def handlers_of(problem: Problem) -> frozenset[int]:
    """Who handled it: its owner, who settled or answered it."""
    steps = problem.steps.filter(kind__in=HANDLING_STEPS, by__isnull=False).values_list("by", flat=True)
    answered = problem.answers.filter(answered_by__isnull=False).values_list("answered_by", flat=True)
    return frozenset([*steps, *answered, *([problem.owner_id] if problem.owner_id else [])])


def own_words(problem: Problem) -> list[FamilyWord]:
    """What the family said, the oldest first; what was said on a device of staff is not among it."""
    return [each for each in problem.words.all() if not each.on_staff_device]


def word_apart(problem: Problem) -> FamilyWord | None:
    """What was said of the last answer on a device of staff, if anything: never the family's own."""
    answers = list(problem.answers.all())
    since = [
        e for e in problem.words.all() if e.on_staff_device and (not answers or e.said_at >= answers[-1].answered_at)
    ]
    return since[-1] if since else None


def last_word(problem: Problem) -> FamilyWord | None:
    """What the family said last, if anything since the last answer."""
    words = own_words(problem)
    word = words[-1] if words else None
    answer = problem.answers.last()
    return word if word and (answer is None or word.said_at >= answer.answered_at) else None


def is_asked(problem: Problem) -> bool:
    """Does the last answer wait for the family's word? No query where the story is loaded (`with_story`)."""
    if problem.state not in (*WAITING, ProblemState.MERGED):
        return False
    answers, words = list(problem.answers.all()), own_words(problem)
    if not answers:
        return problem.state in WAITING and not words
    return not words or words[-1].said_at < answers[-1].answered_at


def may_still_say(problem: Problem) -> bool:
    """Closed before its family said anything of the last answer: it still may. No query where the story is loaded."""
    if problem.state != ProblemState.CLOSED:
        return False
    answers, words = list(problem.answers.all()), own_words(problem)
    return not words or (bool(answers) and words[-1].said_at < answers[-1].answered_at)


def leading_one(problem: Problem) -> Problem:
    """The problem that is worked on for it: itself, or the one it joined."""
    is_joined = problem.state == ProblemState.MERGED and problem.merged_into is not None
    return problem.merged_into if is_joined and problem.merged_into is not None else problem


def stands_as(problem: Problem) -> str:
    """Its state as its family is told: who joined another is done when that one is closed, and waits again for its own no."""
    leading = leading_one(problem).state
    if leading == ProblemState.SENT_BACK and is_content(problem) is False:
        return leading
    return ProblemState.CLOSED if leading == ProblemState.CLOSED else problem.state


def is_content(problem: Problem) -> bool | None:
    """What the family said last of it; None: nothing yet. No query where the story is loaded."""
    words = own_words(problem)
    return words[-1].is_settled if words else None


@dataclass(frozen=True)
class Voices:
    """Who raised the same thing, as far as the reader may know: problems, families, families that say it is not settled."""

    problems: list[Problem]
    families: int
    unsettled: int


def voices(actor: Actor, main: Problem) -> Voices:
    """The main problem's voices. Two queries."""
    known = problems_of(actor).filter(merged_into=main.pk, state=ProblemState.MERGED)
    joined = list(known.prefetch_related("words").order_by("raised_at", "pk"))
    last = {each.household_id or -each.pk: own_words(each)[-1:] for each in [main, *joined]}
    unsettled = sum(not word.is_settled for words in last.values() for word in words)
    return Voices(problems=joined, families=len(last), unsettled=unsettled)


def open_extension(problem: Problem) -> Extension | None:
    """The extension that waits to be decided."""
    return problem.extensions.filter(is_approved__isnull=True).select_related("asked_by").first()


def given_days(problem: Problem) -> int:
    """Working days given so far."""
    return sum(problem.extensions.filter(is_approved=True).values_list("workdays", flat=True))


def colleagues_of(problem: Problem) -> list[User]:
    """Who may be given it: the school's staff today, never whom it is about."""
    posts = Post.objects.held(on=timezone.localdate()).filter(unit__path__startswith=problem.school.path)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True).exclude(pk=problem.about_person_id or 0)
    return list(people.order_by("name", "pk"))


def whom_a_family_may_name(household: Household) -> list[tuple[str, str, str]]:
    """(public id, name, role) of the teachers of its children's classes and the school's leaders; the principal needs no name."""
    classes = Child.objects.filter(household=household, left_on__isnull=True).values("klass")
    on = timezone.localdate()
    teaching = Post.objects.held(on=on).of_role(Role.TEACHER).filter(unit__in=classes)
    leading = Post.objects.held(on=on).of_role(Role.LEADER).filter(unit=household.school)
    principals = Post.objects.held(on=on).of_role(Role.PRINCIPAL).filter(unit=household.school).values("user")
    posts = (teaching | leading).exclude(user__in=principals).select_related("user").order_by("role", "pk")
    return [(post.user.public_id, post.user.name, str(post.get_role_display())) for post in posts]


def person_named(public_id: str) -> User | None:
    """The member of staff of this public id."""
    return User.objects.filter(public_id=public_id).first() if public_id else None


@dataclass(frozen=True)
class ProblemRow:
    """A problem in a list, with its clock in words."""

    public_id: str
    number: str
    text: str
    class_name: str
    source_label: str
    topic: str
    state: str
    state_label: str
    owner: str
    raised_at: datetime
    is_open: bool
    clock: Reason | None
    colour: str
    is_taken_back: bool


def rows_of(problems: QuerySet[Problem], *, now: datetime) -> list[ProblemRow]:
    """Rows for a page: one query."""
    now = timezone.localtime(now)
    last = ProblemStep.objects.filter(problem=OuterRef("pk")).order_by("-at", "-pk").values("kind")[:1]
    return [_row(each, now) for each in problems.annotate(last_step=Subquery(last))]


def _row(problem: Problem, now: datetime) -> ProblemRow:
    is_open = problem.state in OPEN
    until = timezone.localtime(problem.due_until)
    return ProblemRow(
        public_id=problem.public_id,
        number=problem.number,
        text=problem.text,
        class_name=problem.klass.name if problem.klass else "",
        source_label=problem.get_source_display(),
        topic=problem.topic,
        state=problem.state,
        state_label=problem.get_state_display(),
        owner=problem.owner.name if problem.owner else "",
        raised_at=problem.raised_at,
        is_open=is_open,
        clock=rules.clock_words(due_until=until, now=now) if is_open else None,
        colour=rules.clock_colour(due_until=until, now=now, warn_workdays=problem.campaign.limit("warn_workdays"))
        if is_open
        else "",
        is_taken_back=problem.last_step == StepKind.TAKEN_BACK,  # type: ignore[attr-defined]
    )


def with_story(problems: QuerySet[Problem]) -> QuerySet[Problem]:
    """With steps, answers, words and photographs loaded, for pages that tell the story."""
    return problems.prefetch_related(
        Prefetch("steps", queryset=ProblemStep.objects.select_related("by", "to")),
        Prefetch("answers", queryset=Answer.objects.select_related("answered_by")),
        "words",
        "photos",
    )


def with_words(problems: QuerySet[Problem]) -> QuerySet[Problem]:
    """With no more of them than how each stands with its family, for lists of many: nothing private is opened."""
    return problems.only("household_id", "state", "merged_into_id").prefetch_related(
        Prefetch("answers", queryset=Answer.objects.only("problem_id", "answered_at")),
        Prefetch("words", queryset=FamilyWord.objects.only("problem_id", "said_at", "is_settled", "on_staff_device")),
    )


def photos_of(problems: QuerySet[Problem]) -> QuerySet[Photo]:
    """The photographs of these problems: made from a scope (`problems_of`, `problems_of_household`), never without one."""
    return Photo.objects.filter(problem__in=problems).select_related("file")


def before(problems: QuerySet[Problem], public_id: str) -> QuerySet[Problem]:
    """The newest first, from the one after `public_id` on."""
    last = problems.filter(public_id=public_id).values_list("pk", flat=True).first() if public_id else None
    ordered = problems.order_by("-pk")
    return ordered.filter(pk__lt=last) if last else ordered
