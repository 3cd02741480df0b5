"""Who answers for a class, who takes over, who visits whom on the staff. Source: the plan, 组织部署; issue 2, assignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from zoufang.engines.refusal import Reason

LONGEST_AGO = timedelta(days=92)  # a term: what lies longer ago was never handed over
LONGEST_AHEAD = timedelta(days=366)
LONGEST_NOTE = 2_000


def what_forbids_assigning(
    *, is_staff: bool, teaches_already: bool, is_closed: bool, since: date, today: date
) -> list[Reason]:
    """Reasons why this person cannot become a teacher of the class from that day on."""
    wrong: list[Reason] = []
    if is_closed:
        wrong.append(Reason("这个班已经结束,不能再安排教师"))
    if not is_staff:
        wrong.append(Reason("请在本园教职工里选择;新来的请先由园长添加"))
    if teaches_already:
        wrong.append(Reason("这位老师已经在这个班了"))
    if not today - LONGEST_AHEAD <= since <= today + LONGEST_AHEAD:
        wrong.append(Reason("开始日期离今天超过一年,请核对年份"))
    return wrong


def what_forbids_handover(
    *, taught: bool, since: date | None, same: bool, successor_is_staff: bool, on: date, today: date, note: str
) -> list[Reason]:
    """Reasons why the class cannot pass from one to the other on that day. A day to come is none: until then all is hers.

    Who left without a handover (`taught`) still has what was open, and can still hand it over.
    """
    wrong: list[Reason] = []
    if not taught:
        wrong.append(Reason("交出的老师不在这个班,请重新选择"))
    if same:
        wrong.append(Reason("交出和接手的不能是同一位老师"))
    if not successor_is_staff:
        wrong.append(Reason("接手的老师请在本园教职工里选择;新来的请先由园长添加"))
    if on > today:
        wrong.append(Reason("交接日期不能晚于今天,请到那天再办理,在那之前都由原来的老师负责"))
    elif today - on > LONGEST_AGO:
        wrong.append(Reason("交接日期离今天超过三个月,请核对"))
    elif since is not None and on < since:
        wrong.append(Reason("交接日期早于这位老师到这个班的日期(%(since)s),请改正", since=since.isoformat()))
    if len(note) > LONGEST_NOTE:
        wrong.append(Reason("说明最多 %(longest)s 字,请缩短", longest=LONGEST_NOTE))
    return wrong


def what_forbids_bond(*, same: bool, visitor_leads: bool, is_staff: bool, visited_by: str) -> list[Reason]:
    """Reasons why this leader cannot visit that member of staff. `visited_by`: who does already."""
    wrong: list[Reason] = []
    if not visitor_leads:
        wrong.append(Reason("走访教职工的须是园长、班子成员或中层干部,请重新选择"))
    if not is_staff:
        wrong.append(Reason("请在本园教职工里选择"))
    if same:
        wrong.append(Reason("不能自己走访自己"))
    if visited_by:
        wrong.append(Reason("这位教职工已由%(name)s联系,要换人请先结束原来的", name=visited_by))
    return wrong


def spread_evenly(*, visitors: Mapping[int, int], visited: Iterable[int]) -> list[tuple[int, int]]:
    """(visitor, visited): each member of staff goes to whoever has fewest, in the order given; nobody to themselves.

    `visitors`: how many each visits already. Whoever only could visit themselves is left out.
    """
    load = dict(visitors)
    pairs: list[tuple[int, int]] = []
    for member in visited:
        able = [each for each in load if each != member]
        if not able:
            continue
        chosen = min(able, key=lambda each: load[each])
        load[chosen] += 1
        pairs.append((chosen, member))
    return pairs
