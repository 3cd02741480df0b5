from django import forms

from zoufang.stages.safeguarding.states import Concern


class ReportForm(forms.Form):
    """Lengths are judged by the rules, so that a long text comes back with its sentence."""

    code = forms.CharField(max_length=16, required=False)
    text = forms.CharField(required=False)
    child = forms.CharField(max_length=200, required=False)
    concern = forms.ChoiceField(choices=Concern.choices, required=False)
    about = forms.CharField(max_length=16, required=False)
    reporter = forms.CharField(max_length=200, required=False)
    school = forms.CharField(max_length=16, required=False)


class StepForm(forms.Form):
    kind = forms.CharField(max_length=14, required=False)
    note = forms.CharField(required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=5_000, required=False)


class FollowForm(forms.Form):
    code = forms.CharField(max_length=40, required=False)
    text = forms.CharField(required=False)
