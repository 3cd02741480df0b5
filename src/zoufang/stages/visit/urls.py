from django.urls import path

from zoufang.stages.visit import views

app_name = "visit"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:visit_id>/", views.show, name="show"),
    path("<slug:visit_id>/record/", views.record, name="record"),
    path("<slug:visit_id>/matter/", views.matter, name="matter"),
    path("<slug:visit_id>/matter/<slug:matter_id>/remove/", views.remove, name="remove_matter"),
]
