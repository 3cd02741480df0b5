"""The shape of what a revisit's page sends; no rules of the trade."""

from __future__ import annotations

from django import forms

from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.problem.states import Satisfaction


class RevisitForm(forms.Form):
    reached = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    mode = forms.ChoiceField(choices=VisitForm.choices, required=False)
    was_contacted = forms.ChoiceField(choices=[("yes", ""), ("no", "")], required=False)
    satisfaction = forms.ChoiceField(choices=Satisfaction.choices, required=False)
    why_not = forms.CharField(required=False, max_length=5_000)
    new_matter = forms.CharField(required=False, max_length=5_000)
