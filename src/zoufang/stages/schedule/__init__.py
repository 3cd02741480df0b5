"""Schedule 排期: when who goes where.

In: the families' times, the teachers' bookings. Out: appointments without clashes. Acts: teacher, clerk.
States: booked, cancelled, kept.
"""
