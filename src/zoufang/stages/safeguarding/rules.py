"""Who is told of suspected harm, by when it must be looked at, and when it may end.

Source: 《未成年人保护法》 art. 11 (whoever works with children reports at once), domain §4 "report at once".
"""

from __future__ import annotations

from collections.abc import Collection

from zoufang.engines.codes.spelling import cleaned_code as cleaned_code
from zoufang.engines.codes.spelling import is_code as is_code
from zoufang.engines.codes.spelling import spelt as spelt
from zoufang.engines.refusal import Reason
from zoufang.stages.safeguarding.states import OUTSIDE, Concern, Receiver

# "At once": what the principal has not opened by then goes to the district by itself.
UNOPENED_HOURS = 4
LONGEST = 5_000


def receiver_of(concern: str, *, has_principal: bool) -> Receiver:
    """The smallest circle: the principal alone; the district alone where it concerns the school's own people, for no
    school looks into itself."""
    if concern in (Concern.STAFF, Concern.HEAD) or not has_principal:
        return Receiver.DISTRICT
    return Receiver.PRINCIPAL


def what_is_missing(*, text: str, concern: str) -> list[Reason]:
    """Reasons why it cannot be sent yet. Who reports, which child and who it was may all stay open."""
    missing = []
    if not text.strip():
        missing.append(Reason("请写一句您看到、听到了什么"))
    if len(text) > LONGEST:
        missing.append(Reason("最多写 %(longest)s 字", longest=LONGEST))
    if concern not in Concern.values:
        missing.append(Reason("请选一下可能是谁,好决定送给谁;说不清就选最后一项"))
    return missing


def why_not_close(*, is_district: bool, done: Collection[str], reason: str) -> list[Reason]:
    """Reasons why it may not end: the school never ends it by itself, and nobody without having told the authorities or
    said why not."""
    reasons = []
    if not is_district:
        reasons.append(Reason("由区里核对后结束;园里处理好了,请送到区里"))
    if not reason.strip():
        reasons.append(
            Reason("请写一句结果")
            if any(step in OUTSIDE for step in done)
            else Reason("还没有记下向公安、教育或民政报告;确实不需要的,请写明为什么")
        )
    return reasons
