from django.urls import path

from zoufang.stages.revisit import views

app_name = "revisit"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:household_id>/", views.show, name="show"),
]
