from __future__ import annotations

from django import forms

from zoufang.stages.rights.rules import LONGEST_RULES
from zoufang.stages.rights.states import Scope


class RulesForm(forms.Form):
    """The rules' words. Twice the longest is read, so that what is too long comes back whole with its reason."""

    body = forms.CharField(max_length=2 * LONGEST_RULES, required=False)
    english = forms.CharField(max_length=2 * LONGEST_RULES, required=False)
    asks_more = forms.MultipleChoiceField(choices=Scope.choices, required=False)
