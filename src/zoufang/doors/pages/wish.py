"""Sign-up: one question a screen; by the family, or by the teacher for a family that told her."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.flows.answer_signup import TAKEN, answer_signup
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.queries import school_of
from zoufang.stages.roster.access import may_know_care
from zoufang.stages.roster.queries import classes_of_actor, households_of_class, needs_discretion
from zoufang.stages.schedule.queries import free_talks, moments_of
from zoufang.stages.signup import access, actions, queries
from zoufang.stages.signup.forms import WishSaid
from zoufang.stages.signup.states import AnsweredVia
from zoufang.web.pages import by_link, go, page, writes

NOT_THIS_TIME = "none"
ALONE = "alone"
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


@by_link(scope=access.family_of, verbs=["GET", "HEAD", "POST"], reads_first=True)
def wish(request: HttpRequest) -> HttpResponse:
    """How → (where) → when → anything beforehand. Nothing is written before the last step."""
    family = request.family  # type: ignore[attr-defined]
    via = AnsweredVia.DEVICE if family.on_staff_device else AnsweredVia.LINK
    walk = Walk(
        request,
        family.household,
        family.campaign,
        may_be_alone=needs_discretion(family.household),
        knows_if_alone=True,
    )
    return walk.answer(via=via, by=family.actor, guardian=family.guardian)


@writes(may=access.may_give_links, also_shows=True)
def on_behalf(request: HttpRequest, class_id: str, household_id: str) -> HttpResponse:
    """The teacher fills in what the family told her; it is marked as such."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = get_object_or_404(classes_of_actor(actor), public_id=class_id)
    campaign = running_campaign(school_of(klass))
    if campaign is None or not access.may_hand_out_links(actor, klass):
        raise Http404
    household = get_object_or_404(households_of_class(klass), public_id=household_id)
    knows = may_know_care(actor, household)
    walk = Walk(
        request,
        household,
        campaign,
        may_be_alone=knows and needs_discretion(household),
        knows_if_alone=knows,
        klass=klass,
    )
    return walk.answer(via=AnsweredVia.TEACHER, by=actor, guardian=None)


class Walk:
    """One request on the way through the screens: what was sent or is known, and which screen comes next."""

    def __init__(
        self,
        request: HttpRequest,
        household: Any,
        campaign: Any,
        *,
        may_be_alone: bool,
        knows_if_alone: bool,
        klass: Any = None,
    ) -> None:
        self.request, self.household, self.campaign, self.klass = request, household, campaign, klass
        self.may_be_alone, self.knows_if_alone = may_be_alone, knows_if_alone
        self.now = request.now  # type: ignore[attr-defined]
        self.sent = request.POST if request.method == "POST" else None
        self.form = self._form()

    @cached_property
    def known(self) -> Any:
        """The wish as it stands; of no interest once something was sent."""
        return queries.signup_of(self.household, self.campaign)

    @property
    def steps(self) -> tuple[str, ...]:
        """The screens of this form: only a place agreed on has to be named."""
        return ("how", "where", "when", "note") if self.form == VisitForm.COMMUNITY else ("how", "when", "note")

    def answer(self, *, via: AnsweredVia, by: Any, guardian: Any) -> HttpResponse:
        """The next screen, the same with reasons, or the answer is kept."""
        sent = self.sent
        if sent is None:
            asked = self.request.GET.get("step", "")
            return self._screen(asked if asked in self.steps else "how")
        if sent.get("back") in self.steps:
            return self._screen(sent["back"])
        step = sent.get("step", "") if sent.get("step") in self.steps else "how"
        declined = self.form == NOT_THIS_TIME
        if not declined and step != "note":
            if lacks := self._lacks(step):
                return self._screen(step, reasons=[lacks])
            return self._screen(self.steps[self.steps.index(step) + 1])
        said = WishSaid.read(sent, slots=self.slots)
        try:
            if (said.times_are_gone or said.is_unclear) and not declined:
                raise Refused("有的时间已经过去了,请重新选" if said.times_are_gone else "有一项看不懂,请重新选择")
            answer_signup(
                campaign=self.campaign,
                household=self.household,
                words=self._words(said, declined),
                via=via,
                by=by,
                guardian=guardian,
                at=self.now,
            )
        except Refused as refused:
            back = "when" if said.times_are_gone or TAKEN in refused.reasons else step
            return self._screen(back, reasons=refused.reasons)
        if self.klass:
            return go(self.request, "signup:class", self.klass.public_id)
        return go(self.request, "desks:family" if declined else "family:remind")

    def _screen(self, step: str, reasons: Any = ()) -> HttpResponse:
        shown = {
            "klass": self.klass,
            "forms": self._choices(),
            "days": _by_day(self.slots) if step == "when" else [],
            "is_alone": self.form == ALONE,
            "carried": self._carried(),
            "reasons": reasons,
            "steps": self.steps,
            "number": self.steps.index(step) + 1,
        }
        return page(self.request, "signup/wish.html", step=step, status=422 if reasons else 200, **shown)

    def _choices(self) -> list[tuple[str, Any]]:
        """To anybody who looks on, a talk alone is one choice more."""
        choices: list[tuple[str, Any]] = [(form.value, form.label) for form in FORMS]
        if self.may_be_alone:
            choices.insert(FORMS.index(VisitForm.SCHOOL) + 1, (ALONE, _("放学后在园里单独聊")))
        return choices

    def _form(self) -> str:
        if self.sent is not None:
            said = self.sent.get("form", "")
            return "" if said == ALONE and not self.may_be_alone else said
        if self.known is None:
            return ""
        return ALONE if self.known.is_one_to_one and self.may_be_alone else self.known.form

    @cached_property
    def slots(self) -> list[Any]:
        """The times to choose from; only some screens need them."""
        if self.form == ALONE:
            return free_talks(self.campaign, self.household, at=self.now)
        at_school = self.form == VisitForm.SCHOOL
        return queries.slots_for(self.household, self.campaign, self.now, at_school=at_school)

    def _lacks(self, step: str) -> str:
        sent = self.sent or {}
        if step == "how":
            return "" if self.form in (*VisitForm.values, ALONE) else Reason("请选择希望怎样见面")
        if step == "where":
            return "" if sent.get("place", "").strip() else Reason("请写一下在哪里见面,例如“小区东门”")
        return "" if self.request.POST.getlist("times") else Reason("请至少选一个合适的时间")

    def _words(self, said: WishSaid, declined: bool) -> actions.SignupWords:
        spoken: dict[str, Any] = {
            "note": said.note,
            "note_for_principal_only": said.note_for_principal_only,
            "language": "" if self.klass else get_language() or "",
        }
        if declined:
            return actions.SignupWords(declined=True, **spoken)
        alone = self.form == ALONE
        return actions.SignupWords(
            form=VisitForm.SCHOOL.value if alone else said.form,
            times=said.moments()[:1] if alone else said.moments(),
            place=said.place,
            is_one_to_one=alone if self.knows_if_alone else None,
            **spoken,
        )

    def _carried(self) -> dict[str, Any]:
        """What was chosen on the screens before, or in an earlier answer. A teacher gets back only what she wrote down
        herself: not even whether there is a word for the principal alone."""
        sent = self.sent
        if sent is not None:
            return {
                "form": self.form,
                "place": sent.get("place", ""),
                "times": sent.getlist("times"),
                "note": sent.get("note", ""),
                "private": bool(sent.get("note_for_principal_only")),
            }
        known = self.known
        if known is None:
            return {"form": "", "place": "", "times": [], "note": "", "private": False}
        begins = {time.starts_at for time in known.times.all()}
        return {
            "form": self.form,
            "place": known.place,
            "times": [slot.code for slot in self.slots if moments_of(slot)[0] in begins],
            "note": known.told_note if self.klass else known.note,
            "private": known.note_for_principal_only and not self.klass,
        }


def _by_day(slots: list[Any]) -> list[tuple[Any, list[Any]]]:
    days: dict[Any, list[Any]] = {}
    for slot in slots:
        days.setdefault(slot.on, []).append(slot)
    return list(days.items())
