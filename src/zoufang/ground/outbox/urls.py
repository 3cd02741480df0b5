from django.urls import path

from zoufang.ground.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:row_id>/again/", views.again, name="again"),
]
