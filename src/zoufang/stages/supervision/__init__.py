"""Supervision 督导: where each school stands, always numerator over denominator.

In: everything before. Out: coverage, timeliness, resolution, satisfaction per class, school, district. Acts: inspector, administrator.
States: none of its own.
"""
