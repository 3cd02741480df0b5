from django.urls import path

from zoufang.stages.roster import views

app_name = "roster"
_home = "class/<slug:class_id>/<slug:household_id>/"
urlpatterns = [
    path("", views.index, name="index"),
    path("import/", views.upload, name="upload"),
    path("import/blank/", views.blank, name="blank"),
    path("import/<slug:import_id>/", views.preview, name="preview"),
    path("import/<slug:import_id>/confirm/", views.confirm, name="confirm"),
    path("import/<slug:import_id>/drop/", views.drop, name="drop"),
    path("import/<slug:import_id>/refused/", views.refused, name="refused"),
    path("doubt/<slug:doubt_id>/join/", views.join, name="join"),
    path("doubt/<slug:doubt_id>/apart/", views.apart, name="apart"),
    path("class/<slug:class_id>/", views.klass, name="class"),
    path(f"{_home}care/show/", views.show_care, name="show_care"),
    path(f"{_home}guardian/<slug:guardian_id>/phone/", views.phone, name="phone"),
    path(f"{_home}guardian/<slug:guardian_id>/", views.correct, name="correct"),
    path(f"{_home}child/<slug:child_id>/left/", views.left, name="left"),
]
