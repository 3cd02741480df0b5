from django.urls import path

from zoufang.stages.assignment import views

app_name = "assignment"
urlpatterns = [
    path("", views.index, name="index"),
    path("class/<slug:class_id>/", views.klass, name="class"),
    path("class/<slug:class_id>/assign/", views.assign, name="assign"),
    path("handover/<slug:handover_id>/", views.handover, name="handover"),
    path("bonds/", views.bonds, name="bonds"),
    path("bonds/bind/", views.bind, name="bind"),
    path("bonds/spread/", views.spread, name="spread"),
    path("bonds/<slug:bond_id>/end/", views.end_bond, name="end_bond"),
]
