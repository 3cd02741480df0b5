from django.urls import path

from zoufang.doors.pages import finish_visit, hand_over_class

app_name = "doors"
urlpatterns = [
    path("visit/<slug:visit_id>/finish/", finish_visit.finish, name="finish_visit"),
    path("assignment/class/<slug:class_id>/hand_over/", hand_over_class.hand_over, name="hand_over_class"),
]
