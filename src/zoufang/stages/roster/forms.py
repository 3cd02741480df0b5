"""The shape of what the roster's pages send; no rules of the trade."""

from __future__ import annotations

from django import forms


class UploadForm(forms.Form):
    file = forms.FileField()


class GuardianForm(forms.Form):
    name = forms.CharField(max_length=60, required=False)
    relation = forms.CharField(max_length=20, required=False)
    phone = forms.CharField(max_length=40, required=False)
    is_old_phone_asked = forms.BooleanField(required=False)


class CareForm(forms.Form):
    level = forms.CharField(max_length=10)
    note = forms.CharField(max_length=2000, required=False)


class LeftForm(forms.Form):
    on = forms.DateField()
