"""The campaign's steps in the order in which data flows: a stage may use only those before it."""

STAGES = (
    "roster",
    "rights",
    "briefing",
    "assignment",
    "signup",
    "schedule",
    "visit",
    "problem",
    "revisit",
    "ledger",
    "supervision",
    "safeguarding",
)
