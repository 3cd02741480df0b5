from zoufang.stages.ledger.queries.facts import facts_of
from zoufang.stages.ledger.queries.submissions import (
    SubmissionRow,
    campaigns_of,
    file_of,
    files_of,
    newest_submissions,
    open_reasons,
    row_of,
    rows_of,
    submission_named,
    submissions_of,
)

__all__ = [
    "SubmissionRow",
    "campaigns_of",
    "facts_of",
    "file_of",
    "files_of",
    "newest_submissions",
    "open_reasons",
    "row_of",
    "rows_of",
    "submission_named",
    "submissions_of",
]
