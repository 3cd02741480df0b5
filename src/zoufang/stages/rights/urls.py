from django.urls import path

from zoufang.stages.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.index, name="index"),
    path("rules/<slug:school_id>/", views.issue, name="rules"),
    path("class/<slug:class_id>/", views.klass, name="class"),
    path("class/<slug:class_id>/<slug:household_id>/drop/", views.drop, name="drop"),
]
