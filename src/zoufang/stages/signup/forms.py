"""The shape of what sign-up's pages send; no rules of the trade."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from zoufang.ground.campaign.states import VisitForm


class WishForm(forms.Form):
    """How, when, anything beforehand; carried along from screen to screen."""

    form = forms.ChoiceField(choices=[*VisitForm.choices, ("alone", ""), ("none", "")], required=False)
    place = forms.CharField(required=False, max_length=80)
    times = forms.MultipleChoiceField(required=False)
    note = forms.CharField(required=False, max_length=1_000)
    note_for_principal_only = forms.BooleanField(required=False)

    def __init__(self, *args: Any, slots: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {slot.code: slot for slot in slots}
        self.fields["times"].choices = [(code, code) for code in self.slots]  # type: ignore[attr-defined]

    def moments(self) -> list[tuple[datetime, datetime]]:
        """The chosen half-days as times."""
        chosen = (self.slots[code] for code in self.cleaned_data["times"])
        return [
            (
                timezone.make_aware(datetime.combine(slot.on, slot.starts)),
                timezone.make_aware(datetime.combine(slot.on, slot.ends)),
            )
            for slot in chosen
        ]


class ReminderForm(forms.Form):
    """How to be reminded, and in which language."""

    remind_by = forms.CharField(required=False, max_length=8)
    mail = forms.EmailField(required=False, max_length=200)
    language = forms.ChoiceField(choices=[("", ""), *settings.LANGUAGES], required=False)


class NoticeForm(forms.Form):
    text = forms.CharField(max_length=4_000)
