"""A class is handed over from one teacher to another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.flows.hand_over_class import hand_over_class, open_work_of
from zoufang.stages.assignment import access, queries
from zoufang.stages.assignment.forms import HandOverForm, reasons_of
from zoufang.web.pages import go, page, writes


@writes(may=access.may_assign, also_shows=True)
def hand_over(request: HttpRequest, class_id: str) -> HttpResponse:
    """Who, to whom, on which day, with a note; what would pass on is shown before."""
    klass = get_object_or_404(queries.classes_assigned_by(request.actor), public_id=class_id)  # type: ignore[attr-defined]
    today = timezone.localdate()
    teachers = [(each, open_work_of(klass, each)) for each in queries.teachers_of(klass, on=today)]
    gone = [(post.user, open_work_of(klass, post.user)) for post in queries.former_posts_of(klass, on=today)]
    teachers += [(person, work) for person, work in gone if work.is_any]
    staff = queries.staff_at(klass.get_parent(), on=today)
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            done = _handed_over(request, klass, [each for each, _work in teachers], staff)
        except Refused as refused:
            reasons = refused.reasons
        else:
            if done.clashes:
                said = _("有 %(count)s 个预约和接手老师的其他预约时间相撞,请到排期里改时间。") % {"count": done.clashes}
                messages.warning(request, said)
            if done.new_cards:
                said = _("收到过联系服务卡的 %(count)s 户已自动收到新卡。") % {"count": done.new_cards}
                messages.success(request, said)
            return go(request, "assignment:handover", done.handover.public_id)
    return page(
        request,
        "assignment/hand_over.html",
        status=422 if reasons else 200,
        klass=klass,
        teachers=teachers,
        gone=[person for person, _work in gone],
        staff=staff,
        today=today,
        typed=request.POST,
        leaving=request.POST.get("from_teacher") or request.GET.get("from", ""),
        reasons=reasons,
    )


def _handed_over(request: HttpRequest, klass: Any, teachers: list[Any], staff: list[Any]) -> Any:
    form = HandOverForm(request.POST)
    if not form.is_valid():
        raise Refused(reasons_of(form))
    said = form.cleaned_data
    leaving = queries.chosen(teachers, said["from_teacher"])
    coming = queries.chosen(staff, said["to_teacher"])
    if leaving is None or coming is None:
        raise Refused(_("请重新选择交出和接手的老师"))
    return hand_over_class(
        klass=klass,
        from_teacher=leaving,
        to_teacher=coming,
        on=said["on"],
        note=said["note"],
        by=request.actor,  # type: ignore[attr-defined]
        at=request.now,  # type: ignore[attr-defined]
    )
