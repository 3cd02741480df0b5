"""What phones kept and the school decides on; under the visits' own name."""

from django.urls import path

from zoufang.doors.pages import hand_in, quarantine

app_name = "capture"
urlpatterns = [
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<slug:waiting_id>/decide/", quarantine.decide, name="decide"),
    path("quarantine/device/<slug:device_id>/revoke/", quarantine.revoke, name="revoke"),
    path("hand-in/", hand_in.hand_in, name="hand_in"),
]
