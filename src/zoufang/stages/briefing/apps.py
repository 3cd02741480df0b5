from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "zoufang.stages.briefing"
    label = "briefing"
