"""How a family is reminded the day before: one file a channel, all of one shape (`settings.REMINDER_CHANNELS` names them).

A channel has `NAME` (of signup's RemindBy), `is_on()` (may a family choose it here?) and `post(...)`, which leaves the
reminder with whoever delivers it, in the transaction of the act. Channels are used through `queries.reminder_channels`.
"""
