from django.urls import path

from zoufang.stages.supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:campaign_id>/", views.show, name="show"),
]
