from django.urls import path

from zoufang.ground.channels import views

app_name = "channels"
_class = "class/<slug:class_id>/robots/"
urlpatterns = [
    path(_class, views.robots, name="robots"),
    path(f"{_class}<slug:robot_id>/test/", views.test, name="test"),
    path(f"{_class}<slug:robot_id>/remove/", views.remove, name="remove"),
]
