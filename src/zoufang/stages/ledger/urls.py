from django.urls import path

from zoufang.stages.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("file/<slug:file_id>/", views.file, name="file"),
    path("version/<slug:submission_id>/seal/", views.seal, name="seal"),
    path("version/<slug:submission_id>/send/", views.send, name="send"),
    path("<slug:campaign_id>/", views.show, name="show"),
    path("<slug:campaign_id>/draw-up/", views.draw_up, name="draw_up"),
    path("<slug:campaign_id>/full/", views.draw_up_full, name="draw_up_full"),
    path("<slug:campaign_id>/gap/", views.leave_open, name="leave_open"),
    path("<slug:campaign_id>/gap/close/", views.close_again, name="close_again"),
    path("<slug:campaign_id>/preview/<slug:kind>/", views.preview, name="preview"),
]
