from django.urls import path

from zoufang.stages.briefing import views

app_name = "briefing"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:campaign_id>/", views.plan, name="plan"),
    path("<slug:campaign_id>/points/", views.points, name="points"),
    path("<slug:campaign_id>/sign/", views.sign, name="sign"),
    path("<slug:campaign_id>/readers/", views.readers, name="readers"),
]
