"""Likeness: is this the same matter as that one? In memory, incremental, knowing thing, place, wish and mood.

`Index` keeps a school's texts, `profile` makes a text ready for it, `group` puts many texts into groups, `is_copy` finds
copied text. Thresholds and weights were fitted and measured on `home-visit-dev` (benchmarks/texts.py).
"""

from zoufang.engines.likeness.copies import is_copy
from zoufang.engines.likeness.groups import THRESHOLD, Placed, Text, group, linked
from zoufang.engines.likeness.index import ALREADY, PERHAPS, Band, Index, Near
from zoufang.engines.likeness.profiles import Profile, profile

__all__ = [
    "ALREADY",
    "PERHAPS",
    "THRESHOLD",
    "Band",
    "Index",
    "Near",
    "Placed",
    "Profile",
    "Text",
    "group",
    "is_copy",
    "linked",
    "profile",
]
