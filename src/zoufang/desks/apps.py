from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "zoufang.desks"
    label = "desks"
