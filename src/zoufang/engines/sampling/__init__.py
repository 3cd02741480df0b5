"""Call-backs drawn by chance: whom nobody could choose or predict, how many are enough, and what their answers say of all.

`commit` binds seed and list before the draw: its mark goes into the journal, the seed is shown afterwards, and anybody can
draw again and find the same families. `size_for` says how many to ask for a wanted error, `share` them between strata,
`estimate` gives the share with the interval that the confidence stated covers.
"""

from zoufang.engines.sampling.drawing import Commitment, commit, draw, is_kept
from zoufang.engines.sampling.estimating import Estimate, Stratum, estimate
from zoufang.engines.sampling.sizing import share, size_for

__all__ = ["Commitment", "Estimate", "Stratum", "commit", "draw", "estimate", "is_kept", "share", "size_for"]
