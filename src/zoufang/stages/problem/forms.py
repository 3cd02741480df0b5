"""The shape of what the pages of problems send; no rules of the trade."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from zoufang.stages.problem.states import AnswerWay, Ending, Satisfaction, Settled


class AssignForm(forms.Form):
    owner = forms.CharField(max_length=16)
    department = forms.CharField(max_length=60, required=False)
    due_on = forms.DateField(required=False)

    def until(self) -> datetime | None:
        """The end of the chosen day, local time."""
        day = self.cleaned_data["due_on"]
        return timezone.make_aware(datetime.combine(day, time(18))) if day else None


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False, max_length=5_000)


class ExtendForm(ReasonForm):
    workdays = forms.IntegerField(min_value=1, max_value=60)


class ProgressForm(forms.Form):
    measures = forms.CharField(required=False, max_length=5_000)
    progress = forms.CharField(required=False, max_length=5_000)


class AnswerForm(forms.Form):
    text = forms.CharField(required=False, max_length=5_000)
    ending = forms.ChoiceField(choices=Ending.choices, required=False)
    way = forms.ChoiceField(choices=AnswerWay.choices, required=False)
    note = forms.CharField(required=False, max_length=2_000)
    look_again_on = forms.DateField(required=False)


class WordForm(ReasonForm):
    is_settled = forms.ChoiceField(choices=Settled.choices)
    satisfaction = forms.ChoiceField(choices=Satisfaction.choices, required=False)

    def words(self) -> dict[str, Any]:
        """What `family_word` is told."""
        said = self.cleaned_data
        return {
            "is_settled": said["is_settled"] == Settled.YES,
            "is_partly": said["is_settled"] == Settled.PARTLY,
            "satisfaction": said["satisfaction"],
            "reason": said["reason"],
        }


class ClassifyForm(forms.Form):
    nature = forms.CharField(max_length=40, required=False)
    topic = forms.CharField(max_length=40, required=False)
    subtopic = forms.CharField(max_length=40, required=False)
    area = forms.CharField(max_length=40, required=False)


class RaiseForm(forms.Form):
    text = forms.CharField(required=False, max_length=5_000)
    household = forms.CharField(max_length=16, required=False)
    nature = forms.CharField(max_length=40, required=False)
    topic = forms.CharField(max_length=40, required=False)
    is_confidential = forms.BooleanField(required=False)


class FamilyMatterForm(forms.Form):
    text = forms.CharField(required=False, max_length=5_000)
    about = forms.ChoiceField(choices=[("no", ""), ("staff", ""), ("principal", "")], required=False)
    person = forms.CharField(max_length=16, required=False)
    known_to = forms.ChoiceField(choices=[("school", ""), ("handlers", ""), ("principal", "")], required=False)
    joins = forms.SlugField(max_length=16, required=False)
    apart = forms.BooleanField(required=False)
