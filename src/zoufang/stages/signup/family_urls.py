"""The family's door, at the root: a link is short, and its address says nothing."""

from django.urls import path

from zoufang.stages.signup import views

app_name = "family"
urlpatterns = [
    path("f", views.door, name="door"),
    path("f/open/", views.code, name="open"),
    path("f/digits/", views.digits, name="digits"),
    path("f/leave/", views.leave, name="leave"),
    path("f/not-me/", views.not_me, name="not_me"),
    path("f/wish/", views.wish, name="wish"),
]
