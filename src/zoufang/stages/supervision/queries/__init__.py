from zoufang.stages.supervision.queries.coverage import Coverage, coverage_by_class, coverage_of, visits_by_day
from zoufang.stages.supervision.queries.feelings import FeelingFigure, feelings_of
from zoufang.stages.supervision.queries.figures import (
    ProblemFigures,
    problem_figures,
    second_round_share,
    staff_visit_share,
)
from zoufang.stages.supervision.queries.schools import (
    SchoolStanding,
    newest_submission,
    school_campaigns_of,
    standings_of,
)

__all__ = [
    "Coverage",
    "FeelingFigure",
    "ProblemFigures",
    "SchoolStanding",
    "coverage_by_class",
    "coverage_of",
    "feelings_of",
    "newest_submission",
    "problem_figures",
    "school_campaigns_of",
    "second_round_share",
    "staff_visit_share",
    "standings_of",
    "visits_by_day",
]
