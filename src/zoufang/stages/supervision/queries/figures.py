"""What became of problems and of the second round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from zoufang.ground.campaign.models import Campaign
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.problem.models import FamilyWord, Problem
from zoufang.stages.problem.states import OPEN, Ending, Level, ProblemState, Satisfaction
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.revisit.states import RevisitState
from zoufang.stages.supervision.rules import Share, share
from zoufang.stages.visit.models import StaffVisit, Visit
from zoufang.stages.visit.states import VisitState

CONTENT = (Satisfaction.SATISFIED, Satisfaction.MOSTLY)


@dataclass(frozen=True)
class ProblemFigures:
    """What became of a set of problems. Shares: see domain §5."""

    raised: int
    open: int
    overdue: int
    answered: Share
    contacted_in_time: Share
    ended: Share
    on_the_spot: Share
    settled: Share
    partly: Share
    satisfied: Share


def problem_figures(problems: QuerySet[Problem], *, now: datetime, suppress_below: int = 0) -> ProblemFigures:
    """Figures over problems that their reader may see (`problem.queries.problems_of`), never over others. Two queries."""
    counted = problems.exclude(state__in=[ProblemState.MERGED, ProblemState.WITHDRAWN])
    is_open, has_ending = Q(state__in=OPEN), ~Q(ending="")
    counts = counted.aggregate(
        raised=Count("pk"),
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_until__lt=now)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        contact_due=Count("pk", filter=Q(contact_until__lt=now) | Q(first_contact_at__isnull=False)),
        contacted=Count("pk", filter=Q(first_contact_at__lte=F("contact_until"))),
        due=Count("pk", filter=Q(due_until__lt=now) | has_ending),
        ended=Count("pk", filter=has_ending & Q(answered_at__isnull=False)),
        on_the_spot=Count("pk", filter=Q(level=Level.TEACHER)),
    )
    last: dict[int, tuple[bool, bool, str]] = {}
    words = FamilyWord.objects.filter(problem__in=counted.values("pk"), on_staff_device=False).order_by("said_at", "pk")
    for problem, ending, is_settled, is_partly, content in words.values_list(
        "problem_id", "problem__ending", "is_settled", "is_partly", "satisfaction"
    ):
        if ending != Ending.EXPLAINED:
            last[problem] = (is_settled, is_partly, content)
    rated = [content for _, _, content in last.values() if content]
    return ProblemFigures(
        raised=counts["raised"],
        open=counts["open"],
        overdue=counts["overdue"],
        answered=Share(counts["answered"], counts["raised"]),
        contacted_in_time=Share(counts["contacted"], counts["contact_due"]),
        ended=Share(counts["ended"], counts["due"]),
        on_the_spot=Share(counts["on_the_spot"], counts["raised"]),
        settled=share(sum(settled for settled, _, _ in last.values()), len(last), suppress_below=suppress_below),
        partly=share(sum(partly for _, partly, _ in last.values()), len(last), suppress_below=suppress_below),
        satisfied=share(sum(content in CONTENT for content in rated), len(rated), suppress_below=suppress_below),
    )


def second_round_share(campaign: Campaign) -> Share:
    """Families asked again, of the families met in the first round."""
    met = Visit.objects.filter(campaign=campaign, state=VisitState.DONE, round__number=1).values("household")
    asked = Revisit.objects.filter(campaign=campaign, state=RevisitState.DONE, household__in=met)
    return Share(asked.values("household").distinct().count(), met.distinct().count())


def staff_visit_share(campaign: Campaign) -> Share:
    """Members of staff visited, of those whom a leader or manager is to visit."""
    bound = StaffBond.objects.filter(school=campaign.unit, until__isnull=True).values("visited")
    done = StaffVisit.objects.filter(campaign=campaign, state=VisitState.DONE, visited__in=bound)
    return Share(done.values("visited").distinct().count(), bound.count())
