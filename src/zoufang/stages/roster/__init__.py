"""Roster 花名册: who is there.

In: workbooks of children and of staff. Out: households, guardians, children in classes; differences shown before writing.
Acts: clerk, principal. States: a household is asked about (doubt open) or settled.
"""
