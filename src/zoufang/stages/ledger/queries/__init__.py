from zoufang.stages.ledger.queries.facts import facts_of
from zoufang.stages.ledger.queries.layouts import DocumentRow, document_rows, keeper_of, layouts_of
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
    "DocumentRow",
    "SubmissionRow",
    "campaigns_of",
    "document_rows",
    "facts_of",
    "file_of",
    "files_of",
    "keeper_of",
    "layouts_of",
    "newest_submissions",
    "open_reasons",
    "row_of",
    "rows_of",
    "submission_named",
    "submissions_of",
]
