from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "zoufang.stages.safeguarding"
    label = "safeguarding"
