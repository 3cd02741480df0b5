"""Sign-in, by allauth (only the pages that invited staff need), and the house's own pages about its people."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from zoufang.ground.accounts import views

own_pages = [
    path("second/needed/", views.second_factor, name="second_factor"),
    path("invitation/", views.invitation, name="invitation"),
    path("units/", views.units, name="units"),
    path("units/add/", views.add_unit, name="add_unit"),
    path("units/<slug:unit_id>/rename/", views.rename_unit, name="rename_unit"),
    path("units/<slug:unit_id>/close/", views.close_unit, name="close_unit"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/import/", views.import_staff, name="import_staff"),
    path("people/invite/", views.invite_waiting, name="invite_waiting"),
    path("people/<slug:person_id>/", views.person, name="person"),
    path("people/<slug:person_id>/post/", views.give_post, name="give_post"),
    path("people/<slug:person_id>/post/<slug:post_id>/end/", views.take_post, name="take_post"),
    path("people/<slug:person_id>/correct/", views.correct, name="correct_person"),
    path("people/<slug:person_id>/reset/", views.reset, name="reset_person"),
    path("people/<slug:person_id>/switch/", views.switch, name="switch_person"),
]

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("second/", mfa.index, name="mfa_index"),
    path("second/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second/totp/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/totp/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("", include((own_pages, "accounts"))),
]
