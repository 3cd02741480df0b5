from django.urls import path

from zoufang.doors.demo import views as demo
from zoufang.doors.pages import (
    burden,
    call_guardian,
    care_note,
    finish_staff_visit,
    finish_visit,
    hand_over_class,
    installed,
    wish,
)
from zoufang.stages.rights.views import burdens, corrections, decide

app_name = "doors"
urlpatterns = [
    path("sw.js", installed.service_worker, name="service_worker"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("burdens/", burdens, name="burdens"),
    path("corrections/", corrections, name="corrections"),
    path("corrections/<slug:correction_id>/", decide, name="decide_correction"),
    path("burden/", burden.burden, name="burden"),
    path("families/<slug:household_id>/<slug:guardian_id>/call/", call_guardian.call, name="call_guardian"),
    path(
        "roster/class/<slug:class_id>/<slug:household_id>/care/",
        care_note.care_note,
        name="care_note",
    ),
    path("visit/staff/<slug:staff_visit_id>/finish/", finish_staff_visit.finish, name="finish_staff_visit"),
    path("visit/<slug:visit_id>/finish/", finish_visit.finish, name="finish_visit"),
    path("assignment/class/<slug:class_id>/hand_over/", hand_over_class.hand_over, name="hand_over_class"),
    path("signup/class/<slug:class_id>/family/<slug:household_id>/", wish.on_behalf, name="on_behalf"),
    path("demo/", demo.front, name="demo"),
    path("demo/as/", demo.step_in, name="step_in"),
]
