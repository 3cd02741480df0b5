"""Assignment 精准到人: who answers for whom.

In: classes, staff. Out: two teachers per class with dates, handovers, leaders bound to staff members.
Acts: principal, clerk. States: a bond runs or has ended.
"""
