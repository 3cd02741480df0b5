"""The same in a process of its own, with limits on CPU, memory and time."""

from __future__ import annotations

import json

from zoufang.engines.refusal import Reason
from zoufang.engines.roster_reading.answer import Reading
from zoufang.engines.roster_reading.guard import CannotRead, kind_of
from zoufang.engines.sandbox import Crashed, TooHeavy, run_limited

SECONDS = 60
MEGABYTES = 1500
TOO_HEAVY = Reason("文件太复杂,读了很久也没有读完;请把名单复制到一个新的 Excel 文件再导入")
BROKEN = Reason("文件打不开,可能没有传完或已损坏;请用 Excel 打开后另存一份再导入")


def read_roster(content: bytes) -> Reading:
    """Read an untrusted workbook. Raises CannotRead."""
    kind_of(content)
    answer = _limited("zoufang.engines.roster_reading.limited:in_child", content)
    if answer.startswith(b"!"):
        raise CannotRead(answer[1:].decode())
    return Reading.from_json(answer)


def annotated_copy(content: bytes, refused: tuple[tuple[str, int, str, str], ...]) -> bytes:
    """An .xlsx of the refused rows under their headers, the cell marked, the reason at the end. `refused`: as RefusedRow."""
    head = json.dumps(refused, ensure_ascii=False).encode()
    return _limited("zoufang.engines.roster_reading.limited:annotate_in_child", head + b"\n" + content)


def in_child(content: bytes) -> bytes:
    """The reading as JSON, or `!` and a sentence."""
    from zoufang.engines.roster_reading.read import reading_of

    try:
        return reading_of(content).to_json()
    except CannotRead as fault:
        return b"!" + fault.reason.encode()


def annotate_in_child(payload: bytes) -> bytes:
    """The annotated copy."""
    from zoufang.engines.roster_reading.annotate import annotated

    head, _, content = payload.partition(b"\n")
    return annotated(content, [tuple(each) for each in json.loads(head)])


def _limited(function: str, payload: bytes) -> bytes:
    try:
        return run_limited(function, payload, seconds=SECONDS, megabytes=MEGABYTES)
    except TooHeavy as fault:
        raise CannotRead(TOO_HEAVY) from fault
    except Crashed as fault:
        raise CannotRead(BROKEN) from fault
