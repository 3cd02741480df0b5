from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zoufang.web"
    label = "web"
