from django.urls import path

from zoufang.doors.pages import finish_visit

app_name = "doors"
urlpatterns = [
    path("visit/<slug:visit_id>/finish/", finish_visit.finish, name="finish_visit"),
]
