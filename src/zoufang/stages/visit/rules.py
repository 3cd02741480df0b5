"""When a visit counts as done, and what a home visit needs. Source: domain §1, §2."""

from __future__ import annotations

from datetime import datetime

from zoufang.engines.refusal import Reason
from zoufang.stages.visit.states import Outcome, Settle

HOME = "home"


def what_is_missing(
    *, outcome: str, met: str, visitors: int, form: str, needed_at_home: int, matters_without_answer: int = 0
) -> list[Reason]:
    """Reasons, in the teacher's words, why this visit cannot be finished yet; empty when it can."""
    missing: list[Reason] = []
    if not outcome:
        missing.append(Reason("请选择走访结果"))
    if outcome == Outcome.MET and not met.strip():
        missing.append(Reason("请选择见到了谁"))
    if outcome == Outcome.MET and form == HOME and visitors < needed_at_home:
        missing.append(
            Reason("入户须%(count)s位教师同行,请补上同行教师,或改为其他走访方式", count=_number(needed_at_home))
        )
    if matters_without_answer:
        missing.append(Reason("选了“当场解决”的问题,请写一句是怎么答复的"))
    return missing


def what_is_wrong_with_times(
    *, form: str, started_at: datetime | None, ended_at: datetime | None, now: datetime, earliest: int, latest: int
) -> list[Reason]:
    """Reasons why these times cannot be; `earliest` and `latest` are minutes of the local day for home visits."""
    wrong: list[Reason] = []
    if started_at and started_at > now:
        wrong.append(Reason("开始时间还没有到,请改正日期或时间"))
    if started_at and ended_at and ended_at < started_at:
        wrong.append(Reason("结束时间早于开始时间,请改正"))
    if form == HOME and started_at and not earliest <= _minute(started_at) <= latest:
        wrong.append(
            Reason(
                "入户走访在 %(earliest)s 至 %(latest)s 之间进行,请核对开始时间",
                earliest=_clock(earliest),
                latest=_clock(latest),
            )
        )
    return wrong


def state_after(outcome: str) -> str:
    """`done` where somebody was met, `not_reached` otherwise. A refusal is a valid outcome and nobody's minus."""
    return "done" if outcome == Outcome.MET else "not_reached"


def lacks_answer(*, settle: str, answer: str) -> bool:
    """A matter settled on the spot says how."""
    return settle == Settle.ON_THE_SPOT and not answer.strip()


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _number(count: int) -> str:
    return {1: "一", 2: "两", 3: "三"}.get(count, str(count))
