from django.urls import path

from zoufang.stages.schedule import views

app_name = "schedule"
urlpatterns = [
    path("", views.index, name="index"),
    path("family/calendar.ics", views.family_calendar, name="family_calendar"),
    path("day/", views.day, name="day"),
    path("household/<slug:household_id>/", views.household, name="household"),
    path("household/<slug:household_id>/book/", views.book, name="book"),
    path("plan/<slug:class_id>/", views.plan, name="plan"),
    path("plan/<slug:class_id>/ask/", views.plan_ask, name="plan_ask"),
    path("plan/<slug:class_id>/half-day/", views.plan_half_day, name="plan_half_day"),
    path("plan/<slug:class_id>/places/", views.places, name="places"),
    path("plan/<slug:plan_id>/stop/", views.plan_stop, name="plan_stop"),
    path("plan/<slug:plan_id>/agree/", views.plan_agree, name="plan_agree"),
    path("out/", views.out, name="out"),
    path("out/<slug:outing_id>/back/", views.back, name="back"),
    path("out/<slug:outing_id>/longer/", views.longer, name="longer"),
    path("told/<slug:asked_id>/", views.told, name="told"),
    path("<slug:appointment_id>/leave/", views.leave, name="leave"),
    path("<slug:appointment_id>/move/", views.move, name="move"),
    path("<slug:appointment_id>/cancel/", views.cancel, name="cancel"),
    path("<slug:appointment_id>/restore/", views.restore, name="restore"),
    path("reminder/<slug:reminder_id>/done/", views.reminded, name="reminded"),
    path("<slug:appointment_id>/seen/", views.release_seen, name="release_seen"),
    path("<slug:appointment_id>/calendar.ics", views.calendar, name="calendar"),
]
