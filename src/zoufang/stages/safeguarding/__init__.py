"""Safeguarding 立即报告: suspected harm to a child, told at once to the fewest.

In: what a family or a member of staff saw or heard. Out: who was told (110 and others), words to the one who reported.
Acts: the principal; the district where it concerns the school's own people. States: docs/states.md. It stands last, so
that no ledger, figure or inspection can read it: the law of imports keeps it out, not a filter.
"""
