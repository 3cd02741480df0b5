from django.urls import path

from zoufang.ground.campaign import views

app_name = "campaign"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<slug:campaign_id>/", views.show, name="show"),
    path("<slug:campaign_id>/basics/", views.basics, name="basics"),
    path("<slug:campaign_id>/phases/", views.phases, name="phases"),
    path("<slug:campaign_id>/rounds/", views.rounds, name="rounds"),
    path("<slug:campaign_id>/limits/", views.limits, name="limits"),
    path("<slug:campaign_id>/start/", views.start, name="start"),
    path("<slug:campaign_id>/end/", views.end, name="end"),
    path("<slug:campaign_id>/write/<slug:kind>/", views.text, name="text"),
    path("<slug:campaign_id>/text/<slug:text_id>/", views.version, name="version"),
    path("<slug:campaign_id>/text/<slug:text_id>/approve/", views.approve, name="approve"),
]
