"""Sign-up: one question a screen; by the family, or by the teacher for a family that told her."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.queries import school_of
from zoufang.stages.roster.queries import classes_of_actor, households_of_class
from zoufang.stages.signup import access, actions, queries
from zoufang.stages.signup.forms import WishForm
from zoufang.stages.signup.states import AnsweredVia
from zoufang.web.pages import by_link, go, page, writes

STEPS = ("how", "when", "note")
NOT_THIS_TIME = "none"
# The order in which a family thinks of them.
FORMS = (
    VisitForm.HOME,
    VisitForm.SCHOOL,
    VisitForm.COMMUNITY,
    VisitForm.PHONE,
    VisitForm.VIDEO,
    VisitForm.WECHAT,
    VisitForm.DINGTALK,
)


@by_link(scope=access.family_of, verbs=["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """How → when → anything beforehand. Nothing is written before the last step."""
    family = request.family
    via = AnsweredVia.DEVICE if family.on_staff_device else AnsweredVia.LINK
    return _walk(request, family.household, family.campaign, via=via, by=family.actor, guardian=family.guardian)


@writes(may=access.may_give_links, also_shows=True)
def on_behalf(request: HttpRequest, class_id: str, household_id: str) -> HttpResponse:
    """The teacher fills in what the family told her; it is marked as such."""
    klass = get_object_or_404(classes_of_actor(request.actor), public_id=class_id)
    campaign = running_campaign(school_of(klass))
    if campaign is None or not access.may_hand_out_links(request.actor, klass):
        raise Http404
    household = get_object_or_404(households_of_class(klass), public_id=household_id)
    return _walk(request, household, campaign, via=AnsweredVia.TEACHER, by=request.actor, guardian=None, klass=klass)


def _walk(
    request: HttpRequest, household: Any, campaign: Any, *, via: AnsweredVia, by: Any, guardian: Any, klass: Any = None
) -> HttpResponse:
    known = queries.signup_of(household, campaign)
    slots = queries.slots_for(household, campaign, request.now)
    sent = request.POST if request.method == "POST" else None
    shown = {
        "klass": klass,
        "forms": [(form.value, form.label) for form in FORMS],
        "days": _by_day(slots),
        "carried": _carried(sent, known, slots, by_teacher=klass is not None),
        "reasons": (),
        "number": lambda step: STEPS.index(step) + 1,
    }
    if sent is None:
        step = request.GET.get("step", "")
        return page(request, "signup/wish.html", step=step if step in STEPS else "how", **shown)
    if sent.get("back") in STEPS:
        return page(request, "signup/wish.html", step=sent["back"], **shown)
    step = sent.get("step", "") if sent.get("step") in STEPS else "how"
    declined = sent.get("form") == NOT_THIS_TIME
    if not declined and step != "note":
        wanted = sent.get("form") in VisitForm.values if step == "how" else bool(sent.getlist("times"))
        if wanted:
            return page(request, "signup/wish.html", step=STEPS[STEPS.index(step) + 1], **shown)
        asked = "请选择希望怎样见面" if step == "how" else "请至少选一个合适的时间"
        return page(request, "signup/wish.html", status=422, step=step, **shown | {"reasons": [asked]})
    form = WishForm(sent, slots=slots)
    try:
        if not form.is_valid() and not declined:
            raise Refused("有的时间已经过去了,请重新选" if "times" in form.errors else "有一项看不懂,请重新选择")
        actions.answer_signup(
            campaign=campaign,
            household=household,
            words=_words(form, declined),
            via=via,
            by=by,
            guardian=guardian,
            at=request.now,
        )
    except Refused as refused:
        back = "when" if "times" in form.errors else step
        return page(request, "signup/wish.html", status=422, step=back, **shown | {"reasons": refused.reasons})
    return go(request, "signup:class", klass.public_id) if klass else go(request, "desks:family")


def _words(form: WishForm, declined: bool) -> actions.SignupWords:
    if declined:
        kept = form.cleaned_data.get("note", ""), form.cleaned_data.get("note_for_principal_only", False)
        return actions.SignupWords(declined=True, note=kept[0], note_for_principal_only=kept[1])
    said = form.cleaned_data
    return actions.SignupWords(
        form=said["form"],
        times=form.moments(),
        note=said["note"],
        note_for_principal_only=said["note_for_principal_only"],
    )


def _carried(sent: Any, known: Any, slots: list[Any], *, by_teacher: bool) -> dict[str, Any]:
    """What was chosen on the screens before, or in an earlier answer. A teacher gets back only what she wrote down herself:
    not even whether there is a word for the principal alone."""
    if sent is not None:
        return {
            "form": sent.get("form", ""),
            "times": sent.getlist("times"),
            "note": sent.get("note", ""),
            "private": bool(sent.get("note_for_principal_only")),
        }
    if known is None:
        return {"form": "", "times": [], "note": "", "private": False}
    chosen = {timezone.localtime(time.starts_at) for time in known.times.all()}
    return {
        "form": known.form,
        "times": [
            slot.code for slot in slots if any((at.date(), at.time()) == (slot.on, slot.starts) for at in chosen)
        ],
        "note": known.told_note if by_teacher else known.note,
        "private": known.note_for_principal_only and not by_teacher,
    }


def _by_day(slots: list[Any]) -> list[tuple[Any, list[Any]]]:
    days: dict[Any, list[Any]] = {}
    for slot in slots:
        days.setdefault(slot.on, []).append(slot)
    return list(days.items())
