from django.urls import path

from zoufang.stages.problem import views

app_name = "problem"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("family/", views.family_index, name="family"),
    path("family/new/", views.family_new, name="family_new"),
    path("family/<slug:problem_id>/", views.family_show, name="family_show"),
    path("family/<slug:problem_id>/word/", views.family_word, name="family_word"),
    path("family/<slug:problem_id>/withdraw/", views.family_withdraw, name="family_withdraw"),
    path("family/<slug:problem_id>/take-back/", views.family_take_back, name="family_take_back"),
    path("family/<slug:problem_id>/photo/<slug:photo_id>/", views.family_photo, name="family_photo"),
    path("<slug:problem_id>/", views.show, name="show"),
    path("<slug:problem_id>/photo/<slug:photo_id>/", views.photo, name="photo"),
    path("<slug:problem_id>/extension/", views.decide, name="decide"),
    path("<slug:problem_id>/<slug:verb>/", views.act, name="act"),
]
