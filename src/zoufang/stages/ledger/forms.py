"""The shape of what the ledger's page sends."""

from __future__ import annotations

from django import forms


class ReasonForm(forms.Form):
    """Why a gap stays open, or why names and telephones are needed."""

    key = forms.CharField(max_length=60, required=False)
    reason = forms.CharField(max_length=1000, required=False)
    where = forms.CharField(max_length=8, required=False)


class SendForm(forms.Form):
    """To whom, and with what."""

    to = forms.CharField(max_length=254, required=False)
    with_visit_ledger = forms.BooleanField(required=False)


class LayoutForm(forms.Form):
    """An office's own template."""

    file = forms.FileField()
