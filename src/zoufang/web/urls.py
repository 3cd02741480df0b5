from django.urls import path

from zoufang.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("healthz", views.healthz, name="healthz"),
]
