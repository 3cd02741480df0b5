"""What a password must be, said in the house's words: Django's own sentences are only partly in Chinese."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(django.MinimumLengthValidator):
    """At least so many letters."""

    def get_error_message(self) -> str:
        return _("密码太短了,至少 %(least)s 位;几个不相干的词连起来就好") % {"least": self.min_length}


class Uncommon(django.CommonPasswordValidator):
    """Not among the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        return _("这个密码太常见,别人一试就中,请换一个")


class UnlikeThePerson(django.UserAttributeSimilarityValidator):
    """Not the name, user name, phone or mail with something added."""

    # zhang12345: what stands beside the name must be a password of its own.
    LEAST_BESIDE = 6

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name", "phone", "email"))

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        for attribute in self.user_attributes:
            known = str(getattr(user, attribute, "") or "").lower()
            if len(known) > 1 and len(password.lower().replace(known, "")) < self.LEAST_BESIDE:
                raise ValidationError(self.get_error_message(), code="password_too_similar")

    def get_error_message(self) -> str:
        return _("密码和您的姓名、用户名、手机号或邮箱太像,请换一个")
