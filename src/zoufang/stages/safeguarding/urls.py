from django.urls import path

from zoufang.stages.safeguarding import views

app_name = "safeguarding"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("family/", views.family_new, name="family_new"),
    path("follow/", views.follow, name="follow"),
    path("follow/add/", views.add, name="add"),
    path("<slug:report_id>/", views.show, name="show"),
    path("<slug:report_id>/open/", views.open_it, name="open"),
    path("<slug:report_id>/step/", views.step, name="step"),
    path("<slug:report_id>/up/", views.up, name="up"),
    path("<slug:report_id>/close/", views.close, name="close"),
]
