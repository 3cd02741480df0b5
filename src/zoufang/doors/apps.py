from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "zoufang.doors"
    label = "doors"
