from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "zoufang.flows"
    label = "flows"
