"""How figures are made: always n of N, a household counted once, small groups withheld. Source: domain §2, §5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# The highest form first: in it a family that was met several times is counted.
FORMS_HIGHEST_FIRST = ("home", "school", "community", "video", "phone", "wechat", "dingtalk")
PART_OF_FORM = {"home": "home", "school": "at_school", "community": "elsewhere"}


@dataclass(frozen=True)
class Share:
    """n of N. `withheld`: the group is too small to be shown without pointing at a family."""

    n: int
    of: int
    withheld: bool = False


def share(n: int, of: int, *, suppress_below: int = 0) -> Share:
    """n of N, withheld where the group is smaller than `suppress_below` (0: never)."""
    return Share(n, of, withheld=0 < of < suppress_below)


def shares_together(parts: Iterable[Share]) -> Share:
    """The sum of what may be shown; a withheld part is in neither number, so that no subtraction finds it."""
    parts = list(parts)
    shown = [each for each in parts if not each.withheld]
    n, of = sum(each.n for each in shown), sum(each.of for each in shown)
    return Share(n, of, withheld=len(shown) < len(parts) and of == 0)


def part_of_form(forms: Iterable[str]) -> str:
    """Under which part a family met in these forms is counted: home, at_school, elsewhere or remote."""
    met = set(forms)
    highest = next(form for form in FORMS_HIGHEST_FIRST if form in met)
    return PART_OF_FORM.get(highest, "remote")


def help_first(*, covered: Share, overdue: int, is_late: bool) -> tuple[bool, int, float]:
    """The order in which schools need help: ledgers late, then overdue problems, then the least covered."""
    return (not is_late, -overdue, covered.n / covered.of if covered.of else 0.0)
