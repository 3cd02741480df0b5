"""What a family is told of each step and of what comes next: whole sentences, roles instead of names. Source: issue 3, item 5."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zoufang.stages.problem.states import Circle, Level, ProblemState, StepKind

STEPS: Final = {
    StepKind.RAISED: _("您的话已经登记"),
    StepKind.SETTLED_ON_THE_SPOT: _("当场答复了您"),
    StepKind.ACCEPTED: _("已有人接手办理"),
    StepKind.ASSIGNED: _("已交给专人办理"),
    StepKind.HANDED_BACK: _("换人办理,正在重新安排"),
    StepKind.STARTED: _("正在办"),
    StepKind.EXTENDED: _("需要多几天"),
    StepKind.PASSED_UP: _("园里办不了,已报到区里"),
    StepKind.ANSWERED: _("答复了您"),
    StepKind.FAMILY_WORD: _("您说了您的看法"),
    StepKind.SENT_BACK: _("没全解决,退回重办"),
    StepKind.CLOSED: _("核实过了,这件事办完了"),
    StepKind.MERGED: _("和同一件事一起办"),
    StepKind.WITHDRAWN: _("已撤回,不用办了"),
    StepKind.TAKEN_BACK: _("您说还是要办,接着办"),
}
STATES: Final = {
    ProblemState.RAISED: _("收到了"),
    ProblemState.ACCEPTED: _("正在办"),
    ProblemState.ASSIGNED: _("正在办"),
    ProblemState.IN_PROGRESS: _("正在办"),
    ProblemState.PASSED_UP: _("区里在办"),
    ProblemState.ANSWERED: _("您说过了,等核实"),
    ProblemState.AWAITING_FAMILY: _("您说过了,等核实"),
    ProblemState.SENT_BACK: _("重新办理中"),
    ProblemState.CLOSED: _("办完了"),
    ProblemState.MERGED: _("和同一件事一起办"),
    ProblemState.WITHDRAWN: _("已撤回"),
}
ASKED = _("已答复,等您说一声")
# (who reads it and knows whose it is, who does not), by what the family chose; the page shows the same before and after.
READERS: Final = {
    "school": (_("本班老师、园长和园里办事的人会看到,知道是您家说的"), _("别的家庭看不到")),
    "handlers": (
        _("只有园长和园里指定办这件事的人知道是您家说的"),
        _("老师看得到您写的话,看不到是谁家说的;请别写孩子的名字"),
    ),
    "principal": (_("只有园长会看到"), _("老师和园里别的人都看不到,也看不出有这件事")),
    "staff": (_("只有园长会看到"), _("说到的这个人和别的老师都看不到,也看不出有这件事")),
    "about_principal": (_("直接到区里,只有区里会看到"), _("园长和园里的人都看不到,也看不出有这件事")),
}
BY_SCHOOL = pgettext_lazy("who answers", "园里")
BY_PRINCIPAL = pgettext_lazy("who answers", "园长")
BY_DISTRICT = pgettext_lazy("who answers", "区里")


def how_it_stands(*, state: str, is_asked: bool) -> str:
    """Where the matter stands, in the family's words; `is_asked`: the answer waits for its word."""
    return str(ASKED if is_asked else STATES[ProblemState(state)])


def who_reads(*, circle: str, is_confidential: bool, is_about_a_person: bool) -> tuple[str, str]:
    """Who reads a matter that was raised, and who does not."""
    if circle == Circle.DISTRICT:
        chosen = "about_principal"
    elif circle == Circle.PRINCIPAL:
        chosen = "staff" if is_about_a_person else "principal"
    else:
        chosen = "handlers" if is_confidential else "school"
    reads, reads_not = READERS[chosen]
    return str(reads), str(reads_not)


def who_answers(*, state: str, level: str, circle: str) -> str:
    """The role that owes the family its answer; never a name."""
    if state == ProblemState.PASSED_UP or level == Level.DISTRICT or circle == Circle.DISTRICT:
        return str(BY_DISTRICT)
    return str(BY_PRINCIPAL if circle == Circle.PRINCIPAL else BY_SCHOOL)
