"""The shape of what the record's page sends; no rules of the trade."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.visit.states import CorrectionField, Outcome, Settle


class RecordForm(forms.Form):
    """One pass in the order of a talk: who, how, when, what was said."""

    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    met = forms.CharField(max_length=80, required=False)
    met_other = forms.CharField(max_length=80, required=False)
    form = forms.ChoiceField(choices=VisitForm.choices)
    visitors = forms.MultipleChoiceField(required=False)
    on = forms.DateField(required=False)
    started = forms.TimeField(required=False)
    ended = forms.TimeField(required=False)
    opinions = forms.CharField(required=False)
    remark = forms.CharField(required=False)
    needs_follow_up = forms.BooleanField(required=False)
    points_left_out = forms.BooleanField(required=False)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visitors"].choices = colleagues  # type: ignore[attr-defined]

    def moment(self, name: str) -> datetime | None:
        """Day and time together, in local time."""
        clock: time | None = self.cleaned_data[name]
        if clock is None:
            return None
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"] or timezone.localdate(), clock))


class MatterForm(forms.Form):
    text = forms.CharField(required=False)
    settle = forms.ChoiceField(choices=Settle.choices)
    answer = forms.CharField(required=False)
    nature = forms.CharField(required=False, max_length=40)
    topic = forms.CharField(required=False, max_length=40)
    nature_by_hand = forms.CharField(required=False, max_length=40)
    topic_by_hand = forms.CharField(required=False, max_length=40)

    def said(self) -> dict[str, Any]:
        """What the matter says; what was picked from the whole list goes before what was suggested."""
        said = dict(self.cleaned_data)
        for name in ("nature", "topic"):
            said[name] = said.pop(f"{name}_by_hand") or said[name]
        return said


class StaffVisitForm(forms.Form):
    place = forms.CharField(required=False, max_length=80)
    on = forms.DateField(required=False)
    clock = forms.TimeField(required=False)
    difficulties_at_work = forms.CharField(required=False)
    difficulties_in_life = forms.CharField(required=False)
    suggestions = forms.CharField(required=False)

    def moment(self) -> datetime | None:
        """Day and time together, in local time."""
        clock: time | None = self.cleaned_data["clock"]
        if clock is None or self.cleaned_data["on"] is None:
            return None
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], clock))


class CorrectForm(forms.Form):
    """What one field of the record ought to say; the page asks for one field's worth of it."""

    text = forms.CharField(required=False, max_length=5_000)
    form = forms.ChoiceField(choices=VisitForm.choices, required=False)
    visitors = forms.MultipleChoiceField(required=False)
    on = forms.DateField(required=False)
    started = forms.TimeField(required=False)
    ended = forms.TimeField(required=False)
    why = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, field: CorrectionField, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field, self.names = field, dict(colleagues)
        self.fields["visitors"].choices = colleagues  # type: ignore[attr-defined]
        if field == CorrectionField.MET:
            self.fields["text"] = forms.CharField(required=False, max_length=80)

    def value(self) -> dict[str, Any]:
        """As a correction keeps it: see `queries.value_of`."""
        said = self.cleaned_data
        match self.field:
            case CorrectionField.TIME:
                return {"started": self._moment("started"), "ended": self._moment("ended")}
            case CorrectionField.FORM:
                return {"form": said["form"]}
            case CorrectionField.VISITORS:
                people = [each for each in self.names if each in said["visitors"]]
                return {"people": people, "names": [self.names[each] for each in people]}
        return {"text": said["text"].strip()}

    def _moment(self, name: str) -> str:
        day, clock = self.cleaned_data["on"], self.cleaned_data[name]
        if day is None or clock is None:
            return ""
        return timezone.make_aware(datetime.combine(day, clock)).isoformat(timespec="minutes")
