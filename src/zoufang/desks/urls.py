from __future__ import annotations

from django.urls import path

from zoufang.desks.district.views import district
from zoufang.desks.family.views import data, family
from zoufang.desks.school.views import school

app_name = "desks"
urlpatterns = [
    path("school/", school, name="school"),
    path("district/", district, name="district"),
    path("family/", family, name="family"),
    path("family/data/", data, name="family_data"),
]
