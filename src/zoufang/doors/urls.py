from django.urls import path

from zoufang.doors.demo import views as demo
from zoufang.doors.pages import (
    burden,
    call_guardian,
    care_note,
    corrections,
    erase,
    erasures,
    finish_staff_visit,
    finish_visit,
    hand_over_class,
    installed,
    new_time,
    on_the_way,
    wish,
)
from zoufang.stages.rights.views import burdens

app_name = "doors"
urlpatterns = [
    path("sw.js", installed.service_worker, name="service_worker"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("burdens/", burdens, name="burdens"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<slug:correction_id>/", corrections.decide, name="decide_correction"),
    path("corrections/<slug:correction_id>/call/", corrections.look_up, name="look_up_phone"),
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/<slug:erasure_id>/", erasures.show, name="erasure"),
    path("erasures/<slug:erasure_id>/erase/", erasures.carry_out, name="erase"),
    path("erasures/<slug:erasure_id>/refuse/", erasures.refuse, name="refuse_erasure"),
    path("erased/", erase.proof, name="erased"),
    path("burden/", burden.burden, name="burden"),
    path("families/<slug:household_id>/<slug:guardian_id>/call/", call_guardian.call, name="call_guardian"),
    path(
        "roster/class/<slug:class_id>/<slug:household_id>/care/",
        care_note.care_note,
        name="care_note",
    ),
    path("visit/staff/<slug:staff_visit_id>/finish/", finish_staff_visit.finish, name="finish_staff_visit"),
    path("visit/<slug:visit_id>/finish/", finish_visit.finish, name="finish_visit"),
    path("day/take-back/", new_time.take_back, name="take_back_new_time"),
    path("day/<slug:appointment_id>/new-time/", new_time.new_time, name="new_time"),
    path("day/<slug:household_id>/on-the-way/", on_the_way.on_the_way, name="on_the_way"),
    path("assignment/class/<slug:class_id>/hand_over/", hand_over_class.hand_over, name="hand_over_class"),
    path("signup/class/<slug:class_id>/family/<slug:household_id>/", wish.on_behalf, name="on_behalf"),
    path("demo/", demo.front, name="demo"),
    path("demo/as/", demo.step_in, name="step_in"),
]
