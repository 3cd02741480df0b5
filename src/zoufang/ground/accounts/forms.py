"""The shape of what the account pages send; no rules of the trade."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """User names are small letters; what a phone's keyboard makes of them (capitals, full width) is meant the same."""

    def clean_login(self) -> str:
        return unicodedata.normalize("NFKC", super().clean_login()).strip().lower()


class PersonForm(forms.Form):
    """A new member of staff with the first post; what may be chosen is what the asking person may give."""

    name = forms.CharField(required=False)
    username = forms.CharField(required=False)
    phone = forms.CharField(required=False)
    email = forms.CharField(required=False)


class PostForm(forms.Form):
    """One post."""

    role = forms.ChoiceField(error_messages={"required": _("请选择岗位"), "invalid_choice": _("请选择岗位")})
    unit = forms.ChoiceField(error_messages={"required": _("请选择单位"), "invalid_choice": _("请选择单位")})
    since = forms.DateField(required=False, error_messages={"invalid": _("任职日期看不懂,请写成 2026-09-01")})
    until = forms.DateField(required=False, error_messages={"invalid": _("任职日期看不懂,请写成 2026-09-01")})

    def __init__(self, *args: Any, roles: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class UnitForm(forms.Form):
    """A new unit below another."""

    name = forms.CharField(required=False)
    kind = forms.ChoiceField(error_messages={"required": _("请选择类别"), "invalid_choice": _("请选择类别")})
    parent = forms.ChoiceField(error_messages={"required": _("请选择上级单位"), "invalid_choice": _("请选择上级单位")})

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]


def reasons_of(form: forms.Form) -> list[str]:
    """What is wrong with the shape, as reasons."""
    return [str(reason) for reasons in form.errors.values() for reason in reasons]
