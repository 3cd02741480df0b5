"""When a version may be sealed and sent, and what its seal is. Source: issue on ledgers; security, journal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date

from zoufang.engines.refusal import Reason
from zoufang.stages.ledger.states import SubmissionState

SHORTEST_REASON = 2
LONGEST_REASON = 200
# A full variant is for one piece of work: it is gone by the next day, and nobody needs many. Source: security, access 6.
FULL_HOURS = 24
FULL_PER_DAY = 5
_NOT_IN_A_HEADER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def seal_of(*, version: int, files: Iterable[tuple[str, str]], journal_head: str) -> str:
    """SHA-256 over the version, each document's kind and hash in order of kind, and the journal's head."""
    lines = [f"version {version}", *(f"{kind} {sha256}" for kind, sha256 in sorted(files)), f"journal {journal_head}"]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def why_not_seal(*, state: str, is_masked: bool, is_newest: bool, is_stale: bool, open_gaps: int) -> list[Reason]:
    """Reasons why this version cannot be sealed."""
    if state != SubmissionState.DRAFTED:
        return [Reason("这一版已经封存,内容不能再改;数据有变动请另起草一版")]
    reasons: list[Reason] = []
    if not is_masked:
        reasons.append(Reason("完整版只供园内使用,报送请起草脱敏版"))
    if not is_newest:
        reasons.append(Reason("已经有更新的一版,请封存最新的那一版"))
    if is_stale:
        reasons.append(Reason("起草之后数据有变动,请重新起草再封存"))
    if open_gaps:
        reasons.append(Reason("还有 %(count)s 处没有补齐,请补齐,或逐项写明原因", count=open_gaps))
    return reasons


def why_not_submit(*, state: str, addressee: str, is_under_way: bool = False) -> list[Reason]:
    """Reasons why this version cannot be sent. `is_under_way`: the outbox still tries."""
    if state == SubmissionState.DRAFTED:
        return [Reason("这一版还没有封存,请园长或班子成员核对后封存,再报送")]
    if state == SubmissionState.SENT:
        return [Reason("这一版已经送达邮件服务器,不用再发")]
    if is_under_way:
        return [Reason("这一版正在报送,请等结果")]
    if not addressee:
        return [Reason("没有接收邮箱:请写上接收邮箱,或在活动设置里填好")]
    return []


def why_not_leave_open(reason: str) -> list[Reason]:
    """Reasons why a gap cannot be left open so."""
    if len(reason.strip()) < SHORTEST_REASON:
        return [Reason("请写明为什么暂时补不齐")]
    if len(reason) > LONGEST_REASON:
        return [Reason("原因最多 %(longest)s 字,请写短一些", longest=LONGEST_REASON)]
    return []


def why_not_full(*, reason: str, has_second_factor: bool, drawn_today: int) -> list[Reason]:
    """Reasons why the full variant (names, telephones) is not drawn up or opened. Source: security, access 6."""
    reasons: list[Reason] = []
    if not has_second_factor:
        reasons.append(Reason("完整版含姓名和电话,请先用第二重验证登录,再来一次"))
    if len(reason.strip()) < SHORTEST_REASON:
        reasons.append(Reason("请写明为什么要用完整版,会记入日志"))
    if drawn_today >= FULL_PER_DAY:
        reasons.append(Reason("一天最多生成 %(count)s 份完整版,请明天再来,或用已生成的那份", count=FULL_PER_DAY))
    return reasons


def days_left(*, until: date, today: date) -> int:
    """Days until the last day on which the ledgers may arrive; negative when it is past."""
    return (until - today).days


def one_line(text: str, *, longest: int = 120) -> str:
    """What may stand in a mail's header: no line breaks or control characters."""
    return _NOT_IN_A_HEADER.sub(" ", text).strip()[:longest]
