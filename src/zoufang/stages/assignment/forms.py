"""The shape of what the assignment's pages send; no rules of the trade."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

NO_DAY = {"required": _("请填写日期"), "invalid": _("日期请写成 2026-09-01")}


class AssignForm(forms.Form):
    teacher = forms.CharField(error_messages={"required": _("请选择老师")})
    since = forms.DateField(error_messages=NO_DAY)


class HandOverForm(forms.Form):
    from_teacher = forms.CharField(error_messages={"required": _("请选择谁交出")})
    to_teacher = forms.CharField(error_messages={"required": _("请选择谁接手")})
    on = forms.DateField(error_messages=NO_DAY)
    note = forms.CharField(required=False)


def reasons_of(form: forms.Form) -> list[str]:
    """What is wrong with the shape, as reasons."""
    return [str(reason) for reasons in form.errors.values() for reason in reasons]
