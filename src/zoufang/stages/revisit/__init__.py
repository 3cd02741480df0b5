"""Revisit 回访问效: the second round asks whether it was really settled.

In: first visits and their problems. Out: who is visited again in person, who by telephone or chat; the family's word.
Acts: someone who did not handle it. States: due, done, not reached.
"""
