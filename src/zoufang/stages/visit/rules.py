"""When a visit counts as done, and what a home visit needs. Source: domain §1, §2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from zoufang.engines.refusal import Reason
from zoufang.stages.visit.states import Outcome, Settle

HOME = "home"
REFUSED_STAYS = Reason("这户家庭选择了本次不参加,不能再入户;家长改了主意,请先在报名里代家长改")
WITHOUT_A_RECORD = Reason(
    "这户家庭没有同意处理信息:可以照常谈,只记结果、时间和方式,请不要写谈话内容;要办的事请家长自己在链接里提"
)
LONGEST_TO_FINISH = timedelta(hours=3)
MOST_PHOTOS = 9


def what_is_missing(
    *,
    outcome: str,
    met: str,
    visitors: int,
    form: str,
    needed_at_home: int,
    matters_without_answer: int = 0,
    has_refused: bool = False,
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
    if outcome == Outcome.MET and form == HOME and has_refused:
        missing.append(REFUSED_STAYS)
    if matters_without_answer:
        missing.append(Reason("选了“当场解决”的问题,请写一句是怎么答复的"))
    return missing


def why_not_begin(*, was_met: bool, has_refused: bool, form: str) -> list[Reason]:
    """Reasons why no visit may begin so. A refusal is nobody's minus, and nobody turns it into a home visit."""
    if was_met:
        return [Reason("这户家庭本轮已经走访过了,记录在“家庭”里可以查看")]
    return [REFUSED_STAYS] if has_refused and form == HOME else []


def end_of(*, started_at: datetime, ended_at: datetime | None, finished_at: datetime) -> datetime | None:
    """When the talk ended: as written, or when the record was finished, if that was on the spot and not at night."""
    if ended_at is not None or not started_at <= finished_at <= started_at + LONGEST_TO_FINISH:
        return ended_at
    return finished_at


def why_not_reopen(*, is_finished: bool, reason: str) -> list[Reason]:
    """Reasons why a record is not sent back to be corrected."""
    reasons: list[Reason] = []
    if not is_finished:
        reasons.append(Reason("这次走访还没有完成,老师可以直接改"))
    if not reason.strip():
        reasons.append(Reason("请写一句要更正什么,老师才知道改哪里"))
    return reasons


def why_not_confirm(*, is_done: bool, answer: str, on_staff_device: bool) -> list[Reason]:
    """Reasons why a family's word on the visit is not taken. Source: security, the family's door."""
    if on_staff_device:
        return [Reason("这台设备上登录着老师的账号,请用自己的手机打开链接再答")]
    if not is_done:
        return [Reason("这次没有见面,不用确认")]
    return [] if answer in ("yes", "no", "unsure") else [Reason("请选“是”“否”或“记不清”")]


def why_not_correct(
    *, is_done: bool, on_staff_device: bool, is_empty: bool, is_same: bool, starts_late: bool, ends_early: bool
) -> list[Reason]:
    """Reasons why a family's correction is not taken in. What it says is not judged here: the teachers answer it."""
    if on_staff_device:
        return [Reason("这台设备上登录着老师的账号,请用自己的手机打开链接再说")]
    if not is_done:
        return [Reason("这次没有见面,没有可更正的记录")]
    if is_empty:
        return [Reason("请写一写、选一选应该是什么")]
    if is_same:
        return [Reason("和老师记的一样,不用更正;要改别的,请改好再提交")]
    wrong = [Reason("开始时间还没有到,请改正日期或时间")] if starts_late else []
    return [*wrong, Reason("结束时间早于开始时间,请改正")] if ends_early else wrong


def too_long(longest: int) -> Reason:
    """Said wherever a text is longer than is kept."""
    return Reason("一段话最多 %(longest)s 字,请分开写", longest=longest)


SAME, WRITE, CONFLICT = "same", "write", "conflict"


def merge_of(*, was: object, to: object, now: object, is_own: bool, is_open: bool) -> str:
    """What becomes of one field that says `to` where its author last knew `was`: a finished record changes by choice only.

    `is_own`: what stands there came from the same phone, earlier. Source: docs/sync.md.
    """
    if to == now:
        return SAME
    return WRITE if is_open and (was == now or is_own) else CONFLICT


def why_not_add_photo(*, is_asked: bool, may_keep: bool, count: int) -> list[Reason]:
    """Reasons why a visit's photo is not kept. Source: domain §6, §7: optional, with consent, never a quota."""
    if not is_asked:
        return [Reason("请先问家长同不同意拍照留存")]
    if not may_keep:
        return [Reason("这户家长还没有在自己的链接里同意“走访照片”,照片不能留;请从手机上删去")]
    return [Reason("一次走访最多留 %(most)s 张照片", most=MOST_PHOTOS)] if count >= MOST_PHOTOS else []


def why_not_settle(*, is_open: bool, may: bool) -> list[Reason]:
    """Reasons why a correction is not settled by this person now."""
    if not may:
        return [Reason("只有本班老师可以处理家长的更正")]
    return [] if is_open else [Reason("这一处已经处理过了")]


STEPS = range(1, 6)


def why_not_rate(*, was_met: bool, today: date, ends_on: date, steps: Iterable[int]) -> list[Reason]:
    """Reasons why a family's ratings are not taken. Leaving any of them out is none. Source: domain §5."""
    if not was_met:
        return [Reason("和老师见过面(或通过话)之后,再来说感受")]
    if today > ends_on:
        return [Reason("走访活动已经结束,感受不能再改了。有话要说,请用“反映一件事”")]
    return [] if all(step in STEPS for step in steps) else [Reason("每一项请在五档里选一个,或者选“不答”")]


def what_a_staff_visit_lacks(*, place: str, met_at: datetime | None, now: datetime) -> list[Reason]:
    """Reasons why a visit to a member of staff cannot be finished yet."""
    lacks: list[Reason] = []
    if met_at is None:
        lacks.append(Reason("请填写什么时候谈的"))
    elif met_at > now:
        lacks.append(Reason("时间还没有到,请改正日期或时间"))
    if not place.strip():
        lacks.append(Reason("请填写在哪里谈的"))
    return lacks


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
