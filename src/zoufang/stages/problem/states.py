from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProblemState(models.TextChoices):
    RAISED = "raised", _("已登记")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("已交办")
    IN_PROGRESS = "in_progress", _("整改中")
    PASSED_UP = "passed_up", _("已上报区里")
    ANSWERED = "answered", _("已答复")
    AWAITING_FAMILY = "awaiting_family", _("待家长确认")
    SENT_BACK = "sent_back", pgettext_lazy("step", "退回重办")
    CLOSED = "closed", _("已销号")
    MERGED = "merged", _("已并入同一问题")
    WITHDRAWN = "withdrawn", _("家长已撤回")


OPEN = (
    ProblemState.RAISED,
    ProblemState.ACCEPTED,
    ProblemState.ASSIGNED,
    ProblemState.IN_PROGRESS,
    ProblemState.PASSED_UP,
    ProblemState.SENT_BACK,
)
ENDED = (ProblemState.CLOSED, ProblemState.MERGED, ProblemState.WITHDRAWN)


class Source(models.TextChoices):
    VISIT = "visit", _("走访")
    STAFF_VISIT = "staff_visit", _("教职工走访")
    SCHOOL_TALK = "school_talk", _("园内面谈")
    REVISIT = "revisit", _("回访")
    FAMILY = "family", _("家长直接反映")


class Circle(models.TextChoices):
    """Who may know of it at all. What stands in an inner circle is not seen, counted or ordered by anyone outside."""

    SCHOOL = "school", _("本班教师和园里")
    PRINCIPAL = "principal", _("只有园长")
    DISTRICT = "district", _("只有区里")


class Level(models.TextChoices):
    TEACHER = "teacher", _("教师现场")
    SCHOOL = "school", _("园级")
    DISTRICT = "district", _("区级")


class Ending(models.TextChoices):
    DONE = "done", _("已办结")
    WITHIN_LEGAL_TIME = "within_legal_time", _("法定期限内办理中")
    NOT_NOW = "not_now", _("暂不能解决")
    EXPLAINED = "explained", _("解释说明")


class AnswerWay(models.TextChoices):
    IN_PERSON = "in_person", _("当面")
    PHONE = "phone", _("电话")
    WECHAT = "wechat", _("微信")
    DINGTALK = "dingtalk", _("钉钉")
    LINK = "link", _("本户链接")


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    MOSTLY = "mostly", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")


class StepKind(models.TextChoices):
    RAISED = "raised", pgettext_lazy("step", "登记")
    SETTLED_ON_THE_SPOT = "settled_on_the_spot", pgettext_lazy("step", "当场答复")
    ACCEPTED = "accepted", pgettext_lazy("step", "受理")
    ASSIGNED = "assigned", pgettext_lazy("step", "交办")
    HANDED_BACK = "handed_back", pgettext_lazy("step", "退回交办人")
    STARTED = "started", pgettext_lazy("step", "开始整改")
    EXTENDED = "extended", pgettext_lazy("step", "延期")
    PASSED_UP = "passed_up", pgettext_lazy("step", "上报区里")
    ANSWERED = "answered", pgettext_lazy("step", "答复家长")
    FAMILY_WORD = "family_word", pgettext_lazy("step", "家长意见")
    SENT_BACK = "sent_back", pgettext_lazy("step", "退回重办")
    CLOSED = "closed", pgettext_lazy("step", "销号")
    MERGED = "merged", pgettext_lazy("step", "并入")
    WITHDRAWN = "withdrawn", pgettext_lazy("step", "撤回")
    TAKEN_BACK = "taken_back", pgettext_lazy("step", "家长又要办")


class Settled(models.TextChoices):
    """What a family may say of an answer. Settled in part is not settled: it is worked on again."""

    YES = "yes", _("解决了")
    PARTLY = "partly", _("部分解决")
    NO = "no", _("还没有")
