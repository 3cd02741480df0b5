from django.apps import AppConfig


class RevisitConfig(AppConfig):
    name = "zoufang.stages.revisit"
    label = "revisit"
