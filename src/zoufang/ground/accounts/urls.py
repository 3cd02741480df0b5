"""Sign-in, by allauth (only the pages that invited staff need), and the house's own pages about its people."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path

from zoufang.ground.accounts.views.sign_in import ChangePassword, SignIn
from zoufang.web.late_urls import late

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", ChangePassword.as_view(), name="account_change_password"),
    path("second/", mfa.index, name="mfa_index"),
    path("second/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second/totp/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/totp/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    late("", "zoufang.ground.accounts.people_urls", "accounts"),
]
