"""The house's own pages about its people."""

from __future__ import annotations

from django.urls import path

from zoufang.ground.accounts.views import contact, import_staff, invitation, people, person, sign_in, units

app_name = "accounts"
urlpatterns = [
    path("second/needed/", sign_in.second_factor, name="second_factor"),
    path("invitation/", invitation.invitation, name="invitation"),
    path("contact/", contact.contact, name="contact"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="add_unit"),
    path("units/<slug:unit_id>/rename/", units.rename_unit, name="rename_unit"),
    path("units/<slug:unit_id>/close/", units.close_unit, name="close_unit"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/import/", import_staff.import_staff, name="import_staff"),
    path("people/invite/", people.invite_waiting, name="invite_waiting"),
    path("people/<slug:person_id>/", person.person, name="person"),
    path("people/<slug:person_id>/post/", person.give_post, name="give_post"),
    path("people/<slug:person_id>/post/<slug:post_id>/end/", person.take_post, name="take_post"),
    path("people/<slug:person_id>/correct/", person.correct, name="correct_person"),
    path("people/<slug:person_id>/reset/", person.reset, name="reset_person"),
    path("people/<slug:person_id>/switch/", person.switch, name="switch_person"),
]
