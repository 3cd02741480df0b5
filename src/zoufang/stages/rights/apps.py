from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "zoufang.stages.rights"
    label = "rights"
