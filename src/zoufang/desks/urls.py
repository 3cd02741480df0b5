from __future__ import annotations

from django.urls import path

from zoufang.desks.district.views import district
from zoufang.desks.family.views import copy, data, family
from zoufang.desks.school.views import school
from zoufang.desks.teacher.families import families
from zoufang.desks.teacher.today import today

app_name = "desks"
urlpatterns = [
    path("", today, name="today"),
    path("families/", families, name="families"),
    path("school/", school, name="school"),
    path("district/", district, name="district"),
    path("family/", family, name="family"),
    path("family/data/", data, name="family_data"),
    path("family/data/copy/", copy, name="family_copy"),
]
