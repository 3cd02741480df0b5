from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "zoufang.stages.supervision"
    label = "supervision"
