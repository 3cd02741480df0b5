"""Authenticity: which of many visits are worth asking about, with reasons and what may be innocent about each.

`review` looks at all visits together; every signal is a file of `signals/` with one shape (`shape.py`). Nothing here is a
verdict: a score orders questions to people. Error rates are measured (benchmarks/authenticity.py).
"""

from zoufang.engines.authenticity.combining import WORTH_ASKING, Ground, Reviewed, review
from zoufang.engines.authenticity.reading import read_visits
from zoufang.engines.authenticity.shape import Signal
from zoufang.engines.authenticity.signals import SIGNALS
from zoufang.engines.authenticity.visits import Answer, Mode, Visit

__all__ = [
    "SIGNALS",
    "WORTH_ASKING",
    "Answer",
    "Ground",
    "Mode",
    "Reviewed",
    "Signal",
    "Visit",
    "read_visits",
    "review",
]
