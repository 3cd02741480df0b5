"""The shape of what sign-up's pages send; no rules of the trade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.signup.rules import Slot

FORMS = frozenset({*VisitForm.values, "alone", "none", ""})
NOT_TICKED = ("", "0", "false", "False")


@dataclass(frozen=True)
class WishSaid:
    """How, when, anything beforehand; carried along from screen to screen. Read without Django's form: building one
    takes as long as everything else that is done with the answer, and thousands answer in the same minute."""

    form: str
    place: str
    note: str
    note_for_principal_only: bool
    slots: tuple[Slot, ...]
    times_are_gone: bool
    is_unclear: bool

    @classmethod
    def read(cls, sent: QueryDict, *, slots: Iterable[Slot]) -> WishSaid:
        """What was sent; times that are not among `slots` are gone, a way to meet that is none of ours is unclear."""
        offered = {slot.code: slot for slot in slots}
        codes, form = list(dict.fromkeys(sent.getlist("times"))), sent.get("form", "")
        return cls(
            form=form,
            place=sent.get("place", "").strip(),
            note=sent.get("note", "").strip(),
            note_for_principal_only=sent.get("note_for_principal_only", "") not in NOT_TICKED,
            slots=tuple(offered[code] for code in codes if code in offered),
            times_are_gone=any(code not in offered for code in codes),
            is_unclear=form not in FORMS,
        )

    def moments(self) -> list[tuple[datetime, datetime]]:
        """The chosen half-days as times."""
        return [
            (
                timezone.make_aware(datetime.combine(slot.on, slot.starts)),
                timezone.make_aware(datetime.combine(slot.on, slot.ends)),
            )
            for slot in self.slots
        ]


class ReminderForm(forms.Form):
    """How to be reminded, and in which language."""

    remind_by = forms.CharField(required=False, max_length=8)
    mail = forms.EmailField(required=False, max_length=200)
    language = forms.ChoiceField(choices=[("", ""), *settings.LANGUAGES], required=False)


class NoticeForm(forms.Form):
    text = forms.CharField(max_length=4_000)
