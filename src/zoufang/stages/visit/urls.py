from django.urls import path

from zoufang.stages.visit import views

app_name = "visit"
urlpatterns = [
    path("", views.index, name="index"),
    path("field/", views.field, name="field"),
    path("field/who/", views.field_who, name="field_who"),
    path("field/<slug:version>/<slug:name>.js", views.field_script, name="field_script"),
    path("begin/<slug:household_id>/", views.begin, name="begin"),
    path("papers/", views.papers_index, name="papers_index"),
    path("papers/<slug:class_id>/", views.papers, name="papers"),
    path("papers/<slug:class_id>/send/", views.send, name="send_papers"),
    path("staff/", views.staff_index, name="staff_index"),
    path("staff/begin/<slug:bond_id>/", views.staff_begin, name="staff_begin"),
    path("staff/<slug:staff_visit_id>/", views.staff_show, name="staff_show"),
    path("staff/<slug:staff_visit_id>/record/", views.staff_record, name="staff_record"),
    path("family/card/", views.family_card, name="family_card"),
    path("family/card/contacts.vcf", views.family_contacts, name="family_contacts"),
    path("family/letter/", views.family_letter, name="family_letter"),
    path("family/opened/<slug:kind>/", views.family_opened, name="family_opened"),
    path("family/<slug:visit_id>/", views.family_show, name="family_show"),
    path("family/<slug:visit_id>/confirm/", views.family_confirm, name="family_confirm"),
    path("family/<slug:visit_id>/rate/", views.family_rate, name="family_rate"),
    path("family/<slug:visit_id>/correct/<slug:field>/", views.family_correct, name="family_correct"),
    path("correction/<slug:correction_id>/take/", views.take, name="take_correction"),
    path("correction/<slug:correction_id>/keep/", views.keep, name="keep_correction"),
    path("<slug:visit_id>/", views.show, name="show"),
    path("<slug:visit_id>/record/", views.record, name="record"),
    path("<slug:visit_id>/reopen/", views.reopen, name="reopen"),
    path("<slug:visit_id>/conflict/<slug:conflict_id>/", views.settle, name="settle_conflict"),
    path("<slug:visit_id>/photo/<slug:photo_id>/", views.photo, name="photo"),
    path("<slug:visit_id>/matter/", views.matter, name="matter"),
    path("<slug:visit_id>/matter/<slug:matter_id>/remove/", views.remove, name="remove_matter"),
]
