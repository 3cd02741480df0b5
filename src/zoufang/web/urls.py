from django.urls import path

from zoufang.web import readiness, views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", readiness.readyz, name="readyz"),
]
