from zoufang.stages.roster.actions.draft import draft_import, drop_import, read_or_refuse, reading_of_draft
from zoufang.stages.roster.actions.households import (
    correct_guardian,
    join_households,
    keep_apart,
    mark_left,
    reveal_address,
    reveal_care,
    reveal_phone,
    set_care,
)
from zoufang.stages.roster.actions.import_roster import ImportResult, import_roster, preview_roster
from zoufang.stages.roster.actions.put_right import put_right, why_not_put_right

__all__ = [
    "ImportResult",
    "correct_guardian",
    "draft_import",
    "drop_import",
    "import_roster",
    "join_households",
    "keep_apart",
    "mark_left",
    "preview_roster",
    "put_right",
    "read_or_refuse",
    "reading_of_draft",
    "reveal_address",
    "reveal_care",
    "reveal_phone",
    "set_care",
    "why_not_put_right",
]
