from __future__ import annotations

from django.urls import URLPattern

app_name = "desks"
urlpatterns: list[URLPattern] = []
