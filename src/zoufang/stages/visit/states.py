from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class VisitState(models.TextChoices):
    PLANNED = "planned", _("待走访")
    DONE = "done", _("已见面")
    NOT_REACHED = "not_reached", _("未见到")
    CANCELLED = "cancelled", _("已取消")


class Outcome(models.TextChoices):
    MET = "met", _("见到了")
    DECLINED = "declined", _("婉拒")
    NO_CONTACT = "no_contact", _("联系不上")
    AWAY = "away", _("外出")
    POSTPONED = "postponed", _("改期")
    MOVED_TO_PHONE = "moved_to_phone", _("改为电话")


class FamilyConfirmation(models.TextChoices):
    UNANSWERED = "unanswered", _("未答")
    YES = "yes", _("是")
    NO = "no", _("否")
    UNSURE = "unsure", _("记不清")


class Settle(models.TextChoices):
    ON_THE_SPOT = "on_the_spot", _("当场解决")
    PASS_ON = "pass_on", _("转园里")


class PaperKind(models.TextChoices):
    CARD = "card", _("联系服务卡")
    LETTER = "letter", _("一封信")


class FamilyStanding(models.TextChoices):
    """How far a family is in the running round."""

    UNANSWERED = "unanswered", _("未回复")
    TO_BOOK = "to_book", _("待约时间")
    BOOKED = "booked", _("已约")
    BEGUN = "begun", _("记录中")
    VISITED = "visited", _("已访")
    NOT_REACHED = "not_reached", _("未见到")
    DECLINED = "declined", _("婉拒")
    AGAIN = "again", _("待回访")


class CorrectionField(models.TextChoices):
    """What a family may say is written wrong; a matter it raised is its own text and is not corrected, but raised anew."""

    TIME = "time", _("时间")
    FORM = "form", _("方式")
    MET = "met", _("见到了谁")
    VISITORS = "visitors", _("来的老师")
    OPINIONS = "opinions", _("意见建议")


class RecordCorrectionState(models.TextChoices):
    OPEN = "open", _("等老师看")
    TAKEN = "taken", _("已照家长说的改")
    KEPT = "kept", _("没有改,说明了原因")


class RecordField(models.TextChoices):
    """What of a record (and of a matter in it) two people may write differently."""

    OUTCOME = "outcome", _("结果")
    MET = "met", _("见到了谁")
    FORM = "form", _("方式")
    VISITORS = "visitors", _("同行教师")
    STARTED_AT = "started_at", _("开始时间")
    ENDED_AT = "ended_at", _("结束时间")
    OPINIONS = "opinions", _("意见建议")
    REMARK = "remark", _("备注")
    NEEDS_FOLLOW_UP = "needs_follow_up", _("需要继续跟进")
    TEXT = "text", _("反映的事")
    SETTLE = "settle", _("怎么办")
    ANSWER = "answer", _("当场答复")
    NATURE = "nature", _("诉求类型")
    TOPIC = "topic", _("问题类别")


class ConflictState(models.TextChoices):
    OPEN = "open", _("等选定")
    KEPT = "kept", _("留下原来写的")
    TAKEN = "taken", _("用了后来的")
    REWRITTEN = "rewritten", _("另写了一种")


class Feeling(models.TextChoices):
    """What a family may rate after a visit, in five steps; what it leaves out is no row at all."""

    GAIN = "gain", _("获得感")
    HAPPINESS = "happiness", _("幸福感")
    SAFETY = "safety", _("安全感")
    CONTENT = "content", _("满意度")
    BURDEN = "burden", _("负担")


@dataclass(frozen=True)
class FeelingWords:
    """How a feeling is asked for, and what its steps 1 to 5 are called, the least first."""

    question: StrPromise
    steps: tuple[StrPromise, StrPromise, StrPromise, StrPromise, StrPromise]


FEELING_WORDS = {
    Feeling.GAIN: FeelingWords(
        _("这次走访对孩子、对您家有帮助吗?"),
        (_("没有帮助"), _("帮助不大"), _("一般"), _("比较有帮助"), _("很有帮助")),
    ),
    Feeling.HAPPINESS: FeelingWords(
        _("孩子在园里,您和园里打交道,开心吗?"),
        (_("不开心"), _("不太开心"), _("一般"), _("比较开心"), _("很开心")),
    ),
    Feeling.SAFETY: FeelingWords(
        _("把孩子交给园里,放心吗?"),
        (_("不放心"), _("不太放心"), _("一般"), _("比较放心"), _("很放心")),
    ),
    Feeling.CONTENT: FeelingWords(
        _("对园里的工作,满意吗?"),
        (_("不满意"), _("不太满意"), _("一般"), _("比较满意"), _("很满意")),
    ),
    Feeling.BURDEN: FeelingWords(
        _("这次走访给您添负担了吗?"),
        (_("没有负担"), _("有一点负担"), _("一般"), _("负担比较重"), _("负担很重")),
    ),
}
