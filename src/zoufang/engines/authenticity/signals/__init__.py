"""Every signal, one file each."""

from zoufang.engines.authenticity.shape import Signal
from zoufang.engines.authenticity.signals import (
    answered_by_teacher,
    constant_position,
    copied_text,
    family_answer,
    impossible_travel,
    late_burst,
    late_entry,
    moved_times,
    nothing_raised,
    odd_hour,
    one_device,
    regular_times,
    reused_picture,
    told_as_home,
    too_close,
    too_short,
    written_before,
)

SIGNALS: tuple[Signal, ...] = (
    family_answer.SIGNAL,
    answered_by_teacher.SIGNAL,
    impossible_travel.SIGNAL,
    too_close.SIGNAL,
    too_short.SIGNAL,
    told_as_home.SIGNAL,
    constant_position.SIGNAL,
    late_burst.SIGNAL,
    late_entry.SIGNAL,
    moved_times.SIGNAL,
    written_before.SIGNAL,
    regular_times.SIGNAL,
    odd_hour.SIGNAL,
    copied_text.SIGNAL,
    reused_picture.SIGNAL,
    one_device.SIGNAL,
    nothing_raised.SIGNAL,
)
