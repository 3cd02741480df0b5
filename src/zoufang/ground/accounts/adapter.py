"""How allauth behaves here: people are invited, nobody signs up by themselves; a duty that needs two factors keeps them."""

from __future__ import annotations

import io
import time
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zoufang.ground.accounts.actor import actor_for
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import WITH_SECOND_FACTOR

JUST_NOW_SECONDS = 300


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in of staff."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名或密码不对,请再看一遍。连错 5 次,这个账号会锁 15 分钟。"),
        "incorrect_password": _("密码不对,请再输一遍。"),
        "enter_current_password": _("现在用的密码不对,请再输一遍。"),
        "too_many_login_attempts": _("错的次数太多了,请 15 分钟后再试。"),
        "rate_limited": _("错的次数太多了,请 15 分钟后再试。"),
        "incorrect_code": _("验证码不对。请看手机上此刻显示的 6 位数字;手机时间不准也会这样。"),
        "account_inactive": _("这个账号已停用,请联系园里的管理员。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, in the database: it holds over restarts and for all workers."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in minutes ago is not asked for the password again before setting up the second factor."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < JUST_NOW_SECONDS:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        # The next page shows that signing in worked; a message would only push it down.
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: secrets closed with our keys, its QR drawn by ourselves, not to be put off where duty needs it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": StaffAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("您的岗位必须使用第二重验证,不能停用。换手机请找管理员重置。"),
    }

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=3, dark="#000", light="#fff")
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return str(settings.KEYS.close(text))

    def decrypt(self, encrypted_text: str) -> str:
        return str(settings.KEYS.open_text(encrypted_text))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user: User = authenticator.user
        return not actor_for(user, on=timezone.localdate()).is_any(*WITH_SECOND_FACTOR)
