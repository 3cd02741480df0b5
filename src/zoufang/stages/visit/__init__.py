"""Visit 真走实访: one entry, in one pass, from which every ledger is made.

In: an appointment or a talk without one. Out: the visit record, matters raised, card and letter sent to that family alone.
Acts: the class's teachers; leaders for staff visits. States: planned, done, not reached, cancelled; the family confirms.
"""
