"""Every address: each stage's pages under the stage's name, then the desks, the doors and what packages bring."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from zoufang.stages import STAGES


def _stages() -> list[URLResolver]:
    return [
        path(f"{stage}/", include(f"zoufang.stages.{stage}.urls"))
        for stage in STAGES
        if find_spec(f"zoufang.stages.{stage}.urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zoufang.doors.urls")),
    path("", include("zoufang.desks.urls")),
    path("", include("zoufang.web.urls")),
    path("", include("zoufang.stages.signup.family_urls")),
    path("account/", include("zoufang.ground.accounts.urls")),
    path("outbox/", include("zoufang.ground.outbox.urls")),
    path("campaign/", include("zoufang.ground.campaign.urls")),
    *_stages(),
]

handler404 = "zoufang.web.views.not_found"
handler500 = "zoufang.web.views.broken"
