"""Half-days and routes for home visits: who is visited when, by the fewest half-days and the least travel, with a proof.

In: an `Instance` (half-days, teams, families with their windows and places). Out: an `Outcome` (plan, cost, lower bound, proven,
reasons). The exact part needs the extra `planning` (numpy, highspy); without it a heuristic plans and says “not proven”.
Times are whole minutes, day × 1440 + minute of the day. Every plan is checked by `checking` before it is handed out.
"""
