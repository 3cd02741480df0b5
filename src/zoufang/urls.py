"""Every address: each stage's pages under the stage's name, then the desks, the doors and what packages bring.

The branches without a prefix come last: a resolver asks them only for what no prefix claimed, and imports them only then.
"""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from zoufang.stages import STAGES
from zoufang.web.late_urls import late

_STAGES = [stage for stage in STAGES if find_spec(f"zoufang.stages.{stage}.urls")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("zoufang.ground.accounts.urls")),
    late("api/v1/", "zoufang.doors.api.urls", "api"),
    late("outbox/", "zoufang.ground.outbox.urls", "outbox"),
    late("channels/", "zoufang.ground.channels.urls", "channels"),
    late("campaign/", "zoufang.ground.campaign.urls", "campaign"),
    # Before the visits, whose own addresses would take these for a visit's.
    late("visit/", "zoufang.doors.capture_urls", "capture"),
    *(late(f"{stage}/", f"zoufang.stages.{stage}.urls", stage) for stage in _STAGES),
    late("", "zoufang.web.urls", "web"),
    late("", "zoufang.desks.urls", "desks"),
    late("", "zoufang.doors.family_urls", "family"),
    late("", "zoufang.doors.urls", "doors"),
]

handler404 = "zoufang.web.views.not_found"
handler500 = "zoufang.web.views.broken"
