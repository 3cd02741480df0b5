from django.apps import AppConfig


class VisitConfig(AppConfig):
    name = "zoufang.stages.visit"
    label = "visit"
