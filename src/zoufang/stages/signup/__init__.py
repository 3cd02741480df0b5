"""Sign-up 通知与自愿报名: families are invited, each by its own link, and choose.

In: households, the campaign's notice. Out: the family's wish: form, times, or not this time. Until the visit begins it can change.
Acts: principal (approves the notice), guardian (by link), teacher (for a family that told her). States: open, answered, declined.
"""
