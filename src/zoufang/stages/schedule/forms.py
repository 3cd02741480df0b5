"""The shape of what the calendar's pages send; no rules of the trade."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from zoufang.ground.campaign.states import VisitForm


class BookForm(forms.Form):
    """A tapped start (`start`), or a day and time by hand; how, who goes, how long."""

    start = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    on = forms.DateField(required=False)
    clock = forms.TimeField(required=False)
    minutes = forms.IntegerField(min_value=5, max_value=240)
    form = forms.ChoiceField(choices=VisitForm.choices)
    teachers = forms.MultipleChoiceField(required=False)
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teachers"].choices = colleagues  # type: ignore[attr-defined]

    def span(self) -> tuple[datetime, datetime] | None:
        """Start and end; None where neither a start was tapped nor a day and time were given."""
        said = self.cleaned_data
        start = said["start"]
        if start is None and said["on"] and said["clock"]:
            start = timezone.make_aware(datetime.combine(said["on"], said["clock"]))
        return (start, start + timedelta(minutes=said["minutes"])) if start else None


class DayForm(forms.Form):
    """A day in the address."""

    day = forms.DateField(required=False)


def day_in(text: str | None, otherwise: date) -> date:
    """The day that an address names, or another where it names none."""
    form = DayForm({"day": text or ""})
    found = form.cleaned_data["day"] if form.is_valid() else None
    return found if found and 2000 < found.year < 9000 else otherwise


class HalfDayForm(forms.Form):
    """A half-day, and whether it is closed."""

    on = forms.DateField()
    half = forms.CharField(max_length=10)
    is_closed = forms.BooleanField(required=False)
