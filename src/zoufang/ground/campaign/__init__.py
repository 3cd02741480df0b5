"""Campaign: the plan as data: basis, goals, phases, rounds, limits, categories, texts, deadline, addressee."""
