from django.urls import path

from zoufang.stages.signup import views

app_name = "signup"
_guardian = "class/<slug:class_id>/guardian/<slug:guardian_id>/"
urlpatterns = [
    path("", views.index, name="index"),
    path("draft/", views.draft, name="draft"),
    path("class/<slug:class_id>/", views.klass, name="class"),
    path("class/<slug:class_id>/slips/", views.slips, name="slips"),
    path("join/<slug:class_id>/", views.public, name="public"),
    path(f"{_guardian}link/", views.link, name="link"),
    path(f"{_guardian}reissue/", views.reissue, name="reissue"),
    path(f"{_guardian}revoke/", views.revoke, name="revoke"),
    path("notice/<slug:notice_id>/", views.edit, name="edit"),
    path("notice/<slug:notice_id>/approve/", views.approve, name="approve"),
    path("send/", views.send_all, name="send_all"),
    path("notice/<slug:notice_id>/send/", views.send, name="send"),
    path("notice/<slug:notice_id>/send/<slug:line_id>/again/", views.again, name="again"),
    path("notice/<slug:notice_id>/paper/", views.paper, name="paper"),
    path("notice/<slug:notice_id>/publish/", views.publish, name="publish"),
]
