from django.urls import path

from zoufang.stages.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("file/<slug:file_id>/", views.file, name="file"),
    path("version/<slug:submission_id>/seal/", views.seal, name="seal"),
    path("version/<slug:submission_id>/send/", views.send, name="send"),
    path("layouts/", views.layouts, name="layouts"),
    path("layouts/version/<slug:layout_id>/", views.layout_file, name="layout_file"),
    path("layouts/version/<slug:layout_id>/sample/", views.layout_sample, name="layout_sample"),
    path("layouts/version/<slug:layout_id>/use/", views.use_layout, name="use_layout"),
    path("layouts/<slug:kind>/add/", views.add_layout, name="add_layout"),
    path("layouts/<slug:kind>/built-in/", views.built_in, name="built_in"),
    path("layouts/<slug:kind>/built-in/use/", views.use_built_in, name="use_built_in"),
    path("<slug:campaign_id>/", views.show, name="show"),
    path("<slug:campaign_id>/draw-up/", views.draw_up, name="draw_up"),
    path("<slug:campaign_id>/full/", views.draw_up_full, name="draw_up_full"),
    path("<slug:campaign_id>/gap/", views.leave_open, name="leave_open"),
    path("<slug:campaign_id>/gap/close/", views.close_again, name="close_again"),
    path("<slug:campaign_id>/preview/<slug:kind>/", views.preview, name="preview"),
]
