"""The family's door, at the root: a link is short, and its address says nothing."""

from django.urls import path

from zoufang.doors.pages import change_of_mind, consent, correct, erase, remind, wish
from zoufang.stages.signup import views

app_name = "family"
urlpatterns = [
    path("f", views.door, name="door"),
    path("f/open/", views.code, name="open"),
    path("f/digits/", views.digits, name="digits"),
    path("f/leave/", views.leave, name="leave"),
    path("f/not-me/", views.not_me, name="not_me"),
    path("f/wish/", wish.wish, name="wish"),
    path("f/consent/", consent.consent, name="consent"),
    path("f/withdraw/", consent.withdraw, name="withdraw"),
    path("f/correct/", correct.correct, name="correct"),
    path("f/erase/", erase.erase, name="erase"),
    path("f/erase/take-back/", erase.take_back, name="erase_back"),
    path("f/remind/", remind.remind, name="remind"),
    path("f/other-time/", change_of_mind.other_time, name="other_time"),
    path("f/call-off/", change_of_mind.call_off, name="call_off"),
    path("f/take-back/", change_of_mind.take_back, name="take_back"),
]
